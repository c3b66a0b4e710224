// Writes the pages of docs/ that are made from the tables. Run it after a change of a table: npm run docs
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { require, root, runTool } from './tools.mjs';

function errorsPage() {
  const { errorCodes } = require(path.join(root, 'dist', 'src', 'tables', 'error-codes.js'));
  const english = require(path.join(root, 'nodes', 'locales', 'en-US', 'twitch-account.json')).common.status;
  const rows = Object.entries(errorCodes).map(
    ([code, row]) =>
      `## ${code}\n\n${row.cause}\n\n**What to do:** ${row.remedy}\n\nStatus below the node: \`${english[row.status]}\`\n`,
  );
  return `# Errors

<!-- Made by scripts/docs.mjs from src/tables/error-codes.ts. -->

Every error of this package is a \`TwitchError\`. Behind a catch node the code stands in \`msg.error.cause.code\` (on
Node-RED 4.1 and newer also in \`msg.error.code\`), and \`msg.error.message\` is a sentence: what failed, why, what to do.
\`msg.error.cause\` may hold \`status\` (of Twitch's answer), \`endpoint\`, \`parameter\`, \`reason\` (Twitch's own words),
\`missingScopes\` and \`retryAt\` (milliseconds since 1970). It never holds a token or a secret.

${rows.join('\n')}`;
}

function permissionsPage() {
  const { allScopes } = require(path.join(root, 'dist', 'src', 'tables', 'scopes.js'));
  const rows = allScopes().map((row) => `| ${row.permission} | \`${row.scope}\` | ${row.meaning} |`);
  return `# Permissions

<!-- Made by scripts/docs.mjs from src/tables/scopes.ts. -->

A sign-in asks only for what the nodes of your flow need. These are all there are; the second column is Twitch's name
(a "scope").

| permission | at Twitch | what it allows |
| --- | --- | --- |
${rows.join('\n')}
`;
}

build({ ifStale: true });
const pages = { 'errors.md': errorsPage(), 'permissions.md': permissionsPage() };
for (const [name, text] of Object.entries(pages)) writeFileSync(path.join(root, 'docs', name), text);
process.exitCode = runTool('prettier', [
  '--write',
  '--log-level',
  'warn',
  ...Object.keys(pages).map((name) => `docs/${name}`),
]);
