import { TwitchScopeError } from '../core/errors';
import { choiceParam, linesParam, numberParam, textParam } from './action-params';
import type { Action, ActionContext, ActionParams } from './context';
import { admits, audience } from './hearing';
import { isTest, part, contextOf, userOf, writableContext } from './incoming';
import type { RefusalReason, Role } from './message';
import { inputRefusal } from './refusal';
import { whoWords, type Who } from './roles';
import { doerFor } from './rules';
import { act, actorOf, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { readSavedWaits, Waits } from './waits';
import { capital, counted, duration, listed } from './words';

/** Yes, or why not: a reason for the flow and a sentence for chat. */
type Verdict =
  | { readonly yes: true }
  | {
      readonly yes: false;
      readonly reason: RefusalReason;
      readonly sentence: string;
      readonly seconds: number | null;
    };

const yes: Verdict = { yes: true };

function no(reason: RefusalReason, sentence: string, seconds: number | null = null): Verdict {
  return { yes: false, reason, sentence, seconds };
}

/** Waits that end sooner are not worth writing to the disk: the restart takes as long. */
const WORTH_KEEPING_MS = 15_000;

/** For how long an answer of Twitch's about a stream is taken for another message, milliseconds. */
const FRESH_MS = 5_000;

/** The node twitch-condition: the message goes on as it is by `yes`, or by `no` with the reason why not. */
export function createConditionAction(): Action {
  const cooldown = new Cooldown();
  const streams = new Streams();
  return {
    run(msg, operation, params, context) {
      const ask = (calls: Deed['calls'], question: (run: Run) => Promise<Verdict>) =>
        act(msg, { operation, as: 'channel', calls, writes: false }, context, async (run) =>
          outcome(run, await question(run)),
        );
      switch (operation) {
        case 'live':
          return ask(['get-streams'], (run) => isLive(run, params, streams));
        case 'viewers':
          return ask(['get-streams'], (run) => hasViewers(run, params, streams));
        case 'category':
          return ask(['get-channel-information'], (run) => isInCategory(run, params));
        case 'role':
          return ask([], (run) => Promise.resolve(hasRole(run, params)));
        case 'follower':
          return ask(['get-channel-followers'], (run) => isFollower(run, params));
        case 'subscriber':
          return ask(['get-broadcaster-subscriptions'], (run) => isSubscriber(run, params));
        case 'cooldown':
          return ask([], (run) => cooldown.ask(run, params));
        default:
          return Promise.reject(unknownOperation(operation));
      }
    },
  };
}

/** The payload stays: a gate can stand anywhere. */
function outcome(run: Run, verdict: Verdict): Outcome {
  const { msg, context } = run;
  const going: Outcome = { payload: msg['payload'], topic: verdict.yes ? 'condition.yes' : 'condition.no' };
  if (verdict.yes) return going;
  const name = userOf(msg)?.name;
  const summary = name === undefined ? capital(verdict.sentence) : `${name}, ${verdict.sentence}`;
  writableContext(msg, () => ({
    id: '',
    type: 'condition.no',
    at: context.clock.now(),
    account: context.account,
    channel: context.identities().channel ?? { id: '', login: '', name: '' },
    user: null,
    target: null,
    summary: null,
    event: null,
    ...(context.practice && { practice: true as const }),
  }))['refused'] = { reason: verdict.reason, seconds: verdict.seconds };
  return { ...going, summary, output: 1 };
}

interface StreamNow {
  readonly live: boolean;
  readonly viewers: number;
}

/** What Twitch says of a stream, asked once for messages that come together. */
class Streams {
  readonly #known = new Map<string, { readonly until: number; readonly answer: Promise<StreamNow> }>();

  of(channelId: string, context: ActionContext): Promise<StreamNow> {
    const now = context.clock.now();
    const known = this.#known.get(channelId);
    if (known !== undefined && known.until > now) return known.answer;
    for (const [id, { until }] of this.#known) if (until <= now) this.#known.delete(id);
    const answer = this.#ask(channelId, context);
    this.#known.set(channelId, { until: now + FRESH_MS, answer });
    answer.catch(() => this.#known.delete(channelId));
    return answer;
  }

  async #ask(channelId: string, context: ActionContext): Promise<StreamNow> {
    const { data } = await context.helix.call(
      'get-streams',
      { query: { user_id: [channelId] } },
      callAs(anybody(context), context),
    );
    const [stream] = data;
    return { live: stream !== undefined, viewers: stream?.viewer_count ?? 0 };
  }
}

/** Who asks what everybody may know. */
function anybody(context: ActionContext): ReturnType<typeof actorOf> {
  return actorOf(context, context.identities().signedIn.channel === null ? 'bot' : 'channel');
}

async function isLive(run: Run, params: ActionParams, streams: Streams): Promise<Verdict> {
  const channel = await run.channel(textParam(params, 'channel'));
  const { live } = await streams.of(channel.id, run.context);
  return live ? yes : no('not-live', 'this works only while the stream is live.');
}

async function hasViewers(run: Run, params: ActionParams, streams: Streams): Promise<Verdict> {
  const least = numberParam(params, 'viewers') ?? 0;
  const channel = await run.channel(textParam(params, 'channel'));
  const { live, viewers } = await streams.of(channel.id, run.context);
  if (live && viewers >= least) return yes;
  return no('too-few-viewers', `this works only with at least ${counted(least, 'viewer')}.`);
}

async function isInCategory(run: Run, params: ActionParams): Promise<Verdict> {
  const wanted = linesParam(params, 'category') ?? [];
  const channel = await run.channel(textParam(params, 'channel'));
  const { context } = run;
  const { data } = await context.helix.call(
    'get-channel-information',
    { query: { broadcaster_id: [channel.id] } },
    callAs(anybody(context), context),
  );
  const category = data[0]?.game_name.trim().toLowerCase() ?? '';
  if (wanted.some((name) => name.trim().toLowerCase() === category)) return yes;
  return no('other-category', `this works only in ${listed(wanted, 'or')}.`);
}

/** Roles are in the chat line. Where there is none, only the streamer is known. */
function hasRole({ msg, context }: Run, params: ActionParams): Verdict {
  const who = choiceParam<Exclude<Who, 'everyone'> | 'named'>(params, 'role', [
    'subscribers',
    'vips',
    'moderators',
    'broadcaster',
    'named',
  ]);
  const user = userOf(msg);
  if (user === null) {
    throw inputRefusal(
      'Nobody did this.',
      'There is no person in the message. Wire this node behind something that a person did.',
      { parameter: 'role' },
    );
  }
  const named = audience(who, who === 'named' ? (textParam(params, 'people') ?? '') : '');
  const words = who === 'named' ? 'certain people' : whoWords[who];
  const refused = no('not-allowed', `this is for ${words}.`);
  if (user.login === null) return refused;
  const isOwner = user.id !== null && user.id === context.identities().channel?.id;
  const roles: readonly Role[] = isOwner ? ['broadcaster'] : user.roles;
  if (admits(named, user.login, roles)) return yes;
  if (who === 'named' || who === 'broadcaster' || knowsRoles(msg)) return refused;
  throw inputRefusal(
    'It is not known what this person is here.',
    `What ${user.name} is in the channel is known only of chat lines and commands. Wire this node behind one, or choose "follower" or "subscriber", which ask Twitch.`,
    { parameter: 'role' },
  );
}

function knowsRoles(msg: Run['msg']): boolean {
  return part(contextOf(msg), 'message') !== null;
}

async function isFollower(run: Run, params: ActionParams): Promise<Verdict> {
  const { context, msg } = run;
  const days = numberParam(params, 'days') ?? 0;
  const person = await doerFor(textParam(params, 'whom'), msg, context);
  const channel = await run.channel(null);
  const actor = run.actor();
  const sentence =
    days > 0 ? `this is for followers of at least ${counted(days, 'day')}.` : 'this is for followers.';
  if (person === null) return no('not-allowed', sentence);
  // Nobody can follow their own channel.
  if (person.id === channel.id) return yes;
  // Without the permission Twitch answers with an empty list instead of refusing.
  if (!(context.granted('channel') ?? []).includes('moderator:read:followers') && !context.practice) {
    throw new TwitchScopeError(
      'Get Channel Followers: the permission to see followers is missing. Open the account and sign in again, it is asked for.',
      { endpoint: 'get-channel-followers', missingScopes: ['moderator:read:followers'] },
    );
  }
  const { data } = await context.helix.call(
    'get-channel-followers',
    { query: { broadcaster_id: channel.id, user_id: person.id } },
    callAs(actor, context),
  );
  const since = Date.parse(data[0]?.followed_at ?? '');
  if (Number.isNaN(since)) return no('not-allowed', sentence);
  return context.clock.now() - since >= days * 86_400_000 ? yes : no('not-allowed', sentence);
}

async function isSubscriber(run: Run, params: ActionParams): Promise<Verdict> {
  const { context, msg } = run;
  const tier = Number(choiceParam(params, 'tier', ['1', '2', '3']));
  const person = await doerFor(textParam(params, 'whom'), msg, context);
  const sentence =
    tier > 1 ? `this is for subscribers of tier ${tier} or higher.` : 'this is for subscribers.';
  if (person === null) return no('not-allowed', sentence);
  const user = userOf(msg);
  // The badge in chat saves the question; it does not tell the tier.
  const isSaid =
    user?.id === person.id && user.roles.some((role) => role === 'subscriber' || role === 'founder');
  if (isSaid && tier === 1) return yes;
  const channel = await run.channel(null);
  if (person.id === channel.id) return yes;
  const { data } = await context.helix.call(
    'get-broadcaster-subscriptions',
    { query: { broadcaster_id: channel.id, user_id: [person.id] } },
    callAs(run.actor(), context),
  );
  return Number(data[0]?.tier ?? 0) >= tier * 1000 ? yes : no('not-allowed', sentence);
}

/** "At most once in N seconds", for everybody or for each person; the streamer need not wait. */
class Cooldown {
  /** Never told twice is the command's rule; a gate answers each message. */
  #waits: Waits | null = null;
  #settings = '';
  #restoring: Promise<void> | null = null;

  async ask(run: Run, params: ActionParams): Promise<Verdict> {
    const { msg, context } = run;
    const ms = (numberParam(params, 'wait') ?? 0) * 1000;
    const perPerson = choiceParam(params, 'waitFor', ['all', 'person']) === 'person';
    const user = userOf(msg);
    const waits = await this.#prepared(ms, perPerson, context);
    // A test touches no waiting time.
    if (isTest(msg) || user?.roles.includes('broadcaster') === true) return yes;
    const now = context.clock.now();
    const userId = user?.id ?? user?.login ?? '';
    const waiting = waits.check(userId, now);
    if (waiting !== null) {
      return no('wait', `this can be used again in ${duration(waiting.seconds)}.`, waiting.seconds);
    }
    waits.start(userId, now);
    if (ms >= WORTH_KEEPING_MS)
      await context.state.set('waits', waits.save(now) ?? undefined).catch(() => {});
    return yes;
  }

  async #prepared(ms: number, perPerson: boolean, context: ActionContext): Promise<Waits> {
    const settings = `${ms} ${String(perPerson)}`;
    // The length may come from the message, and then be another one each time.
    let waits = this.#waits;
    if (waits === null || settings !== this.#settings) {
      const saved = waits?.save(context.clock.now()) ?? null;
      waits = new Waits({ allMs: perPerson ? 0 : ms, userMs: perPerson ? ms : 0 });
      if (saved !== null) waits.restore(saved);
      this.#waits = waits;
      this.#settings = settings;
    }
    this.#restoring ??= this.#restore(context);
    await this.#restoring;
    return this.#waits ?? waits;
  }

  async #restore({ state }: ActionContext): Promise<void> {
    const saved = readSavedWaits(await state.get('waits').catch(() => undefined));
    if (saved !== null) this.#waits?.restore(saved);
  }
}
