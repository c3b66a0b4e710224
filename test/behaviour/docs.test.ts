import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventRow, eventTypes } from '../../src/tables/events';
import { userNotices } from '../../src/tables/user-notices';
import { eventToMessage } from '../../src/behaviour/event-to-message';
import { MOST_KEYS } from '../../src/behaviour/message';
import { placeholderNames } from '../../src/behaviour/placeholders';
import { createEventBehaviour } from '../../src/behaviour/trigger-event';
import { identities, triggerContext } from './support/world';

/** The page from the checkout, wherever the tests were compiled to. */
function page(name: string): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'docs', name))) {
    const above = path.dirname(folder);
    assert.notEqual(above, folder, `docs/${name} is there`);
    folder = above;
  }
  return readFileSync(path.join(folder, 'docs', name), 'utf8');
}

const text = page('messages.md');

/** Cells of the table row that begins with this topic. */
function row(topic: string): readonly string[] {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`| \`${topic}\` `));
  assert.ok(line, `docs/messages.md tells of ${topic}`);
  return line.split('|').map((cell) => cell.trim());
}

function keysIn(cell: string | undefined): readonly string[] {
  return Array.from(cell?.matchAll(/`(\w+)`/g) ?? [], (match) => match[1] ?? '');
}

const source = { account: 'a', practice: false, identities: () => identities };

describe('docs/messages.md', () => {
  it('tells the payload and the sentence of every event', () => {
    for (const type of eventTypes()) {
      const { version, sample } = eventRow(type);
      const msg = eventToMessage(
        { id: 'e', type, version, at: '2026-11-23T12:00:00Z', event: sample },
        source,
      );
      const [, , payload, sentence] = row(type);
      assert.deepEqual(keysIn(payload), Object.keys(msg.payload as object), type);
      assert.equal(sentence, msg.twitch.summary ?? 'none', type);
    }
  });

  it('tells the payload of every notice in chat', () => {
    for (const kind of Object.keys(userNotices)) {
      const settings = {
        event: `chat.${kind}`,
        about: '',
        filter: '',
        version: '',
        condition: {},
        sharedChat: true,
      };
      const outcome = createEventBehaviour({ ...settings, as: 'channel' }, triggerContext()).test({});
      assert.ok('output' in outcome);
      const [, , payload, sentence] = row(`chat.${kind}`);
      assert.deepEqual(keysIn(payload), Object.keys(outcome.msg.payload as object), kind);
      assert.equal(sentence === 'none', outcome.msg.twitch.summary === null, kind);
    }
  });

  it('names every placeholder', () => {
    for (const name of placeholderNames) assert.ok(text.includes(`\`{${name}}\``), name);
  });

  it('shows JSON that can be read and keeps to its own rule', () => {
    const blocks = Array.from(
      text.matchAll(/```json\n([\s\S]*?)```/g),
      (match) => JSON.parse(match[1] ?? '') as object,
    );
    assert.ok(blocks.length >= 6);
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Array.isArray(value)) assert.ok(Object.keys(value).length <= MOST_KEYS);
      for (const inner of Object.values(value)) check(inner);
    };
    for (const block of blocks) check(block);
  });
});
