import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinition } from '../../src/definitions/nodes';
import { dig } from './dig';
import {
  NodeRedProcess,
  projectRoot,
  type FlowNode,
  type NodeRedOptions,
  type Probed,
} from './node-red-process';

/** In the process of Node-RED: lets a test call any method of the practice world, such as `milestones.startHypeTrain`. */
const worldHelper = `const path = require('node:path');
module.exports = (RED) => {
  RED.nodes.registerType('test-world', function (config) { RED.nodes.createNode(this, config); });
  RED.httpAdmin.post('/test/world', (request, response) => {
    const inside = path.join('@streamwire', 'node-red-twitch', 'dist', 'src', 'node-red', 'account-registry.js');
    const { currentRegistry } = require(path.join(__dirname, '..', 'node_modules', inside));
    Promise.resolve(currentRegistry()?.hubs.runningPractice()).then((practice) => {
      if (!practice) throw new Error('no practice world runs');
      const { world, users, faults } = practice.simulator;
      const steps = request.body.method.split('.');
      const name = steps.pop();
      const owner = steps.reduce((value, step) => (value === world && step === 'faults' ? faults : value[step]), world);
      const args = request.body.args.map((arg) => (arg && arg.channel && arg.asState ? world.channel(arg.channel) : arg));
      if (name !== 'users') owner[name](...args);
      response.json({ users });
    }).catch((error) => response.status(500).json({ reason: String(error && error.message) }));
  });
};`;

const worldHelperHtml =
  '<script type="text/javascript">RED.nodes.registerType("test-world", { category: "test", defaults: {}, inputs: 0, outputs: 0 });</script>';

interface Line {
  readonly n: number;
  readonly kind: 'chat' | 'call' | 'event';
  readonly own: boolean;
  readonly who: string;
  readonly text: string;
}

export type Puppet = 'viewer' | 'subscriber' | 'vip' | 'moderator' | 'me';

interface Cast {
  readonly broadcaster: { readonly id: string; readonly login: string };
  readonly viewers: readonly { readonly id: string; readonly login: string; readonly name: string }[];
}

export interface RecipeOptions extends NodeRedOptions {
  /** How much faster than the wall clock the practice world runs; default 10. */
  readonly speed?: number;
  /** Changes to the imported nodes, as a streamer fills in what is marked with ①. */
  readonly edit?: (nodes: FlowNode[]) => FlowNode[];
}

/** Debug nodes become probes, so that a test sees what a lamp or a phone would get. */
export const probed = (nodes: FlowNode[]): FlowNode[] =>
  nodes.map((node) => (node.type === 'debug' ? { ...node, type: 'test-probe' } : node));

const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 40;

/** An example flow, imported into a real Node-RED of its own in practice mode, and the practice world around it. */
export class Recipe {
  readonly nodeRed: NodeRedProcess;
  readonly nodes: readonly FlowNode[];
  readonly #lines: Line[] = [];

  private constructor(nodeRed: NodeRedProcess, nodes: readonly FlowNode[]) {
    this.nodeRed = nodeRed;
    this.nodes = nodes;
  }

  /** @param file below `examples/`, without `.json` */
  static async start(file: string, options: RecipeOptions = {}): Promise<Recipe> {
    const { speed = 10, edit, ...rest } = options;
    const saved = JSON.parse(
      readFileSync(path.join(projectRoot(), 'examples', `${file}.json`), 'utf8'),
    ) as FlowNode[];
    const nodes = edit ? edit(saved) : saved;
    const nodeRed = new NodeRedProcess({
      ...rest,
      flows: nodes,
      settings: { twitchAccountPractice: { script: 'none', seed: 1, speed }, ...rest.settings },
    });
    const folder = path.join(nodeRed.userDir, 'nodes');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'test-world.js'), worldHelper);
    writeFileSync(path.join(folder, 'test-world.html'), worldHelperHtml);
    const recipe = new Recipe(nodeRed, nodes);
    await nodeRed.start();
    await recipe.ready();
    return recipe;
  }

  /** Waits until every trigger of the flow hears its channel. */
  async ready(): Promise<void> {
    const comms = await this.nodeRed.openComms();
    for (const { id, type } of this.nodes) {
      if (type.startsWith('twitch-') && type !== 'twitch-account' && !isAction(type))
        await comms.waitForStatus(id, 'practice');
    }
    comms.close();
  }

  /** A power cut and a new start; the practice world starts anew as well. */
  async restart(): Promise<void> {
    await this.nodeRed.kill();
    this.#lines.length = 0;
    await this.nodeRed.start();
    await this.ready();
  }

  /** Somebody writes a line. */
  async say(as: Puppet, text: string): Promise<void> {
    const { status, body } = await this.nodeRed.postJson('twitch/practice/say', { as, text });
    assert.equal(status, 204, JSON.stringify(body));
  }

  /**
   * Lets something happen in the practice world.
   *
   * @param method of the world, of a part of it (`ads.snooze`), or of the faults (`faults.serverError`)
   * @param args JSON; `{ channel, asState: true }` becomes the state of that channel
   */
  async world(method: string, ...args: readonly unknown[]): Promise<Cast> {
    const { status, body } = await this.nodeRed.postJson('test/world', { method, args });
    assert.equal(status, 200, `${method}: ${JSON.stringify(body)}`);
    return dig(body, 'users') as Cast;
  }

  cast(): Promise<Cast> {
    return this.world('users');
  }

  /** The text of the first line that the flow said and that fits. @param after only lines after this many of them */
  async said(pattern: RegExp, after = 0): Promise<string> {
    return (await this.#first(({ kind, own, text }) => kind === 'chat' && own && pattern.test(text), after))
      .text;
  }

  /** The first call that fits, such as `POST /polls → 200`. */
  async called(pattern: RegExp, after = 0): Promise<string> {
    return (await this.#first(({ kind, text }) => kind === 'call' && pattern.test(text), after)).text;
  }

  /** How many lines the transcript has, to look only at what comes after. */
  async mark(): Promise<number> {
    await this.#read();
    return this.#lines.length;
  }

  /** How many lines of the flow, or calls, fit so far. */
  async count(kind: 'said' | 'called', pattern: RegExp, after = 0): Promise<number> {
    await this.#read();
    return this.#lines
      .slice(after)
      .filter((line) => (kind === 'called' ? line.kind === 'call' : line.kind === 'chat' && line.own))
      .filter(({ text }) => pattern.test(text)).length;
  }

  /** Waits until so many lines of the flow, or calls, fit. */
  async times(kind: 'said' | 'called', pattern: RegExp, wanted: number): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while ((await this.count(kind, pattern)) < wanted) {
      assert(Date.now() < deadline, `${String(pattern)} only ${await this.count(kind, pattern)} times`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** What reached the debug node of that name, once there are so many messages; it has to be {@link probed}. */
  async reached(name: string, count: number): Promise<readonly Probed['msg'][]> {
    const id = this.nodes.find((node) => node['name'] === name)?.id;
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const found = this.nodeRed.probed.filter((probe) => probe.id === id).map(({ msg }) => msg);
      if (found.length >= count) return found;
      assert(Date.now() < deadline, `${name}: ${JSON.stringify(this.nodeRed.probed.slice(-3))}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** The test button of a trigger. @param type its type, if there is one such node in the flow */
  async press(type: string): Promise<void> {
    const found = this.nodes.filter((node) => node.type === type);
    assert.equal(found.length, 1, type);
    const { status, body } = await this.nodeRed.postJson(`twitch/nodes/${found[0]?.id ?? ''}/test`, {});
    assert.equal(status, 204, JSON.stringify(body));
  }

  async remove(): Promise<void> {
    await this.nodeRed.remove();
  }

  async #first(fits: (line: Line) => boolean, after: number): Promise<Line> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      await this.#read();
      const found = this.#lines.slice(after).find(fits);
      if (found) return found;
      if (Date.now() > deadline) {
        const seen = this.#lines.slice(-25).map(({ kind, text }) => `${kind} ${text}`);
        assert.fail(
          `it did not happen; the last lines:\n${seen.join('\n')}\n${this.nodeRed.output.slice(-1500)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #read(): Promise<void> {
    const { body } = await this.nodeRed.getJson(
      `twitch/practice/transcript?after=${this.#lines.at(-1)?.n ?? 0}`,
    );
    this.#lines.push(...(dig(body, 'entries') as Line[]));
  }
}

/** Actions say "practice" only after they have done something. */
function isAction(type: string): boolean {
  return nodeDefinition(type)?.kind === 'action';
}
