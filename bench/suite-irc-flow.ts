import { currentRegistry } from '../src/node-red/account-registry';
import { sink } from './flow-nodes';
import { startNodeRed, type BenchNode } from './flow-runtime';
import {
  collectGarbage,
  stopwatch,
  withLoadServer,
  type LoadServer,
  type Row,
  type Sample,
  type Suite,
} from './harness';

const LINES = 200_000;

/** A line that no command matches costs little: more of them make up for it. */
const UNMATCHED_LINES = 600_000;

/** Lines until the row is warm, which are not counted. */
const WARM_UP = 20_000;

/** Names of rows. */
const TMI = 'a node over tmi.js';
const MINIMAL = 'a minimal node, written by hand';
const OURS = 'twitch-chat';

const flowEnd: readonly BenchNode[] = [
  { id: 'tab', type: 'tab', label: 'Bench' },
  { id: 'sink', type: 'bench-sink', z: 'tab', x: 300, y: 100, wires: [] },
];

/** An account that only reads, at the load server. */
function readingAccount(port: number): BenchNode {
  const http = `http://127.0.0.1:${port}`;
  return {
    id: 'acc',
    type: 'twitch-account',
    name: 'bench',
    version: 1,
    use: 'read',
    channel: 'blueacorn',
    server: 'custom',
    idUrl: `${http}/oauth2`,
    helixUrl: `${http}/helix`,
    ircUrl: `ws://127.0.0.1:${port}/`,
    eventSubUrl: `ws://127.0.0.1:${port}/ws`,
  };
}

function twitchNode(id: string, type: string, params: object = {}): BenchNode {
  return {
    id,
    type,
    z: 'tab',
    x: 100,
    y: 100,
    name: '',
    account: 'acc',
    version: 1,
    params,
    wires: [['sink']],
  };
}

/** Counts lines; the sample is there when all have come. */
function counter(count: number): { onLine: () => void; sample: Promise<Sample> } {
  const watch = stopwatch();
  let lines = 0;
  let finish: (sample: Sample) => void = () => undefined;
  const sample = new Promise<Sample>((resolve) => (finish = resolve));
  return {
    sample,
    onLine: () => {
      if (lines === WARM_UP) watch.start();
      lines += 1;
      if (lines === WARM_UP + count) finish(watch.stop(count));
    },
  };
}

/** Starts Node-RED with a flow and lets the lines come once all is quiet. */
async function measure(
  server: LoadServer,
  flow: readonly BenchNode[],
  sample: Promise<Sample>,
): Promise<Sample> {
  const stop = await startNodeRed(flow);
  await server.joined;
  // What the start of Node-RED leaves behind is no part of the flow, and when it is collected is chance.
  collectGarbage();
  server.release();
  const done = await sample;
  await stop();
  return done;
}

/** From the socket through one node to the next. */
function throughNode(name: string, kind: Row['kind'], nodes: (port: number) => readonly BenchNode[]): Row {
  return {
    name,
    kind,
    run: () =>
      withLoadServer(
        WARM_UP + LINES,
        (server) => {
          const { onLine, sample } = counter(LINES);
          sink.onMessage = onLine;
          return measure(server, [...flowEnd, ...nodes(server.port)], sample);
        },
        { isHeld: true },
      ),
  };
}

/** Nodes that never fire; counted is what the connection brings. */
function silentCommands(name: string, count: number): Row {
  return {
    name,
    kind: 'ours',
    run: () =>
      withLoadServer(
        WARM_UP + UNMATCHED_LINES,
        (server) => {
          const { onLine, sample } = counter(UNMATCHED_LINES);
          const commands = Array.from({ length: count }, (_, index) =>
            twitchNode(`command${index}`, 'twitch-command', {
              command: { v: `!never${index}`, t: 'str' },
            }),
          );
          void server.joined.then(() => {
            currentRegistry()?.account('acc')?.chatReader(null).chat.on('message', onLine);
          });
          return measure(server, [...flowEnd, readingAccount(server.port), ...commands], sample);
        },
        { isHeld: true },
      ),
  };
}

export const ircFlowSuite: Suite = {
  unit: 'line',
  note: 'Rows begin joined and with a collected heap. The minimal node rests its socket as ours does; a node over tmi.js does so only where it says.',
  rows: [
    throughNode(TMI, 'peer', (port) => [
      { id: 'tmi', type: 'bench-tmi', z: 'tab', x: 100, y: 100, port, wires: [['sink']] },
    ]),
    throughNode('a node over tmi.js, its socket paced from outside', 'peer', (port) => [
      { id: 'tmi', type: 'bench-tmi', z: 'tab', x: 100, y: 100, port, paced: true, wires: [['sink']] },
    ]),
    throughNode(MINIMAL, 'floor', (port) => [
      { id: 'minimal', type: 'bench-minimal', z: 'tab', x: 100, y: 100, port, wires: [['sink']] },
    ]),
    throughNode(OURS, 'ours', (port) => [readingAccount(port), twitchNode('chat', 'twitch-chat')]),
    silentCommands('1 twitch-command that does not match', 1),
    silentCommands('1,000 twitch-commands that do not match', 1_000),
  ],
  targets: [
    {
      measure: 'lines a second through twitch-chat, of a node over tmi.js',
      value: (row) => row(OURS).perSecond / row(TMI).perSecond,
      atLeast: 2.5,
    },
    {
      measure: 'the same by CPU time, which a busy machine does not change',
      value: (row) => row(TMI).cpuUs / row(OURS).cpuUs,
      atLeast: 2.5,
    },
    {
      measure: 'lines a second through twitch-chat, of a minimal node',
      value: (row) => row(OURS).perSecond / row(MINIMAL).perSecond,
      atLeast: 0.8,
    },
    {
      measure: 'the same by CPU time, which a busy machine does not change',
      value: (row) => row(MINIMAL).cpuUs / row(OURS).cpuUs,
      atLeast: 0.8,
    },
    {
      measure: 'peak memory with twitch-chat, of a node over tmi.js',
      value: (row) => row(OURS).peakMb / row(TMI).peakMb,
      atMost: 0.5,
    },
    {
      measure: 'CPU time of a line with 1,000 commands, of that with one',
      value: (row) =>
        row('1,000 twitch-commands that do not match').cpuUs /
        row('1 twitch-command that does not match').cpuUs,
      atMost: 1.1,
    },
  ],
};
