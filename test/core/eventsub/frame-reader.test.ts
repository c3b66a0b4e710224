import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { parseFrame } from '../../../src/core/eventsub/frame';
import { FrameReader } from '../../../src/core/eventsub/frame-reader';
import { seededRandom } from '../../../src/core/clock';
import { allEvents } from '../../../src/tables/events';

/** A frame as Twitch writes it. */
function frameOf(
  type: string,
  event: object,
  more: { id?: string; subscription?: object; at?: string } = {},
): string {
  return JSON.stringify({
    metadata: {
      message_id: more.id ?? randomUUID(),
      message_type: 'notification',
      message_timestamp: more.at ?? '2026-11-23T12:00:00.464757833Z',
      subscription_type: type,
      subscription_version: '1',
    },
    payload: {
      subscription: {
        id: `of ${type}`,
        status: 'enabled',
        type,
        version: '1',
        cost: 0,
        condition: { broadcaster_user_id: '1', moderator_user_id: '1', reward_id: '' },
        transport: {
          method: 'websocket',
          session_id: 'AgoQexampleSessionIdAAAA-AgoQexampleSessionIdAAAA-AgoQexample',
        },
        created_at: '2026-11-23T11:00:00.634234626Z',
        ...more.subscription,
      },
      event,
    },
  });
}

describe('A reader of EventSub frames', () => {
  const read = (reader: FrameReader, text: string): void =>
    assert.deepEqual(reader.read(Buffer.from(text)), parseFrame(text), text);

  it('reads every sample of the table as the plain parser does, the first and every later time', () => {
    const reader = new FrameReader();
    for (let round = 0; round < 3; round += 1) {
      for (const row of allEvents()) read(reader, frameOf(row.type, row.sample));
    }
  });

  it('reads texts of all languages, and quotes and braces inside of texts', () => {
    const reader = new FrameReader();
    for (const text of [
      'plain',
      'ünïcödé 漢字 🎉',
      '"}}',
      '\\',
      '"event":{"a":1}',
      '{"metadata":{"message_id":"',
      '\u2028',
    ])
      for (let round = 0; round < 3; round += 1)
        read(reader, frameOf('channel.cheer', { message: text, user: text }));
  });

  it('reads what is written in another way than before: other lengths, fields, order, spaces', () => {
    const reader = new FrameReader();
    const usual = frameOf('channel.cheer', { bits: 1 });
    const { metadata, payload } = JSON.parse(usual) as {
      metadata: object;
      payload: { subscription: object };
    };
    for (const text of [
      usual,
      frameOf('channel.cheer', { bits: 2 }, { id: 'short' }),
      frameOf('channel.cheer', { bits: 3 }, { id: 'with "quotes" and \\ in it' }),
      frameOf('channel.cheer', { bits: 3 }, { id: '"'.repeat(18) }),
      frameOf('channel.cheer', { bits: 4 }, { at: '2026-11-23T12:00:00Z' }),
      frameOf('channel.cheer', { bits: 5 }, { subscription: { status: 'enabled', new_field: { event: 1 } } }),
      frameOf('channel.cheer', { bits: 6 }, { subscription: { condition: { event: { a: 1 } } } }),
      JSON.stringify({ metadata, payload: { event: { bits: 7 }, subscription: payload.subscription } }),
      JSON.stringify({ metadata, payload: { ...payload, more: { a: { b: 1 } } } }),
      JSON.stringify({ payload, metadata }),
      JSON.stringify({ metadata, payload }, null, 1),
      JSON.stringify({
        metadata,
        payload: { subscription: payload.subscription, events: [{ data: { a: 1 } }] },
      }),
      usual.replace('"bits":1', '"bits":1},"event":{"bits":9'),
    ]) {
      read(reader, text);
      read(reader, usual);
      read(reader, text);
    }
  });

  it('reads a frame that was cut or damaged anywhere as the plain parser does', () => {
    const reader = new FrameReader();
    const usual = frameOf('channel.cheer', { bits: 1, message: 'hello' });
    reader.read(Buffer.from(usual));
    const random = seededRandom(5);
    for (let at = 0; at < usual.length; at += 1) {
      read(reader, usual.slice(0, at));
      const other = '"\\{}[],:x0 \u0001'[Math.floor(random() * 12)] ?? 'x';
      read(reader, `${usual.slice(0, at)}${other}${usual.slice(at + 1)}`);
      read(reader, `${usual.slice(0, at)}${other}${usual.slice(at)}`);
    }
  });

  it('hands on subscriptions and events that nothing shares with those of another socket', () => {
    const [one, other] = [new FrameReader(), new FrameReader()];
    const text = frameOf('channel.cheer', { bits: 1 });
    const frames = [one.read(Buffer.from(text)), one.read(Buffer.from(text)), other.read(Buffer.from(text))];
    const events = frames.map((frame) => frame.kind === 'notification' && frame.events[0]);
    assert.equal(new Set(events).size, 3);
  });
});
