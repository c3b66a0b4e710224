// docs/recipes.md: every flow of examples/, in the words of its own tab and comments, so that the page cannot lag behind.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, require, root } from './tools.mjs';

const examples = path.join(root, 'examples');

/** What stands in every flow and helps nobody to choose one. */
const UNSAID = new Set(['tab', 'comment', 'group', 'junction', 'twitch-account']);

/** The name of a block in the palette. */
function label(type) {
  if (!type.startsWith('twitch-')) return type;
  const file = path.join(root, 'nodes', 'locales', 'en-US', `${type}.json`);
  const texts = JSON.parse(readFileSync(file, 'utf8'))[type];
  return texts.palette ?? texts.label;
}

/** Our types as README has them: what happens first, then what to do. */
function order() {
  const { nodeDefinitions } = require(path.join(root, 'dist', 'src', 'definitions', 'nodes.js'));
  const all = Object.values(nodeDefinitions);
  return ['trigger', 'action']
    .flatMap((kind) => all.filter((node) => node.kind === kind))
    .map(({ type }) => type);
}

/** Signs that Markdown would take for its own. Lists at the beginning of a line stay lists. */
function escaped(text) {
  return text.replaceAll(/[\\*_<>[\]]/g, '\\$&');
}

function sentence(text) {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}

/** How a comment block is told: its title, and what is written inside. */
function comment({ name, info = '' }) {
  const lines = info
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(escaped);
  const listed = lines.filter((line) => /^\d+\. /.test(line));
  if (listed.length === 0) return [sentence(escaped(name)), ...lines].join(' ');
  const others = lines.filter((line) => !listed.includes(line) && !line.endsWith(':'));
  return `${[sentence(escaped(name)), ...others].join(' ')}\n\n${listed.join('\n')}`;
}

function quoted(names) {
  return names.map((name) => `**${name}**`).join(', ');
}

/** Tests that import the flow into a real Node-RED and play it. */
function playedBy(name) {
  const folder = path.join(root, 'test', 'recipes');
  return readdirSync(folder)
    .filter((file) => readFileSync(path.join(folder, file), 'utf8').includes(`${name}'`))
    .map((file) => `\`test/recipes/${file}\``);
}

function recipe(file) {
  const name = path.basename(file, '.json');
  const nodes = JSON.parse(readFileSync(file, 'utf8'));
  const types = [...new Set(nodes.map(({ type }) => type))].filter((type) => !UNSAID.has(type));
  const blocks = order()
    .filter((type) => types.includes(type))
    .map(label);
  const others = types.filter((type) => !type.startsWith('twitch-') && !/-(?:listener|broker)$/.test(type));
  const tests = playedBy(name);
  return [
    `### ${name}`,
    ...nodes.filter(({ type }) => type === 'tab').map(({ info }) => sentence(escaped(info))),
    ...nodes.filter(({ type }) => type === 'comment').map(comment),
    `Blocks: ${quoted(blocks)}${others.length > 0 ? `; of Node-RED: ${others.map((type) => `**${type}**`).join(', ')}` : ''}.${
      tests.length > 0 ? ` Played by ${tests.join(' and ')}.` : ''
    }`,
  ].join('\n\n');
}

/** Text of the page. A test compares it with the file. */
export function recipesPage() {
  const topics = readdirSync(examples).toSorted((a, b) => a.localeCompare(b, 'en'));
  const files = (topic) => filesBelow(path.join(examples, topic)).filter((file) => file.endsWith('.json'));
  const count = topics.flatMap(files).length;
  const parts = topics.map((topic) =>
    [
      `## ${topic.replace(/^\d+ - /, '')}`,
      `In the menu: **Import**, **Examples**, \`@streamwire/node-red-twitch\`, **${topic}**.`,
      ...files(topic).map(recipe),
    ].join('\n\n'),
  );
  return `# Recipes

<!-- Made by scripts/recipes-page.mjs from the flows in examples/. -->

${count} flows to import and run. Each is one or more tabs, works in practice mode as it is, and then on your channel once the account
is signed in. Where something of your own belongs, the block is marked with ①.

${parts.join('\n\n')}
`;
}
