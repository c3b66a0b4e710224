import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { TwitchClient } from '../../../src/core/client';
import { PartialUser } from '../../../src/core/user';
import { findEndpoint } from '../../../src/tables/endpoints';
import { specificationItems } from '../../data/specification';
import { projectRoot } from '../../support/node-red-process';
import { authItems } from './auth-items';
import { chatItems } from './chat-items';
import { clientItems } from './client-items';
import { doorItems } from './door-items';
import { Scene, type SceneCheck } from './scene';
import { Stage, type Check } from './stage';
import { userItems } from './user-items';

const onStage: Readonly<Record<string, Check>> = { ...userItems, ...clientItems };
const inScene: Readonly<Record<string, SceneCheck>> = { ...chatItems, ...doorItems, ...authItems };
const items = specificationItems();

describe('The specification', function () {
  this.timeout(20_000);

  for (const { name } of items) {
    it(name, async () => {
      const stageCheck = onStage[name];
      const sceneCheck = inScene[name];
      assert.ok(stageCheck ?? sceneCheck, 'no test');
      if (stageCheck) {
        const stage = await Stage.start();
        try {
          await stageCheck(stage);
        } finally {
          await stage.close();
        }
      } else if (sceneCheck) {
        const scene = await Scene.start();
        try {
          await sceneCheck(scene);
        } finally {
          await scene.close();
        }
      }
    });
  }
});

describe('The table of the specification', () => {
  it('has all 96 items, each with one test, and no test is about anything else', () => {
    assert.equal(items.length, 96);
    const tests = [...Object.keys(onStage), ...Object.keys(inScene)];
    assert.deepEqual(tests.toSorted(), items.map(({ name }) => name).toSorted());
  });

  it('counts what is live, changed and removed as the seed map does', () => {
    const counts = { live: 0, changed: 0, removed: 0 };
    for (const { status } of items) counts[status] += 1;
    assert.deepEqual(counts, { live: 82, changed: 9, removed: 5 });
  });

  it('names members that exist', () => {
    const prototypes: Readonly<Record<string, object>> = {
      PartialUser: PartialUser.prototype,
      TwitchClient: TwitchClient.prototype,
    };
    for (const { ours } of items) {
      const [type = '', member] = ours.split('.');
      const prototype = prototypes[type];
      // Options, events and hooks are types: they are checked when the table is compiled.
      if (prototype && member !== undefined) assert.ok(member in prototype, ours);
    }
  });

  it('tells what to use instead of what is removed, and only there', () => {
    for (const { name, status, replacement } of items) {
      assert.equal(replacement !== undefined, status === 'removed', name);
    }
  });

  it('names the endpoints that Helix items call', () => {
    for (const { name, kind, status, endpoints } of items) {
      if (kind === 'helix' && status !== 'removed') assert.ok(endpoints.length > 0, name);
      for (const id of endpoints) assert.ok(findEndpoint(id), `${name}: ${id}`);
    }
  });

  it('is docs/specification.md, whole', () => {
    const page = readFileSync(path.join(projectRoot(), 'docs', 'specification.md'), 'utf8');
    const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    for (const { name, ours, status, endpoints, note, replacement } of items) {
      const [, item = ''] = name.split(': ');
      const row = rows.find((cells) => cells[1] === `\`${item}\`` && cells[2] === `\`${ours}\``);
      assert.ok(row, `${name} is missing: npm run docs`);
      const scopes = new Set(endpoints.flatMap((id) => findEndpoint(id)?.scopes ?? []));
      assert.deepEqual(
        [row[3], row[4], row[5]],
        [status, code(endpoints), code([...scopes])],
        `${name}: npm run docs`,
      );
      assert.ok(row[7]?.includes(replacement ?? note ?? ''), `${name}: npm run docs`);
    }
    const tests = rows.filter((cells) => cells[6]?.endsWith('.ts'));
    assert.equal(tests.length, 96);
    for (const cells of tests) {
      const file = path.join(projectRoot(), 'test', 'core', 'specification', cells[6]!);
      const item = cells[1]!.replaceAll('`', '');
      assert.ok(readFileSync(file, 'utf8').includes(`: ${item}':`), `${item} in ${file}`);
    }
  });
});

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
