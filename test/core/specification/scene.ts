import { TwitchClient } from '../../../src/core/client';
import type { TwitchClientOptions } from '../../../src/core/client/options';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator';

/** A check of an item that is not about Helix: it sets its own scene. */
export type SceneCheck = (scene: Scene) => Promise<void>;

/** A simulated Twitch, and clients that are closed with it. */
export class Scene {
  readonly simulator: Simulator;
  readonly #clients: TwitchClient[] = [];

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async start(options: SimulatorOptions = {}): Promise<Scene> {
    return new Scene(await startSimulator(options));
  }

  /** Login of the channel. */
  get channel(): string {
    return this.simulator.users.broadcaster.login;
  }

  /** Login of somebody who chats. */
  get viewer(): string {
    return this.simulator.users.viewers[0]!.login;
  }

  /** A client with the bot's token, or with what the options say. */
  client(options: Partial<TwitchClientOptions> = {}): TwitchClient {
    const client = new TwitchClient({
      clientId: this.simulator.clientId,
      urls: this.simulator.urls,
      tokens: this.token(),
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  token(
    login = this.simulator.users.bot.login,
    scopes: readonly string[] = ['chat:read', 'chat:edit', 'user:write:chat'],
    clientId = this.simulator.clientId,
  ): { accessToken: string; refreshToken: string } {
    const { accessToken, refreshToken } = this.simulator.issueToken({ login, scopes, clientId });
    return { accessToken, refreshToken };
  }

  /** The viewer writes. Returns the id of the line. */
  say(text: string, login = this.viewer): string {
    return this.simulator.world.say({ login, channel: this.channel, text });
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.simulator.close();
  }
}
