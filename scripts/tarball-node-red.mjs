// A Node-RED of its own for the tarball check: started, waited for, stopped.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';

export const START_LIMIT_MS = 60_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Asks again until `check` returns something true or the time is over. */
export async function until(check, limitMs, what) {
  const end = Date.now() + limitMs;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Starts the Node-RED that is installed below `prefix` with the given Node. `started()` resolves to its address; `log` is what it
 * has printed so far.
 */
export function startNodeRed({ node, prefix, userDir }) {
  const script = path.join(prefix, 'node_modules', 'node-red', 'red.js');
  let child;
  let ended = Promise.resolve();
  const nodeRed = {
    log: '',
    async started() {
      const port = await freePort();
      child = spawn(node, [script, '-u', userDir, '-p', String(port)], {
        cwd: userDir,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, HOME: prefix },
      });
      ended = new Promise((resolve) => child.once('close', resolve));
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (nodeRed.log += text));
      const isUp = () => nodeRed.log.includes('Started flows') || child.exitCode !== null;
      await until(isUp, START_LIMIT_MS, 'Node-RED starts');
      return `http://127.0.0.1:${port}`;
    },
    async stop() {
      if (!child) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
      await ended;
      clearTimeout(timer);
    },
  };
  return nodeRed;
}
