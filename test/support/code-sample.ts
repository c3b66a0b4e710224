import assert from 'node:assert/strict';
import * as core from '../../src/core/index';
import { startSimulator, type Simulator } from '../../src/simulator/index';

/** The JavaScript of a page, block by block. */
export function samplesOf(page: string): readonly string[] {
  return Array.from(page.matchAll(/```js\n([\s\S]*?)```/g), ([, code]) => code ?? '');
}

/** Runs code of our pages as it stands, with the practice Twitch in the place of Twitch. */
export class SampleRunner {
  /** What it printed, one entry a call. */
  readonly printed: unknown[][] = [];
  readonly #twitch: Simulator;
  readonly #clients: core.TwitchClient[] = [];
  readonly #onPrint: (words: string) => void;

  constructor(twitch: Simulator, onPrint: (words: string) => void = () => undefined) {
    this.#twitch = twitch;
    this.#onPrint = onPrint;
  }

  async run(sample: string, scopes: readonly string[]): Promise<void> {
    const { urls, users, clientId } = this.#twitch;
    const { login } = users.broadcaster;
    const { accessToken, refreshToken } = this.#twitch.issueToken({ login, scopes });
    const clients = this.#clients;
    class TwitchClient extends core.TwitchClient {
      constructor(options: core.TwitchClientOptions) {
        super({ ...options, urls });
        clients.push(this);
      }
    }
    class TokenManager extends core.TokenManager {
      constructor(options: core.TokenManagerOptions) {
        super({ ...options, urls });
      }
    }
    const modules: Record<string, unknown> = {
      '@streamwire/node-red-twitch/core': { ...core, TwitchClient, TokenManager },
      '@streamwire/node-red-twitch/simulator': { startSimulator },
    };
    const names = {
      require: (name: string) => {
        assert.ok(modules[name], `package.json exports ${name}`);
        return modules[name];
      },
      console: {
        log: (...values: unknown[]) => {
          this.printed.push(values);
          this.#onPrint(values.map(String).join(' '));
        },
      },
      clientId,
      accessToken,
      refreshToken,
      ...(!/const tokens\b/.test(sample) && { tokens: { accessToken, refreshToken } }),
    };
    const body = `return (async () => {${sample.replaceAll('your_login', login)}})();`;
    const made: unknown = Reflect.construct(Function, [...Object.keys(names), body]);
    assert.ok(typeof made === 'function');
    await (Reflect.apply(made, undefined, Object.values(names)) as Promise<void>);
  }

  /** Ends what the code has left open, as a program that goes on does. */
  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
  }
}
