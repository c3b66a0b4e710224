import type { Timer } from '../core/clock';
import type { ChatLine } from './chat-line';
import type { TriggerContext } from './context';
import { keptBack } from './hearing';
import { isPlain } from './incoming';
import type { ChannelRef, FlowMessage, TwitchMessage } from './message';
import { fillPlaceholders } from './placeholders';
import { testId } from './sample-chat';
import type { TestFields, TestOutcome, TriggerNote, TriggerOutput } from './trigger';
import { nextTurn } from './turns';

export interface TimerSettings {
  /** One a line. */
  readonly lines: string;
  /** Minutes. */
  readonly every: number;
  readonly onlyLive: boolean;
  /** How many lines others must have written since the last one. */
  readonly afterLines: number;
  readonly order: 'turn' | 'random';
}

/** What the timer needs besides what every trigger has. */
export interface TimerHooks {
  /** The channel that the lines are for; null while it is not known. */
  readonly channel: () => ChannelRef | null;
  /** Whether the node may fire now ("only when"). */
  readonly mayFire: (msg: TwitchMessage) => Promise<boolean>;
  readonly emit: (output: TriggerOutput<'due'> | TriggerNote) => void;
}

export interface TimerBehaviour {
  /** Takes up where it was before a restart, and begins. */
  start(): Promise<void>;
  onChat(line: ChatLine): void;
  stop(): void;
  test(fields: TestFields): TestOutcome<'due'>;
}

/** After a restart nothing is said sooner than this, milliseconds: a deploy is no reason to speak. */
const CALM_MS = 60_000;

/** How soon it looks again while nobody can tell whether the channel is live, milliseconds. */
const LOOK_AGAIN_MS = 30_000;

const noLines = { ownLines: false, knownBots: false, sharedChat: false, details: false };

/** The node twitch-timer: one line after the other, every so many minutes, if somebody is there to read them. */
export function createTimerBehaviour(
  settings: TimerSettings,
  context: TriggerContext,
  hooks: TimerHooks,
): TimerBehaviour {
  const timer = new TimedLines(settings, context, hooks);
  return {
    start: () => timer.start(),
    onChat: (line) => timer.onChat(line),
    stop: () => timer.stop(),
    test: () => timer.test(),
  };
}

class TimedLines {
  readonly #settings: TimerSettings;
  readonly #context: TriggerContext;
  readonly #hooks: TimerHooks;
  readonly #lines: readonly string[];
  readonly #everyMs: number;
  #last = -1;
  #testTurn = -1;
  /** Lines of others since the last one of ours. */
  #heard = 0;
  /** It is time, but nobody has written enough. */
  #isOverdue = false;
  /** When the next line is due, milliseconds since 1970. */
  #dueAt = 0;
  #isFiring = false;
  #isStopped = false;
  #timer: Timer;

  constructor(settings: TimerSettings, context: TriggerContext, hooks: TimerHooks) {
    this.#settings = settings;
    this.#context = context;
    this.#hooks = hooks;
    this.#lines = settings.lines
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    this.#everyMs = settings.every * 60_000;
  }

  async start(): Promise<void> {
    const saved = await this.#context.state.get('timer').catch(() => undefined);
    if (this.#isStopped) return;
    const now = this.#context.clock.now();
    let dueAt = now + this.#everyMs;
    if (isPlain(saved)) {
      if (typeof saved['turn'] === 'number' && Number.isInteger(saved['turn'])) this.#last = saved['turn'];
      // Lines may have come while it was read.
      if (typeof saved['heard'] === 'number' && saved['heard'] > 0) this.#heard += saved['heard'];
      if (typeof saved['dueAt'] === 'number') {
        const calm = Math.min(CALM_MS, this.#everyMs);
        dueAt = Math.min(dueAt, Math.max(saved['dueAt'], now + calm));
      }
    }
    this.#wait(dueAt);
  }

  onChat(line: ChatLine): void {
    if (line.channel.login !== this.#hooks.channel()?.login) return;
    if (keptBack(line, noLines, this.#context) !== null) return;
    this.#heard++;
    // More than enough need not be known after a restart: a busy chat is not written down line by line.
    if (this.#heard <= this.#settings.afterLines) this.#keep();
    if (this.#isOverdue) this.#look();
  }

  stop(): void {
    this.#isStopped = true;
    this.#context.clock.clearTimeout(this.#timer);
  }

  test(): TestOutcome<'due'> {
    if (this.#lines.length === 0) return { stoppedBy: 'lines' };
    this.#testTurn = (this.#testTurn + 1) % this.#lines.length;
    const msg = this.#message(this.#testTurn);
    msg.twitch.id = testId(this.#context);
    msg.twitch.test = true;
    return { output: 'due', msg };
  }

  /** Sets the clock, and remembers when: a restart goes on from there. */
  #wait(dueAt: number): void {
    this.#isOverdue = false;
    this.#dueAt = dueAt;
    this.#keep();
    this.#alarm(dueAt - this.#context.clock.now());
  }

  #keep(): void {
    // Not before it is known what was kept: that would be overwritten.
    if (this.#dueAt === 0) return;
    const kept = { dueAt: this.#dueAt, turn: this.#last, heard: this.#heard };
    this.#context.state.set('timer', kept).catch(() => undefined);
  }

  #alarm(ms: number): void {
    const { clock } = this.#context;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#look(), Math.max(0, ms));
  }

  #look(): void {
    if (this.#isFiring || this.#isStopped || this.#lines.length === 0) return;
    const now = this.#context.clock.now();
    const channel = this.#hooks.channel();
    const isLive = this.#settings.onlyLive ? this.#context.live.isLive(channel?.id ?? '') : true;
    if (channel === null || isLive === null) {
      if (channel !== null) this.#hooks.emit({ note: 'live-unknown' });
      this.#alarm(LOOK_AGAIN_MS);
    } else if (!isLive) this.#wait(now + this.#everyMs);
    else if (this.#heard < this.#settings.afterLines) this.#isOverdue = true;
    else this.#fire();
  }

  #fire(): void {
    this.#isFiring = true;
    const { random } = this.#context;
    const turn = nextTurn(this.#settings.order, this.#last, this.#lines.length, random());
    const msg = this.#message(turn);
    void this.#hooks
      .mayFire(msg)
      .then((may) => {
        if (this.#isStopped) return;
        if (may) {
          this.#last = turn;
          this.#heard = 0;
        }
        this.#wait(this.#context.clock.now() + this.#everyMs);
        if (may) this.#hooks.emit({ output: 'due', msg });
      })
      .finally(() => {
        this.#isFiring = false;
      });
  }

  #message(turn: number): TwitchMessage {
    const { account, practice, clock, identities } = this.#context;
    const now = clock.now();
    const channel = this.#hooks.channel() ?? identities().channel ?? { id: '', login: '', name: '' };
    const msg: TwitchMessage = {
      payload: '',
      topic: 'timer.line',
      twitch: {
        id: `timer-${now}`,
        type: 'timer.line',
        at: now,
        account,
        channel,
        user: null,
        target: null,
        summary: null,
        event: null,
      },
    };
    if (practice) msg.twitch.practice = true;
    const asFlow: FlowMessage = { ...msg };
    const { text } = fillPlaceholders(this.#lines[turn] ?? '', asFlow, { channelName: channel.name });
    msg.payload = text;
    msg.twitch.summary = text;
    return msg;
  }
}
