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

/** A place for one entry. Places are made once and written over: a busy chat must not cost garbage. */
interface Place {
  n: number;
  at: number;
  kind: LogEntry['kind'];
  type: string;
  /** Tells the same event at another node. */
  id: string;
  test: boolean;
  /** Who said `said`; '' where that is a sentence. */
  who: string;
  said: string;
  /** The first node that got it; null: it happened to all. */
  node: string | null;
  /** Further ones, which are few. */
  others: string[] | null;
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

/** The newest entries: the next one takes the place of the oldest. */
class Ring {
  readonly #places: Place[];
  #written = 0;

  constructor(size: number) {
    this.#places = Array.from({ length: size }, () => ({
      n: 0,
      at: 0,
      kind: 'event',
      type: '',
      id: '',
      test: false,
      who: '',
      said: '',
      node: null,
      others: null,
    }));
  }

  /** The place of the next entry, to be written over whole. */
  next(): Place | undefined {
    return this.#places[this.#written++ % this.#places.length];
  }

  /** The newest entry, or the one so many before it; undefined where there is none. */
  back(steps: number): Place | undefined {
    const index = this.#written - 1 - steps;
    return index < 0 || steps >= this.#places.length ? undefined : this.#places[index % this.#places.length];
  }

  written(): readonly Place[] {
    return this.#written < this.#places.length ? this.#places.slice(0, this.#written) : this.#places;
  }
}

/**
 * The newest things that happened at the nodes of this process, for the sidebar. Every chat line passes here, so
 * nothing is made of it before somebody asks: a place is written over with texts that the message holds anyway.
 */
export class EventLog {
  readonly #entries = new Ring(eventLogLimits.kept);
  readonly #chat = new Ring(eventLogLimits.chatKept);
  #next = 1;

  /** A trigger has sent a message. Nothing of it but a few texts is kept. */
  sent(node: string, message: Readonly<Record<string, unknown>>): void {
    const { topic, payload } = message;
    const twitch = isRecord(message['twitch']) ? message['twitch'] : nothing;
    const type = textOf(topic);
    const id = textOf(twitch['id']);
    const ring = isChat(type) ? this.#chat : this.#entries;
    for (let steps = 0; steps < NEAR; steps += 1) {
      const near = ring.back(steps);
      if (near === undefined) break;
      if (near.kind !== 'event') continue;
      if (near.id === id && near.type === type) {
        addNode(near, node);
        return;
      }
      // What this node told last: what comes before that is older than what it tells now.
      if (near.node === node) break;
    }
    const summary = textOf(twitch['summary']);
    const user = twitch['user'];
    const who = summary === '' && isRecord(user) ? textOf(user['name']) : '';
    // A chat line has no sentence of its own.
    const said = summary || textOf(twitch['text']) || (typeof payload === 'string' ? payload : '');
    this.#write(ring, 'event', type, id, said, node, who, twitch['test'] === true);
  }

  /** Something went wrong at a node, or (null) for all of them. */
  trouble(node: string | null, code: string, sentence: string): void {
    const last = this.#entries.back(0);
    // What is tried again and again fails again and again: once in a row is enough.
    if (last?.kind === 'trouble' && last.type === code && last.said === sentence && last.node === node)
      return;
    this.#write(this.#entries, 'trouble', code, '', sentence, node);
  }

  /** Hears what a client tells of its connections. Lives as long as the client. */
  listenTo(hub: ClientHub): void {
    hub.client.onEventSub((eventSub) => {
      eventSub.on('gap', ({ from, to, types }) => {
        const seconds = Math.max(1, Math.round((to - from) / 1000));
        const text = `For ${seconds} s no events came. Of these some may be missing: ${types.join(', ')}.`;
        this.#write(this.#entries, 'gap', 'gap', '', text, null);
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
    const all = [...this.#entries.written(), ...this.#chat.written()];
    return (n >= this.#next ? all : all.filter((place) => place.n > n))
      .toSorted((a, b) => a.n - b.n)
      .map(entryOf);
  }

  #write(
    ring: Ring,
    kind: LogEntry['kind'],
    type: string,
    id: string,
    said: string,
    node: string | null,
    who = '',
    test = false,
  ): void {
    const place = ring.next();
    if (place === undefined) return;
    place.n = this.#next++;
    place.at = systemClock.now();
    place.kind = kind;
    place.type = type;
    place.id = id;
    place.test = test;
    place.who = who;
    place.said = said;
    place.node = node;
    place.others = null;
  }
}

const nothing: Readonly<Record<string, unknown>> = {};

function addNode(place: Place, node: string): void {
  if (place.node === node || place.others?.includes(node)) return;
  if ((place.others?.length ?? 0) + 1 < eventLogLimits.nodes) (place.others ??= []).push(node);
}

function entryOf({ n, at, kind, type, test, who, said, node, others }: Place): LogEntry {
  const text = (who && said ? `${who}: ${said}` : said).slice(0, eventLogLimits.textLength);
  return { n, at, kind, type, text, test, nodes: node === null ? [] : [node, ...(others ?? [])] };
}

function isChat(type: string): boolean {
  return type === 'chat.message' || type === 'chat.command';
}
