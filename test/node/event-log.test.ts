import assert from 'node:assert/strict';
import { EventLog, eventLogLimits } from '../../src/node-red/event-log';

function line(id: string, text: string, topic = 'chat.message'): Record<string, unknown> {
  return { payload: text, topic, twitch: { id, text, summary: null, user: { name: 'Ana' } } };
}

function raid(id: string): Record<string, unknown> {
  return {
    payload: {},
    topic: 'channel.raid',
    twitch: { id, summary: `Raid ${id}.`, user: { name: 'Ana' } },
  };
}

describe('the list of what happened', () => {
  it('keeps the newest chat lines and the newest events, in the order they came', () => {
    const log = new EventLog();
    for (let index = 0; index < 1_000; index += 1) {
      log.sent('chat', line(`l${index}`, `line ${index}`));
      log.sent('event', raid(`r${index}`));
    }
    const entries = log.after(0);
    assert.deepEqual(
      entries.map(({ n }) => n),
      entries.map(({ n }) => n).toSorted((a, b) => a - b),
    );
    const chat = entries.filter(({ type }) => type === 'chat.message');
    assert.equal(chat.length, eventLogLimits.chatKept);
    assert.equal(chat.at(-1)?.text, 'Ana: line 999');
    assert.equal(chat.at(0)?.text, `Ana: line ${1_000 - eventLogLimits.chatKept}`);
    assert.equal(entries.length, eventLogLimits.chatKept + eventLogLimits.kept);
    assert.equal(entries.at(-1)?.text, 'Raid r999.');
  });

  it('tells what came after the last one seen, and all after a restart', () => {
    const log = new EventLog();
    for (const id of ['a', 'b', 'c']) log.sent('event', raid(id));
    assert.deepEqual(
      log.after(2).map(({ text }) => text),
      ['Raid c.'],
    );
    assert.deepEqual(log.after(3), []);
    assert.equal(log.after(77).length, 3);
  });

  it('names all nodes of one event in one entry, and nothing of it at the entry that takes its place', () => {
    const log = new EventLog();
    for (const node of ['one', 'two', 'two', 'three']) log.sent(node, line('same', 'hi'));
    assert.deepEqual(log.after(0)[0]?.nodes, ['one', 'two', 'three']);
    for (let index = 0; index < eventLogLimits.nodes + 5; index += 1)
      log.sent(`n${index}`, line('more', 'hi'));
    assert.equal(log.after(1)[0]?.nodes.length, eventLogLimits.nodes);
    for (let index = 0; index < eventLogLimits.chatKept; index += 1) log.sent('late', line(`${index}`, 'hi'));
    for (const { nodes } of log.after(2)) assert.deepEqual(nodes, ['late']);
  });

  it('knows an event again that another node tells some lines later', () => {
    const log = new EventLog();
    for (const id of ['a', 'b', 'c']) log.sent('quick', line(id, id));
    for (const id of ['a', 'b', 'c']) log.sent('slow', line(id, id));
    assert.deepEqual(
      log.after(0).map(({ text, nodes }) => [text, ...nodes]),
      ['a', 'b', 'c'].map((id) => [`Ana: ${id}`, 'quick', 'slow']),
    );
  });

  it('tells the same trouble once in a row, and a long text cut', () => {
    const log = new EventLog();
    log.trouble('one', 'TWITCH_TIMEOUT', 'Too late.');
    log.trouble('one', 'TWITCH_TIMEOUT', 'Too late.');
    log.trouble('two', 'TWITCH_TIMEOUT', 'Too late.');
    log.trouble(null, 'TWITCH_TIMEOUT', 'x'.repeat(1_000));
    assert.deepEqual(
      log.after(0).map(({ kind, nodes }) => [kind, ...nodes]),
      [['trouble', 'one'], ['trouble', 'two'], ['trouble']],
    );
    assert.equal(log.after(2)[0]?.text.length, eventLogLimits.textLength);
  });
});
