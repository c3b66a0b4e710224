// Pages of docs/ that are made from the tables: errors, permissions, specification.
import path from 'node:path';
import { require, root } from './tools.mjs';

/** What a block says below itself while no action has failed. */
const statusMeanings = {
  connected: 'All is well.',
  practice: 'All is well, in practice mode.',
  connecting: 'It connects; after a start that takes a moment.',
  waiting: 'A message waits in the block: for the end of a poll, for its turn, for a limit to pass.',
  retrying: 'The connection is lost, and tried again by itself.',
  'sign-in': 'Somebody has to sign in: open the account.',
  'permission-missing':
    'The sign-in lacks a permission that this block needs: open the account and sign in again.',
  'no-account': 'The block has no account, or the account is disabled.',
  'not-live': 'It works only while the channel is live, and nobody can tell whether it is: sign in.',
  'pattern-slow': 'A pattern took too long at a line and rests for a minute: make it simpler.',
  'cannot-join':
    'The chat of a channel cannot be joined. The message says why; it is tried again after some minutes.',
  'event-refused': 'Twitch refused an event. The message says why.',
  'invalid-input': 'A setting cannot be read. The message names it.',
  'cannot-save': 'It works, but what should last over a restart cannot be written.',
  'test-not-sent': 'A test button set it off: everything was checked, and nothing happened at Twitch.',
  'test-filtered': 'The test event did not pass a field of this block.',
  'unknown-placeholder': 'A {name} in a text means nothing, and stayed in it as it is.',
};

/** Colour and shape of the notes, which are no standing. */
const noteSigns = {
  'test-not-sent': 'blue ring',
  'test-filtered': 'yellow dot',
  'unknown-placeholder': 'yellow dot',
};

function statusTable(english) {
  const { standings } = require(path.join(root, 'dist', 'src', 'node-red', 'status.js'));
  const keys = [...Object.keys(standings), ...Object.keys(noteSigns)];
  const order = Object.keys(statusMeanings);
  if (keys.toSorted().join() !== order.toSorted().join())
    throw new Error('Statuses without a meaning, or the other way round.');
  const rows = order.map((key) => {
    const sign = noteSigns[key] ?? `${standings[key].fill} ${standings[key].shape}`;
    return `| ${sign} | \`${english[key]}\` | ${statusMeanings[key]} |`;
  });
  return `| sign | text | what it means |\n| --- | --- | --- |\n${rows.join('\n')}`;
}

/** Every error code with cause and remedy, and what blocks say below themselves. */
export function errorsPage() {
  const { errorCodes } = require(path.join(root, 'dist', 'src', 'tables', 'error-codes.js'));
  const english = require(path.join(root, 'nodes', 'locales', 'en-US', 'twitch-account.json')).common.status;
  const rows = Object.entries(errorCodes).map(
    ([code, row]) =>
      `## ${code}\n\n${row.cause}\n\n**What to do:** ${row.remedy}\n\nStatus below the node: \`${english[row.status]}\`\n`,
  );
  return `# Errors, and what stands below a block

<!-- Made by scripts/docs.mjs from src/tables/error-codes.ts and src/node-red/status.ts. -->

Red is for a person to mend; yellow mends itself, or can wait.

${statusTable(english)}

When an action fails, a red sign says why until the next one goes well, and the error goes to a **catch** block.

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
