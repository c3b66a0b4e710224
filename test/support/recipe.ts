import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dig } from './dig';
import { exampleNodes, FlowWatch, type Puppet, type WatchedLine } from './flow-watch';
import { sharedChatLine } from './shared-chat-line';
import { NodeRedProcess, type FlowNode, type NodeRedOptions } from './node-red-process';

export { probed, type Puppet } from './flow-watch';

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
      const become = (thing, facts) => {
        for (const [key, fact] of Object.entries(facts)) {
          if (typeof fact === 'object' && fact !== null) become(thing[key], fact);
          else thing[key] = fact;
        }
      };
      const call = (method, given) => {
        if (method === 'users') return;
        if (method === 'each') return given[1].forEach((args) => call(given[0], args));
        if (method === 'becomes') return become(world.channel(given[0]), given[1]);
        const steps = method.split('.');
        const name = steps.pop();
        const owner = steps.reduce((value, step) => (value === world && step === 'faults' ? faults : value[step]), world);
        owner[name](...given.map((arg) => (arg && arg.channel && arg.asState ? world.channel(arg.channel) : arg)));
      };
      call(request.body.method, request.body.args);
      response.json({ users });
    }).catch((error) => response.status(500).json({ reason: String(error && error.message) }));
  });
};`;

const worldHelperHtml =
  '<script type="text/javascript">RED.nodes.registerType("test-world", { category: "test", defaults: {}, inputs: 0, outputs: 0 });</script>';

interface Line extends WatchedLine {
  readonly n: number;
}

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

/** An example flow, imported into a real Node-RED of its own in practice mode, and the practice world around it. */
export class Recipe extends FlowWatch {
  readonly #lines: Line[] = [];

  /** @param file below `examples/`, without `.json` */
  static async start(file: string, options: RecipeOptions = {}): Promise<Recipe> {
    const { speed = 10, edit, ...rest } = options;
    const saved = exampleNodes(file);
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
    try {
      await nodeRed.start();
      await recipe.ready();
    } catch (error) {
      await recipe.remove();
      throw error;
    }
    return recipe;
  }

  /** Waits until every trigger of the flow hears its channel. */
  ready(): Promise<void> {
    return this.heard('practice');
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
   * @param method of the world, of a part of it (`ads.snooze`), or of the faults (`faults.serverError`);
   *   `becomes` changes what is so about a channel, `each` calls a method with each of several arguments at one moment
   * @param args JSON; `{ channel, asState: true }` becomes the state of that channel
   */
  async world(method: string, ...args: readonly unknown[]): Promise<Cast> {
    const { status, body } = await this.nodeRed.postJson('test/world', { method, args });
    assert.equal(status, 200, `${method}: ${JSON.stringify(body)}`);
    return dig(body, 'users') as Cast;
  }

  /** A line of another room that shares its chat with this one. */
  async sayElsewhere(text: string): Promise<void> {
    const { broadcaster } = await this.cast();
    await this.world('faults.irc.sendRaw', sharedChatLine(broadcaster, text));
  }

  /** Calls of this endpoint are refused. @param times how many */
  async refuse(endpoint: string, status: number, times = 1): Promise<void> {
    await this.world('faults.http', { endpoint }, { kind: 'answer', status }, times);
  }

  cast(): Promise<Cast> {
    return this.world('users');
  }

  async remove(): Promise<void> {
    await this.nodeRed.remove();
  }

  protected async lines(): Promise<readonly Line[]> {
    const { body } = await this.nodeRed.getJson(
      `twitch/practice/transcript?after=${this.#lines.at(-1)?.n ?? 0}`,
    );
    this.#lines.push(...(dig(body, 'entries') as Line[]));
    return this.#lines;
  }
}

/**
 * One Node-RED for all tests of a recipe, where nothing that one does is in the way of the next.
 *
 * @param options asked for just before the start
 * @returns the recipe, from the first test on
 */
export function played(file: string, options: () => RecipeOptions = () => ({})): () => Recipe {
  let recipe: Recipe | undefined;
  before(async () => {
    recipe = await Recipe.start(file, options());
  });
  after(async () => {
    await recipe?.remove();
  });
  return () => recipe ?? assert.fail(`${file} has not started`);
}
