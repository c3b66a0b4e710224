import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom } from '../../src/core/clock';
import { helixSubscriptionApi } from '../../src/core/eventsub/api';
import { EventSubClient } from '../../src/core/eventsub/eventsub-client';
import type { EventSubGap } from '../../src/core/eventsub/gap-log';
import type { Subscription } from '../../src/core/eventsub/subscription';
import { HelixClient } from '../../src/core/helix/helix-client';
import { EventSubServer, type ServedConnection } from './eventsub-server';
import { FakeClock, settle } from './fake-clock';
import { FixedTokens } from './fixed-tokens';

export interface SoakFigures {
  readonly notifications: number;
  /** session_reconnect */
  readonly moves: number;
  /** Connections that break without a word or with a close code. */
  readonly losses: number;
  readonly revocations: number;
  readonly refreshes: number;
  readonly seed: number;
}

export interface SoakResult {
  readonly sent: number;
  readonly repeats: number;
  readonly heardOnce: number;
  readonly heardTwice: number;
  /** Happened while there was no connection, or went down with one. */
  readonly lostInGaps: number;
  /** Of these, the ones that no gap covers. */
  readonly lostUntold: number;
  readonly gaps: number;
  readonly gapsExpected: number;
  readonly allLive: boolean;
  /** What the client sent on its sockets, which has to be nothing. */
  readonly inbound: number;
  readonly timersLeft: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Live heap after a full collection, at each tenth of the way. */
  readonly heapMb: readonly number[];
}

const types = ['channel.cheer', 'channel.subscribe', 'channel.ban', 'channel.poll.end', 'stream.online'];
const REPEAT_SHARE = 0.05;
/** Repeats come at most so many messages later, those repeats included. */
const MOST_APART = 4_700;
/** Messages are sent in another order within a stretch of this length. */
const STRETCH = 8;
const BURST = 1_000;
/** Clock time that passes between two bursts. */
const PAUSE_MS = 9_000;

/** Sends notifications as fast as the socket takes them, and everything that can go wrong in between. */
export async function runSoak(figures: SoakFigures): Promise<SoakResult> {
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
  const most = figures.notifications + STRETCH;
  const heard = new Uint8Array(most);
  const sentAt = new Float64Array(most);
  const gaps: EventSubGap[] = [];
  let [heardCount, heardTwice, sent, repeats, lost, gapsExpected, inbound] = [0, 0, 0, 0, 0, 0, 0];
  let onHeard = (): void => undefined;
  client.on('gap', (gap) => gaps.push(gap));
  const subscriptions: Subscription[] = types.map((type) =>
    client.subscribe({ type, condition: { broadcaster_user_id: '1' } }, ({ event }) => {
      const number = Number(event['number']);
      heard[number] = (heard[number] ?? 0) + 1;
      if (heard[number] === 1) heardCount += 1;
      else heardTwice += 1;
      if (isAllHeard()) onHeard();
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
  const isAllHeard = (): boolean => heardCount + lost >= sent;
  const allHeard = async (): Promise<void> => {
    while (!isAllHeard()) await new Promise<void>((resolve) => (onHeard = resolve));
  };

  await Promise.all(subscriptions.map(({ ready }) => ready));
  let connection: ServedConnection = await server.connection(0);
  let subscribed = new Map(types.map((type) => [type, server.subscription(type)]));
  const send = (number: number, on: ServedConnection): void => {
    const subscription = subscribed.get(types[number % types.length] ?? '');
    if (!subscription) throw new Error('nothing is subscribed');
    const id = `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
    on.notification(subscription, { number }, { messageId: id, at: sentAt[number] ?? 0 });
  };
  const repeat = (back: number, on: ServedConnection): void => {
    const number = sent - 1 - pick(Math.min(back, sent));
    // What went down with its connection is not repeated by Twitch either.
    if (number < 0 || heard[number] === 0) return;
    repeats += 1;
    send(number, on);
  };
  /** A stretch of new messages, out of order, with repeats in between. */
  const stretch = (on: ServedConnection): void => {
    const numbers = Array.from(
      { length: Math.min(STRETCH, figures.notifications - sent) },
      (_, n) => sent + n,
    );
    for (let n = numbers.length - 1; n > 0; n -= 1) {
      const other = pick(n + 1);
      [numbers[n], numbers[other]] = [numbers[other] ?? 0, numbers[n] ?? 0];
    }
    sent += numbers.length;
    for (const number of numbers) {
      sentAt[number] = clock.now();
      send(number, on);
      if (random() < REPEAT_SHARE) repeat(MOST_APART, on);
    }
  };
  const relearn = (): void => {
    subscribed = new Map(types.map((type) => [type, server.subscription(type)]));
  };

  const move = async (): Promise<void> => {
    const old = connection;
    server.onConnect = () => undefined;
    const { length } = server.connections;
    old.reconnect(`${server.urls.eventSub}?challenge=${length}`);
    const fresh = await server.connection(length);
    for (let n = 0; n < 3; n += 1) stretch(old);
    fresh.welcome({ id: random() < 0.5 ? old.sessionId : `moved-${length}` });
    // Both sockets are read for a moment, and some messages come on both.
    for (let n = 0; n < 20; n += 1) repeat(30, fresh);
    connection = fresh;
    stretch(fresh);
    await old.closed;
    server.onConnect = (one) => one.welcome();
  };
  const lose = async (): Promise<void> => {
    const inFlight = random() < 0.5;
    if (inFlight) for (let n = 0; n < 20; n += 1) stretch(connection);
    else await allHeard();
    gapsExpected += 1;
    const { length } = server.connections;
    if (inFlight || random() < 0.5) connection.destroy();
    else connection.close(4000 + pick(8));
    await connection.closed;
    while (client.sessions[0]?.state === 'connected') await once(client, 'state');
    // What happens while there is no connection is lost, and has to lie in the gap that is told.
    for (let n = 0; n < 3 && sent < figures.notifications; n += 1) {
      await clock.tick(10);
      if (client.sessions[0]?.state !== 'waiting') break;
      sentAt[sent] = clock.now();
      sent += 1;
    }
    // The old socket is gone: what was not heard by now never will be.
    lost = sent - heardCount;
    await until(() => server.connections.length > length && allLive());
    connection = await server.connection(length);
    relearn();
    await until(() => gaps.length === gapsExpected);
  };
  const revoke = async (): Promise<void> => {
    await allHeard();
    const index = pick(types.length);
    gapsExpected += 1;
    connection.revocation(server.subscription(types[index] ?? ''), 'moderator_removed');
    await until(() => subscriptions[index]?.state === 'revoked', 1);
    client.retry('1');
    await until(allLive, 1);
    relearn();
    await until(() => gaps.length === gapsExpected, 1);
  };
  const refresh = (): Promise<void> => {
    tokens.set('1', { accessToken: `token-${sent}` });
    return Promise.resolve();
  };

  const happenings = (
    [
      [figures.moves, move],
      [figures.losses, lose],
      [figures.revocations, revoke],
      [figures.refreshes, refresh],
    ] as const
  )
    .flatMap(([count, happen]) =>
      Array.from({ length: count }, () => ({ happen, at: pick(figures.notifications) })),
    )
    .toSorted((a, b) => a.at - b.at);

  const heapMb: number[] = [];
  const startedAt = performance.now();
  let [nextBurst, nextTenth] = [BURST, figures.notifications / 10];
  while (sent < figures.notifications) {
    stretch(connection);
    while ((happenings[0]?.at ?? Infinity) < sent) await happenings.shift()?.happen();
    if (sent >= nextBurst) {
      nextBurst = sent + BURST;
      await allHeard();
      await clock.tick(PAUSE_MS);
      connection.keepalive();
      await settle();
    }
    if (sent >= nextTenth || sent === figures.notifications) {
      nextTenth += figures.notifications / 10;
      server.requests.length = 0;
      heapMb.push(heapAfterCollection());
    }
  }
  await allHeard();
  const seconds = (performance.now() - startedAt) / 1_000;

  const live = allLive();
  for (const one of server.connections) inbound += one.received.length;
  let lostUntold = 0;
  for (let number = 0; number < sent; number += 1) {
    if (heard[number] !== 0) continue;
    const at = sentAt[number] ?? 0;
    if (!gaps.some(({ from, to }) => from <= at && at <= to)) lostUntold += 1;
  }
  await client.close();
  await helix.close();
  const timersLeft = clock.pending;
  await server.close();
  return {
    sent,
    repeats,
    heardOnce: heardCount,
    heardTwice,
    lostInGaps: lost,
    lostUntold,
    gaps: gaps.length,
    gapsExpected,
    allLive: live,
    inbound,
    timersLeft,
    seconds: Math.round(seconds * 10) / 10,
    perSecond: Math.round(sent / seconds),
    heapMb,
  };
}

let collect: (() => void) | undefined;

function heapAfterCollection(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return Math.round((process.memoryUsage().heapUsed / 1_048_576) * 10) / 10;
}

/** What is wrong with a result, in sentences; empty when nothing is. */
export function soakProblems(result: SoakResult, figures: SoakFigures): string[] {
  const { sent, heardOnce, heardTwice, lostInGaps, lostUntold, gaps, gapsExpected, heapMb } = result;
  const [, warm = 0] = heapMb;
  const growth = (heapMb.at(-1) ?? 0) - warm;
  return [
    sent !== figures.notifications && `${sent} were sent, not ${figures.notifications}`,
    heardTwice > 0 && `${heardTwice} were heard more than once`,
    heardOnce + lostInGaps !== sent && `${sent - heardOnce - lostInGaps} were lost on live connections`,
    lostUntold > 0 && `${lostUntold} were lost in no gap`,
    (gaps !== gapsExpected || gapsExpected !== figures.losses + figures.revocations) &&
      `${gaps} gaps were told, ${gapsExpected} happened`,
    !result.allLive && 'not everything that is wanted is live',
    result.inbound > 0 && 'something was sent on the socket',
    result.timersLeft > 0 && `${result.timersLeft} timers are left`,
    growth > 4 && `live memory grew by ${growth.toFixed(1)} MB: ${heapMb.join(', ')}`,
  ].filter((problem) => problem !== false);
}

/** The figures of the whole; the tests run a twentieth. */
export const soakFigures: SoakFigures = {
  notifications: 500_000,
  moves: 200,
  losses: 50,
  revocations: 60,
  refreshes: 200,
  seed: 20_261_123,
};
