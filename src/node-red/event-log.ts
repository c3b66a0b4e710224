import { systemClock } from '../core/clock';
import type { ClientHub } from './client-hub';
import { isRecord, textOf } from './json';

/** What the sidebar tells of one thing that happened. Kept in memory alone, and never with a token. */
export interface LogEntry {
  /** Counts up from 1; ask for what comes after the last one seen. */
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** An event that a node sent on, a time without events, or something that went wrong. */
  readonly kind: 'event' | 'gap' | 'trouble';
  /** The topic of the message, Twitch's type of the event, or the code of the error. */
  readonly type: string;
  /** One sentence; '' where the type says all. */
  readonly text: string;
  readonly test: boolean;
  /** Ids of the nodes that got it, or that it happened to; in a subflow those of the template. */
  readonly nodes: readonly string[];
}

interface Draft extends Omit<LogEntry, 'nodes'> {
  readonly nodes: string[];
  /** Tells the same event at another node. */
  readonly id: string;
}

export const eventLogLimits = {
  /** Events and troubles that are kept. */
  kept: 200,
  /** Chat lines are many: of these only the newest stay. */
  chatKept: 30,
  textLength: 300,
  /** Nodes that are named for one event. */
  nodes: 20,
} as const;

/** How many of the newest entries may be about the same event: nodes hear it one right after the other. */
const NEAR = 8;

/** The newest things that happened at the nodes of this process, for the sidebar. */
export class EventLog {
  #entries: Draft[] = [];
  #chat: Draft[] = [];
  #next = 1;

  /** A trigger has sent a message. */
  sent(node: string, message: Readonly<Record<string, unknown>>): void {
    const twitch = isRecord(message['twitch']) ? message['twitch'] : {};
    const type = textOf(message['topic']);
    const id = `${textOf(twitch['id'])} ${type}`;
    const list = isChat(type) ? this.#chat : this.#entries;
    const known = list.slice(-NEAR).find((entry) => entry.id === id);
    if (known) {
      if (!known.nodes.includes(node) && known.nodes.length < eventLogLimits.nodes) known.nodes.push(node);
      return;
    }
    const text = textOf(twitch['summary']) || lineOf(twitch, message['payload']);
    this.#add(list, { kind: 'event', type, text, test: twitch['test'] === true, nodes: [node], id });
  }

  /** Something went wrong at a node, or (null) for all of them. */
  trouble(node: string | null, code: string, sentence: string): void {
    const id = `${node ?? ''} ${code} ${sentence}`;
    // What is tried again and again fails again and again: once in a row is enough.
    if (this.#entries.at(-1)?.id === id) return;
    const nodes = node === null ? [] : [node];
    this.#add(this.#entries, { kind: 'trouble', type: code, text: sentence, test: false, nodes, id });
  }

  /** Hears what a client tells of its connections. Lives as long as the client. */
  listenTo(hub: ClientHub): void {
    hub.client.onEventSub((eventSub) => {
      eventSub.on('gap', ({ from, to, types }) => {
        const seconds = Math.max(1, Math.round((to - from) / 1000));
        const text = `For ${seconds} s no events came. Of these some may be missing: ${types.join(', ')}.`;
        this.#add(this.#entries, { kind: 'gap', type: 'gap', text, test: false, nodes: [], id: '' });
      });
      eventSub.on('revoked', ({ error }) => this.trouble(null, error.code, error.message));
      eventSub.on('refused', ({ error }) => this.trouble(null, error.code, error.message));
    });
    hub.on('signInNeeded', ({ displayName }) =>
      this.trouble(null, 'TWITCH_SIGN_IN_NEEDED', `${displayName} is no longer signed in.`),
    );
    hub.on('storeFailed', (error) => this.trouble(null, error.code, error.message));
  }

  /** Entries whose number is larger than `n`, oldest first; all of them when `n` was never reached (a restart). */
  after(n: number): readonly LogEntry[] {
    const all = [...this.#entries, ...this.#chat];
    return (n >= this.#next ? all : all.filter((entry) => entry.n > n))
      .toSorted((a, b) => a.n - b.n)
      .map(({ id: _id, ...entry }) => entry);
  }

  #add(list: Draft[], entry: Omit<Draft, 'n' | 'at'>): void {
    const text = entry.text.slice(0, eventLogLimits.textLength);
    list.push({ ...entry, text, n: this.#next++, at: systemClock.now() });
    if (list.length > (list === this.#chat ? eventLogLimits.chatKept : eventLogLimits.kept)) list.shift();
  }
}

function isChat(type: string): boolean {
  return type === 'chat.message' || type === 'chat.command';
}

/** A chat line has no sentence of its own. */
function lineOf(twitch: Readonly<Record<string, unknown>>, payload: unknown): string {
  const user = isRecord(twitch['user']) ? textOf(twitch['user']['name']) : '';
  const line = textOf(twitch['text']) || (typeof payload === 'string' ? payload : '');
  return user && line ? `${user}: ${line}` : line;
}
