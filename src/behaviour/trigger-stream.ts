import type { Timer } from '../core/clock';
import type { MessageSource } from './chat-to-message';
import type { EventNotification, TriggerContext } from './context';
import { signedInChannel } from './own-channel';
import { readChannel } from './stream/read-channel';
import {
  differing,
  readMemory,
  shownByUpdate,
  streamOf,
  type Session,
  type Shown,
  type ShownField,
  type StreamMemory,
  type StreamNow,
  type StreamReader,
} from './stream/stream-facts';
import { streamMessage, streamOutputs, type StreamNews, type StreamOutput } from './stream/stream-messages';
import { sampleStreamMessage } from './stream/stream-sample';
import type { TestFields, TestOutcome, TriggerOutput } from './trigger';
import type { WantedEvent } from './trigger-event';

export interface StreamSettings {
  /** Seconds offline before it is told; back within them is the same stream. */
  readonly offlineAfter: number;
  readonly changesIn: readonly ShownField[];
}

export interface StreamBehaviour {
  /** @throws TwitchError TWITCH_SIGN_IN_NEEDED */
  wanted(): readonly WantedEvent[];
  onEvent(notification: EventNotification): void;
  /** Events arrive, for the first time or after some may have been missed: how things stand is read. */
  onLive(): void;
  /** Events do not arrive any more. */
  onLost(): void;
  test(fields: TestFields): TestOutcome<StreamOutput>;
  stop(): void;
}

const KEPT = 'stream';

export const streamWaits = {
  /** So far Twitch's list of streams lags behind, at both ends. */
  lagMs: 180_000,
  /** Between two looks at a stream that should be over. */
  lookAgainMs: 30_000,
  /** An end that Twitch's list does not confirm is doubted for this long; then it goes on. */
  doubtMs: 600_000,
  /** Looks that fail before the event is believed. */
  failures: 4,
  /** How long an event of the end may come after that of the next start. */
  disorderMs: 60_000,
} as const;

const nothingKnown: StreamMemory = {
  session: null,
  endingSince: null,
  endMissed: false,
  lastSeen: 0,
  lastEnded: null,
  shown: null,
};

/** The node twitch-stream-online. @param emit called whenever something is to leave */
export function createStreamBehaviour(
  settings: StreamSettings,
  context: TriggerContext,
  reader: StreamReader,
  emit: (output: TriggerOutput<StreamOutput>) => void,
): StreamBehaviour {
  return new StreamTrigger(settings, context, reader, emit);
}

class StreamTrigger implements StreamBehaviour {
  readonly #settings: StreamSettings;
  readonly #context: TriggerContext;
  readonly #reader: StreamReader;
  readonly #emit: (output: TriggerOutput<StreamOutput>) => void;
  readonly #source: MessageSource;
  /** One thing after the other: reading takes time, and no event may overtake another. */
  #queue: Promise<void>;
  #memory: StreamMemory = nothingKnown;
  #timer: Timer;
  /** This node has never known anything, so what it finds is no news. */
  #fresh = false;
  readonly #stopping = new AbortController();
  #stopped = false;
  #failures = 0;
  #turn = 0;

  constructor(
    settings: StreamSettings,
    context: TriggerContext,
    reader: StreamReader,
    emit: (output: TriggerOutput<StreamOutput>) => void,
  ) {
    this.#settings = settings;
    this.#context = context;
    this.#reader = reader;
    this.#emit = emit;
    const { account, practice, identities } = context;
    this.#source = { account, practice, identities };
    this.#queue = context.state.get(KEPT).then(
      (kept) => {
        const memory = readMemory(kept);
        this.#fresh = memory === null;
        this.#memory = memory ?? nothingKnown;
      },
      () => void (this.#fresh = true),
    );
  }

  wanted(): readonly WantedEvent[] {
    const { id: user } = signedInChannel(this.#context);
    const condition = { broadcaster_user_id: user };
    return ['stream.online', 'stream.offline', 'channel.update'].map((type) => ({ type, condition, user }));
  }

  onEvent(notification: EventNotification): void {
    const { type, event } = notification;
    const recovered = notification.recovered === true;
    this.#next(async () => {
      if (type === 'stream.online') await this.#onOnline(streamOf(event), notification, recovered);
      else if (type === 'stream.offline') await this.#onOffline(streamOf(event)?.id ?? null, recovered);
      else if (type === 'channel.update') this.#onShown(shownByUpdate(event), notification, recovered);
    });
  }

  onLive(): void {
    this.#next(() => this.#lookAround());
  }

  onLost(): void {
    this.#next(() => {
      const { session, endingSince } = this.#memory;
      if (session && endingSince === null) this.#keep({ lastSeen: this.#now() });
    });
  }

  test(fields: TestFields): TestOutcome<StreamOutput> {
    const named = streamOutputs.find((output) => output === fields['moment']);
    const output = named ?? streamOutputs[this.#turn++ % streamOutputs.length] ?? 'live';
    const msg = sampleStreamMessage(output, this.#context, this.#source, fields);
    if (msg === null) return { stoppedBy: 'event' };
    msg.twitch.test = true;
    return { output, msg };
  }

  stop(): void {
    // Known to be live until now: a new stream soon after the next start is the same one.
    if (this.#memory.session && this.#memory.endingSince === null) this.#keep({ lastSeen: this.#now() });
    this.#stopped = true;
    this.#disarm();
    this.#stopping.abort();
  }

  #now(): number {
    return this.#context.clock.now();
  }

  #next(task: () => void | Promise<void>): void {
    this.#queue = this.#queue
      .then(() => (this.#stopped ? undefined : task()))
      // Nothing here throws but a listener of `emit`, whose trouble is its own.
      .catch(() => undefined);
  }

  /** A failure to save is the store's to report. */
  #keep(change: Partial<StreamMemory>): void {
    this.#memory = { ...this.#memory, ...change };
    if (!this.#stopped) this.#context.state.set(KEPT, this.#memory).catch(() => undefined);
  }

  async #onOnline(
    stream: StreamNow | null,
    notification: EventNotification,
    recovered: boolean,
  ): Promise<void> {
    if (stream === null) return;
    const { session, endingSince, lastEnded } = this.#memory;
    // It may have come back, or this is late.
    if (stream.id === lastEnded?.id && !(await this.#isListed(stream.id))) return;
    if (session === null) {
      await this.#goLive(stream, notification, recovered);
    } else if (endingSince !== null) {
      // Back in time: the same stream, whatever number Twitch gives it.
      await this.#goOn(session, stream);
    } else if (stream.id !== session.id) {
      // Its end was missed, or is still on its way: Twitch keeps no order.
      this.#keep({ session: { ...stream, told: session.told, startedAt: session.startedAt } });
      const old = session.id;
      this.#arm(streamWaits.disorderMs, () => this.#afterDisorder(old, session, stream));
    }
  }

  /** No end of the stream before came after all: it was missed, and this is another one. */
  async #afterDisorder(old: string, session: Session, stream: StreamNow): Promise<void> {
    if (this.#memory.session?.id !== stream.id) return;
    this.#keep({ session: { ...session, id: old } });
    this.#goOffline(stream.startedAt ?? this.#now(), true);
    await this.#goLive(stream, null, true);
  }

  async #onOffline(id: string | null, recovered: boolean): Promise<void> {
    const { session, endingSince } = this.#memory;
    if (session === null) {
      // The list of streams may still have it for a while.
      if (id !== null) this.#keep({ lastEnded: { id, at: this.#now() } });
      return;
    }
    if (id !== null && id !== session.id) {
      // The end of the stream before, overtaken by the start of this one: a short break.
      if (this.#timer !== undefined && endingSince === null) this.#disarm();
      return;
    }
    if (endingSince !== null) return;
    this.#keep({ endingSince: this.#now(), endMissed: recovered });
    this.#failures = 0;
    await this.#waitForEnd();
  }

  async #waitForEnd(): Promise<void> {
    const { endingSince } = this.#memory;
    if (endingSince === null) return;
    const left = endingSince + this.#settings.offlineAfter * 1000 - this.#now();
    if (this.#settings.offlineAfter === 0) this.#goOffline(endingSince, this.#memory.endMissed);
    else if (left > 0) this.#arm(left, () => this.#confirmEnd());
    else await this.#confirmEnd();
  }

  /** The time is over: offline, unless Twitch says that it came back and nobody heard. */
  async #confirmEnd(): Promise<void> {
    const { session, endingSince, endMissed } = this.#memory;
    if (session === null || endingSince === null) return;
    let stream: StreamNow | null;
    try {
      stream = await this.#reader.stream();
    } catch {
      this.#failures += 1;
      if (this.#failures >= streamWaits.failures) this.#goOffline(endingSince, endMissed);
      else this.#arm(streamWaits.lookAgainMs, () => this.#confirmEnd());
      return;
    }
    if (this.#stopped) return;
    if (stream === null) this.#goOffline(endingSince, endMissed);
    else if (stream.id !== session.id) await this.#meet(session, stream, endingSince);
    else if (this.#now() - endingSince < streamWaits.doubtMs)
      this.#arm(streamWaits.lookAgainMs, () => this.#confirmEnd());
    else this.#keep({ endingSince: null, endMissed: false });
  }

  /** Another stream runs than the one that is known: the same after a short break, or a new one. */
  async #meet(session: Session, stream: StreamNow, end: number): Promise<void> {
    const pause = (stream.startedAt ?? this.#now()) - end;
    if (pause <= this.#settings.offlineAfter * 1000) {
      await this.#goOn(session, stream);
      return;
    }
    this.#goOffline(end, true);
    await this.#goLive(stream, null, true);
  }

  async #goOn(session: Session, stream: StreamNow): Promise<void> {
    this.#disarm();
    const goesOn = { ...stream, startedAt: session.startedAt ?? stream.startedAt, told: session.told };
    this.#keep({ session: goesOn, endingSince: null, endMissed: false, lastSeen: this.#now() });
    if (!session.told) await this.#tellLive(goesOn, null, true);
  }

  async #goLive(
    stream: StreamNow,
    notification: EventNotification | null,
    recovered: boolean,
  ): Promise<void> {
    this.#disarm();
    const session: Session = { ...stream, told: false };
    this.#keep({ session, endingSince: null, endMissed: false, lastSeen: this.#now() });
    await this.#tellLive(session, notification, recovered);
  }

  async #tellLive(
    session: Session,
    notification: EventNotification | null,
    recovered: boolean,
  ): Promise<void> {
    const shown = (await this.#readShown()) ?? this.#memory.shown ?? null;
    if (this.#stopped) return;
    const told = { ...session, told: true };
    this.#keep({ session: told, shown });
    this.#tell({ output: 'live', session: told, shown, notification, recovered });
  }

  #goOffline(endedAt: number, recovered: boolean): void {
    this.#disarm();
    const { session, shown } = this.#memory;
    if (session === null) return;
    const lastEnded = { id: session.id, at: this.#now() };
    this.#keep({ session: null, endingSince: null, endMissed: false, lastEnded });
    if (session.told) this.#tell({ output: 'offline', session, shown, endedAt, recovered });
  }

  #onShown(after: Shown, notification: EventNotification | null, recovered: boolean): void {
    const before = this.#memory.shown ?? null;
    const { session, endingSince } = this.#memory;
    this.#keep({ shown: after });
    const changed = before === null ? [] : differing(before, after, this.#settings.changesIn);
    if (changed.length === 0) return;
    const current = endingSince === null ? session : null;
    this.#tell({
      output: 'changed',
      session: current,
      shown: after,
      before,
      changed,
      notification,
      recovered,
    });
  }

  /** After the start and after every gap: what is true now, and what of it nobody has heard. */
  async #lookAround(): Promise<void> {
    let stream: StreamNow | null;
    try {
      stream = await this.#reader.stream();
    } catch {
      this.#arm(streamWaits.lookAgainMs, () => this.#lookAround());
      return;
    }
    const shown = await this.#readShown();
    if (this.#stopped) return;
    const { session, lastEnded } = this.#memory;
    const fresh = this.#fresh;
    this.#fresh = false;
    if (fresh && session === null) {
      // A node that was just dropped takes things as they are: that they are so is no news.
      const found = stream && stream.id !== lastEnded?.id ? { ...stream, told: true } : null;
      this.#keep({ session: found, shown: shown ?? this.#memory.shown, lastSeen: this.#now() });
      return;
    }
    if (session === null) await this.#foundWhileOffline(stream);
    else if (stream === null) await this.#notListed(session);
    else if (stream.id === session.id) await this.#stillThere(session);
    else await this.#meet(session, stream, this.#memory.endingSince ?? this.#memory.lastSeen);
    if (shown !== null && !this.#stopped) this.#onShown(shown, null, true);
  }

  async #foundWhileOffline(stream: StreamNow | null): Promise<void> {
    // Just ended, and still in the list.
    if (stream !== null && stream.id !== this.#memory.lastEnded?.id) await this.#goLive(stream, null, true);
  }

  async #notListed(session: Session): Promise<void> {
    const { endingSince } = this.#memory;
    const began = session.startedAt ?? 0;
    // Just begun, and not in the list yet.
    if (endingSince === null && this.#now() - began < streamWaits.lagMs) return;
    if (endingSince === null) this.#keep({ endingSince: this.#now(), endMissed: true });
    this.#failures = 0;
    await this.#waitForEnd();
  }

  async #stillThere(session: Session): Promise<void> {
    if (!session.told) await this.#tellLive(session, null, true);
    else if (this.#memory.endingSince === null) this.#keep({ lastSeen: this.#now() });
    else await this.#waitForEnd();
  }

  #readShown(): Promise<Shown | null> {
    return readChannel(this.#reader, this.#context.clock, this.#stopping.signal);
  }

  /** Whether Twitch lists it; no when it does not answer. */
  async #isListed(id: string): Promise<boolean> {
    try {
      return (await this.#reader.stream())?.id === id;
    } catch {
      return false;
    }
  }

  #tell(news: Partial<StreamNews> & Pick<StreamNews, 'output' | 'session' | 'shown' | 'recovered'>): void {
    if (this.#stopped) return;
    const whole = { before: null, changed: [], endedAt: null, notification: null, ...news };
    this.#emit({ output: news.output, msg: streamMessage(whole, this.#now(), this.#source) });
  }

  #arm(ms: number, task: () => void | Promise<void>): void {
    this.#disarm();
    this.#timer = this.#context.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#next(task);
    }, ms);
  }

  #disarm(): void {
    this.#context.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
