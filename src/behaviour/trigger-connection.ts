import type { Timer } from '../core/clock';
import { baseContext } from './chat-to-message';
import type { TriggerContext } from './context';
import type { Json, TwitchMessage } from './message';
import { testId } from './sample-chat';
import type { TestOutcome, TriggerOutput } from './trigger';
import { TroubleTracker, type Gap, type Problem, type TroubleKind, type TroubleNews } from './trouble';
import { gapSentence, troubleSummary } from './trouble-words';

export interface ConnectionSettings {
  readonly which: readonly TroubleKind[];
  /** Seconds that something has to last before it is told. */
  readonly after: number;
}

export type ConnectionOutput = 'trouble' | 'well';

export interface ConnectionWorld {
  /** Everything that does not work at this moment. */
  readonly problems: () => readonly Problem[];
  readonly emit: (output: TriggerOutput<ConnectionOutput>) => void;
}

export interface ConnectionBehaviour {
  /** Something may have changed. */
  look(): void;
  /** Events may be missing. */
  onGap(gap: Omit<Gap, 'recovered'>): void;
  /** What of a gap was read again. */
  onRecovered(gap: Pick<Gap, 'from' | 'to'>, types: readonly string[]): void;
  test(): TestOutcome<ConnectionOutput>;
  stop(): void;
}

const KEY = 'troubles';
/** The trouble that the connection for events is down. */
const EVENTS = 'events';
/** Not everything makes a sound when it breaks. */
const LOOK_EVERY_MS = 10_000;
/** How long a gap waits for its trouble to be over, and for what is read again. */
const GAP_SETTLE_MS = 4_000;

/** The node twitch-connection-status. */
export function createConnectionBehaviour(
  settings: ConnectionSettings,
  context: TriggerContext,
  world: ConnectionWorld,
): ConnectionBehaviour {
  const { clock, state } = context;
  const tracker = new TroubleTracker(settings.after * 1000, clock.now());
  const rehearse = createRehearsal(settings, context);
  let lookTimer: Timer;
  let gapTimer: Timer;
  let gap: Gap | null = null;
  let stopped = false;
  let restored = false;
  let saved = '[]';
  state
    .get(KEY)
    .then((told) => {
      tracker.restore(told);
      saved = JSON.stringify(tracker.told);
    })
    .catch(() => undefined)
    .finally(() => {
      restored = true;
      look();
    });

  function look(): void {
    if (stopped || !restored) return;
    const now = clock.now();
    const problems = world.problems().filter(({ kind }) => settings.which.includes(kind));
    for (const news of tracker.look(problems, now)) tell(news, now);
    const told = JSON.stringify(tracker.told);
    if (told !== saved) {
      saved = told;
      // The store tells its own failures.
      state.set(KEY, told === '[]' ? undefined : tracker.told).catch(() => undefined);
    }
    clock.clearTimeout(lookTimer);
    lookTimer = clock.setTimeout(look, Math.min(LOOK_EVERY_MS, tracker.nextLook(now) ?? LOOK_EVERY_MS));
  }

  function tell(news: TroubleNews, now: number): void {
    const own = news.state === 'well' && news.problem.key === EVENTS ? gap : null;
    if (own) {
      gap = null;
      clock.clearTimeout(gapTimer);
    }
    const full = { ...news, gap: own };
    const id = `${news.problem.key} ${now}`;
    world.emit({ output: news.state, msg: messageOf(full, now, context, id) });
  }

  /** The gap was too short for a trouble, but events may be missing all the same. */
  function tellGap(): void {
    if (gap === null || stopped) return;
    if (tracker.told.some(({ problem }) => problem.key === EVENTS)) {
      // It goes along with the end of the trouble.
      gapTimer = clock.setTimeout(tellGap, GAP_SETTLE_MS);
      return;
    }
    const { from, to } = gap;
    const problem: Problem = { kind: 'events', key: EVENTS, what: '', reason: '', remedy: 'nothing' };
    const news = { state: 'well', problem, since: from, gap } as const;
    const msg = messageOf(news, to, context, `gap ${from}`);
    msg.twitch.summary = `Events from Twitch were interrupted. ${gapSentence(gap)}`;
    gap = null;
    world.emit({ output: 'well', msg });
  }

  return {
    look,
    onGap({ from, to, types }) {
      if (stopped || !settings.which.includes('events')) return;
      gap = {
        from: Math.min(from, gap?.from ?? from),
        to: Math.max(to, gap?.to ?? to),
        types: [...new Set([...(gap?.types ?? []), ...types])],
        recovered: gap?.recovered ?? [],
      };
      clock.clearTimeout(gapTimer);
      gapTimer = clock.setTimeout(tellGap, GAP_SETTLE_MS);
      look();
    },
    onRecovered(_gap, types) {
      if (gap) gap = { ...gap, recovered: [...new Set([...gap.recovered, ...types])] };
    },
    test: rehearse,
    stop() {
      stopped = true;
      clock.clearTimeout(lookTimer);
      clock.clearTimeout(gapTimer);
    },
  };
}

function time(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

function messageOf(news: TroubleNews, now: number, context: TriggerContext, id: string): TwitchMessage {
  const { state, problem, since, gap } = news;
  const topic = state === 'trouble' ? 'connection.trouble' : 'connection.well';
  const payload: Record<string, Json> = {
    state,
    kind: problem.kind,
    what: problem.what,
    reason: problem.reason,
    remedy: state === 'trouble' ? problem.remedy : 'nothing',
    since: time(since) ?? '',
    seconds: Math.max(0, Math.round((now - since) / 1000)),
    gapFrom: time(gap?.from),
    gapTo: time(gap?.to),
    missed: gap ? gap.types.filter((type) => !gap.recovered.includes(type)) : [],
    recovered: [...(gap?.recovered ?? [])],
  };
  const twitch = baseContext(
    { account: context.account, practice: context.practice, identities: context.identities },
    {
      id,
      type: topic,
      at: now,
      channel: context.identities().channel ?? { id: '', login: '', name: '' },
      user: null,
      target: null,
      summary: troubleSummary(news, now, context.account),
      event: null,
    },
  );
  return { payload, topic, twitch };
}

const rehearsed: Readonly<Record<TroubleKind, Omit<Problem, 'kind'>>> = {
  chat: { key: 'chat', what: '', reason: 'The connection was lost', remedy: 'nothing' },
  events: { key: EVENTS, what: '', reason: 'The connection was lost', remedy: 'nothing' },
  signIn: { key: 'signIn channel', what: '', reason: 'the password was changed', remedy: 'sign-in' },
  calls: { key: 'calls', what: '', reason: 'Twitch has a fault', remedy: 'nothing' },
};

/** What the test button plays: a trouble of each kind that is watched, and its end, one message a press. */
function createRehearsal(
  { which, after }: ConnectionSettings,
  context: TriggerContext,
): () => TestOutcome<ConnectionOutput> {
  let step = 0;
  let beganAt = 0;
  return () => {
    const kind = which[Math.floor(step / 2) % Math.max(1, which.length)];
    if (kind === undefined) return { stoppedBy: 'which' };
    const state = step % 2 === 0 ? 'trouble' : 'well';
    step++;
    const now = context.clock.now();
    if (state === 'trouble') beganAt = now - after * 1000;
    const what = kind === 'signIn' ? (context.identities().channel?.name ?? '') : '';
    const gap =
      state === 'well' && kind === 'events'
        ? { from: beganAt, to: now, types: ['channel.follow', 'channel.raid'], recovered: [] }
        : null;
    const news: TroubleNews = { state, problem: { ...rehearsed[kind], kind, what }, since: beganAt, gap };
    const msg = messageOf(news, now, context, testId(context));
    msg.twitch.test = true;
    return { output: state, msg };
  };
}
