import { once } from 'node:events';
import { WebSocket } from 'ws';
import { ChatClient } from '../src/core/irc/chat-client';
import { tmiClient } from './tmi';
import { stopwatch, withLoadServer, type Row, type Sample, type Suite } from './harness';

const LINES = 200_000;

/** Lines until the row is warm, which are not counted. */
const WARM_UP = 20_000;

/** `open` calls `onLine` for each chat line until all came. */
function flood(
  name: string,
  kind: Row['kind'],
  open: (port: number, onLine: () => void) => Promise<() => void | Promise<void>>,
): Row {
  return {
    name,
    kind,
    run: () =>
      withLoadServer(WARM_UP + LINES, async (server) => {
        const watch = stopwatch();
        let lines = 0;
        let close: (() => void | Promise<void>) | undefined;
        const sample = await new Promise<Sample>((resolve, reject) => {
          open(server.port, () => {
            if (lines === WARM_UP) watch.start();
            lines += 1;
            if (lines === WARM_UP + LINES) resolve(watch.stop(LINES));
          }).then((closer) => (close = closer), reject);
        });
        await close?.();
        return sample;
      }),
  };
}

export const ircSocketSuite: Suite = {
  unit: 'line',
  rows: [
    flood('ws that counts bytes', 'floor', async (port, onLine) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      let bytes = 0;
      socket.on('error', () => socket.terminate());
      await once(socket, 'open');
      socket.on('message', (data: Buffer) => {
        bytes += data.length;
        // The three frames of the login and the join are not lines of the flood.
        if (data[0] === 64 && data.includes('PRIVMSG')) onLine();
      });
      socket.send('NICK justinfan1\r\n');
      socket.send('JOIN #blueacorn\r\n');
      return () => {
        if (bytes === 0) throw new Error('nothing came');
        socket.terminate();
      };
    }),
    flood('tmi.js', 'peer', async (port, onLine) => {
      const client = tmiClient(port, { channels: ['blueacorn'] });
      client.on('message', onLine);
      await client.connect();
      // Its process ends with the row: a disconnect would wait for the flooding server.
      return () => undefined;
    }),
    flood('ours', 'ours', (port, onLine) => {
      const chat = new ChatClient({ url: `ws://127.0.0.1:${port}/` });
      chat.on('message', onLine);
      void chat.join('blueacorn').catch(() => undefined);
      return Promise.resolve(() => chat.close());
    }),
  ],
  targets: [
    {
      measure: 'CPU time of ours, of tmi.js',
      value: (row) => row('ours').cpuUs / row('tmi.js').cpuUs,
      atMost: 0.2,
    },
    {
      measure: 'CPU time of ours, of a bare ws reader',
      value: (row) => row('ours').cpuUs / row('ws that counts bytes').cpuUs,
      atMost: 1.6,
    },
  ],
};
