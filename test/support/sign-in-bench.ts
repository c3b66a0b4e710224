import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Grant } from '../../src/core/auth/grant';
import { readFileIfThere } from '../../src/node-red/atomic-file';
import type { Document } from '../../src/node-red/document';
import { SealedGrantStore } from '../../src/node-red/grant-store';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator, SimulatorUrls } from '../../src/simulator/simulator';
import { dig } from './dig';
import { HttpProxy, type Passed } from './http-proxy';
import { NodeRedProcess, type Comms, type FlowNode, type NodeRedOptions } from './node-red-process';
import { SignInSteps } from './sign-in-steps';
import type { ArmedFault } from './store-faults';
import { channelAccount, ends, inject, node, probed, seedSignIn, serverOf } from './twitch-flow';

export interface BenchOptions extends Omit<NodeRedOptions, 'flows' | 'env'> {
  /** More nodes in the flow. */
  readonly nodes?: readonly FlowNode[];
  /** What is other than usual in the account. */
  readonly account?: Readonly<Record<string, unknown>>;
  readonly simulator?: { readonly seed?: number };
}

/**
 * A Node-RED process with one signed-in account at a simulated Twitch, whose sign-in server is watched, and whose file system
 * and life can be made to end at any step.
 */
export class SignInBench {
  readonly simulator: Simulator;
  readonly nodeRed: NodeRedProcess;
  readonly steps: SignInSteps;
  /** Twitch's addresses as the account has them. */
  readonly urls: SimulatorUrls;
  readonly #proxy: HttpProxy;
  readonly #faults: string;
  readonly #nodes: readonly FlowNode[];
  readonly #account: Readonly<Record<string, unknown>>;

  private constructor(simulator: Simulator, proxy: HttpProxy, options: BenchOptions) {
    const { nodes = [], account = {}, simulator: _, ...rest } = options;
    this.simulator = simulator;
    this.#proxy = proxy;
    this.#nodes = nodes;
    this.#account = account;
    this.urls = { ...simulator.urls, id: `${proxy.origin}/oauth2` };
    const preload = require.resolve('./store-faults');
    this.nodeRed = new NodeRedProcess({
      ...rest,
      flows: this.flow(),
      env: { NODE_OPTIONS: `--require ${JSON.stringify(preload)}`, TWITCH_TEST_FAULTS: 'faults.json' },
    });
    this.#faults = path.join(this.nodeRed.userDir, 'faults.json');
    this.steps = new SignInSteps(
      simulator,
      {
        get: (route) => this.nodeRed.getJson(route),
        post: (route, body) => this.nodeRed.postJson(route, body),
      },
      this.urls,
    );
  }

  static async make(options: BenchOptions = {}): Promise<SignInBench> {
    const simulator = await startSimulator({ viewers: 'none', devicePollSeconds: 1, ...options.simulator });
    const proxy = await HttpProxy.start({ target: `http://127.0.0.1:${simulator.port}` });
    return new SignInBench(simulator, proxy, options);
  }

  /** As `make`, with the streamer signed in from before and all connected. */
  static async signedIn(options: BenchOptions = {}): Promise<SignInBench> {
    const bench = await SignInBench.make(options);
    await bench.seed();
    await bench.start();
    return bench;
  }

  async seed(
    login = this.simulator.users.broadcaster.login,
    slot: 'channel' | 'bot' = 'channel',
  ): Promise<void> {
    await seedSignIn(this.nodeRed.userDir, this.simulator, { login, slot, server: this.urls.id });
  }

  async start(status = 'connected'): Promise<void> {
    await this.nodeRed.start();
    await this.shows(status);
  }

  async restart(status = 'connected'): Promise<void> {
    await this.nodeRed.stop();
    await this.start(status);
  }

  async close(): Promise<void> {
    await this.nodeRed.remove();
    await this.#proxy.close();
    await this.simulator.close();
  }

  flow(changes: Readonly<Record<string, unknown>> = {}): readonly FlowNode[] {
    return probed([
      channelAccount(this.simulator, { ...serverOf(this.urls), ...this.#account, ...changes }),
      node('event', 'twitch-event', { fields: { event: 'channel.raid' } }),
      node('api', 'twitch-api', { fields: { call: 'get-channel-information' } }),
      inject('in', 'api'),
      ...this.#nodes,
      ...ends,
    ]);
  }

  /** A call goes through with the sign-in as it is now. */
  async works(): Promise<void> {
    const before = this.#arrived('out');
    await this.nodeRed.inject('in', {});
    await this.nodeRed.waitForProbe('out', () => this.#arrived('out') > before);
  }

  /** A call fails because nobody is signed in. */
  async fails(): Promise<void> {
    const before = this.#arrived('caught');
    await this.nodeRed.inject('in', {});
    await this.nodeRed.waitForProbe('caught', () => this.#arrived('caught') > before);
  }

  async shows(status: string, id = 'event'): Promise<void> {
    await this.withComms((comms) => comms.waitForStatus(id, status));
  }

  async withComms<T>(use: (comms: Comms) => Promise<T>): Promise<T> {
    const comms = await this.nodeRed.openComms();
    try {
      return await use(comms);
    } finally {
      comms.close();
    }
  }

  async signIn(): Promise<void> {
    const view = await this.steps.signIn({ login: this.simulator.users.broadcaster.login });
    assert.equal(dig(view, 'state'), 'done', JSON.stringify(view));
  }

  async view(): Promise<unknown> {
    return (await this.nodeRed.getJson('twitch/accounts/acc')).body;
  }

  /** Twitch ends the access token; the refresh token stays good. */
  async expire(): Promise<void> {
    const { accessToken } = await this.stored();
    const form = new URLSearchParams({ client_id: this.simulator.clientId, token: accessToken });
    const answer = await fetch(`${this.simulator.urls.id}/revoke`, { method: 'POST', body: form });
    assert.equal(answer.status, 200);
  }

  /** Twitch ends everything: the person disconnected the application. */
  disconnect(): void {
    this.simulator.revokeGrant(this.simulator.clientId, this.simulator.users.broadcaster.login);
  }

  arm(fault: ArmedFault): void {
    writeFileSync(this.#faults, JSON.stringify(fault));
  }

  disarm(): void {
    writeFileSync(this.#faults, '');
  }

  /** Waits until the process has died of a fault. */
  async died(): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (this.nodeRed.running) {
      assert(Date.now() < deadline, `Node-RED lives on:\n${this.nodeRed.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The streamer's sign-in as it lies on the disk, read with the installation's key. */
  async stored(): Promise<Grant> {
    const store = new SealedGrantStore({
      document: readOnly(this.file('twitch-accounts.json')),
      keyDocument: readOnly(this.file('twitch-accounts.key')),
    });
    const grants = await store.list();
    const grant = grants.find(({ userId }) => userId === this.simulator.users.broadcaster.id);
    assert(grant, 'nothing is stored');
    return grant;
  }

  file(name: string): string {
    return path.join(this.nodeRed.userDir, name);
  }

  exists(name: string): boolean {
    return existsSync(this.file(name));
  }

  /** Files of the stores, by how their names end. */
  files(end: RegExp): readonly string[] {
    return readdirSync(this.nodeRed.userDir).filter((name) => name.startsWith('twitch-') && end.test(name));
  }

  /** No such file is left soon; one that is there for a moment belongs to a store that is being written just now. */
  async noneLeft(end: RegExp): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (this.files(end).length > 0) {
      assert(Date.now() < deadline, `left over: ${this.files(end).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Requests for a new token by refresh, as Twitch saw them. */
  get refreshes(): readonly Passed[] {
    return this.#proxy.passed.filter(
      ({ path: asked, body }) => asked.endsWith('/token') && body.includes('grant_type=refresh_token'),
    );
  }

  /** Everything that went between Node-RED and the sign-in server. */
  get passed(): readonly Passed[] {
    return this.#proxy.passed;
  }

  /** What the account itself reported to Catch nodes. */
  get told(): readonly Readonly<Record<string, unknown>>[] {
    return this.nodeRed.probed
      .filter(({ id, msg }) => id === 'caught' && dig(msg, 'error.source.id') === 'acc')
      .map(({ msg }) => msg);
  }

  #arrived(id: string): number {
    return this.nodeRed.probed.filter((entry) => entry.id === id).length;
  }
}

/** Looks at a file of a running Node-RED without touching what lies beside it. */
function readOnly(file: string): Document {
  const refuse = (): Promise<never> => Promise.reject(new Error('only looked at'));
  return { name: file, read: () => readFileIfThere(file), write: refuse, setAside: refuse };
}
