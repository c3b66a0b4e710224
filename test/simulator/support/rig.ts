import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { allScopes } from '../../../src/tables/scopes';
import { FakeClock } from '../../support/fake-clock';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; undefined without one, the text where it is no JSON. */
  // Tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface CallOptions {
  /** Default: the broadcaster with every scope. Null: no token. */
  readonly token?: string | null;
  readonly clientId?: string | null;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly body?: unknown;
  readonly mount?: string;
}

/** A simulator on a clock that the test moves, and plain fetch to talk to it. */
export class Rig {
  readonly clock: FakeClock;
  readonly sim: Simulator;
  readonly #tokens = new Map<string, string>();

  private constructor(sim: Simulator, clock: FakeClock) {
    this.sim = sim;
    this.clock = clock;
  }

  static async start(): Promise<Rig> {
    const clock = new FakeClock();
    return new Rig(await startSimulator({ clock }), clock);
  }

  /** A user token of the public client; without scopes given it has every scope there is. */
  token(login: string, scopes?: readonly string[]): string {
    const key = `${login} ${scopes?.join(' ') ?? '*'}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const { accessToken } = this.sim.issueToken({
      login,
      scopes: scopes ?? allScopes().map((row) => row.scope),
    });
    this.#tokens.set(key, accessToken);
    return accessToken;
  }

  /** A Helix call. `method path`, such as `GET /users`. */
  async call(what: string, options: CallOptions = {}): Promise<Answer> {
    const [method, path] = what.split(' ');
    const url = new URL(`${options.mount ?? this.sim.urls.helix}${path}`);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each));
    }
    const token = options.token === undefined ? this.token(this.sim.users.broadcaster.login) : options.token;
    const clientId = options.clientId === undefined ? this.sim.clientId : options.clientId;
    const response = await fetch(url, {
      method: method!,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(clientId === null ? {} : { 'Client-Id': clientId }),
        ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    return answerOf(response);
  }

  /** The same, and the status must be this. */
  async ok(what: string, options: CallOptions = {}, status = 200): Promise<Answer['body']> {
    const answer = await this.call(what, options);
    assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The same, refused with this status and a message that fits. */
  async refused(what: string, options: CallOptions, status: number, message: RegExp): Promise<void> {
    const answer = await this.call(what, options);
    assert.equal(answer.status, status, `${what}: ${JSON.stringify(answer.body)}`);
    assert.equal(answer.body.status, status);
    assert.match(answer.body.message, message);
  }

  /** A POST with a form to the identity server. */
  async form(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const response = await fetch(`${this.sim.urls.id}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    return answerOf(response);
  }

  async close(): Promise<void> {
    await this.sim.close();
    assert.equal(this.clock.pending, 0, 'no timer is left');
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = text === '' ? undefined : text;
  try {
    body = JSON.parse(text);
  } catch {
    // No JSON: the text itself.
  }
  return { status: response.status, headers: response.headers, body };
}
