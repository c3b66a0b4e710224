import assert from 'node:assert/strict';
import { once } from 'node:events';
import { seededRandom } from '../../../src/core/clock';
import { helixSubscriptionApi } from '../../../src/core/eventsub/api';
import { EventSubClient } from '../../../src/core/eventsub/eventsub-client';
import type { Subscription } from '../../../src/core/eventsub/subscription';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { EventSubServer, type ServedConnection } from '../../support/eventsub-server';
import { FakeClock, settle } from '../../support/fake-clock';
import { FixedTokens } from '../../support/fixed-tokens';

const types = ['channel.cheer', 'channel.subscribe', 'channel.ban', 'channel.poll.end', 'stream.online'];

const figures = {
  notifications: 10_000,
  moves: 8,
  losses: 4,
  revocations: 5,
  refreshes: 10,
  seed: 20_261_123,
};

describe('EventSub over a long stream', () => {
  it(`hears each of ${figures.notifications} events once, through moves, losses, repeats and revocations`, async () => {
    const random = seededRandom(figures.seed);
    const pick = (count: number): number => Math.floor(random() * count);
    const clock = new FakeClock();
    const server = await EventSubServer.start(() => clock.now());
    const tokens = new FixedTokens().set('1');
    const helix = new HelixClient({ urls: server.urls, tokens, clock });
    const client = new EventSubClient({
      url: server.urls.eventSub,
      tokens,
      api: helixSubscriptionApi(helix),
      clock,
      random,
    });
    const heard = new Map<number, number>();
    let gaps = 0;
    client.on('gap', () => (gaps += 1));
    const subscriptions: Subscription[] = types.map((type) =>
      client.subscribe({ type, condition: { broadcaster_user_id: '1' } }, ({ event }) => {
        const number = Number(event['number']);
        heard.set(number, (heard.get(number) ?? 0) + 1);
        client.emit('debug', 'heard');
      }),
    );
    const allLive = (): boolean => subscriptions.every(({ state }) => state === 'live');
    const until = async (holds: () => boolean, stepMs = 50): Promise<void> => {
      for (let step = 0; !holds(); step += 1) {
        if (step > 20_000) throw new Error('it never came to that');
        await clock.tick(stepMs);
        await settle();
      }
    };
    let sent = 0;
    const allHeard = async (): Promise<void> => {
      while (heard.size < sent) await once(client, 'debug');
    };

    await Promise.all(subscriptions.map(({ ready }) => ready));
    let connection: ServedConnection = await server.connection(0);
    const send = (number: number, on: ServedConnection): void => {
      const type = types[number % types.length] ?? '';
      on.notification(server.subscription(type), { number }, { messageId: `message-${number}` });
    };
    const next = (): void => {
      // Every fourth pair in the wrong order.
      if (pick(4) === 0) {
        send(sent + 1, connection);
        send(sent, connection);
        sent += 2;
      } else {
        send(sent, connection);
        sent += 1;
      }
      if (random() < 0.05) send(Math.max(0, sent - 1 - pick(4_000)), connection);
    };
    const move = async (): Promise<void> => {
      const old = connection;
      server.onConnect = () => undefined;
      const { length } = server.connections;
      old.reconnect(`${server.urls.eventSub}?challenge=${length}`);
      const fresh = await server.connection(length);
      for (let n = 0; n < 20; n += 1) next();
      fresh.welcome({ id: random() < 0.5 ? old.sessionId : `moved-${length}` });
      // Both sockets are read for a moment, and some messages come on both.
      for (let n = 0; n < 20; n += 1) send(Math.max(0, sent - 1 - pick(30)), fresh);
      connection = fresh;
      next();
      await old.closed;
      server.onConnect = (one) => one.welcome();
    };
    const lose = async (): Promise<void> => {
      await allHeard();
      const before = gaps;
      const { length } = server.connections;
      if (random() < 0.5) connection.destroy();
      else connection.close(4000 + pick(8));
      await until(() => server.connections.length > length && allLive());
      connection = await server.connection(length);
      await until(() => gaps === before + 1);
    };
    const revoke = async (): Promise<void> => {
      await allHeard();
      const index = pick(types.length);
      const before = gaps;
      connection.revocation(server.subscription(types[index] ?? ''), 'moderator_removed');
      await until(() => subscriptions[index]?.state === 'revoked', 1);
      client.retry('1');
      await until(allLive, 1);
      await until(() => gaps === before + 1, 1);
    };
    const refresh = (): Promise<void> => {
      tokens.set('1', { accessToken: `token-${sent}` });
      return Promise.resolve();
    };

    const happenings = [
      ...Array.from({ length: figures.moves }, () => move),
      ...Array.from({ length: figures.losses }, () => lose),
      ...Array.from({ length: figures.revocations }, () => revoke),
      ...Array.from({ length: figures.refreshes }, () => refresh),
    ].map((happen) => ({ happen, at: pick(figures.notifications) }));

    while (sent < figures.notifications) {
      next();
      for (const one of happenings) {
        if (one.at >= sent) continue;
        one.at = Infinity;
        await one.happen();
      }
      if (sent % 50 === 0) {
        await clock.tick(200);
        connection.keepalive();
        await settle();
      }
    }
    await allHeard();

    assert.equal(heard.size, sent);
    assert.deepEqual(
      [...heard].filter(([, times]) => times !== 1),
      [],
    );
    assert.equal(gaps, figures.losses + figures.revocations);
    assert.ok(allLive());
    for (const one of server.connections) assert.deepEqual(one.received, []);
    await client.close();
    await helix.close();
    assert.equal(clock.pending, 0);
    await server.close();
  });
});
