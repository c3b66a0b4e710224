import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nodeDefinitions } from '../../src/definitions/nodes';
import type { Account } from '../../src/node-red/account';
import { closeAccountRegistry, currentRegistry } from '../../src/node-red/account-registry';
import type { PracticeWorld } from '../../src/node-red/practice';
import type { FlowNode } from './node-red-process';
import { projectRoot, textKey, type ShownStatus } from './node-red-process';
import { dig } from './dig';

/** A node of the helper's flow, as far as tests touch it. */
interface HelperNode {
  on(event: 'input', listener: (message: Record<string, unknown>) => void): void;
  receive(message: Record<string, unknown>): void;
  context(): { flow: { set(key: string, value: unknown): void } };
}

/** The part of node-red-node-test-helper that is used here; it brings no types. */
interface Helper {
  init(runtime: string): void;
  settings(settings: Record<string, unknown>): void;
  load(nodes: readonly unknown[], flow: readonly FlowNode[], credentials?: object): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): HelperNode | null;
  setFlows(flow: readonly FlowNode[], type: string): Promise<void>;
  request(): AdminRequests;
  log(): { args: [{ level: number; msg: unknown; id?: string }][] };
}

/** supertest, narrowed. */
export interface AdminRequests {
  get(url: string): AdminCall;
  post(url: string): AdminCall;
  delete(url: string): AdminCall;
}

export interface AdminCall extends PromiseLike<{ status: number; body: unknown; text: string }> {
  send(body: unknown): AdminCall;
  set(name: string, value: string): AdminCall;
}

const helper = require('node-red-node-test-helper') as Helper;
const { events } = require('@node-red/util') as { events: NodeJS.EventEmitter };

const WAIT_MS = 10_000;

/** Our node sets in Node-RED's own runtime, in this process: what comes out of nodes, their statuses, their admin routes. */
export class FlowBench {
  readonly userDir = mkdtempSync(path.join(os.tmpdir(), 'twitch-bench-'));
  readonly #messages = new Map<string, Record<string, unknown>[]>();
  readonly #statuses = new Map<string, ShownStatus[]>();
  readonly #waiting = new Set<() => void>();
  readonly #onStatus = ({ id, status }: { id: string; status: ShownStatus }): void => {
    const all = this.#statuses.get(id) ?? [];
    all.push(status);
    this.#statuses.set(id, all);
    this.#wake();
  };

  /** @param settings on top of a silent, fast practice world */
  constructor(settings: Record<string, unknown> = {}) {
    helper.init(require.resolve('node-red'));
    helper.settings({
      userDir: this.userDir,
      twitchAccountPractice: { script: 'none', speed: 20, seed: 1 },
      ...settings,
    });
    events.on('node-status', this.#onStatus);
  }

  /** Loads a flow. Nodes of type `helper` record what they receive. */
  async load(flow: readonly FlowNode[], credentials: object = {}): Promise<void> {
    const sets = Object.keys(nodeDefinitions).map(
      (name) => require(path.join(__dirname, '..', '..', 'nodes', name)) as unknown,
    );
    await helper.load([speakEnglish, ...sets], flow, credentials);
    this.#record(flow);
  }

  async deploy(flow: readonly FlowNode[], type: 'full' | 'flows' | 'nodes' = 'full'): Promise<void> {
    await helper.setFlows(flow, type);
    this.#record(flow);
  }

  inject(id: string, message: Record<string, unknown>): void {
    const node = helper.getNode(id);
    assert(node, `no node ${id}`);
    node.receive(message);
  }

  /** Sets a flow variable of the tab that a node stands in. */
  setFlow(id: string, key: string, value: unknown): void {
    const node = helper.getNode(id);
    assert(node, `no node ${id}`);
    node.context().flow.set(key, value);
  }

  messages(id: string): readonly Record<string, unknown>[] {
    return this.#messages.get(id) ?? [];
  }

  /** The first message at a helper node that fits, also if it was there before. */
  waitFor(
    id: string,
    fits: (message: Record<string, unknown>) => boolean = () => true,
  ): Promise<Record<string, unknown>> {
    return this.#until(
      () => this.messages(id).find(fits),
      () =>
        `nothing that fits reached ${id}: ${JSON.stringify([...this.#messages])} ${JSON.stringify([...this.#statuses])}`,
    );
  }

  status(id: string): ShownStatus | undefined {
    return this.#statuses.get(id)?.at(-1);
  }

  statuses(id: string): readonly ShownStatus[] {
    return this.#statuses.get(id) ?? [];
  }

  /** Waits until the status of a node has this text. */
  waitForStatus(id: string, key: string): Promise<ShownStatus> {
    return this.#until(
      () => {
        const status = this.status(id);
        return status && textKey(status) === key ? status : undefined;
      },
      () => `status of ${id} is ${JSON.stringify(this.statuses(id))}, not ${key}`,
    );
  }

  /** Waits until `look` finds something. */
  async until<T>(look: () => T | undefined, what: string): Promise<T> {
    return this.#until(look, () => what);
  }

  /** The practice world, once an account has started it. */
  async world(): Promise<PracticeWorld> {
    const world = await currentRegistry()?.hubs.runningPractice();
    assert(world, 'no practice world runs');
    return world;
  }

  /** A deployed account. */
  account(id: string): Account {
    const account = currentRegistry()?.account(id);
    assert(account, `no account ${id}`);
    return account;
  }

  get admin(): AdminRequests {
    return helper.request();
  }

  /** What was logged as an error or warning. */
  logged(): readonly string[] {
    return helper
      .log()
      .args.map(([entry]) => entry)
      .filter((entry) => entry.level <= 30)
      .map((entry) => (entry.msg instanceof Error ? entry.msg.message : String(entry.msg)));
  }

  async unload(): Promise<void> {
    await helper.unload();
    await closeAccountRegistry();
    this.#messages.clear();
    this.#statuses.clear();
  }

  async close(): Promise<void> {
    await this.unload();
    events.off('node-status', this.#onStatus);
    rmSync(this.userDir, { recursive: true, force: true });
  }

  #record(flow: readonly FlowNode[]): void {
    for (const { id, type } of flow) {
      if (type !== 'helper') continue;
      helper.getNode(id)?.on('input', (message) => {
        const all = this.#messages.get(id) ?? [];
        all.push(message);
        this.#messages.set(id, all);
        this.#wake();
      });
    }
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }

  /** Looks whenever something has happened, and now and then besides, for what makes no sound. */
  #until<T>(find: () => T | undefined, describe: () => string): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        clearInterval(interval);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(describe()));
      }, WAIT_MS);
      const interval = setInterval(look, 50);
      this.#waiting.add(look);
      look();
    });
  }
}

/** Node-RED's own catalogues are not loaded by the helper, whose `RED._` gives keys back: here the texts are those of our files. */
function speakEnglish(red: { _: (key: string) => string }): void {
  red._ = (key) => {
    const [, set = '', name = ''] = /^@streamwire\/node-red-twitch\/([\w-]+):(.+)$/.exec(key) ?? [];
    if (set === '') return key;
    const file = path.join(projectRoot(), 'nodes', 'locales', 'en-US', `${set}.json`);
    const text = dig(JSON.parse(readFileSync(file, 'utf8')), name);
    return typeof text === 'string' ? text : key;
  };
}
