import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { WebSocket } from 'ws';
import { ChatClient } from '../src/core/irc/chat-client';
import { collectGarbage, stopwatch, withLoadServer, type Row, type Sample, type Suite } from './harness';
import { tmiClient } from './tmi';

const JOINS = 10_000;
const ROOMS = 500;
/** Clients that join everything before the one that is measured: with fewer it is still the compiler that is measured. */
const WARM_UPS = 20;

/**
 * Names as long as those of channels are, 6 to 18 letters. It matters: of a name with 12 letters and more, V8 keeps the
 * whole line that a client cuts it from. Made from bytes, so that they are as flat as those that come over a wire.
 */
const roomNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    Buffer.from(`room_${index}`.padEnd(6 + ((index * 7) % 13), 'x')).toString('latin1'),
  );
const unlimited = { rooms: Number.POSITIVE_INFINITY, perMs: 10_000 };

/** Joins all rooms, from the open connection to the last answer. */
function joins(
  name: string,
  kind: Row['kind'],
  open: (port: number, start: () => void, onRoom: () => void) => Promise<() => void | Promise<void>>,
): Row {
  return {
    name,
    kind,
    run: () =>
      withLoadServer(0, async (server) => {
        const all = async (): Promise<Sample> => {
          const watch = stopwatch();
          let joined = 0;
          let close: (() => void | Promise<void>) | undefined;
          const sample = await new Promise<Sample>((resolve, reject) => {
            const onRoom = (): void => {
              joined += 1;
              if (joined === JOINS) resolve(watch.stop(JOINS));
            };
            open(server.port, () => watch.start(), onRoom).then((closer) => (close = closer), reject);
          });
          await close?.();
          return sample;
        };
        for (let round = 0; round < WARM_UPS; round += 1) await all();
        return all();
      }),
  };
}

/** What tmi.js still holds of the last joins is gone then: it waits 600 ms for each answer, come or not. */
const SETTLE_MS = 700;

/**
 * Memory that a client holds for each of 500 rooms, from the names that it is told at its start to what it has learned when
 * the last one has answered.
 */
function memory(
  name: string,
  kind: Row['kind'],
  open: (port: number, rooms: string[], onRoom: () => void) => Promise<() => unknown>,
): Row {
  return {
    name,
    kind,
    async run() {
      const held = async (rooms: number): Promise<{ bytes: number; sample: Sample }> =>
        withLoadServer(0, async (server) => {
          const watch = stopwatch();
          watch.start();
          let joined = 0;
          let client: Promise<() => unknown> | undefined;
          const all = new Promise<void>((resolve) => {
            client = open(server.port, roomNames(rooms), () => {
              joined += 1;
              if (joined === rooms) resolve();
            });
          });
          const close = await client;
          await all;
          const sample = watch.stop(rooms);
          await delay(SETTLE_MS);
          const bytes = collectGarbage();
          // One that is left alone would come back again and again while the next one is measured.
          await close?.();
          return { bytes, sample };
        });
      // Machine code that is made and thrown away meanwhile would drown what is looked for.
      for (const flag of ['--no-opt', '--no-sparkplug', '--no-flush-bytecode']) setFlagsFromString(flag);
      // The first ones are for what is loaded and compiled only once; those in a single room for what belongs to no room.
      for (let round = 0; round < WARM_UPS; round += 1) await held(ROOMS);
      const kept: number[] = [];
      let sample: Sample | undefined;
      for (let round = 0; round < 3; round += 1) {
        const one = await held(1);
        const many = await held(ROOMS);
        sample = many.sample;
        kept.push((many.bytes - one.bytes) / 1024 / (ROOMS - 1));
      }
      if (sample === undefined) throw new Error('nothing was measured');
      return { ...sample, keptKb: kept.toSorted((a, b) => a - b)[1] ?? Number.NaN };
    },
  };
}

/** The shortest time that tmi.js lets pass between two joins, in milliseconds. */
const TMI_JOIN_MS = 300;

/** Lets tmi.js join without that pause: for 500 rooms it would take minutes. */
function hastenJoinsOfTmi(): void {
  const { setTimeout: setTimer } = globalThis;
  const hastened = (callback: () => void, ms?: number): NodeJS.Timeout =>
    setTimer(callback, ms === TMI_JOIN_MS ? 0 : ms);
  globalThis.setTimeout = Object.assign(hastened, { __promisify__: setTimer.__promisify__ });
}

export const ircJoinsSuite: Suite = {
  unit: 'room',
  note: `Joins: both write the same lines and read the same answers, a message for each room; they are through when the last room has answered. Counted is the one after ${WARM_UPS} others in the same process.`,
  rows: [
    joins('ws that writes the same lines', 'floor', async (port, start, onRoom) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      socket.on('error', () => socket.terminate());
      await once(socket, 'open');
      socket.send('NICK justinfan1\r\n');
      socket.on('message', (data: Buffer) => {
        for (const line of data.toString('utf8').split('\r\n')) if (line.includes(' ROOMSTATE ')) onRoom();
      });
      start();
      const rooms = roomNames(JOINS);
      for (let from = 0; from < JOINS; from += 20) {
        const line = rooms.slice(from, from + 20).map((room) => `#${room}`);
        socket.send(`JOIN ${line.join(',')}\r\n`);
      }
      return () => socket.terminate();
    }),
    joins('ours', 'ours', async (port, start, onRoom) => {
      const chat = new ChatClient({ url: `ws://127.0.0.1:${port}/`, joinRate: unlimited, shardLimit: JOINS });
      chat.on('join', onRoom);
      const ready = once(chat, 'ready');
      await chat.start();
      await ready;
      start();
      for (const room of roomNames(JOINS)) void chat.join(room);
      return () => chat.close();
    }),
    memory('tmi.js, memory for a room', 'peer', async (port, rooms, onRoom) => {
      hastenJoinsOfTmi();
      const client = tmiClient(port, {
        channels: rooms,
        options: { skipUpdatingEmotesets: true, joinInterval: TMI_JOIN_MS },
      });
      client.on('roomstate', onRoom);
      await client.connect();
      return () => client.disconnect();
    }),
    memory('@twurple/chat, memory for a room', 'peer', async (port, rooms, onRoom) => {
      const { ChatClient: Twurple } = await import('@twurple/chat');
      const client = new Twurple({
        hostName: `127.0.0.1:${port}/?`,
        ssl: false,
        channels: rooms,
        // Up to 2,000 joins at a time.
        botLevel: 'verified',
        logger: { minLevel: 'critical' },
      });
      client.onJoin(onRoom);
      client.connect();
      return () => client.quit();
    }),
    memory('ours, memory for a room', 'ours', async (port, rooms, onRoom) => {
      const url = `ws://127.0.0.1:${port}/`;
      const chat = new ChatClient({ url, joinRate: unlimited, shardLimit: ROOMS, channels: rooms });
      chat.on('roomstate', onRoom);
      await chat.start();
      return () => chat.close();
    }),
  ],
  targets: [
    {
      measure: 'rooms joined a second, of a bare ws client',
      value: (row) => row('ours').perSecond / row('ws that writes the same lines').perSecond,
      atLeast: 0.8,
    },
    {
      measure: 'memory for a room, of tmi.js',
      value: (row) => row('ours, memory for a room').keptKb / row('tmi.js, memory for a room').keptKb,
      atMost: 1,
    },
    {
      measure: 'memory for a room, of @twurple/chat',
      value: (row) => row('ours, memory for a room').keptKb / row('@twurple/chat, memory for a room').keptKb,
      atMost: 1,
    },
  ],
};
