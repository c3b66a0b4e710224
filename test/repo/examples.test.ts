import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinition } from '../../src/definitions/nodes';
import { problemsOf, type CheckedConfig, type CheckedNode } from '../../src/definitions/validate';
import { NodeRedProcess, projectRoot, type FlowNode } from '../support/node-red-process';

const folder = path.join(projectRoot(), 'examples');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);

type SavedNode = FlowNode & CheckedConfig & { account?: string };

function read(file: string): SavedNode[] {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as SavedNode[];
}

describe('the example flows', () => {
  it('bring one account with the same id and the same settings, so that a second import uses it again', () => {
    const accounts = files.map((file) => read(file).filter(({ type }) => type === 'twitch-account'));
    for (const found of accounts) assert.deepEqual(found, accounts[0]);
    assert.equal(accounts[0]?.length, 1);
    const { id, type, name, version, ...saved } = accounts[0]?.[0] ?? assert.fail();
    const definition = nodeDefinition('twitch-account');
    assert.ok(id && type && name === '');
    assert.equal(version, definition?.version);
    assert.deepEqual(
      saved,
      Object.fromEntries(definition?.fields.map((field) => [field.name, field.default]) ?? []),
    );
  });

  for (const file of files) {
    it(`${file}: has only fields, operations and wires that there are, and a comment`, () => {
      const nodes = read(file);
      const account = nodes.find(({ type }) => type === 'twitch-account');
      assert.ok(nodes.some(({ type }) => type === 'comment'));
      for (const node of nodes) {
        const definition = nodeDefinition(node.type);
        if (!definition || definition.kind === 'config') continue;
        assert.equal(node.account, account?.id);
        assert.equal(node['version'], definition.version);
        assert.equal((node['wires'] as unknown[]).length, definition.outputs.length, node.type);
        const fields = definition.fields.map(({ name }) => name);
        for (const name of Object.keys(node.params ?? {})) assert.ok(fields.includes(name), name);
        assert.deepEqual(problemsOf(definition as unknown as CheckedNode, node), [], node.type);
      }
    });
  }

  it('are one tab each, with at most three lines of set-up and no code', () => {
    for (const file of files) {
      const nodes = read(file);
      const count = (wanted: string): number => nodes.filter(({ type }) => type === wanted).length;
      assert.equal(count('tab'), 1, file);
      assert.equal(count('function'), 0, file);
      for (const { type, info } of nodes) {
        if (type !== 'comment') continue;
        const lines = String(info)
          .split('\n')
          .filter((line) => line.trim() !== '');
        assert.ok(lines.length <= 3, `${file}: ${lines.length} lines of set-up`);
      }
    }
  });

  it('are all played by a test that imports them', () => {
    const tests = path.join(projectRoot(), 'test', 'recipes');
    const sources = readdirSync(tests).map((name) => readFileSync(path.join(tests, name), 'utf8'));
    const isPlayed = (file: string): boolean => {
      const name = file
        .replace(/\.json$/, '')
        .split(path.sep)
        .join('/');
      return sources.some((source) => source.includes(`'${name}'`));
    };
    assert.deepEqual(
      files.filter((file) => !isPlayed(file)),
      [],
    );
  });

  it('mark with ① the blocks that have to be filled in, where the comment says so, and nowhere else', () => {
    for (const file of files) {
      const marked = read(file).filter(({ name }) => String(name).includes('①'));
      const inComment = marked.some(({ type }) => type === 'comment');
      assert.equal(
        marked.some(({ type }) => type !== 'comment'),
        inComment,
        file,
      );
    }
  });

  it('start together without a complaint', async function () {
    this.timeout(60_000);
    const nodes = new Map(files.flatMap(read).map((node) => [node.id, node]));
    const nodeRed = await NodeRedProcess.start({
      flows: [...nodes.values()],
      settings: { twitchAccountPractice: { script: 'none', seed: 1 } },
    });
    try {
      const comms = await nodeRed.openComms();
      for (const node of nodes.values()) {
        if (node.type === 'twitch-command') await comms.waitForStatus(node.id, 'practice');
      }
      comms.close();
      assert.doesNotMatch(nodeRed.output, /\[error\]|Unhandled|deprecat|Waiting for missing/i);
      const [, started = ''] = nodeRed.output.split('Started flows');
      assert.doesNotMatch(started, /\[warn\]/);
    } finally {
      await nodeRed.remove();
    }
  });
});
