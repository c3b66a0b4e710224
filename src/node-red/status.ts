import { TwitchError } from '../core/errors';
import type { NodeStatus, RuntimeNode } from './red';

/**
 * Texts are keys of the account's catalogue, written with its whole namespace: tried in Node-RED 4.1's editor, that is the only
 * form which one set's node can use for another set's texts (a bare `common.status.x` is looked up in the node's own set).
 */
const CATALOGUE = '@streamwire/node-red-twitch/twitch-account:common.status.';

/** How the account, or what a trigger listens to, stands. The rows follow the table in the Node-RED conventions. */
export const standings = {
  connecting: { fill: 'yellow', shape: 'ring' },
  waiting: { fill: 'yellow', shape: 'ring' },
  connected: { fill: 'green', shape: 'dot' },
  practice: { fill: 'blue', shape: 'ring' },
  retrying: { fill: 'yellow', shape: 'dot' },
  'sign-in': { fill: 'red', shape: 'ring' },
  'permission-missing': { fill: 'red', shape: 'ring' },
  'no-account': { fill: 'grey', shape: 'ring' },
  'not-live': { fill: 'yellow', shape: 'dot' },
  'pattern-slow': { fill: 'yellow', shape: 'dot' },
  'cannot-join': { fill: 'red', shape: 'dot' },
  'event-refused': { fill: 'red', shape: 'dot' },
  'invalid-input': { fill: 'red', shape: 'dot' },
  'cannot-save': { fill: 'yellow', shape: 'dot' },
} as const satisfies Record<string, Omit<NodeStatus, 'text'>>;

export type Standing = keyof typeof standings;

/** What stays visible until the next thing happens. */
export type Note = 'test-not-sent' | 'test-filtered' | 'unknown-placeholder';

/** Errors that say more about the account than about the one action: shown like its standing. */
const ringCodes: ReadonlySet<string> = new Set(['sign-in', 'permission-missing', 'no-account']);

export function statusKey(key: string): string {
  return CATALOGUE + key;
}

/** What the error's code means for the status: its key in the table of error codes. */
export function errorKey(error: TwitchError): string {
  // Loaded here: what goes well needs no words for what goes wrong.
  const { errorCodes } = require('../tables/error-codes') as typeof import('../tables/error-codes');
  return errorCodes[error.code].status;
}

/**
 * The one place that writes a node's status. Lowest comes the standing (of account and connections); a failed action or a
 * note covers it until the next success; work under way covers that.
 */
export class StatusLine {
  readonly #node: Pick<RuntimeNode, 'status'>;
  #standing: Standing = 'connecting';
  /** Number of inputs that wait for something: a poll's end, a limit. */
  #waiting = 0;
  #failure: string | null = null;
  #note: Note | null = null;
  #shown = '';

  constructor(node: Pick<RuntimeNode, 'status'>) {
    this.#node = node;
  }

  setStanding(standing: Standing): void {
    // Told anew whenever anything about the account changes, which mostly changes nothing here.
    if (standing === this.#standing && this.#shown !== '') return;
    this.#standing = standing;
    this.#show();
  }

  /** Something takes longer; call the returned function once when it is over. */
  startWaiting(): () => void {
    this.#waiting++;
    this.#show();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#waiting--;
      this.#show();
    };
  }

  setFailed(error: TwitchError): void {
    this.#failure = errorKey(error);
    this.#note = null;
    this.#show();
  }

  /** Somebody signed in: what failed for lack of a sign-in or a permission says nothing any more. */
  signedInAnew(): void {
    if (this.#failure === null || !ringCodes.has(this.#failure)) return;
    this.#failure = null;
    this.#show();
  }

  /** The last action went well. */
  setSuccess(note: Note | null = null): void {
    this.#failure = null;
    this.#note = note;
    this.#show();
  }

  #show(): void {
    const status = this.#status();
    const text = JSON.stringify(status);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#node.status(status);
  }

  #status(): NodeStatus {
    if (this.#standing === 'no-account') return this.#ofStanding();
    // Without a sign-in nothing that waits can come to its end.
    if (this.#standing === 'sign-in' && this.#failure === null) return this.#ofStanding();
    if (this.#waiting > 0) return { ...standings.waiting, text: statusKey('waiting') };
    if (this.#failure !== null) {
      return {
        fill: 'red',
        shape: ringCodes.has(this.#failure) ? 'ring' : 'dot',
        text: statusKey(this.#failure),
      };
    }
    if (this.#note === 'test-not-sent') return { fill: 'blue', shape: 'ring', text: statusKey(this.#note) };
    if (this.#note !== null) return { fill: 'yellow', shape: 'dot', text: statusKey(this.#note) };
    return this.#ofStanding();
  }

  #ofStanding(): NodeStatus {
    return { ...standings[this.#standing], text: statusKey(this.#standing) };
  }
}
