import { HelixClient } from '../src/core/helix/helix-client';
import { httpDefaults } from '../src/core/http';
import { benchTokens } from './tokens';
import { pin, stopwatch, withLoadServer, type Row, type Suite } from './harness';

const REQUESTS = 20_000;
const WARM_UP = 1_000;
const IN_FLIGHT = [1, 10, 50] as const;

type Caller = () => Promise<unknown>;

function requests(name: string, kind: Row['kind'], open: (port: number) => Promise<Caller> | Caller): Row[] {
  return IN_FLIGHT.map((inFlight) => ({
    name: `${name}, ${inFlight} in flight`,
    kind,
    run: () =>
      withLoadServer(
        0,
        async (server) => {
          pin(server.pid, 1);
          pin(process.pid, 0);
          const call = await open(server.port);
          await spread(call, WARM_UP, inFlight);
          const watch = stopwatch();
          watch.start();
          await spread(call, REQUESTS, inFlight);
          return watch.stop(REQUESTS);
        },
        { script: 'http-load-server' },
      ),
  }));
}

async function spread(call: Caller, total: number, inFlight: number): Promise<void> {
  let started = 0;
  const worker = async (): Promise<void> => {
    while (started < total) {
      started += 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

export const helixSuite: Suite = {
  unit: 'request',
  note:
    'Bodies are read and parsed in all rows. The server writes a ready-made answer, from a process and (on Linux with ' +
    'taskset) a core of its own. Pool by hand and ours: the same undici, 16 connections, no pipelining. Requests per second ' +
    'hold only on a machine that does nothing else; CPU time is the steadier figure.',
  rows: [
    ...requests('undici Pool by hand', 'floor', async (port) => {
      const { Pool } = await import('undici');
      const { connections } = httpDefaults;
      const pool = new Pool(`http://127.0.0.1:${port}`, { connections, pipelining: 1 });
      return async () => {
        const { body } = await pool.request({
          path: '/helix/users?id=700100200',
          method: 'GET',
          headers: { authorization: 'Bearer bench', 'client-id': 'bench' },
        });
        return JSON.parse(await body.text()) as unknown;
      };
    }),
    ...requests('built-in fetch', 'peer', (port) => async () => {
      const response = await fetch(`http://127.0.0.1:${port}/helix/users?id=700100200`, {
        headers: { authorization: 'Bearer bench', 'client-id': 'bench' },
      });
      return await response.json();
    }),
    ...requests('@twurple/api', 'peer', async (port) => {
      // Read when a call is made, so setting it here is early enough.
      process.env['TWURPLE_MOCK_API_PORT'] = String(port);
      const { callTwitchApi } = await import('@twurple/api-call');
      return () => callTwitchApi({ url: 'users', query: { id: '700100200' } }, 'bench', 'bench');
    }),
    ...requests('ours', 'ours', (port) => {
      const helix = new HelixClient({
        urls: { helix: `http://127.0.0.1:${port}/helix` },
        tokens: benchTokens(),
      });
      return () => helix.call('get-users', { query: { id: '700100200' } });
    }),
  ],
};
