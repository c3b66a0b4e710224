import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { NotificationFrame, RevocationFrame } from '../../../src/core/eventsub/frame';
import { EventSubSession, type SessionOptions } from '../../../src/core/eventsub/session';
import type { TransportHandler, TransportLoss, TransportState } from '../../../src/core/eventsub/transport';
import { TwitchAuthError, TwitchSocketError, type TwitchError } from '../../../src/core/errors';
import { EventSubServer } from '../../support/eventsub-server';
import { FakeClock } from '../../support/fake-clock';

const follow = { id: 's1', type: 'channel.follow', version: '2', condition: { broadcaster_user_id: '1' } };

/** Writes down what the session tells its owner. */
class Log extends EventEmitter implements TransportHandler {
  readonly states: TransportState[] = [];
  readonly ready: boolean[] = [];
  readonly events: unknown[] = [];
  readonly revoked: string[] = [];
  readonly lost: TransportLoss[] = [];
  readonly interrupted: number[] = [];
  readonly refused: TwitchError[] = [];
  readonly debug: string[] = [];

  onReady(fresh: boolean): void {
    this.ready.push(fresh);
    this.emit('ready');
  }
  onNotification(frame: NotificationFrame): void {
    this.events.push(frame.events[0]);
    this.emit('event');
  }
  onRevocation(frame: RevocationFrame): void {
    this.revoked.push(frame.subscription.status);
    this.emit('revocation');
  }
  onLost(loss: TransportLoss): void {
    this.lost.push(loss);
    this.emit('lost');
  }
  onInterrupted(since: number): void {
    this.interrupted.push(since);
  }
  onRefused(error: TwitchError): void {
    this.refused.push(error);
    this.emit('refused');
  }
  onState(state: TransportState): void {
    this.states.push(state);
    this.emit('state', state);
  }
  onDebug(text: string): void {
    this.debug.push(text);
    this.emit('debug');
  }

  async state(wanted: TransportState): Promise<void> {
    while (this.states.at(-1) !== wanted) await once(this, 'state');
  }
}

describe('An EventSub session', () => {
  let server: EventSubServer;
  let clock: FakeClock;
  let log: Log;
  let session: EventSubSession;

  function start(options: Partial<SessionOptions> = {}): void {
    session = new EventSubSession({ url: server.urls.eventSub, clock, random: () => 0.5, ...options }, log);
    session.open();
  }

  /** Opens a session and waits until it is welcomed. */
  async function connect(options: Partial<SessionOptions> = {}) {
    start(options);
    const connection = await server.connection(0);
    await log.state('connected');
    return connection;
  }

  /** Sends an event and waits until it is through: whatever was sent before is through then as well. */
  async function through(connection: Awaited<ReturnType<typeof connect>>, event: object): Promise<void> {
    connection.notification(follow, event);
    await once(log, 'event');
  }

  beforeEach(async () => {
    clock = new FakeClock();
    log = new Log();
    server = await EventSubServer.start(() => clock.now());
  });

  afterEach(async () => {
    await session.close();
    assert.equal(session.sockets, 0);
    assert.equal(clock.pending, 0, 'a timer was left');
    for (const connection of server.connections)
      assert.deepEqual(connection.received, [], 'something was sent');
    await server.close();
  });

  describe('beginning', () => {
    it('opens the address as it is and has a target once it is welcomed', async () => {
      const connection = await connect();
      assert.equal(connection.path, '/ws');
      assert.deepEqual(session.target, { method: 'websocket', session_id: connection.sessionId });
      assert.deepEqual(log.states, ['connecting', 'connected']);
      assert.deepEqual(log.ready, [true]);
    });

    it('asks for another keepalive period in the address', async () => {
      const connection = await connect({ keepaliveSeconds: 30 });
      assert.equal(connection.path, '/ws?keepalive_timeout_seconds=30');
    });

    it('has no target before the welcome, and takes a welcome that comes after 9 s', async () => {
      server.onConnect = () => undefined;
      start();
      const connection = await server.connection(0);
      await clock.tick(9_000);
      assert.equal(session.target, null);
      connection.welcome();
      await log.state('connected');
    });

    it('drops a socket that brings no welcome within 10 s, and tries again', async () => {
      server.onConnect = () => undefined;
      start();
      const connection = await server.connection(0);
      await clock.tick(10_000);
      assert.equal(await connection.closed, 1006);
      assert.equal(session.state, 'waiting');
      assert.equal(session.retryAt, clock.now() + 500);
      server.onConnect = (again) => again.welcome();
      await clock.tick(500);
      await log.state('connected');
    });

    it('makes sure of a token before it opens a socket', async () => {
      const token = new EventEmitter();
      start({ prepare: () => once(token, 'ready') });
      await clock.tick(5_000);
      assert.equal(server.connections.length, 0);
      token.emit('ready');
      await log.state('connected');
    });

    it('stays closed when there is no sign-in', async () => {
      const error = new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'Nobody is signed in.');
      start({ prepare: () => Promise.reject(error) });
      await once(log, 'refused');
      assert.deepEqual(log.refused, [error]);
      assert.equal(session.state, 'idle');
      assert.equal(server.connections.length, 0);
    });

    it('tries again when the token could not be fetched for now', async () => {
      let attempts = 0;
      const prepare = (): Promise<void> => {
        attempts += 1;
        return attempts === 1
          ? Promise.reject(new TwitchSocketError('TWITCH_UNREACHABLE', 'The network is down.'))
          : Promise.resolve();
      };
      start({ prepare });
      await log.state('waiting');
      assert.equal(session.reason, 'The network is down.');
      await clock.tick(1_000);
      await log.state('connected');
      assert.equal(attempts, 2);
    });

    it('waits longer with every attempt, never longer than 72 s, and without an end', async () => {
      server.onConnect = (connection) => connection.close(4000);
      start();
      const waits: number[] = [];
      for (let attempt = 0; attempt < 12; attempt += 1) {
        await log.state('waiting');
        waits.push((session.retryAt ?? 0) - clock.now());
        await clock.tick((session.retryAt ?? 0) - clock.now());
      }
      await log.state('waiting');
      assert.deepEqual(
        waits,
        [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000, 60_000],
      );
    });

    it('begins anew with short waits only after a subscription was created', async () => {
      server.onConnect = (connection) => {
        connection.welcome();
        connection.close(1000);
      };
      start();
      const wait = async (): Promise<number> => {
        await log.state('waiting');
        const ms = (session.retryAt ?? 0) - clock.now();
        await clock.tick(ms);
        return ms;
      };
      assert.deepEqual([await wait(), await wait(), await wait()], [500, 1_000, 2_000]);
      await log.state('waiting');
      session.confirm();
      await clock.tick(4_000);
      assert.equal(await wait(), 500);
    });

    it('waits longer at once when Twitch closes a session on which nothing was subscribed', async () => {
      const connection = await connect();
      connection.close(4003);
      await log.state('waiting');
      assert.equal(session.retryAt, clock.now() + 4_000);
    });
  });

  describe('keepalive', () => {
    it('gives a silent server the announced period and leeway, then tears the socket down', async () => {
      const connection = await connect();
      await clock.tick(11_999);
      assert.equal(session.state, 'connected');
      await clock.tick(1);
      assert.equal(session.state, 'waiting');
      assert.equal(await connection.closed, 1006);
      assert.equal(log.lost[0]?.since, clock.now() - 12_000);
    });

    it('goes by the period of the welcome, with a fifth of it as leeway', async () => {
      server.onConnect = (connection) => connection.welcome({ keepaliveSeconds: 30 });
      await connect({ keepaliveSeconds: 10 });
      await clock.tick(35_999);
      assert.equal(session.state, 'connected');
      await clock.tick(1);
      assert.equal(session.state, 'waiting');
    });

    it('is content with keepalives that come exactly on the period', async () => {
      const connection = await connect();
      for (let n = 0; n < 5; n += 1) {
        await clock.tick(10_000);
        connection.keepalive();
        await through(connection, {});
      }
      assert.equal(session.state, 'connected');
    });

    it('is content with any frame in place of keepalives, even one it does not understand', async () => {
      const connection = await connect();
      const frames = [
        () => connection.notification(follow, {}),
        () => connection.frame('session_party', { payload: {} }),
        () => connection.text('{"metadata"'),
        () => connection.binary(Buffer.from([1, 2, 3])),
      ];
      for (const send of frames) {
        await clock.tick(11_000);
        const heard = Promise.race([once(log, 'event'), once(log, 'debug')]);
        send();
        await heard;
      }
      await clock.tick(11_000);
      assert.equal(session.state, 'connected');
    });

    it('looks once more when its own timer was late, before it gives the server up', async () => {
      const connection = await connect();
      const frozen = clock.now();
      // A blocked event loop: time has passed, and the frame that came meanwhile is read after the timer.
      clock.now = () => frozen + 60_000;
      await clock.tick(12_000);
      assert.equal(session.state, 'connected');
      await through(connection, {});
      await clock.tick(2_000);
      assert.equal(session.state, 'connected');
    });
  });

  describe('frames', () => {
    it('hands on a message once that comes twice', async () => {
      const connection = await connect();
      connection.notification(follow, { n: 1 }, { messageId: 'same' });
      connection.notification(follow, { n: 1 }, { messageId: 'same' });
      await through(connection, { n: 2 });
      if (log.events.length < 2) await once(log, 'event');
      assert.deepEqual(log.events, [{ n: 1 }, { n: 2 }]);
    });

    it('drops a message that is 11 minutes old and says so', async () => {
      const connection = await connect();
      connection.notification(follow, { n: 1 }, { at: clock.now() - 11 * 60_000 });
      await through(connection, { n: 2 });
      assert.deepEqual(log.events, [{ n: 2 }]);
      assert.match(log.debug.join(), /older than 10 minutes/);
    });

    it('measures age by the clock of the server when ours is wrong', async () => {
      server.onConnect = (connection) => connection.welcome({ at: clock.now() - 3 * 3_600_000 });
      const connection = await connect();
      connection.notification(follow, { n: 1 }, { at: clock.now() - 3 * 3_600_000 });
      await once(log, 'event');
      assert.deepEqual(log.events, [{ n: 1 }]);
    });

    it('ignores unknown types, broken JSON and binary frames, and goes on', async () => {
      const connection = await connect();
      connection.frame('session_party', { payload: { cake: true } });
      connection.text('{"metadata":{');
      connection.text('[]');
      connection.binary(Buffer.from('not text'));
      await through(connection, { n: 1 });
      assert.equal(session.state, 'connected');
      assert.equal(log.debug.length, 4);
    });

    it('reads a frame of a megabyte', async () => {
      const connection = await connect();
      await through(connection, { text: 'x'.repeat(1_048_576) });
      assert.equal((log.events[0] as { text: string }).text.length, 1_048_576);
    });

    it('answers pings, with and without content, and sends nothing else', async () => {
      const connection = await connect();
      connection.ping();
      connection.ping('who is there');
      await through(connection, {});
      // The pongs are on their way; the close that follows them says when they have arrived.
      connection.close(4002);
      await connection.closed;
      assert.deepEqual(connection.pongs, ['', 'who is there']);
    });

    it('tells a revocation once', async () => {
      const connection = await connect();
      connection.revocation({ ...follow, sessionId: '' }, 'user_removed');
      await through(connection, {});
      assert.deepEqual(log.revoked, ['user_removed']);
    });
  });

  describe('moving', () => {
    const path = '/elsewhere?challenge=0f0e&id=AgoQ%2F';
    const address = (): string => server.urls.eventSub.replace('/ws', path);

    it('reads the old socket until the welcome of the new one, which may take 5 s', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      old.reconnect(address());
      const fresh = await server.connection(1);
      assert.equal(session.state, 'moving');
      assert.equal(session.target, null);
      await through(old, { n: 1 });
      await clock.tick(5_000);
      await through(old, { n: 2 });
      fresh.welcome();
      await log.state('connected');
      assert.equal(await old.closed, 1000);
      await through(fresh, { n: 3 });
      assert.deepEqual(log.events, [{ n: 1 }, { n: 2 }, { n: 3 }]);
      assert.deepEqual(log.ready, [true, false]);
      assert.deepEqual([log.lost, log.interrupted], [[], []]);
      assert.equal(session.sockets, 1);
    });

    it('uses the address unchanged, whatever keepalive was asked for', async () => {
      const old = await connect({ keepaliveSeconds: 30 });
      old.reconnect(address());
      assert.equal((await server.connection(1)).path, path);
      await log.state('connected');
    });

    it('takes the session id of the new welcome, same or not', async () => {
      const old = await connect();
      const { sessionId } = old;
      server.onConnect = (connection) =>
        connection.welcome({ id: server.connections.length === 2 ? sessionId : 'other' });
      old.reconnect(address());
      const second = await server.connection(1);
      await log.state('connected');
      assert.deepEqual(session.target, { method: 'websocket', session_id: sessionId });
      second.reconnect(address());
      await server.connection(2);
      while (log.ready.length < 3) await once(log, 'ready');
      assert.deepEqual(session.target, { method: 'websocket', session_id: 'other' });
    });

    it('hands on once what comes on the old and on the new socket', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      old.reconnect(address());
      const fresh = await server.connection(1);
      old.notification(follow, { n: 1 }, { messageId: 'same' });
      await once(log, 'event');
      fresh.welcome();
      fresh.notification(follow, { n: 1 }, { messageId: 'same' });
      await through(fresh, { n: 2 });
      assert.deepEqual(log.events, [{ n: 1 }, { n: 2 }]);
    });

    it('takes what comes on the new socket before the old one is closed, and on the old one after the welcome', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      old.reconnect(address());
      const fresh = await server.connection(1);
      // The server has both frames on their way before it sees our close.
      fresh.welcome();
      fresh.notification(follow, { n: 'new' });
      old.notification(follow, { n: 'old' });
      while (log.events.length < 2) await once(log, 'event');
      assert.deepEqual(
        new Set(log.events.map((event) => (event as { n: string }).n)),
        new Set(['new', 'old']),
      );
    });

    it('does not take the end of the old socket for a loss, whichever code it comes with', async () => {
      const old = await connect();
      old.reconnect(address());
      await server.connection(1);
      old.close(4004);
      await log.state('connected');
      await old.closed;
      assert.deepEqual(log.lost, []);
      assert.deepEqual(log.ready, [true, false]);
    });

    it('does not expect keepalives on the old socket any more', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      await clock.tick(11_000);
      old.reconnect(address());
      const fresh = await server.connection(1);
      await clock.tick(9_999);
      assert.equal(session.state, 'moving');
      fresh.welcome();
      await log.state('connected');
    });

    it('connects anew to the usual address when the new one is refused with 4007', async () => {
      const old = await connect();
      server.onConnect = (connection) => connection.close(4007);
      old.reconnect(address());
      await log.state('waiting');
      assert.equal(await old.closed, 1006);
      assert.equal(log.lost.length, 1);
      assert.equal(log.lost[0]?.code, 4007);
      server.onConnect = (connection) => connection.welcome();
      await clock.tick(1_000);
      assert.equal((await server.connection(2)).path, '/ws');
      await log.state('connected');
      assert.deepEqual(log.ready, [true, true]);
    });

    it('connects anew when the new socket brings no welcome', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      old.reconnect(address());
      await server.connection(1);
      await clock.tick(10_000);
      assert.equal(session.state, 'waiting');
      assert.equal(log.lost.length, 1);
    });

    it('connects anew when the new address is none', async () => {
      const old = await connect();
      old.reconnect('not an address');
      await log.state('waiting');
      assert.equal(log.lost.length, 1);
    });

    it('goes by the newer address when it is asked a second time meanwhile', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      old.reconnect(address());
      const first = await server.connection(1);
      old.reconnect(`${address()}-newer`);
      const second = await server.connection(2);
      assert.equal(second.path, `${path}-newer`);
      assert.equal(await first.closed, 1006);
      await through(old, { n: 1 });
      second.welcome();
      await log.state('connected');
      assert.deepEqual(log.ready, [true, false]);
      assert.deepEqual(log.lost, []);
    });

    it('opens one socket only when the same request to move comes twice', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      old.reconnect(address(), 'same');
      old.reconnect(address(), 'same');
      old.reconnect(address(), 'other id, same address');
      await through(old, {});
      (await server.connection(1)).welcome();
      await log.state('connected');
      assert.equal(server.connections.length, 2);
    });

    it('moves again when the new socket asks for it at once', async () => {
      const old = await connect();
      server.onConnect = (connection) => {
        connection.welcome();
        if (server.connections.length === 2) connection.reconnect(`${address()}-again`);
      };
      old.reconnect(address());
      const third = await server.connection(2);
      while (log.ready.length < 3) await once(log, 'ready');
      assert.deepEqual(session.target, { method: 'websocket', session_id: third.sessionId });
      assert.deepEqual(log.lost, []);
    });

    it('follows a new socket that asks to move before its welcome', async () => {
      const old = await connect();
      server.onConnect = (connection) => {
        if (server.connections.length === 2) connection.reconnect(`${address()}-again`);
        else connection.welcome();
      };
      old.reconnect(address());
      await server.connection(2);
      await log.state('connected');
      assert.deepEqual(log.ready, [true, false]);
    });

    it('tells that events may be missing when the old socket broke off before the new welcome', async () => {
      const old = await connect();
      server.onConnect = () => undefined;
      await clock.tick(1_000);
      await through(old, {});
      const lastSign = clock.now();
      old.reconnect(address());
      const fresh = await server.connection(1);
      await clock.tick(3_000);
      old.destroy();
      await old.closed;
      await clock.tick(1_000);
      assert.equal(session.state, 'moving');
      fresh.welcome();
      await log.state('connected');
      assert.deepEqual(log.interrupted, [lastSign]);
      assert.deepEqual(log.lost, []);
    });

    it('ignores a request to move without an address', async () => {
      const old = await connect();
      old.frame('session_reconnect', { payload: { session: {} } });
      await through(old, {});
      assert.equal(session.state, 'connected');
    });
  });

  describe('losing the connection', () => {
    for (const code of [4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007, 1000, 1001, 1011, 1012]) {
      it(`comes back after close code ${code}`, async () => {
        const connection = await connect();
        connection.close(code);
        await log.state('waiting');
        assert.equal(log.lost[0]?.code, code);
        assert.ok((log.lost[0]?.reason.length ?? 0) > 10);
        await clock.tick(4_000);
        await server.connection(1);
        await log.state('connected');
        assert.deepEqual(log.ready, [true, true]);
      });
    }

    it('comes back after the connection breaks without a word', async () => {
      const connection = await connect();
      connection.destroy();
      await log.state('waiting');
      assert.equal(log.lost[0]?.code, 1006);
      await clock.tick(1_000);
      await log.state('connected');
    });

    it('does not come back once it was closed', async () => {
      const connection = await connect();
      await session.close();
      assert.equal(await connection.closed, 1000);
      await clock.tick(120_000);
      assert.equal(server.connections.length, 1);
      assert.deepEqual(log.lost, []);
    });

    it('can be closed at every stage', async () => {
      server.onConnect = () => undefined;
      start();
      await session.close();
      session.open();
      await server.connection(0);
      await session.close();
      session.open();
      (await server.connection(1)).destroy();
      await log.state('waiting');
      await session.close();
      server.onConnect = (connection) => connection.welcome();
      session.open();
      const connection = await server.connection(2);
      await log.state('connected');
      server.onConnect = () => undefined;
      connection.reconnect(`${server.urls.eventSub}?id=1`);
      await server.connection(3);
      await session.close();
      assert.equal(session.state, 'idle');
    });
  });
});
