import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

/** A node of a flow file. */
export interface BenchNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

interface NodeRed {
  init(server: http.Server, settings: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly events: NodeJS.EventEmitter;
}

const benchTypes = { 'bench-sink': 'benchSink', 'bench-tmi': 'benchTmi', 'bench-minimal': 'benchMinimal' };

/** Node-RED as it is, in this process, with our package as it is built here. Resolves when the flow runs. */
export async function startNodeRed(flow: readonly BenchNode[]): Promise<() => Promise<void>> {
  const userDir = mkdtempSync(path.join(os.tmpdir(), 'twitch-bench-'));
  const modules = path.join(userDir, 'node_modules', '@streamwire');
  mkdirSync(modules, { recursive: true });
  symlinkSync(projectRoot(), path.join(modules, 'node-red-twitch'), 'junction');
  const nodesDir = path.join(userDir, 'nodes');
  mkdirSync(nodesDir);
  const code = JSON.stringify(path.join(__dirname, 'flow-nodes.js'));
  for (const [type, name] of Object.entries(benchTypes)) {
    writeFileSync(path.join(nodesDir, `${type}.js`), `module.exports = require(${code}).${name};`);
    writeFileSync(
      path.join(nodesDir, `${type}.html`),
      `<script type="text/javascript">RED.nodes.registerType('${type}', { category: 'bench', defaults: {}, inputs: 1, outputs: 1 });</script>`,
    );
  }
  writeFileSync(
    path.join(userDir, 'package.json'),
    '{"name":"bench","version":"0.0.1","dependencies":{"@streamwire/node-red-twitch":"*"}}',
  );
  writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flow));
  const nodeRed = require('node-red') as NodeRed;
  const server = http.createServer();
  nodeRed.init(server, {
    userDir,
    nodesDir,
    flowFile: 'flows.json',
    httpAdminRoot: false,
    httpNodeRoot: false,
    telemetry: { enabled: false },
    logging: { console: { level: 'error' } },
  });
  const started = once(nodeRed.events, 'flows:started');
  await nodeRed.start();
  await started;
  return async () => {
    await nodeRed.stop();
    rmSync(userDir, { recursive: true, force: true });
  };
}

function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}
