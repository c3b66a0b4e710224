import assert from 'node:assert/strict';
import { once, type EventEmitter } from 'node:events';
import { seededRandom } from '../../../src/core/clock';
import { ChatClient } from '../../../src/core/irc/chat-client';
import type { ChatClientOptions } from '../../../src/core/irc/chat-client-options';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { FakeClock } from '../../support/fake-clock';

/** The part of tmi.js that is used here; it ships no types. */
interface TmiClient extends EventEmitter {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

describe('the chat client at the simulator', () => {
  let clock: FakeClock;
  let simulator: Simulator;
  let clients: ChatClient[];
  beforeEach(async () => {
    clock = new FakeClock();
    clients = [];
    simulator = await startSimulator({ clock });
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    await simulator.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function open(login: string | null, options: Partial<ChatClientOptions> = {}): ChatClient {
    const token = login === null ? null : simulator.issueToken({ login, scopes: ['chat:read', 'chat:edit'] });
    const client = new ChatClient({
      url: simulator.urls.irc,
      clock,
      random: seededRandom(2),
      login: token && {
        getToken: () => Promise.resolve(token),
        tokenExpired: () => Promise.reject(new Error('not expired')),
      },
      ...options,
    });
    clients.push(client);
    return client;
  }

  async function until(isTrue: () => boolean): Promise<void> {
    for (let turn = 0; turn < 20_000; turn++) {
      if (isTrue()) return;
      await clock.tick(0);
    }
    throw new Error('did not come true');
  }

  it('reads, speaks, and hears itself once', async () => {
    const room = simulator.users.broadcaster.login;
    const bot = open(simulator.users.bot.login, { channels: [room] });
    const reader = open(null, { channels: [room] });
    const heard: string[] = [];
    const read: string[] = [];
    bot.on('message', ({ text, isOwn }) => heard.push(`${text} ${isOwn}`));
    reader.on('message', ({ text, user }) => read.push(`${user.name}: ${text}`));
    await Promise.all([bot.start(), reader.start()]);
    await until(() => bot.joined.has(room) && reader.joined.has(room));
    const viewer = simulator.users.viewers[0]!;
    simulator.world.say({ login: viewer.login, text: 'hello bot' });
    await until(() => heard.length === 1);
    const result = await bot.reply(
      bot.getMessage(simulator.world.channel(room)!.lines.at(-1)!.id)!,
      'hello viewer',
    );
    assert.equal(result.sent, true);
    await until(() => read.length === 2);
    assert.deepEqual(heard, ['hello bot false', 'hello viewer true']);
    assert.equal(read[0], `${viewer.name}: hello bot`);
    assert.match(read[1]!, /hello viewer$/);
    assert.equal(simulator.world.channel(room)!.lines.at(-1)!.id, result.messageId);
  });

  it('hears the same conversation as tmi.js', async () => {
    const room = simulator.users.broadcaster.login;
    const ours: string[] = [];
    const theirs: string[] = [];
    const client = open(null, { channels: [room] });
    client.on('message', (message) =>
      ours.push(`${message.user.name}|${message.text}|${message.isAction}|${message.bits}`),
    );
    const { Client } = require('tmi.js') as { Client: new (options: object) => TmiClient };
    const tmi = new Client({
      options: { skipUpdatingEmotesets: true, debug: false },
      logger: { info() {}, warn() {}, error() {} },
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
      channels: [room],
    });
    // tmi.js tells a cheer by an event of its own.
    for (const event of ['message', 'cheer']) {
      tmi.on(event, (_channel: string, state: Record<string, string>, text: string) =>
        theirs.push(
          `${state['display-name']}|${text}|${state['message-type'] === 'action'}|${state['bits'] ?? 0}`,
        ),
      );
    }
    await client.start();
    const joined = once(tmi, 'roomstate');
    await Promise.all([tmi.connect(), joined, until(() => client.joined.size === 1)]);
    const { viewers } = simulator.users;
    for (let index = 0; index < 40; index++) {
      const { login } = viewers[index % viewers.length]!;
      if (index % 10 === 3) simulator.world.cheer({ login, bits: 100 });
      else
        simulator.world.chat.send({
          from: login,
          channel: room,
          text: `line ${index} Kappa 🦉`,
          isAction: index % 7 === 0,
        });
      await clock.tick(2_000);
    }
    await until(() => ours.length === theirs.length && ours.length >= 36);
    assert.deepEqual(ours, theirs);
    await tmi.disconnect();
  });

  it('holds a busy chat of 500 rooms through 100 losses and moves', async function () {
    this.timeout(180_000);
    const bot = simulator.world.user(simulator.users.bot.login)!;
    bot.verified = true;
    const rooms = Array.from({ length: 500 }, (_, index) => `faulty_${index}`);
    rooms.forEach((login, index) => {
      const { id } = simulator.world.addUser({ id: String(880_000_000 + index), login, name: login });
      // Only where it moderates may an account be in more than a hundred rooms.
      simulator.world.channel(id)!.moderators.add(bot.id);
    });
    const client = open(bot.login, { channels: rooms, shardLimit: 100, verified: true });
    const heard: string[] = [];
    client.on('message', ({ text, isOwn }) => {
      if (!isOwn) heard.push(text);
    });
    await client.start();
    await until(() => client.joined.size === rooms.length);
    const random = seededRandom(77);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
    const told: string[] = [];
    const speak = (count: number): void => {
      for (let left = count; left > 0; left--) {
        const text = `line ${told.length}`;
        simulator.world.say({ login: pick(simulator.users.viewers).login, channel: pick(rooms), text });
        told.push(text);
      }
    };
    const spoken: { text: string; room: string; outcome: Promise<boolean | null> }[] = [];
    const say = (): void => {
      const [text, room] = [`own ${spoken.length}`, pick(rooms)];
      // Null: the connection broke, so nobody knows.
      const outcome = client.say(room, text).then(
        ({ sent }) => sent,
        () => null,
      );
      spoken.push({ text, room, outcome });
    };
    for (let round = 0; round < 100; round++) {
      say();
      // Everything that is said while all rooms are joined has to be heard, once, whatever comes next.
      speak(10);
      const kind = random();
      const most = pick([1, 2, 5]);
      if (kind < 0.4) {
        simulator.faults.irc.reconnect({ most }, { closeAfterMs: 20_000 });
        speak(10);
      } else {
        // What has not arrived when a socket is cut has reached no live socket.
        await until(() => heard.length === told.length);
        if (kind < 0.8) simulator.faults.irc.drop({ most });
        else simulator.faults.irc.halfOpen({ most });
      }
      say();
      for (let step = 0; step < 200; step++) {
        await clock.tick(1_000);
        for (let turn = 0; turn < 6; turn++) await clock.tick(0);
        if (step > 45 && client.joined.size === rooms.length) break;
      }
      assert.equal(client.joined.size, rooms.length, `round ${round}`);
    }
    await until(() => heard.length >= told.length);
    assert.deepEqual(heard.toSorted(), told.toSorted());
    let confirmed = 0;
    for (const { text, room, outcome } of spoken) {
      const shown = simulator.world.channel(room)!.lines.filter((line) => line.text === text).length;
      assert.ok(shown <= 1, `"${text}" was sent twice`);
      if (await outcome) confirmed++;
      if (await outcome) assert.equal(shown, 1, `"${text}" was said to be sent`);
    }
    assert.ok(confirmed >= 90, `only ${confirmed} of ${spoken.length} own lines got through`);
    assert.deepEqual(simulator.irc.limits.violations, []);
  });
});
