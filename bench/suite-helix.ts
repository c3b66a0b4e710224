import { HelixClient } from '../src/core/helix/helix-client';
import { benchTokens } from './tokens';
import { stopwatch, withLoadServer, type Row, type Suite } from './harness';

const REQUESTS = 8_000;
const WARM_UP = 500;
const IN_FLIGHT = [1, 10, 50] as const;

type Caller = () => Promise<unknown>;

function requests(name: string, kind: Row['kind'], open: (port: number) => Promise<Caller> | Caller): Row[] {
  return IN_FLIGHT.map((inFlight) => ({
    name: `${name}, ${inFlight} in flight`,
    kind,
    run: () =>
      withLoadServer(0, async (server) => {
        const call = await open(server.port);
        await spread(call, WARM_UP, inFlight);
        const watch = stopwatch();
        watch.start();
        await spread(call, REQUESTS, inFlight);
        return watch.stop(REQUESTS);
      }),
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
  rows: [
    ...requests('undici Pool by hand', 'floor', async (port) => {
      const { Pool } = await import('undici');
      const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 50 });
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
