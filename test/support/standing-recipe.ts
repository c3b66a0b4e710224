import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator, TranscriptEntry } from '../../src/simulator/simulator';
import { exampleNodes, FlowWatch, type Puppet, type WatchedLine } from './flow-watch';
import { NodeRedProcess, type FlowNode } from './node-red-process';
import { channelAccount, seedSignIn } from './twitch-flow';

/**
 * Example flows on an account that is signed in to a simulated Twitch. That Twitch stands while Node-RED is switched off, as the real
 * one does; the practice world of a {@link Recipe} ends with Node-RED, and what nodes remember of it, too.
 */
export class StandingRecipe extends FlowWatch {
  readonly simulator: Simulator;
  readonly #lines: WatchedLine[] = [];
  #speaking = false;

  private constructor(simulator: Simulator, nodeRed: NodeRedProcess, nodes: readonly FlowNode[]) {
    super(nodeRed, nodes);
    this.simulator = simulator;
    simulator.on('transcript', (entry) => this.#add(entry));
  }

  /**
   * @param files below `examples/`, without `.json`; several stand beside each other
   * @param edit changes to the imported nodes
   */
  static async start(
    files: readonly string[],
    edit: (nodes: FlowNode[]) => FlowNode[] = (nodes) => nodes,
  ): Promise<StandingRecipe> {
    const imported = new Map(files.flatMap(exampleNodes).map((node) => [node.id, node]));
    const edited = edit([...imported.values()]);
    const simulator = await startSimulator({ viewers: 'none', seed: 1 });
    const nodes = edited.map((node) =>
      node.type === 'twitch-account' ? { ...node, ...channelAccount(simulator, { id: node.id }) } : node,
    );
    const account = nodes.find(({ type }) => type === 'twitch-account')?.id ?? '';
    const nodeRed = new NodeRedProcess({ flows: nodes });
    const { broadcaster, bot } = simulator.users;
    await seedSignIn(nodeRed.userDir, simulator, { login: broadcaster.login, account });
    await seedSignIn(nodeRed.userDir, simulator, { login: bot.login, account, slot: 'bot' });
    const recipe = new StandingRecipe(simulator, nodeRed, nodes);
    try {
      await nodeRed.start();
      await recipe.heard('connected');
    } catch (error) {
      await recipe.remove();
      throw error;
    }
    return recipe;
  }

  get world(): Simulator['world'] {
    return this.simulator.world;
  }

  /** Somebody writes a line. */
  say(as: Puppet, text: string): void {
    const { users } = this.simulator;
    const cast = { ...users, viewer: users.viewers[0] ?? users.subscriber, me: users.broadcaster };
    this.#speaking = true;
    try {
      this.world.say({ login: cast[as].login, text });
    } finally {
      this.#speaking = false;
    }
  }

  /** Stops Node-RED as an operator does and starts it again. @param meanwhile what happens at Twitch while it is off */
  async restart(meanwhile: () => void = () => undefined): Promise<void> {
    await this.nodeRed.stop();
    meanwhile();
    await this.nodeRed.start();
    await this.heard('connected');
  }

  /** What a node has kept for a restart by now, as text; '' for nothing. */
  remembered(id: string): string {
    return this.#drawers().find((line) => line.startsWith(JSON.stringify(id))) ?? '';
  }

  /** While Node-RED is off: moves all times that this node remembers so many milliseconds into the past. */
  makeOlder(id: string, ms: number): void {
    const drawers = this.#drawers();
    const mine = drawers.findIndex((line) => line.startsWith(JSON.stringify(id)));
    assert(mine !== -1, `${id} remembers nothing`);
    const older = (time: string): string => String(Number(time) - ms);
    drawers[mine] = drawers[mine]?.replaceAll(/\b\d{13}\b/g, older) ?? '';
    writeFileSync(this.#stateFile, drawers.join('\n'));
  }

  async remove(): Promise<void> {
    await this.nodeRed.remove();
    await this.simulator.close();
  }

  protected lines(): Promise<readonly WatchedLine[]> {
    return Promise.resolve(this.#lines);
  }

  get #stateFile(): string {
    return path.join(this.nodeRed.userDir, 'twitch-state.json');
  }

  /** One line for each node. */
  #drawers(): string[] {
    return existsSync(this.#stateFile) ? readFileSync(this.#stateFile, 'utf8').split('\n') : [];
  }

  #add(entry: TranscriptEntry): void {
    const { bot, broadcaster } = this.simulator.users;
    if (entry.kind === 'chat') {
      const isOurs = entry.login === bot.login || entry.login === broadcaster.login;
      this.#lines.push({
        kind: 'chat',
        own: isOurs && !this.#speaking,
        text: `${entry.name}: ${entry.text}`,
      });
    } else if (entry.kind === 'call') {
      const text = `${entry.method} ${entry.path} → ${entry.status}`;
      this.#lines.push({ kind: 'call', own: false, text });
    } else this.#lines.push({ kind: 'event', own: false, text: entry.type });
  }
}
