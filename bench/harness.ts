import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MOST_COLLECTIONS = 10;
/** Less than this is noise of the measuring itself. */
const NOTHING_BYTES = 1_024;

/** What one run of one row cost. */
export interface Sample {
  readonly units: number;
  readonly ms: number;
  /** CPU time of the measured process alone, user and system, in microseconds. */
  readonly cpuUs: number;
  /** Largest resident set of the measured process, in MB. */
  readonly peakMb: number;
  /** What is still held at the end, after garbage collection, in KB: for each room where rooms are counted, else in all. */
  readonly keptKb?: number;
}

/** What the rows of a suite are to reach, as a ratio of their medians. */
export interface Target {
  readonly measure: string;
  readonly value: (row: (name: string) => Medians) => number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Medians {
  readonly perSecond: number;
  /** For each unit. */
  readonly cpuUs: number;
  readonly peakMb: number;
  readonly keptKb: number;
}

export interface Row {
  /** What is measured, and with which option. */
  readonly name: string;
  /** `ours`, a foreign package, or a hand-written minimum. */
  readonly kind: 'ours' | 'peer' | 'floor';
  run(): Promise<Sample>;
}

export interface Suite {
  /** One unit: a line, a request, a notification. */
  readonly unit: string;
  /** How it is measured, as far as a reader of the figures must know. */
  readonly note?: string;
  readonly rows: readonly Row[];
  readonly targets?: readonly Target[];
}

/** Measures from `start()` to `stop(units)`. */
export function stopwatch(): { start(): void; stop(units: number): Sample } {
  let startedAt = 0;
  let cpu = process.cpuUsage();
  return {
    start() {
      startedAt = performance.now();
      cpu = process.cpuUsage();
    },
    stop(units) {
      const spent = process.cpuUsage(cpu);
      return {
        units,
        ms: performance.now() - startedAt,
        cpuUs: spent.user + spent.system,
        peakMb: process.resourceUsage().maxRSS / 1024,
      };
    },
  };
}

/**
 * Keeps a process, with all its threads, on one core, where Linux lets us: client and server then do not take turns on
 * the same one. Elsewhere nothing is done, and `npm run bench` says so.
 */
export function pin(pid: number, core: number): boolean {
  if (process.platform !== 'linux' || availableParallelism() <= core) return false;
  return spawnSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' }).status === 0;
}

/**
 * Collects garbage until nothing more goes: what hangs on weak references or is given back by a callback goes with one
 * of the next collections.
 *
 * @returns heap and buffers still in use, in bytes
 */
export function collectGarbage(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let held = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_COLLECTIONS; round += 1) {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    if (held - (heapUsed + external) < NOTHING_BYTES) break;
    held = heapUsed + external;
  }
  return held;
}

/** The other side of the wire, in a process of its own so that its work does not count. */
export class LoadServer {
  readonly port: number;
  readonly pid: number;
  /** Resolves when the first client has asked for a room. */
  readonly joined: Promise<void>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.pid = child.pid ?? 0;
    this.joined = new Promise((resolve) => child.once('message', () => resolve()));
  }

  /** @param units how many lines or notifications it sends to each client that is ready for them */
  static start(
    units: number,
    { script = 'load-server', distinctLines = 256, isHeld = false }: LoadOptions = {},
  ): Promise<LoadServer> {
    const args = [units, distinctLines, isHeld ? 1 : 0].map(String);
    const child = fork(path.join(__dirname, `${script}.js`), args);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('message', (message) => {
        resolve(new LoadServer(child, (message as { port: number }).port));
      });
    });
  }

  /** Lets the flood go that was held. */
  release(): void {
    this.#child.send('release');
  }

  stop(): void {
    this.#child.kill();
  }
}

export interface LoadOptions {
  /** Which server. Default: chat and events. */
  readonly script?: 'load-server' | 'http-load-server';
  /** How many different chat lines go round. */
  readonly distinctLines?: number;
  /** The flood waits for {@link LoadServer.release}. */
  readonly isHeld?: boolean;
}

/** Runs `work` against a fresh load server and stops it whatever happens. */
export async function withLoadServer<T>(
  units: number,
  work: (server: LoadServer) => Promise<T>,
  options: LoadOptions = {},
): Promise<T> {
  const server = await LoadServer.start(units, options);
  try {
    return await work(server);
  } finally {
    server.stop();
  }
}
