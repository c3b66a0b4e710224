import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/clock';
import type { ChatClient } from '../../../src/core/irc/chat-client';
import type { RoomSettings } from '../../../src/core/irc/chat-event';
import type { IrcSession } from '../../support/irc-server';
import { ChatBench } from './chat-bench';

let bench: ChatBench;

beforeEach(async () => {
  bench = await ChatBench.open();
  // The test answers itself.
  bench.server.script.join = () => 'silent';
});

afterEach(() => bench.close());

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `room_${index}`.padEnd(6 + ((index * 7) % 13), 'x'));

const open: RoomSettings = {
  emoteOnly: false,
  followersOnlyMinutes: null,
  uniqueChat: false,
  slowSeconds: 0,
  subscribersOnly: false,
};

function stateLine(room: string, id: string, settings: RoomSettings): string {
  const followers = settings.followersOnlyMinutes ?? -1;
  const bit = (isOn: boolean): number => (isOn ? 1 : 0);
  return (
    `@emote-only=${bit(settings.emoteOnly)};followers-only=${followers};r9k=${bit(settings.uniqueChat)};room-id=${id};` +
    `slow=${settings.slowSeconds};subs-only=${bit(settings.subscribersOnly)} :tmi.twitch.tv ROOMSTATE #${room}\r\n`
  );
}

const echoLine = ({ nick }: IrcSession, room: string): string =>
  `:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #${room}\r\n`;

/** A client that has asked for these rooms. */
async function asking(rooms: readonly string[]): Promise<{ client: ChatClient; session: IrcSession }> {
  const client = bench.client({
    channels: rooms,
    joinRate: { rooms: Number.POSITIVE_INFINITY, perMs: 10_000 },
    shardLimit: 10_000,
  });
  await client.start();
  const session = await bench.server.session();
  await bench.until(() => askedFor(session) === rooms.length);
  return { client, session };
}

function askedFor(session: IrcSession): number {
  return session.received('JOIN').reduce((count, line) => count + line.split(',').length, 0);
}

describe('answers to JOINs of many rooms', () => {
  it('mean the same in any order, in any frames, with any states between them', async () => {
    const random = seededRandom(41);
    const rooms = names(300);
    const { client, session } = await asking(rooms);
    const joined: string[] = [];
    const states = new Map<string, { id: string; settings: RoomSettings }>();
    client.on('join', ({ channel }) => joined.push(channel.login));
    client.on('roomstate', ({ channel: { id, login }, settings, changed }) => {
      assert.equal(states.has(login), false, 'told once');
      assert.equal(changed.length, 5);
      states.set(login, { id, settings });
    });
    const kinds = [
      open,
      open,
      open,
      { ...open, slowSeconds: 30 },
      { ...open, followersOnlyMinutes: 10, emoteOnly: true },
    ];
    const answers = rooms.map((room, index) => {
      const settings = kinds[Math.floor(random() * kinds.length)]!;
      // Numbers that a number would not give back as they are, too.
      const id = index % 50 === 7 ? `0${index}` : String(1_000_000_000 + index * 7_919_777);
      return { room, id, settings, at: random() < 0.8 ? index : random() * rooms.length };
    });
    answers.sort((one, other) => one.at - other.at);
    let bytes = '';
    for (const { room, id, settings } of answers) {
      bytes += echoLine(session, room);
      if (random() < 0.1) bytes += 'PING :now\r\n';
      bytes += stateLine(room, id, settings);
    }
    while (bytes !== '') {
      const length = Math.ceil(random() * 900);
      session.sendFrame(bytes.slice(0, length));
      bytes = bytes.slice(length);
    }
    await bench.until(() => states.size === rooms.length);
    assert.deepEqual(
      joined,
      answers.map(({ room }) => room),
    );
    for (const { room, id, settings } of answers) {
      assert.deepEqual(states.get(room), { id, settings }, room);
      const known = client.getChannel(room);
      assert.deepEqual([known?.id, known?.settings, known?.isJoined], [id, settings, true], room);
    }
  });

  it('are told from those of rooms whose names begin alike, of others, and of rooms that were left', async () => {
    const { client, session } = await asking(['ab', 'abc', 'abcd', 'left']);
    client.part('left');
    const { nick } = session;
    session.sendFrame(
      echoLine(session, 'abc') +
        stateLine('abc', '3', open) +
        `:somebody!somebody@somebody.tmi.twitch.tv JOIN #ab\r\n` +
        `:${nick}x!${nick}x@${nick}x.tmi.twitch.tv JOIN #abcd\r\n` +
        echoLine(session, 'left') +
        stateLine('left', '4', open) +
        stateLine('stranger', '5', open),
    );
    await bench.until(() => session.received('PART').length === 1);
    await bench.network();
    assert.deepEqual([...client.joined], ['abc']);
    assert.deepEqual(session.received('PART'), ['PART #left']);
    assert.equal(client.getChannel('abc')?.id, '3');
  });

  it('reach whoever wants the lines as they came', async () => {
    const { client, session } = await asking(['one', 'two', 'three']);
    const raw: string[] = [];
    client.on('rawData', (line) => raw.push(line));
    const lines = ['one', 'two', 'three'].map((room) => stateLine(room, '7', open));
    session.sendFrame(
      echoLine(session, 'one') + lines[0]! + echoLine(session, 'two') + lines[1]! + lines[2]!,
    );
    await bench.until(() => raw.length === 3);
    assert.deepEqual(
      raw.map((line) => `${line}\r\n`),
      lines,
    );
    assert.equal(client.joined.size, 3);
  });

  it('that are missing are asked for again, and only those', async () => {
    const rooms = names(60);
    const { client, session } = await asking(rooms);
    const missing = new Set([rooms[0]!, rooms[19]!, rooms[20]!, rooms[59]!]);
    for (const room of rooms) {
      if (!missing.has(room)) session.sendFrame(echoLine(session, room) + stateLine(room, '9', open));
    }
    await bench.until(() => client.joined.size === rooms.length - missing.size);
    await bench.pass(16_000);
    await bench.until(() => session.received('JOIN').length === 4);
    assert.equal(session.received('JOIN').at(-1), `JOIN ${[...missing].map((room) => `#${room}`).join(',')}`);
    for (const room of missing) session.sendFrame(stateLine(room, '9', open));
    await bench.until(() => client.joined.size === rooms.length);
  });

  it('to a room that was lost and asked for again are not taken for late', async () => {
    const { client, session } = await asking(['one', 'two']);
    const failures: string[] = [];
    client.on('joinFailed', ({ channel }) => failures.push(channel));
    session.sendFrame(echoLine(session, 'one'));
    await bench.until(() => client.joined.has('one'));
    await bench.pass(10_000);
    const { nick } = session;
    session.send(`:${nick}!${nick}@${nick}.tmi.twitch.tv PART #one`);
    await bench.until(() => askedFor(session) === 3);
    // The first JOIN is 16 s old now, the second one only 6 s.
    await bench.pass(6_000);
    await bench.until(() => askedFor(session) === 4);
    assert.deepEqual(session.received('JOIN'), ['JOIN #one,#two', 'JOIN #one', 'JOIN #two']);
    assert.deepEqual(failures, []);
  });

  it('share one object for the settings of rooms that ask the same', async () => {
    const { client, session } = await asking(['one', 'two', 'three', 'four']);
    const slow = { ...open, slowSeconds: 30 };
    session.sendFrame(
      ['one', 'two', 'three', 'four']
        .map((room) => echoLine(session, room) + stateLine(room, '9', slow))
        .join(''),
    );
    await bench.until(() => client.getChannel('four')?.settings !== null);
    const all = ['one', 'two', 'three', 'four'].map((room) => client.getChannel(room)?.settings);
    assert.deepEqual(all[0], slow);
    for (const settings of all) assert.equal(settings, all[0]);
    session.sendFrame('@room-id=9;slow=5 :tmi.twitch.tv ROOMSTATE #two\r\n');
    await bench.until(() => client.getChannel('two')?.settings?.slowSeconds === 5);
    assert.equal(client.getChannel('one')?.settings?.slowSeconds, 30);
  });
});
