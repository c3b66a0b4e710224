import type { Timer } from '../core/clock';
import type { TwitchError } from '../core/errors';
import type { EventNotification, TriggerContext } from './context';
import { EventReader } from './event-reader';
import { eventToMessage } from './event-to-message';
import { TrainTracker, trainPayload, trainSummary, type TrainMoment, type TrainNews } from './hype-train';
import { InOrder } from './in-order';
import { isPlain } from './incoming';
import { sampleEvent } from './sample-event';
import type { TestFields, TestOutcome, TriggerOutput } from './trigger';

export interface HypeTrainSettings {
  /** Nothing is told of a train before it has this level. */
  readonly fromLevel: number;
  /** Tell every contribution, too. */
  readonly progressToo: boolean;
}

export type HypeTrainOutput = 'start' | 'level' | 'end';

/** What the behaviour needs besides events. */
export interface HypeTrainWorld {
  /** Get Hype Train Status: the first element of its answer. */
  readonly ask: () => Promise<unknown>;
  readonly emit: (output: TriggerOutput<HypeTrainOutput>) => void;
  readonly tell: (error: TwitchError) => void;
}

export interface HypeTrainBehaviour {
  onEvent(notification: EventNotification): void;
  /** Events arrive, for the first time or again: asks what runs now, so that nothing of a gap or a restart is missed. */
  onLive(): void;
  test(fields: TestFields): TestOutcome<HypeTrainOutput>;
  stop(): void;
}

export const hypeTrainEvents = [
  'channel.hype_train.begin',
  'channel.hype_train.progress',
  'channel.hype_train.end',
] as const;

const KEY = 'train';
/** How long after a train should have run out its end is waited for before Twitch is asked. */
const END_LEEWAY_MS = 15_000;
/** How long until an unanswered question is put again, while a train runs. */
const ASK_AGAIN_MS = 60_000;

const topics: Readonly<Record<TrainMoment, string>> = {
  start: 'channel.hype_train.begin',
  level: 'channel.hype_train.level',
  progress: 'channel.hype_train.progress',
  end: 'channel.hype_train.end',
};

/** The node twitch-hype-train. */
export function createHypeTrainBehaviour(
  settings: HypeTrainSettings,
  context: TriggerContext,
  world: HypeTrainWorld,
): HypeTrainBehaviour {
  const { clock, state } = context;
  const tracker = new TrainTracker(settings.fromLevel);
  const rehearsal = createRehearsal(settings, context);
  let timer: Timer;
  let stopped = false;
  /** Counts what was heard, so that an answer that an event has overtaken is not believed. */
  let heard = 0;
  let asking = false;
  // Nothing is followed before it is known what was told before a restart.
  const order = new InOrder(
    world.tell,
    state.get(KEY).then((memory) => tracker.restore(memory)),
  );

  function tell(news: readonly TrainNews[], notification: EventNotification): void {
    for (const each of news) {
      const output = outputOf(each, notification, settings, context);
      if (output !== null) world.emit(output);
    }
    // The store tells its own failures.
    state.set(KEY, tracker.memory).catch(() => undefined);
    arm();
  }

  function arm(): void {
    clock.clearTimeout(timer);
    const { expiresAt } = tracker;
    if (stopped || expiresAt === null) return;
    timer = clock.setTimeout(ask, Math.max(ASK_AGAIN_MS, expiresAt + END_LEEWAY_MS - clock.now()));
  }

  function ask(): void {
    if (asking || stopped) return;
    asking = true;
    const before = heard;
    world.ask().then(
      (answer) => {
        asking = false;
        order.add(() => hearAnswer(answer, before === heard));
      },
      () => {
        // Without an answer things stay as they are; while a train runs it is asked again.
        asking = false;
        order.add(arm);
      },
    );
  }

  function hearAnswer(answer: unknown, isFresh: boolean): void {
    const current = isPlain(answer) ? answer['current'] : undefined;
    const record = isPlain(answer) && isPlain(answer['all_time_high']) ? answer['all_time_high'] : null;
    const event = isPlain(current) ? { ...current, all_time_high_level: record?.['level'] } : null;
    const notification = {
      id: `hype-train-${clock.now()}`,
      type: 'channel.hype_train.progress',
      version: '2',
      at: new Date(clock.now()).toISOString(),
      event: event ?? {},
      recovered: true,
    } as const;
    if (event !== null) tell(tracker.hear('status', readerOf(event, context)), notification);
    else if (isFresh) tell(tracker.noneRuns(), notification);
    else arm();
  }

  return {
    onEvent(notification) {
      heard++;
      const kind = kindOf(notification.type);
      if (kind === null) return;
      order.add(() => tell(tracker.hear(kind, readerOf(notification.event, context)), notification));
    },
    onLive: ask,
    test: (fields) => rehearsal(fields),
    stop() {
      stopped = true;
      order.stop();
      clock.clearTimeout(timer);
    },
  };
}

function kindOf(type: string): 'begin' | 'progress' | 'end' | null {
  const kind = type.slice('channel.hype_train.'.length);
  return kind === 'begin' || kind === 'progress' || kind === 'end' ? kind : null;
}

function readerOf(event: unknown, context: TriggerContext): EventReader {
  return new EventReader(event, context.identities().channel ?? { id: '', login: '', name: '' });
}

function outputOf(
  news: TrainNews,
  notification: EventNotification,
  settings: HypeTrainSettings,
  context: TriggerContext,
): TriggerOutput<HypeTrainOutput> | null {
  const { moment, late } = news;
  if (moment === 'progress' && !settings.progressToo) return null;
  const topic = topics[moment];
  const { twitch } = eventToMessage(notification, {
    account: context.account,
    practice: context.practice,
    identities: context.identities,
  });
  twitch.type = topic;
  twitch.summary = trainSummary(news);
  if (late) twitch.recovered = true;
  return {
    output: moment === 'progress' ? 'level' : moment,
    msg: { payload: trainPayload(news), topic, twitch },
  };
}

/** Points of each level of a rehearsed train. */
const LEVEL_GOAL = 1800;

/**
 * What the test button plays: a train that starts, climbs two levels and ends, one message a press. It has a tracker of
 * its own, so that no real train is touched.
 */
function createRehearsal(
  settings: HypeTrainSettings,
  context: TriggerContext,
): (fields: TestFields) => TestOutcome<HypeTrainOutput> {
  const first = Math.max(1, settings.fromLevel);
  const steps = [
    { kind: 'begin', level: first, progress: 700 },
    ...(settings.progressToo ? [{ kind: 'progress', level: first, progress: 1200 } as const] : []),
    { kind: 'progress', level: first + 1, progress: 300 },
    { kind: 'progress', level: first + 2, progress: 150 },
    { kind: 'end', level: first + 2, progress: 150 },
  ] as const;
  let tracker = new TrainTracker(settings.fromLevel);
  let step = 0;
  let id = '';
  return (fields) => {
    const { kind, level, progress } = steps[step] ?? steps[0];
    if (step === 0) {
      tracker = new TrainTracker(settings.fromLevel);
      id = `test-${Math.floor(context.random() * Number.MAX_SAFE_INTEGER).toString(36)}`;
    }
    step = (step + 1) % steps.length;
    const now = context.clock.now();
    const notification = sampleEvent(
      context,
      `channel.hype_train.${kind}`,
      '2',
      {
        id,
        level,
        total: (level - 1) * LEVEL_GOAL + progress,
        shared_train_participants: null,
        is_shared_train: false,
        ...(kind === 'end'
          ? {}
          : { progress, goal: LEVEL_GOAL, expires_at: new Date(now + 300_000).toISOString() }),
        ...fields,
      },
      [],
    );
    const [news] = notification ? tracker.hear(kind, readerOf(notification.event, context)) : [];
    const output = news && notification && outputOf(news, notification, settings, context);
    if (!output) return { stoppedBy: 'fromLevel' };
    output.msg.twitch.test = true;
    return output;
  };
}
