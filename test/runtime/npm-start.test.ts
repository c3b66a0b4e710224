import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../support/node-red-process';

const ready = /Twitch practice is ready: (http:\/\/127\.0\.0\.1:(\d+)\/)/;

describe('npm start', function () {
  this.timeout(60_000);
  let child: ChildProcess | undefined;
  let taken: Server;
  let output = '';
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'twitch-start-'));

  /** What the script prints until `wanted` is there or it ends. */
  function start(args: readonly string[], wanted?: RegExp): Promise<number | null> {
    output = '';
    child = spawn(process.execPath, [path.join(projectRoot(), 'scripts', 'start.mjs'), ...args], {
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running = child;
    return new Promise((resolve) => {
      const hear = (chunk: Buffer): void => {
        output += chunk.toString();
        if (wanted?.test(output)) resolve(null);
      };
      running.stdout?.on('data', hear);
      running.stderr?.on('data', hear);
      running.once('exit', resolve);
    });
  }

  beforeEach(async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
  });

  afterEach(async () => {
    taken.close();
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  });

  after(() => rmSync(temporary, { recursive: true, force: true }));

  const takenPort = (): string => String((taken.address() as AddressInfo).port);

  it('prints an address that answers', async () => {
    assert.equal(await start(['--port', '0'], ready), null, output);
    const response = await fetch(ready.exec(output)?.[1] ?? '');
    assert.match(await response.text(), /Twitch practice/);
  });

  it('says which port is taken and what to do, leaves with 1, and leaves nothing behind', async () => {
    assert.equal(await start(['--once', '--port', takenPort()]), 1, output);
    assert.match(output, new RegExp(`Port ${takenPort()} is taken: .*--port`));
    assert.deepEqual(readdirSync(temporary), []);
  });

  it('refuses a port that is none, before it builds or starts anything', async () => {
    assert.equal(await start(['--port', 'eighty']), 1, output);
    assert.equal(output.trim(), '--port takes a number from 0 to 65535, not "eighty".');
  });
});
