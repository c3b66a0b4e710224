import assert from 'node:assert/strict';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchClient } from '../../../src/core/client';
import type { PartialUser } from '../../../src/core/user';
import { startSimulator, type Person, type Simulator, type TranscriptEntry } from '../../../src/simulator';
import { allScopes } from '../../../src/tables/scopes';
import { FakeClock } from '../../support/fake-clock';

type CallEntry = Extract<TranscriptEntry, { kind: 'call' }>;

/** A check of one item of the specification. */
export type Check = (stage: Stage) => Promise<void>;

/** A simulated Twitch and a client in which the people of its channel are signed in with everything granted. */
export class Stage {
  readonly clock: FakeClock;
  readonly simulator: Simulator;
  readonly client: TwitchClient;
  /** Every call of Helix that arrived. */
  readonly calls: CallEntry[] = [];
  readonly #manager: TokenManager;

  private constructor(clock: FakeClock, simulator: Simulator, manager: TokenManager) {
    this.clock = clock;
    this.simulator = simulator;
    this.#manager = manager;
    const { clientId, urls } = simulator;
    this.client = new TwitchClient({ clientId, urls, clock, tokens: manager });
    simulator.on('transcript', (entry) => {
      if (entry.kind === 'call') this.calls.push(entry);
    });
  }

  static async start(): Promise<Stage> {
    const clock = new FakeClock();
    const simulator = await startSimulator({ clock });
    const { clientId, urls, users } = simulator;
    const manager = new TokenManager({ clientId, urls, clock, store: new MemoryTokenStore() });
    const scopes = allScopes().map((row) => row.scope);
    for (const { login } of [users.broadcaster, users.moderator, users.subscriber, users.viewers[0]!]) {
      await manager.addToken(simulator.issueToken({ login, scopes }));
    }
    return new Stage(clock, simulator, manager);
  }

  /** The broadcaster. */
  get me(): Person {
    return this.simulator.users.broadcaster;
  }

  /** The broadcaster's handle. */
  get user(): PartialUser {
    return this.client.user(this.me.id);
  }

  get moderator(): Person {
    return this.simulator.users.moderator;
  }

  get viewer(): Person {
    return this.simulator.users.viewers[0]!;
  }

  /** Another streamer, who is live. */
  get streamer(): Person {
    return this.simulator.world.cast.streamers[0]!;
  }

  get world(): Simulator['world'] {
    return this.simulator.world;
  }

  get channel() {
    return this.world.channel(this.me.id)!;
  }

  /** The last call was this one, with exactly this query, as this person, and Twitch took it. */
  sent(
    endpoint: string,
    query: Readonly<Record<string, string | readonly string[]>>,
    { login = this.me.login, status = 200 }: { login?: string; status?: number } = {},
  ): void {
    const last = this.calls.at(-1);
    assert.ok(last, 'nothing was sent');
    const { searchParams } = new URL(last.path, 'http://helix');
    const pairs = Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((each) => `${name}=${each}`),
    );
    assert.deepEqual(
      {
        endpoint: last.endpoint,
        login: last.login,
        status: last.status,
        query: [...searchParams].map(([name, value]) => `${name}=${value}`).toSorted(),
        ignored: last.ignored ?? [],
      },
      { endpoint, login, status, query: pairs.toSorted(), ignored: [] },
    );
  }

  /** It fails with TWITCH_GONE, says what to use instead, and Twitch was asked nothing. */
  async gone(run: () => Promise<unknown>, replacement: RegExp): Promise<void> {
    await assert.rejects(run, { code: 'TWITCH_GONE', message: replacement });
    assert.deepEqual(this.calls, []);
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.#manager.close();
    await this.simulator.close();
  }
}
