import { isPlain } from '../incoming';

/** What a channel shows. */
export interface Shown {
  readonly title: string | null;
  readonly category: string | null;
  readonly language: string | null;
  readonly labels: readonly string[];
}

/** What can be told to have changed, in the order of the form. */
export const shownFields = ['title', 'category', 'language', 'labels'] as const;
export type ShownField = (typeof shownFields)[number];

/** A stream as Twitch lists it. */
export interface StreamNow {
  readonly id: string;
  /** Milliseconds since 1970; null where Twitch does not tell. */
  readonly startedAt: number | null;
  /** `live`, `playlist`, `watch_party`, `premiere` or `rerun` */
  readonly type: string;
}

/** Reads how things stand. Both may fail. */
export interface StreamReader {
  /** null: Twitch does not list it. Its list lags up to a few minutes behind, at both ends of a stream. */
  stream(): Promise<StreamNow | null>;
  /** Up to date at once. */
  channel(): Promise<Shown>;
}

/** A stream that was told to be live and not yet to be over, or is about to be. */
export interface Session extends StreamNow {
  readonly told: boolean;
}

/** What is remembered over a restart. */
export interface StreamMemory {
  readonly session: Session | null;
  /** When it went offline, while it is not certain yet. Milliseconds since 1970. */
  readonly endingSince: number | null;
  /** Nobody heard it end. */
  readonly endMissed: boolean;
  /** When the session was known to be live last. */
  readonly lastSeen: number;
  readonly lastEnded: { readonly id: string; readonly at: number } | null;
  readonly shown: Shown | null;
}

/** Reads what was kept; null for anything else. */
export function readMemory(value: unknown): StreamMemory | null {
  if (!isPlain(value)) return null;
  const { session, endingSince, endMissed, lastSeen, lastEnded, shown } = value;
  return {
    session: readSession(session),
    endingSince: typeof endingSince === 'number' ? endingSince : null,
    endMissed: endMissed === true,
    lastSeen: typeof lastSeen === 'number' ? lastSeen : 0,
    lastEnded:
      isPlain(lastEnded) && typeof lastEnded['id'] === 'string' && typeof lastEnded['at'] === 'number'
        ? { id: lastEnded['id'], at: lastEnded['at'] }
        : null,
    shown: isPlain(shown) ? readShown(shown) : null,
  };
}

function readSession(value: unknown): Session | null {
  if (!isPlain(value) || typeof value['id'] !== 'string') return null;
  const { id, startedAt, type, told } = value;
  return {
    id,
    startedAt: typeof startedAt === 'number' ? startedAt : null,
    type: textOr(type, 'live') ?? 'live',
    told: told === true,
  };
}

function readShown(value: Readonly<Record<string, unknown>>): Shown {
  const { labels } = value;
  return {
    title: textOr(value['title'], null),
    category: textOr(value['category'], null),
    language: textOr(value['language'], null),
    labels: Array.isArray(labels)
      ? labels.filter((label): label is string => typeof label === 'string').toSorted()
      : [],
  };
}

/** What channel.update tells. */
export function shownByUpdate(event: unknown): Shown {
  const update: Readonly<Record<string, unknown>> = isPlain(event) ? event : {};
  return readShown({
    title: update['title'],
    category: update['category_name'],
    language: update['language'],
    labels: update['content_classification_labels'],
  });
}

/** What get-channel-information answers for a channel. */
export function shownByHelix(channel: unknown): Shown {
  const info: Readonly<Record<string, unknown>> = isPlain(channel) ? channel : {};
  return readShown({
    title: info['title'],
    category: info['game_name'],
    language: info['broadcaster_language'],
    labels: info['content_classification_labels'],
  });
}

/** A stream out of stream.online or get-streams; null when it has no id. */
export function streamOf(value: unknown): StreamNow | null {
  if (!isPlain(value) || typeof value['id'] !== 'string' || value['id'] === '') return null;
  const startedAt = Date.parse(textOr(value['started_at'], '') ?? '');
  return {
    id: value['id'],
    startedAt: Number.isFinite(startedAt) ? startedAt : null,
    type: textOr(value['type'], 'live') ?? 'live',
  };
}

/** Which of these differ. */
export function differing(before: Shown, after: Shown, fields: readonly ShownField[]): readonly ShownField[] {
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

function textOr(value: unknown, otherwise: string | null): string | null {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
