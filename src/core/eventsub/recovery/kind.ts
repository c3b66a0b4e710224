import { textIn, type WireObject } from '../frame';
import type { Condition } from '../condition';

/** Reads state through Helix with the sign-in that carries the subscription. Rejects with a TwitchError. */
export type StateReader = (
  endpoint: string,
  query: Readonly<Record<string, unknown>>,
) => Promise<readonly WireObject[]>;

/** What is known when the state after a gap is looked at. Times in milliseconds since 1970, by the server's clock. */
export interface About {
  readonly condition: Condition;
  /** Changes from here on may have been missed. */
  readonly from: number;
  readonly to: number;
  /** What had begun before the gap and had not ended, as its last event or the first look at it told. */
  readonly open: readonly WireObject[];
  /** The last event of the family. */
  readonly last: LastEvent | null;
  /** False at the first of two looks, where what Helix tells may still be older than what events have told. */
  readonly settled: boolean;
}

export interface LastEvent {
  readonly type: string;
  readonly event: WireObject;
  /** Milliseconds since 1970, when it came. */
  readonly at: number;
  readonly recovered: boolean;
}

/** A type of event that is told apart from its repeats, and of which a missed one can be found out. */
export interface EventKind {
  /** Types that tell of the same things: what one of them says counts for the others. */
  readonly family: string;
  /** The same for two events that tell the same change; null where that cannot be told. */
  identity(event: WireObject): string | null;
  /** Known to come twice under different message ids: a repeat is dropped. */
  readonly doubles?: true;
  /** Only an event that follows its own like is a repeat: it can happen again after its opposite. */
  readonly alternates?: true;
  /** What it does to the list of what is open: add or change it, or remove it. */
  readonly effect?: 'open' | 'end';
  /** For `open`: whether this one stays open; all do where it is left out. */
  isOpen?(event: WireObject): boolean;
  readonly recovery?: Recovery;
}

export interface Recovery {
  /** How Twitch's API is asked. The same for all types of a family that have the same `reads`. */
  readonly read: (reader: StateReader, about: About) => Promise<readonly WireObject[]>;
  /** Whether the first look is taken as soon as events arrive, to know what is open. */
  readonly baseline?: (state: readonly WireObject[]) => readonly WireObject[];
  /** Events that were missed, from what was read. Pure. */
  missed(state: readonly WireObject[], about: About): readonly WireObject[];
  /** Helix lags behind: look a second time so many milliseconds later. */
  readonly againMs?: number;
}

/** Milliseconds since 1970 of an RFC 3339 text; NaN where there is none. */
export function timeIn(object: WireObject, field: string): number {
  return Date.parse(textIn(object, field));
}

/** Whether something happened in the gap. */
export function happenedIn(object: WireObject, field: string, { from, to }: About): boolean {
  const at = timeIn(object, field);
  return at >= from && at <= to;
}

/** Helix says `broadcaster_id` where events say `broadcaster_user_id`. */
export function broadcasterOf(item: WireObject): WireObject {
  return {
    broadcaster_user_id: item['broadcaster_id'],
    broadcaster_user_login: item['broadcaster_login'],
    broadcaster_user_name: item['broadcaster_name'],
  };
}

export const byId = (event: WireObject): string | null => textIn(event, 'id') || null;

export function numberIn(object: WireObject, field: string): number {
  return Number(object[field] ?? 0);
}

export function listIn(object: WireObject, field: string): readonly WireObject[] {
  const value = object[field];
  return Array.isArray(value) ? (value as readonly WireObject[]) : [];
}
