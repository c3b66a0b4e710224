import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinition } from '../../src/definitions/nodes';
import { projectRoot, type FlowNode, type NodeRedProcess, type Probed } from './node-red-process';

/** What was said, called or told in the simulated Twitch, in words. */
export interface WatchedLine {
  readonly kind: 'chat' | 'call' | 'event';
  /** A flow said it, not somebody of the cast. */
  readonly own: boolean;
  readonly text: string;
}

/** As whom a test speaks. */
export type Puppet = 'viewer' | 'subscriber' | 'vip' | 'moderator' | 'me';

const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 40;

/** Nodes of an example. @param file below `examples/`, without `.json` */
export function exampleNodes(file: string): FlowNode[] {
  const saved = readFileSync(path.join(projectRoot(), 'examples', `${file}.json`), 'utf8');
  return JSON.parse(saved) as FlowNode[];
}

/** Debug nodes become probes, so that a test sees what a lamp or a phone would get. */
export const probed = (nodes: FlowNode[]): FlowNode[] =>
  nodes.map((node) => (node.type === 'debug' ? { ...node, type: 'test-probe' } : node));

/** What a recipe posts goes to a server of the test: its address is filled in, as a streamer pastes that of a webhook. */
export const posting = (nodes: FlowNode[], origin: string): FlowNode[] =>
  nodes.map((node) => (node.type === 'http request' ? { ...node, url: `${origin}/webhook` } : node));

/** A flow in a real Node-RED, and what it does to the Twitch around it. */
export abstract class FlowWatch {
  readonly nodeRed: NodeRedProcess;
  readonly nodes: readonly FlowNode[];

  protected constructor(nodeRed: NodeRedProcess, nodes: readonly FlowNode[]) {
    this.nodeRed = nodeRed;
    this.nodes = nodes;
  }

  /** All lines up to now. */
  protected abstract lines(): Promise<readonly WatchedLine[]>;

  /** Waits until every trigger of the flow hears its channel. */
  protected async heard(status: 'practice' | 'connected'): Promise<void> {
    const comms = await this.nodeRed.openComms();
    for (const { id, type } of this.nodes) {
      if (type.startsWith('twitch-') && type !== 'twitch-account' && !isAction(type))
        await comms.waitForStatus(id, status).catch((error: unknown) => {
          throw new Error(`${String(error)}\n${this.nodeRed.output.slice(-2000)}`);
        });
    }
    comms.close();
  }

  /** The text of the first line that the flow said and that fits. @param after only lines after this many of them */
  async said(pattern: RegExp, after = 0): Promise<string> {
    const fits = ({ kind, own, text }: WatchedLine): boolean => kind === 'chat' && own && pattern.test(text);
    return this.#first(fits, after, `said ${String(pattern)}`);
  }

  /** The first call that fits, such as `POST /polls → 200`. */
  async called(pattern: RegExp, after = 0): Promise<string> {
    const fits = ({ kind, text }: WatchedLine): boolean => kind === 'call' && pattern.test(text);
    return this.#first(fits, after, `called ${String(pattern)}`);
  }

  /** The first event that fits, such as `channel.prediction.lock`. */
  async told(pattern: RegExp, after = 0): Promise<string> {
    const fits = ({ kind, text }: WatchedLine): boolean => kind === 'event' && pattern.test(text);
    return this.#first(fits, after, `told ${String(pattern)}`);
  }

  /** How many lines the transcript has, to look only at what comes after. */
  async mark(): Promise<number> {
    return (await this.lines()).length;
  }

  /** How many lines of the flow, or calls, fit so far. */
  async count(kind: 'said' | 'called', pattern: RegExp, after = 0): Promise<number> {
    return (await this.lines())
      .slice(after)
      .filter((line) => (kind === 'called' ? line.kind === 'call' : line.kind === 'chat' && line.own))
      .filter(({ text }) => pattern.test(text)).length;
  }

  /** Waits until so many lines of the flow, or calls, fit. */
  async times(kind: 'said' | 'called', pattern: RegExp, wanted: number, after = 0): Promise<void> {
    await this.until(
      async () => (await this.count(kind, pattern, after)) >= wanted,
      `${String(pattern)} ${wanted} times`,
    );
  }

  /** What reached the debug node of that name, once there are so many messages; it has to be {@link probed}. */
  async reached(name: string, count: number): Promise<readonly Probed['msg'][]> {
    const { id } = this.node(name);
    const there = (): Probed[] => this.nodeRed.probed.filter((probe) => probe.id === id);
    await this.until(() => there().length >= count, `${count} messages at "${name}"`);
    return there().map(({ msg }) => msg);
  }

  /** The test button of a trigger. @param type its type, if there is one such node in the flow */
  async press(type: string): Promise<void> {
    const found = this.nodes.filter((node) => node.type === type);
    assert.equal(found.length, 1, type);
    const { status, body } = await this.nodeRed.postJson(`twitch/nodes/${found[0]?.id ?? ''}/test`, {});
    assert.equal(status, 204, JSON.stringify(body));
  }

  /** Waits until so many minutes have passed on the clock of `quickTimers`: every timer has had its turn. */
  async minutes(count: number): Promise<void> {
    const ticks = (): number => this.nodeRed.probed.filter(({ id }) => id === 'clock').length;
    const wanted = ticks() + count;
    await this.until(() => ticks() >= wanted, `${count} minutes`);
  }

  /** Waits until a variable of the flow has this value; null: none. */
  async variable(name: string, value: unknown): Promise<void> {
    const tab = this.nodes.find((node) => node.type === 'tab')?.id ?? '';
    await this.until(
      async () => {
        const { body } = await this.nodeRed.getJson(`context/flow/${tab}/${name}?store=memory`);
        const { msg } = body as { msg?: string };
        return (msg ?? '') === (value === null ? '(undefined)' : JSON.stringify(value));
      },
      `${name} is ${String(value)}`,
    );
  }

  /** The button of an inject node. */
  async button(name: string): Promise<void> {
    const { status, body } = await this.nodeRed.postJson(`inject/${this.node(name).id}`, {});
    assert.equal(status, 200, JSON.stringify(body));
  }

  /** The only node of that name. */
  node(name: string): FlowNode {
    const [found, ...more] = this.nodes.filter((node) => node['name'] === name);
    assert(found && more.length === 0, name);
    return found;
  }

  /** Looks again and again until it is so. */
  async until(look: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!(await look())) {
      if (Date.now() > deadline) {
        const seen = (await this.lines()).slice(-25).map(({ kind, text }) => `${kind} ${text}`);
        const probes = JSON.stringify(this.nodeRed.probed.slice(-3));
        assert.fail(
          `${what}: it did not happen; the last lines:\n${seen.join('\n')}\n${probes}\n${this.nodeRed.output.slice(-1500)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #first(fits: (line: WatchedLine) => boolean, after: number, what: string): Promise<string> {
    let found: WatchedLine | undefined;
    await this.until(async () => {
      found = (await this.lines()).slice(after).find(fits);
      return found !== undefined;
    }, what);
    return found?.text ?? '';
  }
}

/** Actions say how they are only after they have done something. */
function isAction(type: string): boolean {
  return nodeDefinition(type)?.kind === 'action';
}
