import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';

/** A node of a flow, as it is written in a flow file. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

/** A message that reached a `test-probe` node. */
export interface Probed {
  readonly id: string;
  readonly msg: Record<string, unknown>;
}

export interface NodeRedOptions {
  /** What goes into settings.js besides what every test needs. JSON only. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** JavaScript after that; `settings` is the object. For adminAuth with functions and the like. */
  readonly settingsCode?: string;
  /** The flow file at the first start. */
  readonly flows?: readonly FlowNode[];
  /** An existing user directory, for restarts. Default: a fresh temporary one, which `remove()` deletes. */
  readonly userDir?: string;
  /** Default true: the package as it is built here is put into the user directory. */
  readonly linkPackage?: boolean;
  /** The `red.js` to start. Default: that of the environment's `TEST_NODE_RED`, else the one of this checkout. */
  readonly redScript?: string;
  /** The Node to start it with. Default: that of the environment's `TEST_NODE`, else this one. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export type DeployType = 'full' | 'flows' | 'nodes' | 'reload';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;

/** The folder that holds package.json of this checkout, wherever the compiler put this file. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** Where the compiler put `nodes/` and `src/`: two folders above this one. */
const builtRoot = path.resolve(__dirname, '..', '..');

/** Two helpers of the tests: `test-probe` prints what it receives, `test-inject` is fed over HTTP. */
const helperNodes = {
  'test-probe.js': `module.exports = (RED) => {
    RED.nodes.registerType('test-probe', function (config) {
      RED.nodes.createNode(this, config);
      this.on('input', (msg, send, done) => {
        const { req, res, ...plain } = msg;
        process.stdout.write('\\u0001PROBE ' + JSON.stringify({ id: config.id, msg: plain }) + '\\n');
        done();
      });
    });
  };`,
  'test-inject.js': `module.exports = (RED) => {
    RED.nodes.registerType('test-inject', function (config) { RED.nodes.createNode(this, config); });
    RED.httpAdmin.post('/test/inject/:id', (request, response) => {
      const node = RED.nodes.getNode(request.params.id);
      if (node) node.send(request.body);
      response.status(node ? 204 : 404).end();
    });
  };`,
};

const helperHtml = (type: string, inputs: number, outputs: number): string =>
  `<script type="text/javascript">RED.nodes.registerType('${type}', { category: 'test', defaults: { name: { value: '' } }, inputs: ${inputs}, outputs: ${outputs} });</script><script type="text/html" data-template-name="${type}"></script>`;

/** A Node-RED in a process of its own, on loopback, with its own user directory. */
export class NodeRedProcess extends EventEmitter<{ probe: [probed: Probed]; line: [line: string] }> {
  readonly userDir: string;
  readonly #options: NodeRedOptions;
  #child: ChildProcess | undefined;
  #output = '';
  #rest = '';
  #url = '';
  readonly probed: Probed[] = [];
  /** Sent with every request to the admin API once it is set. */
  accessToken: string | undefined;

  constructor(options: NodeRedOptions = {}) {
    super();
    this.setMaxListeners(0);
    this.#options = options;
    this.userDir = options.userDir ?? mkdtempSync(path.join(os.tmpdir(), 'node-red-twitch-test-'));
    this.#prepareUserDir();
  }

  /** Starts one and waits until its flows run. */
  static async start(options: NodeRedOptions = {}): Promise<NodeRedProcess> {
    const nodeRed = new NodeRedProcess(options);
    await nodeRed.start();
    return nodeRed;
  }

  /** Address of the editor, with a slash at its end. */
  get url(): string {
    return this.#url;
  }

  /** Everything that was printed since the last start, the probes' lines left out. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async start(): Promise<void> {
    const root = projectRoot();
    const script =
      this.#options.redScript ??
      process.env['TEST_NODE_RED'] ??
      path.join(root, 'node_modules', 'node-red', 'red.js');
    const node = this.#options.node ?? process.env['TEST_NODE'] ?? process.execPath;
    this.#output = '';
    const child = spawn(node, [script, '--userDir', this.userDir], {
      // Somewhere without a package.json: Node-RED must find ours through its user directory alone.
      cwd: this.userDir,
      env: { ...process.env, NODE_OPTIONS: '', NODE_RED_HOME: '', ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => this.#take(text));
    }
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`Node-RED ended (${String(code ?? signal)}):\n${this.#output}`);
    });
    ended.catch(() => {});
    await Promise.race([this.waitForLine(/Started flows|flows stopped/, START_TIMEOUT_MS), ended]);
    const address = /Server now running at (http:\S+)/.exec(this.#output)?.[1];
    if (!address) throw new Error(`Node-RED did not say its address:\n${this.#output}`);
    this.#url = address.endsWith('/') ? address : `${address}/`;
  }

  /** Ends it as an operator does, and hard if that takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** Whether the process still runs. */
  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Stops it and deletes its user directory. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.userDir, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A request to the admin API; `path` without a leading slash. */
  fetch(relative: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.accessToken) headers.set('Authorization', `Bearer ${this.accessToken}`);
    return fetch(this.#url + relative, { ...init, headers });
  }

  async getJson(relative: string): Promise<{ status: number; body: unknown }> {
    const response = await this.fetch(relative, { headers: { Accept: 'application/json' } });
    return { status: response.status, body: await jsonOf(response) };
  }

  async postJson(
    relative: string,
    body: unknown,
    method = 'POST',
  ): Promise<{ status: number; body: unknown }> {
    const response = await this.fetch(relative, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await jsonOf(response) };
  }

  /** Deploys as the editor does and waits until the flows run. */
  async deploy(flows: readonly FlowNode[], type: DeployType = 'full'): Promise<void> {
    const started = this.waitForLine(/Started (modified )?(flows|nodes)/);
    const current = await this.fetch('flows', { headers: { 'Node-RED-API-Version': 'v2' } });
    const { rev } = (await current.json()) as { rev: string };
    const response = await this.fetch('flows', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Node-RED-API-Version': 'v2',
        'Node-RED-Deployment-Type': type,
      },
      body: JSON.stringify({ rev, flows }),
    });
    if (!response.ok) throw new Error(`deploy answered ${response.status}: ${await response.text()}`);
    await started;
  }

  /** Feeds the `test-inject` node. */
  async inject(id: string, message: unknown): Promise<void> {
    const { status } = await this.postJson(`test/inject/${id}`, message);
    if (status !== 204) throw new Error(`inject ${id} answered ${status}`);
  }

  /** The first message at a `test-probe` that fits, also if it was there before. */
  waitForProbe(
    id: string,
    fits: (msg: Record<string, unknown>) => boolean = () => true,
    timeoutMs = 15_000,
  ): Promise<Record<string, unknown>> {
    const there = this.probed.find((probed) => probed.id === id && fits(probed.msg));
    if (there) return Promise.resolve(there.msg);
    return new Promise((resolve, reject) => {
      const onProbe = (probed: Probed): void => {
        if (probed.id !== id || !fits(probed.msg)) return;
        clearTimeout(timer);
        this.off('probe', onProbe);
        resolve(probed.msg);
      };
      const timer = setTimeout(() => {
        this.off('probe', onProbe);
        reject(
          new Error(
            `nothing that fits reached ${id}; there was ${JSON.stringify(this.probed).slice(0, 3000)}\n${this.#output.slice(-3000)}`,
          ),
        );
      }, timeoutMs);
      this.on('probe', onProbe);
    });
  }

  /** The next line of the log that fits. */
  waitForLine(pattern: RegExp, timeoutMs = 15_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const onLine = (line: string): void => {
        if (!pattern.test(line)) return;
        clearTimeout(timer);
        this.off('line', onLine);
        resolve(line);
      };
      const timer = setTimeout(() => {
        this.off('line', onLine);
        reject(new Error(`no line like ${String(pattern)} came:\n${this.#output.slice(-3000)}`));
      }, timeoutMs);
      this.on('line', onLine);
    });
  }

  /** Listens to what the editor is told: statuses, notifications, badges. */
  async openComms(): Promise<Comms> {
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}comms`);
    const comms = new Comms(socket);
    await once(socket, 'open');
    if (this.accessToken) {
      socket.send(JSON.stringify({ auth: this.accessToken }));
      await once(socket, 'message');
    }
    for (const topic of ['status/#', 'notification/#', 'twitch/#', 'debug']) {
      socket.send(JSON.stringify({ subscribe: topic }));
    }
    return comms;
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('\u0001PROBE ')) {
        const probed = JSON.parse(line.slice(7)) as Probed;
        this.probed.push(probed);
        this.emit('probe', probed);
        continue;
      }
      this.#output += `${line}\n`;
      this.emit('line', line);
    }
  }

  #prepareUserDir(): void {
    const settings = {
      flowFile: 'flows.json',
      uiHost: '127.0.0.1',
      uiPort: 0,
      credentialSecret: 'only for tests',
      telemetry: { enabled: false },
      editorTheme: { tours: false, projects: { enabled: false } },
      logging: { console: { level: 'info', metrics: false, audit: false } },
      ...this.#options.settings,
    };
    mkdirSync(this.userDir, { recursive: true });
    writeFileSync(
      path.join(this.userDir, 'settings.js'),
      `const settings = ${JSON.stringify(settings, null, 2)};\n${this.#options.settingsCode ?? ''}\nmodule.exports = settings;\n`,
    );
    const flowFile = path.join(this.userDir, 'flows.json');
    if (this.#options.flows) writeFileSync(flowFile, JSON.stringify(this.#options.flows));
    else if (!existsSync(flowFile)) writeFileSync(flowFile, '[]');
    const nodes = path.join(this.userDir, 'nodes');
    mkdirSync(nodes, { recursive: true });
    for (const [name, source] of Object.entries(helperNodes)) writeFileSync(path.join(nodes, name), source);
    writeFileSync(path.join(nodes, 'test-probe.html'), helperHtml('test-probe', 1, 0));
    writeFileSync(path.join(nodes, 'test-inject.html'), helperHtml('test-inject', 0, 1));
    if (this.#options.linkPackage !== false) this.#linkPackage();
  }

  /** Puts a package into the user directory that consists of this build: as an installation sees it. */
  #linkPackage(): void {
    const root = projectRoot();
    const scope = path.join(this.userDir, 'node_modules', '@streamwire');
    const target = path.join(scope, 'node-red-twitch');
    if (existsSync(target)) return;
    mkdirSync(target, { recursive: true });
    cpSync(path.join(root, 'package.json'), path.join(target, 'package.json'));
    for (const [name, from] of [
      ['dist', builtRoot],
      ['resources', path.join(root, 'resources')],
      ['examples', path.join(root, 'examples')],
    ] as const) {
      if (existsSync(from)) symlinkSync(from, path.join(target, name), 'junction');
    }
    writeFileSync(
      path.join(this.userDir, 'package.json'),
      JSON.stringify({
        name: 'node-red-project',
        version: '0.0.1',
        private: true,
        dependencies: { '@streamwire/node-red-twitch': readVersion(root) },
      }),
    );
  }
}

/** What stands below a node in the editor. */
export interface ShownStatus {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}

/** The last part of a catalogue key: `practice` of `...:common.status.practice`. */
export function textKey(status: ShownStatus): string {
  return (status.text ?? '').split('.').at(-1) ?? '';
}

/** What came over the editor's socket. */
export class Comms extends EventEmitter<{ message: [topic: string, data: unknown] }> {
  readonly #socket: WebSocket;
  readonly #latest = new Map<string, unknown>();
  readonly messages: { topic: string; data: unknown }[] = [];

  constructor(socket: WebSocket) {
    super();
    this.setMaxListeners(0);
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (raw: Buffer) => {
      const parsed = JSON.parse(raw.toString('utf8')) as unknown;
      for (const message of Array.isArray(parsed) ? parsed : [parsed]) {
        const { topic, data } = message as { topic?: string; data?: unknown };
        if (topic === undefined) continue;
        this.#latest.set(topic, data);
        this.messages.push({ topic, data });
        this.emit('message', topic, data);
      }
    });
  }

  /** The status of a node as it is now. */
  status(id: string): ShownStatus | undefined {
    return this.#latest.get(`status/${id}`) as ShownStatus | undefined;
  }

  /** Waits until the status of a node has this text, compared without its catalogue. */
  waitForStatus(id: string, text: string, timeoutMs = 15_000): Promise<ShownStatus> {
    const now = this.status(id);
    if (now && textKey(now) === text) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const onMessage = (topic: string, data: unknown): void => {
        const status = data as ShownStatus;
        if (topic !== `status/${id}` || textKey(status) !== text) return;
        clearTimeout(timer);
        this.off('message', onMessage);
        resolve(status);
      };
      const timer = setTimeout(() => {
        this.off('message', onMessage);
        reject(new Error(`status of ${id} is ${JSON.stringify(this.status(id))}, not ${text}`));
      }, timeoutMs);
      this.on('message', onMessage);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

function readVersion(root: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
