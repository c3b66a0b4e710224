// docs/wire-and-go.md: what every action does behind every trigger while nothing is set, from the table of its test.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { require, root } from './tools.mjs';

const built = (...names) => require(path.join(root, 'dist', ...names));

/** The words of a node, as the editor has them. */
function textsOf(type) {
  const file = path.join(root, 'nodes', 'locales', 'en-US', `${type}.json`);
  return JSON.parse(readFileSync(file, 'utf8'))[type] ?? {};
}

function name(type) {
  return textsOf(type).label;
}

const carries = {
  line: 'a chat line',
  command: 'a command without words behind it',
  words: 'words',
  person: 'who did it',
  streamer: 'you, the streamer',
  redemption: 'the redemption',
  summary: 'a sentence for chat',
};

/** Names of the sample sentences. */
function readable(sentence) {
  return sentence.replaceAll('{user}', 'Ana').replaceAll('{channel}', 'YourChannel');
}

function happens(outcome, outputs) {
  const parts = outcome.does ? [outcome.does] : [];
  if (outcome.says !== null) parts.push(`“${readable(outcome.says)}”`);
  else if (outcome.error) parts.push(`“${outcome.error}”`);
  if (parts.length === 0) parts.push('passes the message on');
  const way =
    outcome.output === undefined
      ? ', to Catch'
      : outputs.length > 1
        ? `, by the output ${outcome.output === 'notYet' ? 'not yet' : outcome.output}`
        : '';
  return parts.join(': ') + way;
}

/** Text of the page. The test compares it with the file. */
export function wireAndGoPage() {
  const { nodeDefinitions } = built('src', 'definitions', 'nodes.js');
  const { actionRows, outcomeOf, triggerRows } = built('test', 'data', 'wire-and-go.js');
  const triggers = Object.values(nodeDefinitions).filter(({ kind }) => kind === 'trigger');
  const actions = Object.values(nodeDefinitions).filter(({ kind }) => kind === 'action');
  const triggerLines = triggers.map(({ type }) => {
    const { carries: some, chosen } = triggerRows[type];
    const choose = chosen ? Object.keys(chosen).map((field) => textsOf(type).field[field] ?? field) : [];
    return `| ${name(type)} | ${choose.join(', ') || 'nothing'} | ${some.map((each) => carries[each]).join(', ') || 'nothing of these'} |`;
  });
  const operationTable = (action, operation) => {
    const rows = actionRows[action.type][operation]
      .map((outcome) => ({
        outcome,
        behind: triggers
          .map(({ type }) => type)
          .filter((type) => outcomeOf(type, action.type, operation) === outcome),
      }))
      .filter(({ behind }) => behind.length > 0)
      .map(({ outcome, behind }) => {
        const names = behind.length === triggers.length ? 'anything' : behind.map(name).join('; ');
        return `| ${names} | ${happens(outcome, action.outputs)} |`;
      });
    const title = textsOf(action.type).operation?.[operation] ?? name(action.type);
    const mark = action.defaultOperation === operation ? ' (set from the start)' : '';
    return `**${title}**${mark}\n\n| behind | it does |\n| --- | --- |\n${rows.join('\n')}\n`;
  };
  const sections = actions.map((action) => {
    const unset =
      action.defaultOperation === null
        ? 'Nothing is set from the start: until you choose what it does, it says so and does nothing.\n\n'
        : '';
    const tables = Object.keys(action.operations).map((operation) => operationTable(action, operation));
    return `## ${name(action.type)}\n\n${unset}${tables.join('\n')}`;
  });
  return `# Wire and go

<!-- Made by scripts/wire-and-go-page.mjs from test/data/wire-and-go.ts; test/node/wire-and-go.test.ts plays every row. -->

Drag a trigger, drag an action, wire them, press the button of the trigger. This page says what then happens while
**nothing else is set**: every trigger with everything that every action can do, as it is in a fresh practice world. What cannot be done
says a sentence: it goes to a **catch** node as an error, and stands in \`msg.twitch.summary\`, ready to be wired into
**send**. Nothing that harms is set from the start, and nothing repeats in chat what a viewer typed.

## What the triggers carry

| trigger | choose before | its message carries |
| --- | --- | --- |
${triggerLines.join('\n')}

${sections.join('\n')}`;
}
