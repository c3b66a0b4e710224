import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { helixSubscriptionApi } from '../../../src/core/eventsub/api';
import { EventSubClient } from '../../../src/core/eventsub/eventsub-client';
import type { EventSubOptions } from '../../../src/core/eventsub/eventsub-options';
import type { EventSubGap } from '../../../src/core/eventsub/gap-log';
import type {
  EventSubNotification,
  Subscription,
  SubscriptionState,
} from '../../../src/core/eventsub/subscription';
import { TwitchInputError, type TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { EventSubServer, refusal, type Answer, type ServedConnection } from '../../support/eventsub-server';
import { FakeClock, settle } from '../../support/fake-clock';
import { FixedTokens } from '../../support/fixed-tokens';

const LINGER_MS = 5_000;

async function state(subscription: Subscription, wanted: SubscriptionState): Promise<void> {
  while (subscription.state !== wanted) await once(subscription, 'state');
}

const rejecting = (): unknown => settle().then(() => Promise.reject(new Error('rejected')));

/** Something a server waits for until the test lets it go on. */
function gate(): { asked: Promise<unknown>; release: () => void } {
  const door = new EventEmitter();
  return { asked: once(door, 'open'), release: () => void door.emit('open') };
}

describe('The EventSub client', () => {
  let server: EventSubServer;
  let clock: FakeClock;
  let tokens: FixedTokens;
  let helix: HelixClient;
  let client: EventSubClient;
  let gaps: EventSubGap[];
  let heard: EventSubNotification[];

  const listener = (notification: EventSubNotification): void => {
    heard.push(notification);
    client.emit('debug', 'heard');
  };

  function start(options: Partial<EventSubOptions> = {}): void {
    client = new EventSubClient({
      url: server.urls.eventSub,
      tokens,
      api: helixSubscriptionApi(helix),
      clock,
      random: () => 0.5,
      lingerMs: LINGER_MS,
      ...options,
    });
    client.on('gap', (gap) => gaps.push(gap));
  }

  /** A subscription of user 1 to an event of the own channel. */
  function want(type: string, user = '1'): Subscription {
    return client.subscribe({ type, condition: { broadcaster_user_id: user } }, listener);
  }

  function wantRewards(count: number, from = 0): Subscription[] {
    const type = 'channel.channel_points_custom_reward_redemption.add';
    return Array.from({ length: count }, (_, n) =>
      client.subscribe(
        { type, condition: { broadcaster_user_id: '1', reward_id: `r${from + n}` } },
        listener,
      ),
    );
  }

  /** Waits until so many events were heard. */
  async function heardSoMany(count: number): Promise<void> {
    while (heard.length < count) await once(client, 'debug');
  }

  /** Turns the clock in small steps until something holds; real sockets answer in between. */
  async function tickUntil(holds: () => boolean, stepMs = 100, limitMs = 3_600_000): Promise<void> {
    for (let passed = 0; !holds(); passed += stepMs) {
      if (passed > limitMs) throw new Error('it never came to that');
      await clock.tick(stepMs);
      await settle();
    }
  }

  function sendTo(connection: ServedConnection, type: string, event: object, messageId?: string): void {
    connection.notification(server.subscription(type), event, messageId === undefined ? {} : { messageId });
  }

  /** Answers requests that create with these, in order, and as usual afterwards. */
  function answerCreates(...answers: (Answer | undefined)[]): void {
    server.onRequest = (request) => (request.method === 'POST' ? answers.shift() : undefined);
  }

  /** Answers by type of event. */
  function answerType(type: string, answer: Answer): void {
    server.onRequest = ({ method, body }) =>
      method === 'POST' && (body as { type: string }).type === type ? answer : undefined;
  }

  const created = (): string[] =>
    server.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => (body as { type: string }).type);

  beforeEach(async () => {
    clock = new FakeClock();
    server = await EventSubServer.start(() => clock.now());
    tokens = new FixedTokens().set('1');
    helix = new HelixClient({ urls: server.urls, tokens, clock });
    gaps = [];
    heard = [];
    start();
  });

  afterEach(async () => {
    await client.close();
    await helix.close();
    assert.equal(clock.pending, 0, 'a timer was left');
    for (const connection of server.connections)
      assert.deepEqual(connection.received, [], 'something was sent');
    await server.close();
  });

  describe('beginning', () => {
    it('opens nothing while nothing is wanted', async () => {
      await clock.tick(60_000);
      assert.deepEqual([server.connections, client.sessions], [[], []]);
    });

    it('creates a subscription on the session and hands its events on', async () => {
      const subscription = client.subscribe(
        { type: 'channel.follow', condition: { broadcaster_user_id: '2', moderator_user_id: '1' } },
        listener,
      );
      assert.equal(subscription.state, 'waiting');
      await subscription.ready;
      const [connection] = server.connections;
      assert.ok(connection);
      assert.deepEqual(server.requests, [
        {
          method: 'POST',
          path: '/eventsub/subscriptions',
          query: {},
          body: {
            type: 'channel.follow',
            version: '2',
            condition: { broadcaster_user_id: '2', moderator_user_id: '1' },
            transport: { method: 'websocket', session_id: connection.sessionId },
          },
          token: 'token-of-1',
          clientId: 'client-of-the-test',
        },
      ]);
      assert.equal(subscription.id, server.subscription('channel.follow').id);
      sendTo(connection, 'channel.follow', { user_login: 'ana' }, 'm1');
      await heardSoMany(1);
      assert.deepEqual(heard, [
        {
          id: 'm1',
          type: 'channel.follow',
          version: '2',
          at: new Date(clock.now()).toISOString().replace('Z', '000000Z'),
          condition: { broadcaster_user_id: '2', moderator_user_id: '1' },
          user: '1',
          event: { user_login: 'ana' },
        },
      ]);
    });

    it('opens nothing without a sign-in, says so, and connects after signing in', async () => {
      tokens.remove('1');
      const subscription = want('channel.cheer');
      await assert.rejects(subscription.ready, { code: 'TWITCH_SIGN_IN_NEEDED' });
      assert.equal(subscription.state, 'refused');
      await clock.tick(600_000);
      assert.equal(server.connections.length, 0);
      tokens.set('1');
      client.retry('1');
      await state(subscription, 'live');
    });

    it('opens nothing when the sign-in lacks the permission, and names it', async () => {
      tokens.set('1', { scopes: ['chat:read'] });
      const subscription = want('channel.poll.end');
      await state(subscription, 'refused');
      assert.equal(subscription.error?.code, 'TWITCH_SCOPE_MISSING');
      assert.deepEqual(subscription.error.cause.missingScopes, [
        'channel:read:polls',
        'channel:manage:polls',
      ]);
      assert.equal(server.connections.length, 0);
      tokens.set('1', { scopes: ['channel:read:polls'] });
      client.retry();
      await state(subscription, 'live');
    });

    it('refuses an event that only somebody else who is not signed in may see', async () => {
      const subscription = client.subscribe(
        { type: 'channel.cheer', condition: { broadcaster_user_id: '2' }, user: '1' },
        listener,
      );
      await state(subscription, 'refused');
      assert.equal(subscription.error?.code, 'TWITCH_INPUT_INVALID');
      assert.equal(subscription.error.cause.parameter, 'broadcaster_user_id');
    });

    it('uses the sign-in of the user whom the event names, by id or login, else of anybody', async () => {
      tokens.set('2', { login: 'mod' });
      const ofMod = client.subscribe(
        { type: 'channel.follow', condition: { broadcaster_user_id: '1', moderator_user_id: '2' } },
        listener,
      );
      const online = want('stream.online', '77');
      const byLogin = client.subscribe(
        { type: 'channel.raid', condition: { to_broadcaster_user_id: '77' }, user: 'mod' },
        listener,
      );
      await Promise.all([ofMod.ready, online.ready, byLogin.ready]);
      const tokenOf = (type: string): string | undefined =>
        server.requests.find(({ body }) => (body as { type: string }).type === type)?.token;
      assert.deepEqual(
        [tokenOf('channel.follow'), tokenOf('stream.online'), tokenOf('channel.raid')],
        ['token-of-2', 'token-of-1', 'token-of-2'],
      );
      assert.equal(server.connections.length, 2);
    });

    it('reads the token at each attempt', async () => {
      await want('channel.cheer').ready;
      tokens.set('1', { accessToken: 'refreshed' });
      await want('channel.subscribe').ready;
      assert.deepEqual(
        server.requests.map(({ token }) => token),
        ['token-of-1', 'refreshed'],
      );
    });

    it('sends the first request at once and never more than five at a time', async () => {
      let most = 0;
      const waiting: (() => void)[] = [];
      server.onRequest = async () => {
        const now = waiting.length + 1;
        most = Math.max(most, now);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return undefined;
      };
      const types = [
        'channel.cheer',
        'channel.subscribe',
        'channel.subscription.gift',
        'channel.subscription.message',
        'channel.ban',
        'channel.unban',
        'channel.poll.begin',
        'channel.poll.end',
      ];
      const subscriptions = types.map((type) => want(type));
      await server.requested(5);
      await settle();
      assert.equal(server.requests.length, 5);
      while (server.subscriptions.length < types.length) {
        await settle();
        waiting.shift()?.();
      }
      await Promise.all(subscriptions.map(({ ready }) => ready));
      assert.equal(most, 5);
    });

    it('takes a type by hand that the table does not know', async () => {
      const subscription = client.subscribe(
        { type: 'channel.brand_new', version: 'beta', condition: { anything: 'goes' }, user: '1' },
        listener,
      );
      await subscription.ready;
      sendTo(await server.connection(0), 'channel.brand_new', { n: 1 });
      await heardSoMany(1);
    });

    describe('by login', () => {
      const ids: Record<string, string> = { ana: '1', mod: '2' };
      let asked: string[];

      beforeEach(async () => {
        await client.close();
        asked = [];
        start({
          findId: (login) => {
            asked.push(login);
            const id = ids[login.toLowerCase()];
            if (id === undefined) return Promise.reject(new TwitchInputError('nobody is called that', {}));
            return Promise.resolve(id);
          },
        });
      });

      it('takes people by login wherever Twitch wants an id, and uses their sign-in', async () => {
        tokens.set('2', { login: 'mod' });
        const subscription = client.subscribe(
          { type: 'channel.follow', condition: { broadcaster_user_id: 'Ana', moderator_user_id: 'mod' } },
          listener,
        );
        await subscription.ready;
        const condition = { broadcaster_user_id: '1', moderator_user_id: '2' };
        assert.deepEqual(subscription.condition, condition);
        const [request] = server.requests;
        assert.ok(request);
        assert.deepEqual((request.body as { condition: object }).condition, condition);
        assert.equal(request.token, 'token-of-2');
        sendTo(await server.connection(0), 'channel.follow', { user_login: 'bo' });
        await heardSoMany(1);
        assert.deepEqual(heard[0]?.condition, condition);
      });

      it('is one subscription with the same person by id, and is not asked for again after a deploy', async () => {
        await want('channel.cheer', '1').ready;
        const byLogin = want('channel.cheer', 'ana');
        await byLogin.ready;
        byLogin.stop();
        await want('channel.cheer', 'ANA').ready;
        assert.deepEqual(created(), ['channel.cheer']);
        assert.equal(client.subscriptions.length, 1);
      });

      it('says which name nobody has, and subscribes once somebody has it', async () => {
        const subscription = want('channel.cheer', 'nobody');
        await state(subscription, 'refused');
        assert.equal(subscription.error?.code, 'TWITCH_INPUT_INVALID');
        assert.match(subscription.error.message, /broadcaster_user_id "nobody": nobody is called that/);
        assert.equal(subscription.error.cause.parameter, 'broadcaster_user_id');
        ids['nobody'] = '1';
        client.retry();
        await state(subscription, 'live');
        delete ids['nobody'];
      });

      it('subscribes to nothing that is stopped while its name is looked up', async () => {
        const subscription = want('channel.cheer', 'ana');
        subscription.stop();
        await settle();
        assert.deepEqual([asked, created(), client.subscriptions], [['ana'], [], []]);
      });
    });

    it('refuses at once what cannot be right', () => {
      const attempts: [string, object, RegExp][] = [
        ['channel.follow', { condition: { broadcaster_user_id: '1' } }, /moderator_user_id is missing/],
        ['channel.cheer', { condition: { broadcaster_user_id: '' } }, /broadcaster_user_id is missing/],
        ['channel.cheer', { condition: { broadcaster_user_id: 'ana' } }, /"ana" is a name/],
        ['channel.cheer', { condition: { broadcaster_user_id: 1 } }, /must be text, not a number/],
        [
          'channel.cheer',
          { condition: { broadcaster_user_id: '1', user_id: '1' } },
          /user_id is not a field/,
        ],
        ['channel.raid', { condition: {} }, /exactly one/],
        [
          'channel.raid',
          { condition: { from_broadcaster_user_id: '1', to_broadcaster_user_id: '1' } },
          /exactly one/,
        ],
        ['drop.entitlement.grant', { condition: { organization_id: '1' } }, /not send .* over WebSockets/],
        ['channel.brand_new', { condition: {} }, /not in the table/],
      ];
      for (const [type, rest, message] of attempts) {
        const request = { type, ...rest } as { type: string; condition: Record<string, string> };
        assert.throws(() => client.subscribe(request, listener), { code: 'TWITCH_INPUT_INVALID', message });
      }
    });

    it('tries again when the token could not be fetched for now', async () => {
      const getUserToken = tokens.getUserToken.bind(tokens);
      let attempts = 0;
      tokens.getUserToken = (user) => {
        attempts += 1;
        return attempts === 1 ? Promise.reject(new Error('no network')) : getUserToken(user);
      };
      const subscription = want('channel.cheer');
      await state(subscription, 'retrying');
      await tickUntil(() => subscription.state === 'live');
    });
  });

  describe('sharing', () => {
    it('asks once for what several want, and tells all of them', async () => {
      const first = want('channel.cheer');
      const second = client.subscribe(
        { type: 'channel.cheer', version: '1', condition: { broadcaster_user_id: '1' } },
        listener,
      );
      await Promise.all([first.ready, second.ready]);
      const third = want('channel.cheer');
      await third.ready;
      assert.equal(created().length, 1);
      sendTo(await server.connection(0), 'channel.cheer', { bits: 1 });
      await heardSoMany(3);
      first.stop();
      second.stop();
      sendTo(await server.connection(0), 'channel.cheer', { bits: 2 });
      await heardSoMany(4);
      await clock.tick(LINGER_MS);
      assert.equal(server.requests.length, 1);
    });

    it('shows everything that is wanted and how it stands, equal wishes once', async () => {
      tokens.set('1', { scopes: ['bits:read'] });
      const live = want('channel.cheer');
      want('channel.cheer');
      const refused = want('channel.poll.end');
      await live.ready;
      await state(refused, 'refused');
      const shown = client.subscriptions.map((one) => [
        one.type,
        one.user,
        one.state,
        one.error?.code ?? null,
      ]);
      assert.deepEqual(shown, [
        ['channel.cheer', '1', 'live', null],
        ['channel.poll.end', '1', 'refused', 'TWITCH_SCOPE_MISSING'],
      ]);
      refused.stop();
      assert.deepEqual(
        client.subscriptions.map(({ type }) => type),
        ['channel.cheer'],
      );
    });

    it('takes an empty field of a condition for an absent one', async () => {
      const type = 'channel.channel_points_custom_reward_redemption.add';
      const one = client.subscribe(
        { type, condition: { broadcaster_user_id: '1', reward_id: '' } },
        listener,
      );
      const other = client.subscribe({ type, condition: { broadcaster_user_id: '1' } }, listener);
      await Promise.all([one.ready, other.ready]);
      const [request] = await server.requested(1);
      assert.deepEqual((request?.body as { condition: object } | undefined)?.condition, {
        broadcaster_user_id: '1',
      });
      assert.equal(created().length, 1);
    });

    it('keeps apart what differs in one field', async () => {
      const type = 'channel.channel_points_custom_reward_redemption.add';
      const subscriptions = ['a', 'b', ''].map((reward_id) =>
        client.subscribe({ type, condition: { broadcaster_user_id: '1', reward_id } }, listener),
      );
      await Promise.all(subscriptions.map(({ ready }) => ready));
      assert.equal(created().length, 3);
    });

    it('opens one connection for a user, however much is wanted, and one for each further user', async () => {
      tokens.set('2').set('3');
      const subscriptions = ['1', '2', '3', '1', '2'].flatMap((user) => [
        want('channel.cheer', user),
        want('channel.subscribe', user),
      ]);
      await Promise.all(subscriptions.map(({ ready }) => ready));
      assert.equal(server.connections.length, 3);
      assert.deepEqual(
        client.sessions.map(({ user, state: now, wanted }) => [user, now, wanted]),
        [
          ['1', 'connected', 2],
          ['2', 'connected', 2],
          ['3', 'connected', 2],
        ],
      );
    });

    it('touches nothing when something is stopped and wanted again at once, as in a deploy', async () => {
      const before = [want('channel.cheer'), want('channel.subscribe')];
      await Promise.all(before.map(({ ready }) => ready));
      for (const subscription of before) subscription.stop();
      await clock.tick(LINGER_MS - 1);
      const after = [want('channel.cheer'), want('channel.subscribe')];
      await Promise.all(after.map(({ ready }) => ready));
      await clock.tick(LINGER_MS + 1_000);
      assert.equal(server.requests.length, 2);
      assert.equal(server.connections.length, 1);
      sendTo(await server.connection(0), 'channel.cheer', {});
      await heardSoMany(1);
    });

    it('does not lose an event between stopping and wanting again', async () => {
      const before = want('channel.cheer');
      await before.ready;
      before.stop();
      const after = want('channel.cheer');
      sendTo(await server.connection(0), 'channel.cheer', { n: 1 });
      await after.ready;
      await heardSoMany(1);
    });

    it('removes at Twitch what nobody wants any more, while something else is wanted', async () => {
      const cheer = want('channel.cheer');
      await Promise.all([cheer.ready, want('channel.subscribe').ready]);
      const { id } = cheer;
      cheer.stop();
      assert.equal(cheer.state, 'stopped');
      await clock.tick(LINGER_MS);
      const [removal] = await server.requested(1, 'DELETE');
      assert.deepEqual(removal?.query, { id: [id] });
    });

    it('closes the connection when nothing is wanted any more, and opens it anew', async () => {
      const cheer = want('channel.cheer');
      await cheer.ready;
      cheer.stop();
      await clock.tick(LINGER_MS);
      assert.equal(await server.connections[0]?.closed, 1000);
      assert.equal(server.requests.length, 1);
      assert.equal(client.sessions[0]?.state, 'idle');
      await want('channel.cheer').ready;
      assert.equal(server.connections.length, 2);
    });

    it('removes what was stopped while it was being created', async () => {
      start({ lingerMs: 0 });
      await want('channel.subscribe').ready;
      const { asked, release } = gate();
      server.onRequest = async ({ method }) => {
        if (method === 'POST') await asked;
        return undefined;
      };
      const cheer = want('channel.cheer');
      const other = want('channel.ban');
      await server.requested(3);
      cheer.stop();
      release();
      await assert.rejects(cheer.ready, { code: 'TWITCH_ABORTED' });
      await server.requested(1, 'DELETE');
      await other.ready;
      assert.equal(server.subscriptions.filter(({ type }) => type === 'channel.cheer').length, 0);
    });

    it('waits for a removal before it creates the same anew', async () => {
      start({ lingerMs: 0 });
      await want('channel.subscribe').ready;
      const cheer = want('channel.cheer');
      await cheer.ready;
      const { asked, release } = gate();
      server.onRequest = async ({ method }) => {
        if (method === 'DELETE') await asked;
        return undefined;
      };
      cheer.stop();
      await server.requested(1, 'DELETE');
      const again = want('channel.cheer');
      await settle();
      await settle();
      assert.equal(created().length, 2);
      release();
      await again.ready;
      assert.equal(server.subscriptions.filter(({ type }) => type === 'channel.cheer').length, 1);
    });

    it('survives listeners of its own events that throw, and listeners that reject', async () => {
      const errors: unknown[] = [];
      client.on('listenerError', (error) => errors.push((error as Error).message));
      client.on('state', () => {
        throw new Error('in state');
      });
      const cheer = client.subscribe(
        { type: 'channel.cheer', condition: { broadcaster_user_id: '1' } },
        rejecting,
      );
      cheer.on('state', () => {
        throw new Error('in the state of a subscription');
      });
      await cheer.ready;
      want('channel.cheer');
      sendTo(await server.connection(0), 'channel.cheer', {});
      await heardSoMany(1);
      await settle();
      await settle();
      assert.deepEqual(new Set(errors), new Set(['in state', 'in the state of a subscription', 'rejected']));
      assert.equal(cheer.state, 'live');
    });

    it('lets a listener stop, start and throw without keeping the others from hearing', async () => {
      const errors: unknown[] = [];
      client.on('listenerError', (error, type) => errors.push([error, type]));
      const failure = new Error('in the listener');
      client.subscribe({ type: 'channel.cheer', condition: { broadcaster_user_id: '1' } }, () => {
        throw failure;
      });
      const once = client.subscribe(
        { type: 'channel.cheer', condition: { broadcaster_user_id: '1' } },
        () => {
          once.stop();
          want('channel.cheer');
        },
      );
      await want('channel.cheer').ready;
      sendTo(await server.connection(0), 'channel.cheer', {});
      await heardSoMany(1);
      assert.deepEqual(errors, [[failure, 'channel.cheer']]);
    });
  });

  describe('notifications', () => {
    it('takes one that overtakes the answer to its own request', async () => {
      const { asked, release } = gate();
      server.onRequest = async () => {
        await asked;
        return undefined;
      };
      const cheer = want('channel.cheer');
      const connection = await server.connection(0);
      await server.requested(1);
      const early = {
        id: 'early',
        type: 'channel.cheer',
        version: '1',
        condition: { broadcaster_user_id: '1' },
      };
      connection.notification(early, { n: 1 });
      await heardSoMany(1);
      assert.equal(cheer.state, 'subscribing');
      release();
      await cheer.ready;
      connection.notification(early, { n: 2 });
      sendTo(connection, 'channel.cheer', { n: 3 });
      await heardSoMany(3);
      assert.deepEqual(
        heard.map(({ event }) => event['n']),
        [1, 2, 3],
      );
    });

    it('finds the owner by type, version and condition where the id is unknown', async () => {
      const type = 'channel.channel_points_custom_reward_redemption.add';
      const all = client.subscribe({ type, condition: { broadcaster_user_id: '1' } }, listener);
      await all.ready;
      const connection = await server.connection(0);
      const condition = { broadcaster_user_id: '1', reward_id: '' };
      for (const id of ['x', 'y']) connection.notification({ id, type, version: '1', condition }, { id });
      await heardSoMany(2);
      connection.notification({ id: 'z', type, version: '2', condition }, { id: 'wrong version' });
      connection.notification(
        { id: 'z', type, version: '1', condition: { ...condition, reward_id: 'r' } },
        { id: 'wrong' },
      );
      connection.notification({ id: 'x', type, version: '1', condition }, { id: 'x again' });
      await heardSoMany(3);
      assert.deepEqual(
        heard.map(({ event }) => event['id']),
        ['x', 'y', 'x again'],
      );
    });

    it('reads a flood no faster than it is worked off, and none of it is lost', async () => {
      let waiting = 0;
      let most = 0;
      const flood = client.subscribe(
        { type: 'channel.cheer', condition: { broadcaster_user_id: '1' } },
        (notification) => {
          waiting += 1;
          most = Math.max(most, waiting);
          // What a listener leaves for later, as Node-RED does with every message.
          setImmediate(() => (waiting -= 1));
          listener(notification);
        },
      );
      await flood.ready;
      const connection = await server.connection(0);
      for (let n = 0; n < 5_000; n += 1) sendTo(connection, 'channel.cheer', { n });
      await heardSoMany(5_000);
      assert.deepEqual(
        heard.map(({ event }) => event['n']),
        Array.from({ length: 5_000 }, (_, n) => n),
      );
      assert.ok(most < 1_000, `${most} events waited at once`);
    });

    it('ignores what nobody wants', async () => {
      await want('channel.cheer').ready;
      const connection = await server.connection(0);
      connection.notification({ id: 'x', type: 'channel.party', version: '1', condition: {} }, {});
      sendTo(connection, 'channel.cheer', { n: 1 });
      await heardSoMany(1);
      assert.equal(heard.length, 1);
    });

    it('hands on once what is repeated on the old and the new socket of a move', async () => {
      await want('channel.cheer').ready;
      const old = await server.connection(0);
      server.onConnect = () => undefined;
      old.reconnect(`${server.urls.eventSub}?challenge=1`);
      const fresh = await server.connection(1);
      sendTo(old, 'channel.cheer', { n: 1 }, 'same');
      await heardSoMany(1);
      fresh.welcome();
      sendTo(fresh, 'channel.cheer', { n: 1 }, 'same');
      sendTo(fresh, 'channel.cheer', { n: 2 });
      await heardSoMany(2);
      assert.deepEqual(
        heard.map(({ event }) => event['n']),
        [1, 2],
      );
    });
  });

  describe('refusals', () => {
    it('takes 409 for success, and the id from its text', async () => {
      const id = '26b1c993-bfcf-44d9-b876-379dacafe75a';
      await want('channel.ban').ready;
      answerCreates({ status: 409, body: refusal(409, `subscription already exists: ${id}`) });
      const cheer = want('channel.cheer');
      await cheer.ready;
      assert.equal(cheer.id, id);
    });

    it('takes 409 for success where it names no id, and looks the id up to remove it', async () => {
      await want('channel.ban').ready;
      const session = server.connections[0]?.sessionId ?? '';
      const condition = { broadcaster_user_id: '1' };
      const existing = { type: 'channel.cheer', version: '1', condition };
      server.subscriptions.push({ ...existing, id: 'of another session', sessionId: 'another' });
      server.subscriptions.push({ ...existing, id: 'existing', sessionId: session });
      answerCreates({ status: 409, body: refusal(409, 'subscription already exists') });
      const cheer = want('channel.cheer');
      await cheer.ready;
      const connection = await server.connection(0);
      cheer.stop();
      await clock.tick(LINGER_MS);
      const [removal] = await server.requested(1, 'DELETE');
      assert.deepEqual(removal?.query, { id: ['existing'] });
      sendTo(connection, 'channel.ban', {});
      await heardSoMany(1);
    });

    it('names the permission after 403, stops, and lets the others go on', async () => {
      tokens.set('1', { scopes: [] });
      answerType('channel.moderator.add', {
        status: 403,
        body: refusal(403, 'subscription missing proper authorization'),
      });
      const refused = want('channel.moderator.add');
      const cheer = want('channel.cheer');
      await Promise.all([state(refused, 'refused'), cheer.ready]);
      assert.equal(refused.error?.code, 'TWITCH_FORBIDDEN');
      assert.match(refused.error.message, /moderation:read/);
      await clock.tick(9_000);
      assert.equal(created().filter((type) => type === 'channel.moderator.add').length, 1);
      assert.equal(client.sessions[0]?.state, 'connected');
    });

    it('closes, and stays closed, when everything is refused for good', async () => {
      server.onRequest = () => ({ status: 403, body: refusal(403, 'no') });
      const refused = [want('channel.cheer'), want('channel.ban')];
      await Promise.all(refused.map((one) => state(one, 'refused')));
      assert.equal(await server.connections[0]?.closed, 1000);
      await clock.tick(3_600_000);
      assert.equal(server.connections.length, 1);
      assert.equal(created().length, 2);
    });

    it('tells a refusal once for each time it was tried, also where nobody is signed in', async () => {
      const refusals: (string | null)[][] = [];
      client.on('refused', ({ user, type, error }) => refusals.push([user, type, error.code]));
      server.onRequest = () => ({ status: 403, body: refusal(403, 'no') });
      const twice = [want('channel.ban'), want('channel.ban')];
      await Promise.all(twice.map((one) => state(one, 'refused')));
      assert.deepEqual(refusals, [['1', 'channel.ban', 'TWITCH_FORBIDDEN']]);
      await state(want('channel.cheer', '7'), 'refused');
      assert.deepEqual(refusals[1], [null, 'channel.cheer', 'TWITCH_SIGN_IN_NEEDED']);
      client.retry('1');
      while (refusals.filter(([user]) => user === '1').length < 2) await once(client, 'refused');
    });

    it('tries again what was refused when a person asks for it', async () => {
      answerCreates({ status: 403, body: refusal(403, 'not a moderator') });
      const cheer = want('channel.cheer');
      await state(cheer, 'refused');
      client.retry('1');
      await state(cheer, 'live');
      assert.equal(cheer.error, null);
    });

    it('asks for signing in when everything is answered with 401, without a loop', async () => {
      server.onRequest = () => ({ status: 401, body: refusal(401, 'Invalid OAuth token') });
      const all = [want('channel.cheer'), want('channel.ban')];
      await Promise.all(all.map((one) => state(one, 'refused')));
      assert.deepEqual(
        all.map(({ error }) => error?.code),
        ['TWITCH_SIGN_IN_NEEDED', 'TWITCH_SIGN_IN_NEEDED'],
      );
      const requests = server.requests.length;
      await clock.tick(3_600_000);
      assert.equal(server.requests.length, requests);
      server.onRequest = () => undefined;
      client.retry();
      await Promise.all(all.map((one) => state(one, 'live')));
    });

    it('tries again what alone is answered with 401', async () => {
      let refusals = 2;
      server.onRequest = ({ body }) =>
        (body as { type: string }).type === 'channel.ban' && refusals-- > 0
          ? { status: 401, body: refusal(401, 'Invalid OAuth token') }
          : undefined;
      await want('channel.cheer').ready;
      const ban = want('channel.ban');
      await state(ban, 'retrying');
      const connection = await server.connection(0);
      await tickUntil(() => {
        connection.keepalive();
        return ban.state === 'live';
      }, 5_000);
    });

    it('stops after 400, with the reason of Twitch', async () => {
      answerCreates({ status: 400, body: refusal(400, 'invalid condition') });
      const cheer = want('channel.cheer');
      await state(cheer, 'refused');
      assert.equal(cheer.error?.code, 'TWITCH_SUBSCRIPTION_FAILED');
      assert.match(cheer.error.message, /invalid condition/);
    });

    it('tries again after 400 when the session is what Twitch complains about', async () => {
      answerCreates({
        status: 400,
        body: refusal(400, 'session does not exist or has already disconnected'),
      });
      const cheer = want('channel.cheer');
      await tickUntil(() => cheer.state === 'live');
      assert.equal(created().length, 2);
    });

    for (const status of [500, 502, 503]) {
      it(`tries again after ${status}, inside the 10 s`, async () => {
        answerCreates(
          { status, body: refusal(status, 'trouble') },
          { status, body: refusal(status, 'trouble') },
        );
        const cheer = want('channel.cheer');
        const before = clock.now();
        await tickUntil(() => cheer.state === 'live');
        assert.ok(clock.now() - before < 10_000);
        assert.equal(server.connections.length, 1);
      });
    }

    it('waits longer and longer when Twitch closes with 4003 because nothing could be created', async () => {
      let isDown = true;
      server.onRequest = () => (isDown ? { status: 500, body: refusal(500, 'trouble') } : undefined);
      const cheer = want('channel.cheer');
      for (const number of [0, 1, 2]) {
        await tickUntil(() => server.connections.length > number);
        await tickUntil(() => client.sessions[0]?.state === 'connected');
        await clock.tick(9_000);
        server.connections[number]?.close(4003);
        await tickUntil(() => client.sessions[0]?.state === 'waiting', 10);
        const waitMs = (client.sessions[0]?.retryAt ?? 0) - clock.now();
        assert.ok(waitMs > 3_500 * 2 ** number, `${waitMs} ms after attempt ${number}`);
      }
      isDown = false;
      await tickUntil(() => cheer.state === 'live');
    });

    it('waits until the bucket is full again after 429, and is live then', async () => {
      const reset = String(Math.ceil((clock.now() + 3_000) / 1_000));
      const headers = { 'ratelimit-limit': '800', 'ratelimit-remaining': '0', 'ratelimit-reset': reset };
      answerCreates({ status: 429, body: refusal(429, 'Too Many Requests'), headers });
      const cheer = want('channel.cheer');
      await server.requested(1);
      await tickUntil(() => cheer.state === 'live');
      assert.equal(created().length, 2);
    });

    it('says that a limit is reached, lets go of the socket, and tries again much later', async () => {
      answerCreates({ status: 429, body: refusal(429, 'number of websocket transports limit exceeded') });
      const cheer = want('channel.cheer');
      await state(cheer, 'retrying');
      assert.equal(cheer.error?.code, 'TWITCH_RATE_LIMITED');
      assert.equal(await server.connections[0]?.closed, 1000);
      const before = clock.now();
      await tickUntil(() => cheer.state === 'live', 1_000);
      assert.ok(clock.now() - before >= 24_000);
    });

    it('tries again soon what hits a limit right after a loss, and removes what its own dead sessions left', async () => {
      const subscriptions = [want('channel.cheer'), want('channel.ban')];
      await Promise.all(subscriptions.map(({ ready }) => ready));
      const dead = server.connections[0];
      assert.ok(dead);
      const condition = { broadcaster_user_id: '1' };
      const foreign = {
        id: 'foreign',
        type: 'channel.cheer',
        version: '1',
        condition,
        sessionId: 'of another process',
      };
      server.subscriptions.push(foreign);
      server.onRequest = ({ method }) =>
        method === 'POST' && server.subscriptions.some(({ sessionId }) => sessionId === dead.sessionId)
          ? { status: 429, body: refusal(429, 'total cost exceeded') }
          : undefined;
      dead.destroy();
      const before = clock.now();
      await tickUntil(() => server.connections.length === 2);
      await tickUntil(() => subscriptions.every((one) => one.state === 'live'));
      assert.ok(clock.now() - before < 10_000);
      assert.ok(server.subscriptions.includes(foreign));
      assert.equal(server.requests.filter(({ method }) => method === 'DELETE').length, 2);
    });
  });

  describe('revocations', () => {
    it('takes one of three, tells it, and lets the two others go on', async () => {
      const three = ['channel.cheer', 'channel.ban', 'channel.unban'].map((type) => want(type));
      await Promise.all(three.map(({ ready }) => ready));
      const told: [string, string, TwitchError][] = [];
      client.on('revoked', ({ type, status, error }) => told.push([type, status, error]));
      const connection = await server.connection(0);
      connection.revocation(server.subscription('channel.ban'), 'authorization_revoked');
      sendTo(connection, 'channel.unban', { n: 1 });
      await heardSoMany(1);
      assert.deepEqual(
        three.map(({ state: now }) => now),
        ['live', 'revoked', 'live'],
      );
      assert.deepEqual(told, [['channel.ban', 'authorization_revoked', three[1]?.error]]);
      assert.equal(three[1]?.error?.code, 'TWITCH_SIGN_IN_NEEDED');
      await clock.tick(9_000);
      assert.equal(created().length, 3);
    });

    const codes: [string, string][] = [
      ['user_removed', 'TWITCH_SUBSCRIPTION_FAILED'],
      ['version_removed', 'TWITCH_GONE'],
      ['moderator_removed', 'TWITCH_FORBIDDEN'],
      ['chat_user_banned', 'TWITCH_SUBSCRIPTION_FAILED'],
      ['something_new', 'TWITCH_SUBSCRIPTION_FAILED'],
    ];
    for (const [status, code] of codes) {
      it(`does not try again by itself after ${status}`, async () => {
        const cheer = want('channel.cheer');
        await cheer.ready;
        (await server.connection(0)).revocation(server.subscription('channel.cheer'), status);
        await state(cheer, 'revoked');
        assert.equal(cheer.error?.code, code);
        // It was the last one, so the session is closed and not opened again.
        await server.connections[0]?.closed;
        await clock.tick(3_600_000);
        assert.equal(server.connections.length, 1);
        client.retry();
        await state(cheer, 'live');
      });
    }

    it('tries a beta again ten minutes after its maintenance began', async () => {
      const cheer = want('channel.cheer');
      await cheer.ready;
      (await server.connection(0)).revocation(server.subscription('channel.cheer'), 'beta_maintenance');
      await state(cheer, 'retrying');
      await clock.tick(599_999);
      assert.equal(cheer.state, 'retrying');
      await clock.tick(1);
      await state(cheer, 'live');
      assert.equal(gaps.length, 1);
    });

    it('keeps what is revoked out of a fresh connection', async () => {
      const both = [want('channel.cheer'), want('channel.ban')];
      await Promise.all(both.map(({ ready }) => ready));
      const connection = await server.connection(0);
      connection.revocation(server.subscription('channel.ban'), 'user_removed');
      await Promise.all(both.slice(1).map((one) => state(one, 'revoked')));
      connection.destroy();
      await Promise.all(both.slice(0, 1).map((one) => state(one, 'waiting')));
      await tickUntil(() => both[0]?.state === 'live');
      assert.deepEqual(created(), ['channel.cheer', 'channel.ban', 'channel.cheer']);
    });
  });

  describe('moving', () => {
    it('creates nothing anew', async () => {
      const both = [want('channel.cheer'), want('channel.ban')];
      await Promise.all(both.map(({ ready }) => ready));
      (await server.connection(0)).reconnect(`${server.urls.eventSub}?challenge=1`);
      const fresh = await server.connection(1);
      await server.connections[0]?.closed;
      sendTo(fresh, 'channel.cheer', { n: 1 });
      await heardSoMany(1);
      assert.equal(server.requests.length, 2);
      assert.deepEqual(
        both.map(({ state: now }) => now),
        ['live', 'live'],
      );
      assert.deepEqual(gaps, []);
    });

    it('holds back what is wanted meanwhile, for the new session id', async () => {
      await want('channel.cheer').ready;
      server.onConnect = () => undefined;
      (await server.connection(0)).reconnect(`${server.urls.eventSub}?challenge=1`);
      const fresh = await server.connection(1);
      const ban = want('channel.ban');
      await settle();
      await settle();
      assert.equal(created().length, 1);
      fresh.welcome({ id: 'moved' });
      await ban.ready;
      assert.equal(server.subscription('channel.ban').sessionId, 'moved');
    });

    it('asks again what was created for the old id while the id changed', async () => {
      await want('channel.cheer').ready;
      const [old] = server.connections;
      const { asked, release } = gate();
      server.onRequest = async () => {
        await asked;
        return undefined;
      };
      const ban = want('channel.ban');
      await server.requested(2);
      server.onConnect = (connection) => connection.welcome({ id: 'moved' });
      old?.reconnect(`${server.urls.eventSub}?challenge=1`);
      await server.connection(1);
      await old?.closed;
      release();
      await ban.ready;
      const sessions = server.requests.map(
        ({ body }) => (body as { transport: { session_id: string } }).transport.session_id,
      );
      assert.deepEqual(sessions, [old?.sessionId, old?.sessionId, 'moved']);
    });
  });

  describe('losses', () => {
    it('creates everything anew on a fresh connection, and tells the gap', async () => {
      const both = [want('channel.cheer'), want('channel.ban')];
      await Promise.all(both.map(({ ready }) => ready));
      const states: string[] = [];
      client.on('state', ({ state: now }) => states.push(now));
      const connection = await server.connection(0);
      await clock.tick(3_000);
      sendTo(connection, 'channel.ban', {});
      await heardSoMany(1);
      const lastSign = clock.now();
      await clock.tick(2_000);
      connection.destroy();
      await Promise.all(both.slice(0, 1).map((one) => state(one, 'waiting')));
      assert.match(client.sessions[0]?.reason ?? '', /1006/);
      await tickUntil(() => both.every((one) => one.state === 'live'));
      await tickUntil(() => gaps.length === 1);
      const [gap] = gaps;
      assert.equal(gap?.user, '1');
      assert.equal(gap.from, lastSign);
      assert.ok(gap.to >= lastSign + 2_000 && gap.to <= clock.now());
      assert.deepEqual(gap.types.toSorted(), ['channel.ban', 'channel.cheer']);
      assert.equal(gap.subscriptions.length, 2);
      assert.match(gap.reason, /1006/);
      assert.deepEqual(states, ['waiting', 'connecting', 'connected']);
      sendTo(await server.connection(1), 'channel.cheer', {});
      await heardSoMany(2);
    });

    it('tells the whole gap when the connection is lost again before it was restored', async () => {
      const cheer = want('channel.cheer');
      await cheer.ready;
      const from = clock.now();
      const [first] = server.connections;
      server.onConnect = (connection) => {
        if (server.connections.length === 2) connection.close(4000);
        else connection.welcome();
      };
      await clock.tick(1_000);
      first?.destroy();
      await state(cheer, 'waiting');
      await tickUntil(() => cheer.state === 'live');
      await tickUntil(() => gaps.length > 0);
      assert.equal(gaps.length, 1);
      assert.equal(gaps[0]?.from, from);
    });

    it('tells no gap for what was never live', async () => {
      server.onConnect = (connection) => {
        if (server.connections.length === 1) connection.close(4000);
        else connection.welcome();
      };
      const cheer = want('channel.cheer');
      await tickUntil(() => cheer.state === 'live');
      await clock.tick(1_000);
      assert.deepEqual(gaps, []);
    });

    it('looks whether somebody is still signed in before it connects anew', async () => {
      const cheer = want('channel.cheer');
      await cheer.ready;
      tokens.remove('1');
      (await server.connection(0)).destroy();
      await state(cheer, 'waiting');
      await tickUntil(() => cheer.state === 'refused');
      assert.equal(cheer.error?.code, 'TWITCH_SIGN_IN_NEEDED');
      assert.equal(server.connections.length, 1);
      tokens.set('1');
      client.retry('1');
      await state(cheer, 'live');
      assert.equal(gaps.length, 1);
    });

    it('goes on when the connection is lost while requests are under way', async () => {
      const { asked, release } = gate();
      server.onRequest = async () => {
        if (server.connections.length === 1) await asked;
        return undefined;
      };
      const cheer = want('channel.cheer');
      await server.requested(1);
      server.connections[0]?.destroy();
      await state(cheer, 'waiting');
      await tickUntil(() => cheer.state === 'live');
      release();
      await settle();
      assert.equal(
        cheer.id,
        server.subscriptions.find(({ sessionId }) => sessionId === server.connections[1]?.sessionId)?.id,
      );
    });
  });

  describe('many subscriptions', () => {
    it('opens a second and a third session when the one before is full, then refuses, and fills gaps', async () => {
      start({ perSession: 4, lingerMs: 0 });
      const fitting = wantRewards(12);
      await Promise.all(fitting.map(({ ready }) => ready));
      assert.equal(server.connections.length, 3);
      const [over] = wantRewards(1, 12);
      assert.ok(over);
      await state(over, 'refused');
      assert.equal(over.error?.code, 'TWITCH_SUBSCRIPTION_FAILED');
      assert.match(over.error.message, /in use/);
      fitting[5]?.stop();
      await state(over, 'live');
      const perSession = server.connections.map(
        (connection) =>
          server.subscriptions.filter(({ sessionId }) => sessionId === connection.sessionId).length,
      );
      assert.deepEqual(perSession, [4, 4, 4]);
    });

    it('has 300 live on one connection', async () => {
      const many = wantRewards(300);
      await Promise.all(many.map(({ ready }) => ready));
      assert.equal(server.connections.length, 1);
      assert.equal(server.subscriptions.length, 300);
      const connection = await server.connection(0);
      for (const subscription of server.subscriptions)
        connection.notification(subscription, { id: subscription.id });
      await heardSoMany(300);
      assert.equal(new Set(heard.map(({ condition }) => condition['reward_id'])).size, 300);
    });
  });

  describe('closing', () => {
    it('stops everything and rejects what was never live', async () => {
      const live = want('channel.cheer');
      await live.ready;
      server.onRequest = () => new Promise(() => undefined);
      const pending = want('channel.ban');
      await server.requested(2);
      await client.close();
      assert.deepEqual([live.state, pending.state], ['stopped', 'stopped']);
      await assert.rejects(pending.ready, { code: 'TWITCH_ABORTED' });
      assert.equal(await server.connections[0]?.closed, 1000);
      assert.throws(() => want('channel.cheer'), { code: 'TWITCH_SOCKET_CLOSED' });
    });
  });
});
