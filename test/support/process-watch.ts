import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, NodeRedProcess, type NodeRedOptions } from './node-red-process';

/** A timer that runs in the watched process. */
export interface RunningTimer {
  readonly ms: number;
  /** Where it was started. */
  readonly stack: string;
}

interface Watched {
  /** Files that were required. */
  readonly files: readonly string[];
  readonly timers: readonly RunningTimer[];
}

/** Runs in the process before anything else: notes every timer from its start until it fires for the last time or is cleared. */
const preload = `
const timers = require('node:timers');
const running = new Map();
const { setTimeout: later, setInterval: every, clearTimeout: clearLater, clearInterval: clearEvery } = timers;
Error.stackTraceLimit = 30;
const note = (timer, ms) => { running.set(timer, { ms: Number(ms) || 1, stack: new Error().stack }); return timer; };
const own = {
  setTimeout: Object.assign((callback, ms, ...rest) => {
    const timer = later((...given) => { if (timer._repeat == null) running.delete(timer); callback(...given); }, ms, ...rest);
    return note(timer, ms);
  }, later),
  setInterval: Object.assign((callback, ms, ...rest) => note(every(callback, ms, ...rest), ms), every),
  clearTimeout: (timer) => { running.delete(timer); clearLater(timer); },
  clearInterval: (timer) => { running.delete(timer); clearEvery(timer); },
};
Object.assign(timers, own);
Object.assign(globalThis, own);
globalThis.watchedTimers = () => [...running.values()];
`;

/** Hands out what is noted, through Node-RED's own server. */
const reporter = `module.exports = (RED) => {
  RED.nodes.registerType('test-watched', function () {});
  RED.httpAdmin.get('/test/watched', (request, response) => {
    response.json({ files: Object.keys(require.cache), timers: globalThis.watchedTimers?.() ?? [] });
  });
  RED.httpAdmin.get('/test/cost', (request, response) => {
    const { user, system } = process.cpuUsage();
    response.json({ cpuUs: user + system, peakMb: process.resourceUsage().maxRSS / 1024 });
  });
};`;

/** A Node-RED process of which one can tell what it has loaded, how much it has worked, and which timers run. */
export class ProcessWatch {
  readonly nodeRed: NodeRedProcess;

  /** Not started yet. @param timers whether timers are noted, which costs time at each of them */
  constructor({ timers = false, ...options }: NodeRedOptions & { readonly timers?: boolean }) {
    const env: Record<string, string> = {};
    this.nodeRed = new NodeRedProcess({ ...options, env });
    const { userDir } = this.nodeRed;
    const set = path.join(userDir, 'nodes', 'test-watched');
    writeFileSync(`${set}.js`, reporter);
    writeFileSync(`${set}.html`, '<!-- Without a dialog it is no node set. -->');
    if (!timers) return;
    const script = path.join(userDir, 'preload.js');
    writeFileSync(script, preload);
    // Quotes for blanks in the path; a backslash inside them would need another one.
    env['NODE_OPTIONS'] = `--require "${script.replaceAll('\\', '/')}"`;
  }

  /** Files of this package that are loaded, with the bytes of code in each, by their path in the package. */
  async ourFiles(): Promise<Map<string, number>> {
    const { files } = await this.#read();
    const ours = files.filter((file) => isOurs(file) && file.endsWith('.js'));
    return new Map(ours.map((file) => [packagePath(file), codeBytes(readFileSync(file, 'utf8'))]));
  }

  /** Timers that this package has started, itself or through the packages it brings. */
  async ourTimers(): Promise<readonly RunningTimer[]> {
    const { timers } = await this.#read();
    return timers.filter(
      ({ stack }) => isOurs(stack) || (/[\\/](ws|undici)[\\/]/.test(stack) && !isNodeRed(stack)),
    );
  }

  /** CPU time of the process so far, user and system, in microseconds; its largest resident set, in MB. */
  async cost(): Promise<{ cpuUs: number; peakMb: number }> {
    return (await this.nodeRed.getJson('test/cost')).body as { cpuUs: number; peakMb: number };
  }

  async #read(): Promise<Watched> {
    return (await this.nodeRed.getJson('test/watched')).body as Watched;
  }
}

const builtFolder = path.join(projectRoot(), 'dist');

const isOurs = (text: string): boolean =>
  [path.join(builtFolder, 'src'), path.join(builtFolder, 'nodes')].some((folder) => text.includes(folder));
const isNodeRed = (stack: string): boolean => /[\\/]@node-red[\\/]/.test(stack);

const packagePath = (file: string): string => path.relative(builtFolder, file).replaceAll('\\', '/');

/** The packed package has no comments; what is built for the tests has. */
function codeBytes(code: string): number {
  const lines = code.split('\n').filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line));
  return Buffer.byteLength(lines.join('\n'));
}
