import type { Problem, Remedy } from '../behaviour/trouble';
import type { Clock, Timer } from '../core/clock';
import type { TwitchError } from '../core/errors';
import type { HelixClient } from '../core/helix/helix-client';
import { eventRow } from '../tables/events';
import type { Account } from './account';
import type { Acting } from './account-people';
import type { ChatReader } from './chat-reader';

/** Somebody who is signed in, and over which client. */
export type Person = Acting;

/** What does not work of an account's sign-ins, chat and events. Looks only; nothing is opened or asked. */
export function problemsOf(account: Account, people: readonly Person[]): readonly Problem[] {
  if (!account.isStarted) return [];
  return [
    ...account.signedOut().map(({ slot, name, reason }): Problem => ({
      kind: 'signIn',
      key: `signIn ${slot}`,
      what: name ?? '',
      reason: reason ?? '',
      remedy: 'sign-in',
    })),
    ...chatProblems(account, people),
    ...eventProblems(people),
  ];
}

function chatProblems(account: Account, people: readonly Person[]): readonly Problem[] {
  const readers = new Set<ChatReader | null>(people.map(({ hub, user }) => hub.openReader(user.userId)));
  // In practice mode somebody is always signed in, and the anonymous reader is other accounts'.
  if (!account.practice) readers.add(account.hub.openReader(null));
  return [...readers].flatMap((reader) => {
    if (!reader || reader.rooms.length === 0) return [];
    const { phase, error, retryAt } = reader.chat.state;
    const works = phase === 'connected' || phase === 'moving';
    if (!works) {
      // That somebody is signed out is told as that.
      if (phase === 'sign-in' || phase === 'idle' || phase === 'closed') return [];
      return phase === 'connecting' && error === null && retryAt === null
        ? [problem('chat', 'chat', '', null)]
        : [problem('chat', 'chat', '', error)];
    }
    return reader.rooms.flatMap((room) => {
      const standing = reader.standing(room);
      return standing.state === 'refused' ? [problem('chat', `chat ${room}`, room, standing.error)] : [];
    });
  });
}

function eventProblems(people: readonly Person[]): readonly Problem[] {
  const problems = new Map<string, Problem>();
  const put = (found: Problem): void => void (problems.has(found.key) || problems.set(found.key, found));
  for (const { hub, user } of people) {
    const { eventSub } = hub.client;
    // The person's sign-in has ended, which is told as that; its events end with it.
    if (user.state !== 'ok') continue;
    for (const { user: carrier, state, reason, wanted } of eventSub.sessions) {
      if (carrier !== user.userId || wanted === 0 || state === 'connected' || state === 'moving') continue;
      put({ ...problem('events', 'events', '', null), reason: reason ?? '' });
    }
    for (const { user: carrier, type, version, state, error } of eventSub.subscriptions) {
      if (carrier !== user.userId || error?.code === 'TWITCH_SIGN_IN_NEEDED') continue;
      if (state === 'refused' || state === 'revoked') {
        const label = eventRow(type, version)?.label ?? type;
        put({ ...problem('events', `event ${type}`, label, error), remedy: remedyOf(error) ?? 'node' });
      } else if (state !== 'live' && state !== 'stopped') put(problem('events', 'events', '', error));
    }
  }
  return [...problems.values()];
}

function problem(kind: Problem['kind'], key: string, what: string, error: TwitchError | null): Problem {
  return { kind, key, what, reason: error?.message ?? '', remedy: 'nothing' };
}

/** What a person can do about a final refusal; null: to be decided by what it is about. */
function remedyOf(error: TwitchError | null): Remedy | null {
  if (error?.code === 'TWITCH_SCOPE_MISSING' || error?.code === 'TWITCH_SIGN_IN_NEEDED') return 'sign-in';
  return error?.code === 'TWITCH_FORBIDDEN' ? 'role' : null;
}

/** How often Twitch is asked whether it answers again, after it did not. */
const PROBE_MS = 30_000;

/** Whether calls are answered. It asks by itself only while they are not. */
export class CallWatch {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #reason: string | null = null;
  #timer: Timer;
  #probe: (() => void) | null = null;
  #blockedUntil = 0;
  #stopped = false;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** @param isOurs whether a user belongs to the account. Returns the function that ends it. */
  listen(helix: HelixClient, isOurs: (user: string | null) => boolean): () => void {
    const onCall: Parameters<typeof helix.on<'call'>>[1] = ({ status, user }) => {
      if (status !== null && status < 500) {
        this.#set(null);
        return;
      }
      if (!isOurs(user)) return;
      this.#set(status === null ? 'no answer came' : `it answered with a fault (${status})`, () => {
        helix.call('get-users', { query: { id: [user ?? ''] } }, { user: user ?? '' }).catch(() => undefined);
      });
    };
    const onLimits: Parameters<typeof helix.on<'limits'>>[1] = ({ user, blockedUntil }) => {
      if (!isOurs(user)) return;
      this.#blockedUntil = blockedUntil ?? 0;
      this.#onChange();
    };
    helix.on('call', onCall);
    helix.on('limits', onLimits);
    return () => {
      helix.off('call', onCall);
      helix.off('limits', onLimits);
    };
  }

  problems(): readonly Problem[] {
    const isBlocked = this.#blockedUntil > this.#clock.now();
    const reason = this.#reason ?? (isBlocked ? 'too many calls were made, and the rest waits' : null);
    return reason === null ? [] : [{ kind: 'calls', key: 'calls', what: '', reason, remedy: 'nothing' }];
  }

  stop(): void {
    this.#stopped = true;
    this.#clock.clearTimeout(this.#timer);
  }

  #set(reason: string | null, probe: (() => void) | null = null): void {
    if (this.#stopped) return;
    const changed = (this.#reason === null) !== (reason === null);
    this.#reason = reason;
    this.#probe = probe;
    this.#clock.clearTimeout(this.#timer);
    if (reason !== null) this.#timer = this.#clock.setTimeout(() => this.#ask(), PROBE_MS);
    if (changed) this.#onChange();
  }

  #ask(): void {
    this.#timer = this.#clock.setTimeout(() => this.#ask(), PROBE_MS);
    this.#probe?.();
  }
}
