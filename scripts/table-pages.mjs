// Pages of docs/ that are made from the tables: errors, permissions, specification.
import path from 'node:path';
import { require, root } from './tools.mjs';

/** Every error code with cause and remedy. */
export function errorsPage() {
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

/** Every permission with its name at Twitch. */
export function permissionsPage() {
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

/** Where the test of an item stands. */
function testOf({ name, kind }) {
  if (kind === 'helix') return name.startsWith('Client') ? 'client-items.ts' : 'user-items.ts';
  return { client: 'door-items.ts', auth: 'auth-items.ts', irc: 'chat-items.ts', cache: 'chat-items.ts' }[
    kind
  ];
}

function code(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** Every item of the specification with what became of it. */
export function specificationPage() {
  const { specificationItems } = require(path.join(root, 'dist', 'test', 'data', 'specification.js'));
  const { endpoint } = require(path.join(root, 'dist', 'src', 'tables', 'endpoints.js'));
  const items = specificationItems();
  const row = (item) => {
    const rows = item.endpoints.map(endpoint);
    const scopes = [...new Set(rows.flatMap(({ scopes: some }) => some))];
    const remark = item.replacement ? `Use ${item.replacement}.` : (item.note ?? '');
    const cells = [
      `\`${item.name.split(': ')[1]}\``,
      `\`${item.ours}\``,
      item.status,
      code(item.endpoints),
      code(scopes),
      testOf(item),
      remark,
    ];
    return `| ${cells.join(' | ')} |`;
  };
  const table = (area) =>
    [
      '| item | here | status | endpoints | permission (one of) | test | remark |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...items.filter(({ name }) => name.startsWith(`${area}: `)).map(row),
    ].join('\n');
  return `# Specification

<!-- Made by scripts/docs.mjs from test/data/specification.ts. -->

The ${items.length} items that this package began with, and what has become of them. **live**: works as it did. **changed**: follows
today's Twitch, which differs. **removed**: Twitch has it no more; calling it fails at once with \`TWITCH_GONE\` and says what
to use. Each item has one test of its own name in \`test/core/specification\`: over HTTP or over chat against the simulated
Twitch, or through the public interface. Everything else that Twitch can do is reachable through \`client.helix.call\`.

## PartialUser: a channel or user

${table('PartialUser')}

## Client: Twitch as a whole

${table('Client')}

## TokenHandler: where tokens come from

${table('TokenHandler')}

## Shared by many

${table('Shared')}
`;
}
