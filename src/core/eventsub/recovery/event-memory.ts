import { SeenMessages } from '../dedupe';
import type { WireObject } from '../frame';
import type { Wanted } from '../wanted';
import { byId, type EventKind, type LastEvent } from './kind';

/** Bounds of what is remembered. */
const remembered = {
  /** Changes of one subscription that are told apart. */
  changes: 500,
  changesMs: 86_400_000,
  /** Channels and families, the oldest of which is forgotten. */
  families: 5_000,
  /** Open things of one channel and family, such as redemptions that wait. */
  open: 500,
} as const;

interface Seen {
  readonly received: SeenMessages;
  readonly recovered: SeenMessages;
}

interface Family {
  readonly open: Map<string, WireObject>;
  last: LastEvent | null;
}

/**
 * What events told: to drop what tells the same change a second time, under another message id or because it was read
 * again after a gap, and to know what a gap can have changed.
 */
export class EventMemory {
  readonly #seen = new WeakMap<Wanted, Seen>();
  readonly #families = new Map<string, Family>();

  /** Whether an event that came in tells something new. It is remembered from now on. */
  isNews(wanted: Wanted, kind: EventKind, event: WireObject, now: number): boolean {
    const identity = kind.identity(event);
    if (identity !== null && this.#isRepeat(wanted, kind, identity, now)) return false;
    this.#note(wanted, kind, event, now, false);
    return true;
  }

  /** The same for one that was found out after a gap. */
  isMissed(wanted: Wanted, kind: EventKind, event: WireObject, now: number): boolean {
    const identity = kind.identity(event);
    if (identity === null) return false;
    if (kind.alternates) {
      if (this.#isLast(wanted, kind, identity)) return false;
    } else {
      const { received, recovered } = this.#seenOf(wanted);
      if (received.has(identity) || !recovered.isNew(identity, now)) return false;
    }
    this.#note(wanted, kind, event, now, true);
    return true;
  }

  /** What was found open at a first look; what events told meanwhile counts more. */
  learn(wanted: Wanted, kind: EventKind, open: readonly WireObject[]): void {
    const family = this.#family(wanted, kind);
    if (family.last !== null) return;
    for (const event of open) family.open.set(byId(event) ?? '', event);
  }

  open(wanted: Wanted, kind: EventKind): readonly WireObject[] {
    return [...this.#family(wanted, kind).open.values()];
  }

  last(wanted: Wanted, kind: EventKind): LastEvent | null {
    return this.#family(wanted, kind).last;
  }

  #isRepeat(wanted: Wanted, kind: EventKind, identity: string, now: number): boolean {
    if (kind.alternates) {
      const { last } = this.#family(wanted, kind);
      return last !== null && last.recovered && this.#isLast(wanted, kind, identity);
    }
    const { received, recovered } = this.#seenOf(wanted);
    const isNew = received.isNew(identity, now);
    return recovered.has(identity) || (kind.doubles === true && !isNew);
  }

  #isLast(wanted: Wanted, kind: EventKind, identity: string): boolean {
    const { last } = this.#family(wanted, kind);
    return last?.type === wanted.type && kind.identity(last.event) === identity;
  }

  #note(wanted: Wanted, kind: EventKind, event: WireObject, at: number, recovered: boolean): void {
    const family = this.#family(wanted, kind);
    family.last = { type: wanted.type, event, at, recovered };
    const id = byId(event) ?? '';
    if (kind.effect === 'open' && (kind.isOpen?.(event) ?? true)) {
      family.open.set(id, { ...family.open.get(id), ...event });
      if (family.open.size > remembered.open) forgetOldest(family.open);
    } else if (kind.effect === 'end') {
      // A stream that is over is the only one, whether or not the event names it.
      if (kind.alternates) family.open.clear();
      else family.open.delete(id);
    }
  }

  #seenOf(wanted: Wanted): Seen {
    let seen = this.#seen.get(wanted);
    if (!seen) {
      const bounds = { messages: remembered.changes, rememberMs: remembered.changesMs };
      seen = { received: new SeenMessages(bounds), recovered: new SeenMessages(bounds) };
      this.#seen.set(wanted, seen);
    }
    return seen;
  }

  #family(wanted: Wanted, kind: EventKind): Family {
    const key = `${wanted.userId} ${kind.family} ${wanted.condition['broadcaster_user_id'] ?? ''}`;
    let family = this.#families.get(key);
    if (!family) {
      family = { open: new Map(), last: null };
      this.#families.set(key, family);
      if (this.#families.size > remembered.families) forgetOldest(this.#families);
    }
    return family;
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
