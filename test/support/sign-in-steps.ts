import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from './dig';
import { serverOf } from './twitch-flow';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The admin routes of a Node-RED, wherever it runs; paths without a leading slash. */
export interface Routes {
  get(path: string): Promise<Answer>;
  post(path: string, body: object): Promise<Answer>;
}

export interface SignInWish {
  /** Who presses Allow. */
  readonly login: string;
  readonly account?: string;
  readonly slot?: 'channel' | 'bot';
  readonly use?: 'channel' | 'practice';
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Say yes when the dialog asks whether it is meant. */
  readonly confirm?: boolean;
}

/** What a person does in the account's dialog, from the button to the end. */
export class SignInSteps {
  readonly routes: Routes;
  readonly #simulator: Simulator;
  readonly #server: Readonly<Record<string, string>>;
  readonly #given = new Map<string, string>();

  /** @param urls through which Node-RED reaches the simulator, if not directly */
  constructor(simulator: Simulator, routes: Routes, urls = simulator.urls) {
    this.#simulator = simulator;
    this.routes = routes;
    this.#server = serverOf(urls);
  }

  /** The last thing the dialog is told: `done`, `confirm`, `failed` or `expired`. */
  async signIn(wish: SignInWish): Promise<unknown> {
    const { account = 'acc', slot = 'channel', use = 'channel', clientSecret } = wish;
    const known = this.#accessTokens();
    const { status, body } = await this.routes.post(`twitch/accounts/${account}/sign-in`, {
      slot,
      use,
      clientId: wish.clientId ?? this.#simulator.clientId,
      ...(clientSecret !== undefined && { clientSecret }),
      ...this.#server,
      scopes: [],
    });
    assert.equal(status, 200, JSON.stringify(body));
    this.#simulator.approveDevice(String(dig(body, 'userCode')), wish.login);
    const session = String(dig(body, 'session'));
    let view = await this.#outcome(session);
    if (wish.confirm && dig(view, 'state') === 'confirm') {
      await this.routes.post(`twitch/sign-in/${session}/confirm`, {});
      view = await this.#outcome(session);
    }
    const fresh = [...this.#accessTokens()].filter((token) => !known.has(token));
    for (const token of fresh) this.#given.set(this.#simulator.tokens.find(token)?.login ?? '', token);
    return view;
  }

  /** The newest access token that a sign-in of this person brought. */
  grantOf(login: string): string {
    const token = this.#given.get(login);
    assert(token, `${login} did not sign in`);
    return token;
  }

  async #outcome(session: string): Promise<unknown> {
    for (;;) {
      const { body } = await this.routes.get(`twitch/sign-in/${session}`);
      if (dig(body, 'state') !== 'pending') return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #accessTokens(): ReadonlySet<string> {
    return new Set(this.#simulator.tokens.valid());
  }
}
