import type { Timer } from '../core/clock';
import { toTwitchError, type TwitchError } from '../core/errors';
import { adTopics, breakMessage, comingMessage, type AdsOutput, type Break } from './ad-message';
import { createAdRehearsal } from './ad-rehearsal';
import { adSchedule, type AdSchedule } from './ad-schedule';
import type { EventNotification, TriggerContext } from './context';
import { EventReader } from './event-reader';
import { InOrder } from './in-order';
import { isPlain } from './incoming';
import type { TestFields, TestOutcome, TriggerOutput } from './trigger';

export interface AdsSettings {
  /** Seconds before an ad at which it is told. */
  readonly warnBefore: number;
  /** Breaks that the streamer starts are not told. */
  readonly automaticOnly: boolean;
}

export interface AdsWorld {
  /** The first element of what Get Ad Schedule answers. */
  readonly ask: () => Promise<unknown>;
  /** Why there can be no ads (neither affiliate nor partner); null: there can. */
  readonly obstacle: () => Promise<TwitchError | null>;
  readonly emit: (output: TriggerOutput<AdsOutput>) => void;
  readonly tell: (error: TwitchError) => void;
}

export interface AdsBehaviour {
  onEvent(notification: EventNotification): void;
  /** Events arrive, for the first time or again: reads the plan, and what was missed. */
  onLive(): void;
  test(fields: TestFields): TestOutcome<AdsOutput>;
  stop(): void;
}

/** What has to outlive a restart. */
interface Memory {
  /** The planned time of the ad that was told last. */
  warnedAt: number | null;
  /** When the last break began, told or not. */
  startedAt: number | null;
  running: Break | null;
}

const KEY = 'ads';
const SECOND = 1000;
/** How often the plan is read while an ad is far away: it can be moved from the dashboard. */
const ASK_EVERY_MS = 300 * SECOND;
/** While none is planned, as before the stream. */
const ASK_IDLE_MS = 120 * SECOND;
const ASK_AGAIN_MS = 60 * SECOND;
/** After a refusal that time alone does not mend. */
const ASK_REFUSED_MS = 3600 * SECOND;
/** A timer may be early, and Twitch's times have whole seconds. */
const LEEWAY_MS = 1500;
/** Two ads are at least eight minutes apart and a snooze moves one by five, so what is closer is the same one. */
const SAME_MS = 60 * SECOND;
/** An event is not missing before this: it may be on its way. */
const EVENT_LATE_MS = 20 * SECOND;

const passing: ReadonlySet<string> = new Set([
  'TWITCH_UNAVAILABLE',
  'TWITCH_UNREACHABLE',
  'TWITCH_TIMEOUT',
  'TWITCH_RATE_LIMITED',
  'TWITCH_BAD_ANSWER',
]);

/** The node twitch-ads. Twitch tells when a break begins; that one is coming is read from its plan, the end from the length. */
export function createAdsBehaviour(
  settings: AdsSettings,
  context: TriggerContext,
  world: AdsWorld,
): AdsBehaviour {
  const { clock, state } = context;
  const source = { account: context.account, practice: context.practice, identities: context.identities };
  const memory: Memory = { warnedAt: null, startedAt: null, running: null };
  const rehearse = createAdRehearsal(settings, context, source);
  let plan: AdSchedule | null = null;
  let askTimer: Timer;
  let endTimer: Timer;
  let asking = false;
  let stopped = false;
  let checked = false;
  let told = '';
  const order = new InOrder(
    world.tell,
    state.get(KEY).then((saved) => {
      restore(memory, saved);
      if (memory.running) armEnd();
    }),
  );

  function keep(): void {
    // The store tells its own failures.
    state.set(KEY, memory).catch(() => undefined);
  }

  function ask(): void {
    if (asking || stopped) return;
    asking = true;
    clock.clearTimeout(askTimer);
    void world
      .ask()
      .then(
        (raw) => order.add(() => askIn(hearPlan(raw))),
        (error: unknown) => order.add(() => askIn(refused(toTwitchError(error)))),
      )
      .finally(() => {
        asking = false;
      });
  }

  function askIn(ms: number): void {
    clock.clearTimeout(askTimer);
    if (!stopped) askTimer = clock.setTimeout(ask, ms);
  }

  /** @returns after how many milliseconds the plan is read again */
  function refused(error: TwitchError): number {
    if (passing.has(error.code)) return ASK_AGAIN_MS;
    // A missing permission is told by the subscription already.
    const tells = error.code !== 'TWITCH_SCOPE_MISSING' && error.code !== 'TWITCH_SIGN_IN_NEEDED';
    if (tells) tellOnce(error);
    return ASK_REFUSED_MS;
  }

  function tellOnce(error: TwitchError): void {
    if (told === error.message) return;
    told = error.message;
    world.tell(error);
  }

  function hearPlan(raw: unknown): number {
    plan = adSchedule(raw);
    const now = clock.now();
    hearMissed(plan, now);
    const { nextAt } = plan;
    if (nextAt === null) {
      check();
      return ASK_IDLE_MS;
    }
    if (nextAt <= now) return ASK_AGAIN_MS;
    const untilWarning = nextAt - settings.warnBefore * SECOND - now;
    // Read once more at the moment itself: the ad may have been snoozed since.
    if (untilWarning > LEEWAY_MS) return Math.min(ASK_EVERY_MS, untilWarning);
    if (memory.warnedAt === null || Math.abs(memory.warnedAt - nextAt) > SAME_MS) {
      memory.warnedAt = nextAt;
      keep();
      world.emit({ output: 'coming', msg: comingMessage(raw, plan, now, source, `ad-${nextAt}`) });
    }
    return ASK_AGAIN_MS;
  }

  /** Nothing is planned: it may be that there can be nothing. Asked once. */
  function check(): void {
    if (checked) return;
    checked = true;
    world.obstacle().then(
      (obstacle) => {
        if (obstacle && !stopped) tellOnce(obstacle);
      },
      () => {
        checked = false;
      },
    );
  }

  /** A break that runs and was not told: its event fell into a gap or a restart. */
  function hearMissed({ lastAt, length }: AdSchedule, now: number): void {
    if (lastAt === null || length === null || isKnown(lastAt)) return;
    if (now - lastAt < EVENT_LATE_MS || now >= lastAt + length * SECOND) return;
    const planned = memory.warnedAt !== null && Math.abs(memory.warnedAt - lastAt) <= SAME_MS;
    if (settings.automaticOnly && !planned) return;
    begin(
      {
        id: `ad-${lastAt}`,
        type: adTopics.start,
        version: '1',
        at: new Date(lastAt).toISOString(),
        event: {
          duration_seconds: length,
          started_at: new Date(lastAt).toISOString(),
          ...(planned ? { is_automatic: true } : {}),
        },
        recovered: true,
      },
      lastAt,
      lastAt + length * SECOND,
    );
  }

  function isKnown(startedAt: number): boolean {
    return memory.startedAt !== null && Math.abs(memory.startedAt - startedAt) <= SAME_MS;
  }

  function begin(notification: EventNotification, startedAt: number, endsAt: number): void {
    memory.startedAt = startedAt;
    memory.running = { startedAt, endsAt, notification };
    keep();
    world.emit({ output: 'start', msg: breakMessage('start', memory.running, plan, source) });
    armEnd();
  }

  function armEnd(): void {
    clock.clearTimeout(endTimer);
    const { running } = memory;
    if (!running || stopped) return;
    endTimer = clock.setTimeout(() => order.add(end), Math.max(0, running.endsAt - clock.now()));
  }

  function end(): void {
    const { running } = memory;
    if (!running) return;
    memory.running = null;
    keep();
    const msg = breakMessage('end', running, plan, source);
    // Node-RED was off when it ended.
    if (clock.now() - running.endsAt > EVENT_LATE_MS) msg.twitch.recovered = true;
    world.emit({ output: 'end', msg });
  }

  function onBegin(notification: EventNotification): void {
    const event = new EventReader(notification.event);
    const now = clock.now();
    const said = Date.parse(event.text('started_at') ?? '');
    // Where this machine's clock is wrong, the moment of arrival says more.
    const startedAt = Number.isFinite(said) && Math.abs(said - now) < SAME_MS ? said : now;
    if (isKnown(startedAt)) return;
    if (settings.automaticOnly && !event.flag('is_automatic')) {
      memory.startedAt = startedAt;
      keep();
      return;
    }
    begin(notification, startedAt, startedAt + (event.number('duration_seconds') ?? 0) * SECOND);
    // The next one is planned by now.
    askIn(ASK_AGAIN_MS);
  }

  return {
    onEvent: (notification) => order.add(() => onBegin(notification)),
    onLive: () => order.add(ask),
    test: rehearse,
    stop() {
      stopped = true;
      order.stop();
      clock.clearTimeout(askTimer);
      clock.clearTimeout(endTimer);
    },
  };
}

function restore(memory: Memory, saved: unknown): void {
  if (!isPlain(saved)) return;
  const { warnedAt, startedAt, running } = saved;
  if (typeof warnedAt === 'number') memory.warnedAt = warnedAt;
  if (typeof startedAt === 'number') memory.startedAt = startedAt;
  if (!isPlain(running) || !isPlain(running['notification'])) return;
  const { id, at, event } = running['notification'];
  if (typeof running['startedAt'] !== 'number' || typeof running['endsAt'] !== 'number') return;
  memory.running = {
    startedAt: running['startedAt'],
    endsAt: running['endsAt'],
    notification: { id: String(id), type: adTopics.start, version: '1', at: String(at), event },
  };
}
