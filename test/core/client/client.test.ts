import assert from 'node:assert/strict';
import { once } from 'node:events';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchClient } from '../../../src/core/client';
import type { TwitchClientOptions } from '../../../src/core/client/options';
import { createClock } from '../../../src/core/clock';
import { PartialUser } from '../../../src/core/user';
import { startSimulator, type Simulator } from '../../../src/simulator';
import { FakeClock } from '../../support/fake-clock';

const scopes = ['chat:read', 'chat:edit', 'user:write:chat', 'channel:read:polls', 'channel:manage:polls'];

const ignore = (): void => undefined;

describe('TwitchClient', () => {
  let simulator: Simulator;
  let client: TwitchClient;
  let channel: string;

  beforeEach(async () => {
    simulator = await startSimulator({ viewers: 'none' });
    channel = simulator.users.broadcaster.login;
  });

  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  function given(login = channel): { accessToken: string; refreshToken: string } {
    const { accessToken, refreshToken } = simulator.issueToken({ login, scopes });
    return { accessToken, refreshToken };
  }

  function make(options: Partial<TwitchClientOptions> = {}): TwitchClient {
    client = new TwitchClient({
      clientId: simulator.clientId,
      tokens: given(),
      urls: simulator.urls,
      ...options,
    });
    return client;
  }

  function say(text: string, login = simulator.users.viewers[0]?.login ?? ''): void {
    simulator.world.say({ login, channel, text });
  }

  describe('signs in', () => {
    it('with one token, whose owner is asked when it is first used', async () => {
      make();
      const me = await client.user(channel).fetch();
      assert.equal(me?.login, channel);
      assert.deepEqual(
        client.tokens.users().map(({ login }) => login),
        [channel],
      );
    });

    it('with hooks that bring the tokens', async () => {
      const asked: (string | null)[] = [];
      make({
        tokens: {
          getClientCredentials: () => Promise.resolve({ clientId: simulator.clientId }),
          getUserToken: (user) => {
            asked.push(user);
            return Promise.resolve(given(simulator.users.bot.login));
          },
        },
      });
      const id = await client.user(simulator.users.bot.login).resolveId();
      assert.equal(id, simulator.users.bot.id);
      assert.equal(asked.length, 1);
    });

    it('with a token manager, which stays open when the client is closed', async () => {
      const tokens = new TokenManager({
        clientId: simulator.clientId,
        urls: simulator.urls,
        store: new MemoryTokenStore(),
      });
      await tokens.addToken(given());
      make({ tokens });
      assert.equal(client.tokens, tokens);
      await client.close();
      assert.equal((await tokens.getUserToken(null)).login, channel);
      await tokens.close();
    });

    it('with what is stored', async () => {
      const store = new MemoryTokenStore();
      const before = new TokenManager({ clientId: simulator.clientId, urls: simulator.urls, store });
      await before.addToken(given());
      await before.close();
      client = new TwitchClient({ clientId: simulator.clientId, urls: simulator.urls, store, chat: false });
      await client.start();
      assert.equal((await client.user(channel).fetchChannel())?.broadcaster_login, channel);
    });

    it('with nothing, and can read chat all the same', async () => {
      client = new TwitchClient({ clientId: '', urls: simulator.urls });
      const message = client.waitFor('message');
      await client.chat.join(channel);
      say('good evening');
      assert.equal((await message).text, 'good evening');
      assert.match(client.chat.login ?? '', /^justinfan/);
      await assert.rejects(client.user(channel).fetch(), { code: 'TWITCH_SIGN_IN_NEEDED' });
    });

    it('takes people by login in the conditions of events as well', async () => {
      make({ tokens: given() });
      const { broadcaster } = simulator.users;
      const subscription = client.eventSub.subscribe(
        { type: 'channel.poll.begin', condition: { broadcaster_user_id: `@${broadcaster.name}` } },
        () => undefined,
      );
      await subscription.ready;
      assert.deepEqual(subscription.condition, { broadcaster_user_id: broadcaster.id });
    });

    it('later, after which refused events are tried again by themselves', async () => {
      const tokens = new TokenManager({
        clientId: simulator.clientId,
        urls: simulator.urls,
        store: new MemoryTokenStore(),
      });
      make({ tokens });
      const { id } = simulator.users.broadcaster;
      const subscription = client.eventSub.subscribe(
        { type: 'channel.poll.begin', condition: { broadcaster_user_id: id } },
        () => undefined,
      );
      await assert.rejects(subscription.ready, { code: 'TWITCH_SIGN_IN_NEEDED' });
      const live = new Promise<void>((resolve) =>
        subscription.on('state', (state) => state === 'live' && resolve()),
      );
      await tokens.addToken(given());
      await live;
      await client.close();
      await tokens.close();
    });
  });

  describe('starts', () => {
    it('by setting up, connecting and joining, in this order', async () => {
      const order: string[] = [];
      make({
        setup: () => void order.push('setup'),
        chat: {
          channels: () => {
            order.push('channels');
            return [channel];
          },
        },
      });
      client.on('shardReady', (number) => order.push(`shard ${number}`));
      client.on('ready', () => order.push('ready'));
      client.on('join', ({ own }) => order.push(`join ${own}`));
      const joined = client.waitFor('join');
      await client.start();
      await joined;
      assert.deepEqual(order, ['setup', 'channels', 'shard 0', 'ready', 'join true']);
    });

    it('once, however often it is asked to', async () => {
      let setUps = 0;
      make({ setup: () => void (setUps += 1) });
      await Promise.all([client.start(), client.start(), client.chat.join(channel), client.setup()]);
      assert.equal(setUps, 1);
    });

    it('without chat where that is not wanted', async () => {
      make({ chat: false });
      const ready = once(client, 'ready');
      await client.start();
      await ready;
      assert.equal(client.chat.state.phase, 'idle');
    });

    it('not at all when the set-up fails', async () => {
      make({
        setup: () => {
          throw new Error('not today');
        },
      });
      await assert.rejects(client.start(), /not today/);
    });

    it('and runs until it is closed', async () => {
      make({ chat: false });
      let hasEnded = false;
      const running = client.run().then(() => (hasEnded = true));
      await client.start();
      assert.equal(hasEnded, false);
      await client.close();
      await running;
    });
  });

  describe('passes on', () => {
    it('messages, with what is known of them', async () => {
      make();
      const message = client.waitFor('message');
      await client.chat.join(channel);
      say('!hello world');
      const { text, user, channel: room, id } = await message;
      assert.deepEqual(
        [text, user.login, room.login],
        ['!hello world', simulator.users.viewers[0]?.login, channel],
      );
      assert.equal(client.getMessage(id)?.text, '!hello world');
      assert.equal(client.getMessage('unknown'), undefined);
    });

    it('lines as they came and parsed', async () => {
      make();
      const raw = client.waitFor('rawData', (line) => line.includes('PRIVMSG'));
      const parsed = client.waitFor('rawPayload', ({ command }) => command === 'PRIVMSG');
      await client.chat.join(channel);
      say('one line');
      assert.match(await raw, /:one line$/);
      assert.deepEqual((await parsed).params, [`#${channel}`, 'one line']);
    });

    it('who comes and goes, where that is asked for', async () => {
      // The server tells it in batches of ten seconds: let them pass quickly.
      await simulator.close();
      const clock = createClock(100);
      simulator = await startSimulator({ viewers: 'none', clock });
      make({ chat: { membership: true, channels: [channel] }, clock });
      const other = new TwitchClient({
        clientId: simulator.clientId,
        tokens: given(simulator.users.bot.login),
        urls: simulator.urls,
        clock,
      });
      const joined = client.waitFor('join', ({ login }) => login === simulator.users.bot.login);
      const left = client.waitFor('part', ({ login }) => login === simulator.users.bot.login);
      const own = client.waitFor('join', (event) => event.own);
      await client.start();
      await own;
      await other.chat.join(channel);
      assert.equal((await joined).channel.login, channel);
      other.chat.part(channel);
      assert.equal((await left).channel.login, channel);
      await other.close();
    });

    it('notices such as raids', async () => {
      make();
      const notice = client.waitFor('usernotice');
      await client.chat.join(channel);
      const raider = simulator.world.cast.streamers[0]?.login ?? '';
      simulator.world.startStream(raider);
      simulator.world.raid({ from: raider, to: channel, viewers: 12 });
      assert.equal((await notice).kind, 'raid');
    });

    it('nothing that nobody listens to', async () => {
      make();
      client.on('message', ignore);
      client.on('message', ignore);
      assert.equal(client.chat.listenerCount('message'), 1);
      client.off('message', ignore);
      assert.equal(client.chat.listenerCount('message'), 1);
      client.off('message', ignore);
      assert.equal(client.chat.listenerCount('message'), 0);
      await client.chat.join(channel);
    });
  });

  describe('keeps', () => {
    it('rooms, found by name', async () => {
      make();
      assert.equal(client.getChannel(channel), undefined);
      await client.chat.join(channel);
      assert.equal(client.getChannel(`#${channel.toUpperCase()}`)?.isJoined, true);
      assert.equal(client.getChannel('elsewhere'), undefined);
    });

    it('user handles, a bounded number of them', async () => {
      make({ userCache: 2 });
      const ana = client.user('Ana');
      assert.equal(client.user(' ana '), ana);
      client.user('bo');
      client.user('cy');
      assert.notEqual(client.user('ana'), ana);
      const both = client.getPartialUser('7', 'ana');
      assert.deepEqual([both.id, both.name], ['7', 'ana']);
      assert.ok(both instanceof PartialUser);
      assert.equal(client.getPartialUser('7').name, null);
    });

    it('one chat for each account, and one for nobody', async () => {
      make();
      assert.equal(client.chatFor('1'), client.chatFor('1'));
      assert.equal(client.chatFor(null), client.chatFor(null));
      assert.notEqual(client.chatFor(null), client.chat);
      await client.user(channel).fetch();
      assert.equal(client.chatFor(channel), client.chatFor(simulator.users.broadcaster.id));
    });

    it('what the first who asks for a chat prefers', async () => {
      make();
      const calls: string[] = [];
      client.helix.on('call', ({ endpoint }) => calls.push(endpoint ?? ''));
      const chat = client.chatFor(channel, { sendOver: 'irc', verified: true });
      assert.equal(client.chatFor(channel, { sendOver: 'helix' }), chat);
      await chat.join(channel);
      assert.equal((await chat.say(channel, 'Hello chat')).sent, true);
      assert.ok(!calls.includes('send-chat-message'));
      assert.equal(chat.roleIn('elsewhere'), 'verified');
    });

    it('a chat until it is closed, and makes a new one for the next who asks', async () => {
      make();
      const anonymous = client.chatFor(null);
      await anonymous.join(channel);
      await client.closeChat(null);
      assert.equal(anonymous.joined.size, 0);
      const next = client.chatFor(null);
      assert.notEqual(next, anonymous);
      await next.join(channel);
      await client.closeChat('nobody known');
      assert.equal(next.joined.size, 1);
    });

    it('listeners of the client when the main chat is closed', async () => {
      make({ chat: { user: channel } });
      const message = client.waitFor('message');
      await client.chat.join(channel);
      const before = client.chat;
      await client.closeChat(channel);
      assert.notEqual(client.chat, before);
      await client.chat.join(channel);
      say('still there');
      assert.equal((await message).text, 'still there');
    });

    it('the account of the options as the main chat', () => {
      make({ chat: { user: simulator.users.bot.login } });
      assert.equal(client.chat, client.chatFor(simulator.users.bot.login));
    });
  });

  describe('says', () => {
    it('things over Helix, and recognises them as its own', async () => {
      make();
      await client.chat.join(channel);
      const heard = client.waitFor('message');
      const result = await client.chat.say(channel, 'Hello chat');
      assert.equal(result.sent, true);
      const message = await heard;
      assert.deepEqual([message.id, message.isOwn], [result.messageId, true]);
    });

    it('things over chat itself where that is chosen', async () => {
      make({ chat: { sendOver: 'irc' } });
      const calls: string[] = [];
      client.helix.on('call', ({ endpoint }) => calls.push(endpoint ?? ''));
      await client.chat.join(channel);
      assert.equal((await client.chat.say(channel, 'Hello chat')).sent, true);
      assert.ok(!calls.includes('send-chat-message'));
    });
  });

  describe('has listeners by name', () => {
    it('with one argument, found again by handle or function', () => {
      make();
      const heard: unknown[] = [];
      const first = (arg: unknown): void => void heard.push(['first', arg]);
      const second = (arg: unknown): void => void heard.push(['second', arg]);
      const handle = client.addEventListener('my_event', first);
      client.addEventListener('myEvent', second);
      client.dispatchListeners('myEvent', 1);
      assert.equal(client.removeEventListener(handle), true);
      client.dispatchListeners('my_event', 2);
      assert.equal(client.removeEventListener(second), true);
      assert.equal(client.removeEventListener(second), false);
      client.dispatchListeners('myEvent', 3);
      assert.deepEqual(heard, [
        ['first', 1],
        ['second', 1],
        ['second', 2],
      ]);
    });

    it('registered under their own name, with or without the prefix, or under another', () => {
      make();
      const heard: string[] = [];
      client.listener(function eventMessage() {
        heard.push('camel');
      });
      client.listener(function event_message() {
        heard.push('snake');
      });
      client.listener(function message() {
        heard.push('bare');
      });
      const listener = client.listener('event_message')(() => heard.push('named'));
      client.dispatchListeners('message', null);
      client.removeEventListener(listener);
      client.dispatchListeners('message', null);
      assert.deepEqual(heard, ['camel', 'snake', 'bare', 'named', 'camel', 'snake', 'bare']);
      assert.throws(() => client.listener(() => undefined), { code: 'TWITCH_INPUT_INVALID' });
    });

    it('whose failures are told and harm nobody', async () => {
      make();
      const told: unknown[] = [];
      client.on('listenerError', (error) => told.push(error));
      const thrown = new Error('thrown');
      const rejected = new Error('rejected');
      client.addEventListener('test', () => {
        throw thrown;
      });
      client.addEventListener('test', () => Promise.reject(rejected));
      client.dispatchListeners('test', null);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(told, [thrown, rejected]);
    });

    it('and refuses names with spaces or with the prefix', () => {
      make();
      for (const name of ['two words', 'event_message', '']) {
        assert.throws(() => client.addEventListener(name, () => undefined), { code: 'TWITCH_INPUT_INVALID' });
      }
    });
  });

  describe('waits for an event', () => {
    it('that fits', async () => {
      make();
      const waiting = client.waitFor('rawData', (line) => line === 'second');
      client.dispatchListeners('rawData', 'first');
      client.dispatchListeners('rawData', 'second');
      assert.equal(await waiting, 'second');
      assert.equal(client.listenerCount('rawData'), 0);
    });

    it('no longer than it is told', async () => {
      const clock = new FakeClock();
      make({ clock });
      const waiting = assert.rejects(client.waitFor('closed', undefined, { timeoutMs: 1_000 }), {
        code: 'TWITCH_TIMEOUT',
      });
      await clock.tick(1_000);
      await waiting;
      assert.equal(clock.pending, 0);
    });

    it('until somebody gives it up', async () => {
      make();
      const abort = new AbortController();
      const waiting = assert.rejects(client.waitFor('closed', undefined, { signal: abort.signal }), {
        code: 'TWITCH_ABORTED',
      });
      abort.abort();
      await waiting;
      await assert.rejects(client.waitFor('closed', undefined, { signal: abort.signal }), {
        code: 'TWITCH_ABORTED',
      });
    });
  });

  describe('closes', () => {
    it('once, and gives up what is under way', async () => {
      make();
      await client.chat.join(channel);
      const closed = once(client, 'closed');
      await Promise.all([client.close(), client.close()]);
      await closed;
      await assert.rejects(client.user('1').fetch(), { code: 'TWITCH_ABORTED' });
      assert.throws(
        () =>
          client.eventSub.subscribe(
            { type: 'stream.online', condition: { broadcaster_user_id: '1' } },
            () => undefined,
          ),
        { code: 'TWITCH_SOCKET_CLOSED' },
      );
    });

    it('even if it never did anything', async () => {
      make();
      await client.close();
    });
  });
});
