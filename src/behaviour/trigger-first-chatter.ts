import type { Timer } from '../core/clock';
import type { ChatLine } from './chat-line';
import { lineToMessage, type MessageSource } from './chat-to-message';
import type { TriggerContext } from './context';
import { admits, audience, keptBack, type HearingSettings } from './hearing';
import { isPlain } from './incoming';
import type { TwitchMessage } from './message';
import { leastRole, type Who } from './roles';
import { sampleLine } from './sample-chat';
import { MOST_SEEN, SeenInDays, SeenInStream } from './seen-people';
import {
  MemoryState,
  type ChatInterest,
  type TestFields,
  type TestOutcome,
  type TriggerOutput,
} from './trigger';

export interface FirstChatterSettings extends HearingSettings {
  /** The first line in this stream, ever, or after some days. */
  readonly when: 'stream' | 'ever' | 'days';
  readonly days: number;
  readonly who: Who | 'named';
  /** Logins, for `who: 'named'`. */
  readonly people: string;
  /** Logins that are never welcomed, besides the known bots. */
  readonly notPeople: string;
}

export interface FirstChatterBehaviour {
  readonly interest: ChatInterest;
  /** Reads who was seen before a restart. Hand in lines only after it has settled. */
  start(): Promise<void>;
  /** The line as a message, if it is of somebody who counts: for what has to be asked before it counts. */
  glance(line: ChatLine): TwitchMessage | null;
  onChat(line: ChatLine): TriggerOutput<'first'> | null;
  /** A channel has gone offline. */
  onOffline(channelId: string): void;
  /** Saves what is not saved yet. */
  stop(): void;
  test(fields: TestFields): TestOutcome<'first'>;
}

/** How long changes are gathered before they are saved, milliseconds: in a big chat somebody new writes every second. */
const SAVE_MS = 30_000;

/** How old the time of the last line may get in what is saved, milliseconds. */
const FRESH_MS = 10 * 60_000;

/** The node twitch-first-chatter: the first line of a person, with a welcome as summary. */
export function createFirstChatterBehaviour(
  settings: FirstChatterSettings,
  context: TriggerContext,
): FirstChatterBehaviour {
  const node = new FirstChatter(settings, context);
  return {
    interest: { kinds: ['message'] },
    start: () => node.start(),
    glance: (line) => node.glance(line),
    onChat: (line) => node.onChat(line),
    onOffline: (channelId) => node.onOffline(channelId),
    stop: () => node.stop(),
    test: (fields) => testFirstChatter(settings, context, fields),
  };
}

class FirstChatter {
  readonly #settings: FirstChatterSettings;
  readonly #context: TriggerContext;
  readonly #audience: ReturnType<typeof audience>;
  readonly #source: MessageSource;
  /** By login of the channel. */
  readonly #streams = new Map<string, SeenInStream>();
  readonly #days = new Map<string, SeenInDays>();
  /** Logins of channels by id, as far as they have been heard. */
  readonly #logins = new Map<string, string>();
  #timer: Timer;
  #savedAt = 0;
  #isDirty = false;

  constructor(settings: FirstChatterSettings, context: TriggerContext) {
    this.#settings = settings;
    this.#context = context;
    this.#audience = audience(
      settings.who,
      settings.who === 'named' ? settings.people : '',
      settings.notPeople,
    );
    this.#source = {
      account: context.account,
      practice: context.practice,
      identities: context.identities,
      details: settings.details,
    };
  }

  async start(): Promise<void> {
    if (this.#settings.when === 'ever') return;
    const saved = await this.#context.state.get('seen');
    // Another way of counting than before has other memories.
    if (!isPlain(saved) || saved['when'] !== this.#settings.when || !isPlain(saved['channels'])) return;
    for (const [login, memory] of Object.entries(saved['channels'])) {
      if (this.#settings.when === 'stream') this.#stream(login).restore(memory);
      else this.#day(login).restore(memory);
    }
  }

  glance(line: ChatLine): TwitchMessage | null {
    return this.stoppedBy(line) === null ? lineToMessage(line, this.#source) : null;
  }

  onChat(line: ChatLine): TriggerOutput<'first'> | null {
    if (this.stoppedBy(line) !== null || !this.#isFirst(line)) return null;
    const msg = lineToMessage(line, this.#source);
    msg.topic = 'chat.first';
    msg.twitch.type = 'chat.first';
    msg.twitch.summary = this.#welcome(line);
    return { output: 'first', msg };
  }

  /** The field that keeps a line back, null if none does. */
  stoppedBy(line: ChatLine): string | null {
    const { who } = this.#settings;
    const kept = keptBack(line, this.#settings, this.#context);
    if (kept !== null) return kept;
    // Nobody is welcomed in their own channel unless that is just what is wanted.
    const isAtHome = line.roles.includes('broadcaster') && who !== 'broadcaster' && who !== 'named';
    return !isAtHome && admits(this.#audience, line.user.login, line.roles) ? null : 'who';
  }

  onOffline(channelId: string): void {
    const seen = this.#streams.get(this.#logins.get(channelId) ?? '');
    if (seen === undefined) return;
    seen.end(this.#context.clock.now());
    this.#saveSoon();
  }

  stop(): void {
    this.#context.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isDirty) this.#save();
  }

  #isFirst(line: ChatLine): boolean {
    const { when } = this.#settings;
    if (when === 'ever') return line.firstEver;
    // Somebody without an id cannot be known again; that is a broken line.
    if (line.user.id === '') return false;
    return when === 'stream' ? this.#isFirstInStream(line) : this.#isFirstInDays(line);
  }

  #isFirstInStream({ channel, user }: ChatLine): boolean {
    const { live, clock } = this.#context;
    const isLive = live.isLive(channel.id);
    if (isLive === false) return false;
    const now = clock.now();
    this.#logins.set(channel.id, channel.login);
    const startedAt = isLive === true ? (live.startedAt?.(channel.id) ?? null) : null;
    const isFirst = this.#stream(channel.login).write(user.id, startedAt, now);
    if (isFirst) this.#forgetOldest(this.#streams);
    if (isFirst || now - this.#savedAt > FRESH_MS) this.#saveSoon();
    return isFirst;
  }

  #isFirstInDays({ channel, user, firstEver }: ChatLine): boolean {
    const seen = this.#day(channel.login);
    const before = seen.size;
    const isFirst = seen.write(user.id, firstEver, this.#context.clock.now());
    if (seen.size > before) this.#forgetOldest(this.#days);
    this.#saveSoon();
    return isFirst;
  }

  #forgetOldest(all: ReadonlyMap<string, SeenInStream | SeenInDays>): void {
    let largest: SeenInStream | SeenInDays | null = null;
    let count = 0;
    for (const seen of all.values()) {
      count += seen.size;
      if (largest === null || seen.size > largest.size) largest = seen;
    }
    if (count > MOST_SEEN) largest?.forgetOldest();
  }

  /** A sentence that can be said as it is. */
  #welcome({ user, firstEver }: ChatLine): string {
    const { when } = this.#settings;
    if (firstEver) return `${user.name} is here for the first time. Welcome!`;
    return when === 'days' ? `Welcome back, ${user.name}!` : `Welcome, ${user.name}!`;
  }

  #stream(login: string): SeenInStream {
    const seen = this.#streams.get(login) ?? new SeenInStream();
    this.#streams.set(login, seen);
    return seen;
  }

  #day(login: string): SeenInDays {
    const seen = this.#days.get(login) ?? new SeenInDays(this.#settings.days, this.#context.clock.now());
    this.#days.set(login, seen);
    return seen;
  }

  #saveSoon(): void {
    this.#isDirty = true;
    this.#timer ??= this.#context.clock.setTimeout(() => this.#save(), SAVE_MS);
  }

  /** A failure to save is the store's to report: the node works without. */
  #save(): void {
    this.#timer = undefined;
    this.#isDirty = false;
    const now = this.#context.clock.now();
    this.#savedAt = now;
    const { when } = this.#settings;
    const channels = Object.fromEntries(
      when === 'stream'
        ? [...this.#streams].map(([login, seen]) => [login, seen.save()])
        : [...this.#days].map(([login, seen]) => [login, seen.save(now)]),
    );
    this.#context.state.set('seen', { when, channels }).catch(() => undefined);
  }
}

/** A second node with the same settings and a memory of its own, as if the stream had just begun. */
function testFirstChatter(
  settings: FirstChatterSettings,
  context: TriggerContext,
  fields: TestFields,
): TestOutcome<'first'> {
  const { clock } = context;
  const startedAt = clock.now();
  const node = new FirstChatter(settings, {
    ...context,
    state: new MemoryState(),
    live: { isLive: () => true, startedAt: () => startedAt },
    // Nothing of a test is saved.
    clock: { now: () => startedAt, setTimeout: () => undefined, clearTimeout: () => {} },
  });
  const [named] = settings.who === 'named' ? audience('named', settings.people).also : [];
  const least = settings.who === 'named' ? [] : leastRole[settings.who];
  const line = {
    ...sampleLine(
      context,
      { ...(named === undefined ? {} : { user: named }), ...fields },
      'Hello everyone!',
      least,
    ),
    // The first line ever is the first one after any number of days, too.
    firstEver: settings.when !== 'stream',
  };
  const stopped = node.stoppedBy(line);
  const result = stopped === null ? node.onChat(line) : null;
  if (result === null) return { stoppedBy: stopped ?? 'when' };
  result.msg.twitch.test = true;
  return result;
}
