import { randomBytes } from 'node:crypto';
import type { DeviceSession } from '../core/auth/device-sign-in';
import type { Grant } from '../core/auth/grant';
import { systemClock, type Clock, type Timer } from '../core/clock';
import { toTwitchError, TwitchInputError } from '../core/errors';
import type { Slot } from './grant-file';

export const sessionLimits = {
  /** Dialogs of one account that may wait at once: two slots, and one opened twice. */
  perAccount: 3,
  inAll: 30,
  /** How long the outcome can still be asked for. */
  keptMs: 5 * 60_000,
} as const;

/** Whose grant needs a second look before it is stored. */
export interface Doubt {
  /** The new sign-in is the person of the account's other slot. */
  readonly sameAs?: Slot;
  /** Login of the other person who was signed in here before. */
  readonly before?: string;
}

/** What a dialog is told. Never holds a token or a device code. */
export interface SessionView {
  readonly state: 'pending' | 'confirm' | 'done' | 'failed' | 'expired';
  readonly login?: string;
  readonly name?: string;
  readonly sameAs?: Slot;
  readonly before?: string;
  readonly sentence?: string;
}

export interface SessionRequest {
  readonly account: string;
  readonly slot: Slot;
  /** The running device sign-in. */
  readonly device: DeviceSession;
  /** null: store it at once; else ask the person first. */
  readonly doubt: (grant: Grant) => Doubt | null;
  /** Stores and uses it; resolves to the person's display name. */
  readonly adopt: (grant: Grant) => Promise<string>;
  /** The sign-in was given up by the person who looked at it. Never rejects. */
  readonly discard: (grant: Grant) => Promise<void>;
  /** Nothing of the request is needed any more. Called once. */
  readonly over: () => void;
}

interface Session {
  readonly request: SessionRequest;
  view: SessionView;
  grant: Grant | null;
  timer: Timer;
}

/** Sign-ins that wait for somebody at a dialog. */
export class SignInSessions {
  readonly #sessions = new Map<string, Session>();
  /** Accounts whose sign-in is just being asked for at Twitch. */
  readonly #reserved: string[] = [];
  readonly #clock: Clock;

  constructor(options: { clock?: Clock } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Keeps a place free until the returned function is called, since Twitch's answer takes time in which others may ask.
   * @throws {TwitchInputError} when too many dialogs wait already
   */
  reserve(account: string): () => void {
    const waiting = [...this.#sessions.values()].filter((session) => isOpen(session));
    const all = [...waiting.map((session) => session.request.account), ...this.#reserved];
    const own = all.filter((other) => other === account);
    if (own.length < sessionLimits.perAccount && all.length < sessionLimits.inAll) {
      this.#reserved.push(account);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        this.#reserved.splice(this.#reserved.indexOf(account), 1);
      };
    }
    throw new TwitchInputError(
      'Too many sign-ins of this account wait already. Finish or cancel them first.',
      {
        parameter: 'sign-in',
      },
    );
  }

  /** Begins to wait for the device sign-in; returns the id to ask with. */
  add(request: SessionRequest): string {
    const id = randomBytes(18).toString('base64url');
    const session: Session = { request, view: { state: 'pending' }, grant: null, timer: undefined };
    this.#sessions.set(id, session);
    request.device.result.then(
      (grant) => this.#arrived(id, session, grant),
      (error: unknown) => {
        const { code, message, cause } = toTwitchError(error);
        const expired = code === 'TWITCH_SIGN_IN_NEEDED' && cause.reason === 'expired';
        request.over();
        this.#end(id, session, expired ? { state: 'expired' } : { state: 'failed', sentence: message });
      },
    );
    return id;
  }

  /** undefined for an id that is unknown or too old. */
  view(id: string): SessionView | undefined {
    return this.#sessions.get(id)?.view;
  }

  /** The person says: yes, that one. Does nothing when nothing was asked. */
  confirm(id: string): void {
    const session = this.#sessions.get(id);
    if (!session?.grant || session.view.state !== 'confirm') return;
    this.#adopt(id, session, session.grant);
  }

  /** The dialog was closed, or the person says no. */
  cancel(id: string): void {
    const session = this.#sessions.get(id);
    if (!session) return;
    this.#forget(id, session);
  }

  close(): void {
    for (const [id, session] of this.#sessions) this.#forget(id, session);
  }

  #forget(id: string, session: Session): void {
    session.request.device.cancel();
    this.#clock.clearTimeout(session.timer);
    this.#sessions.delete(id);
    if (session.grant && session.view.state === 'confirm') this.#discard(session.request, session.grant);
  }

  #arrived(id: string, session: Session, grant: Grant): void {
    if (this.#sessions.get(id) !== session) {
      this.#discard(session.request, grant);
      return;
    }
    session.grant = grant;
    const doubt = session.request.doubt(grant);
    if (!doubt) {
      this.#adopt(id, session, grant);
      return;
    }
    this.#end(id, session, {
      state: 'confirm',
      login: grant.login,
      name: grant.displayName ?? grant.login,
      ...doubt,
    });
  }

  #adopt(id: string, session: Session, grant: Grant): void {
    session.view = { state: 'pending' };
    const adopting = session.request.adopt(grant).then(
      (name) => this.#end(id, session, { state: 'done', login: grant.login, name }),
      (error: unknown) => this.#end(id, session, { state: 'failed', sentence: toTwitchError(error).message }),
    );
    void adopting.then(session.request.over);
  }

  #discard(request: SessionRequest, grant: Grant): void {
    void request.discard(grant).then(request.over, request.over);
  }

  /** Nothing more happens by itself: the view stays to be read for a while. */
  #end(id: string, session: Session, view: SessionView): void {
    session.view = view;
    this.#clock.clearTimeout(session.timer);
    if (this.#sessions.get(id) !== session) return;
    session.timer = this.#clock.setTimeout(() => this.#forget(id, session), sessionLimits.keptMs);
  }
}

function isOpen(session: Session): boolean {
  return session.view.state === 'pending' || session.view.state === 'confirm';
}
