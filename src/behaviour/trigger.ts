import type { ChatOccurrence } from './chat-line';
import type { TwitchMessage } from './message';

/** A message, and the output it leaves by (a key of the node's definition). */
export interface TriggerOutput<Output extends string = string> {
  readonly output: Output;
  readonly msg: TwitchMessage;
}

/** Nothing leaves, and the status says why: a node that cannot know whether the stream is live does not fire. */
export interface TriggerNote {
  readonly note: 'live-unknown';
}

/** What a test button did: a message, or the field that kept it back. */
export type TestOutcome<Output extends string = string> =
  TriggerOutput<Output> | { readonly stoppedBy: string };

/** What the test button may set: `text`, `user`, `role` for chat; fields of Twitch's own object for events. */
export type TestFields = Readonly<Record<string, unknown>>;

/** What a node wants to hear of chat, for the dispatch index. */
export interface ChatInterest {
  readonly kinds: readonly ChatOccurrence['type'][];
  /** First words, lower case, of the lines that are wanted; left out: all lines. */
  readonly words?: readonly string[];
}

/** A state store that lasts as long as a test. */
export class MemoryState {
  readonly #values = new Map<string, unknown>();

  get(key: string): Promise<unknown> {
    return Promise.resolve(this.#values.get(key));
  }

  set(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    return Promise.resolve();
  }
}
