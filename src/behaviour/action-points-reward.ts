import { TwitchError } from '../core/errors';
import { endpoint } from '../tables/endpoints';
import { linesParam, textParam } from './action-params';
import { notAffiliate } from './affiliate';
import type { Action, ActionParams, HelixCallOptions } from './context';
import { contextOf, part, textOf } from './incoming';
import type { ChannelRef, FlowMessage } from './message';
import { inputRefusal, refusal } from './refusal';
import { rewardPayload, rewardSettings, type RewardPayload } from './reward-settings';
import { findReward, readChosen, readRewardRows, readRewards, sameTitle, type KnownReward } from './rewards';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { counted, lengthOf, listed } from './words';

type Settings = ReturnType<typeof rewardSettings>;

/** What is done to each of some rewards. */
interface Switch {
  readonly settings: Settings | 'delete';
  /** Said of one and of several. */
  readonly said: readonly [one: string, several: string];
}

const switches: Readonly<Record<string, Switch>> = {
  show: { settings: { is_enabled: true }, said: ['is shown again', 'are shown again'] },
  hide: { settings: { is_enabled: false }, said: ['is hidden', 'are hidden'] },
  pause: { settings: { is_paused: true }, said: ['is paused', 'are paused'] },
  resume: { settings: { is_paused: false }, said: ['goes on', 'go on'] },
  delete: { settings: 'delete', said: ['is deleted', 'are deleted'] },
};

function deed(operation: string): Deed {
  const calls =
    operation === 'create'
      ? (['create-custom-rewards', 'update-custom-reward'] as const)
      : operation === 'delete'
        ? (['delete-custom-reward'] as const)
        : (['update-custom-reward'] as const);
  return { operation, as: 'channel', calls, writes: true };
}

const lookUpDeed: Deed = {
  operation: 'lookUp',
  as: 'channel',
  calls: ['get-custom-reward'],
  writes: false,
};

/** The node twitch-points-reward. */
export function createPointsRewardAction(): Action {
  return {
    run(msg, operation, params, context) {
      if (operation === 'create')
        return act(
          msg,
          deed(operation),
          context,
          guarded((run) => create(run, params)),
        );
      if (operation === 'change')
        return act(
          msg,
          deed(operation),
          context,
          guarded((run) => change(run, params)),
        );
      if (operation === 'lookUp')
        return act(
          msg,
          lookUpDeed,
          context,
          guarded((run) => lookUp(run, params)),
        );
      const how = Object.hasOwn(switches, operation) ? switches[operation] : undefined;
      if (how === undefined) return Promise.reject(unknownOperation(operation));
      return act(
        msg,
        deed(operation),
        context,
        guarded((run) => switchAll(run, params, how)),
      );
    },
  };
}

/** Channel points are for affiliates and partners: Twitch only says "forbidden". */
function guarded(work: (run: Run) => Promise<Outcome>): (run: Run) => Promise<Outcome> {
  return async (run) => {
    try {
      return await work(run);
    } catch (error) {
      if (!(error instanceof TwitchError) || error.cause.status !== 403) throw error;
      if (error.cause['summary'] !== undefined) throw error;
      throw (await notAffiliate(run.context, run.actor().id, 'Channel points', error)) ?? error;
    }
  };
}

interface Place {
  readonly channel: ChannelRef;
  readonly options: HelixCallOptions;
  readonly known: readonly KnownReward[];
}

async function placeOf(run: Run): Promise<Place> {
  const channel = await run.ownChannel('Rewards');
  const options = callAs(run.actor(), run.context);
  const known = await readRewards(run.context.helix, channel.id, options);
  return { channel, options, known };
}

async function create(run: Run, params: ActionParams): Promise<Outcome> {
  const title = textParam(params, 'title')?.trim();
  if (!title) {
    throw inputRefusal('The reward needs a title.', 'The reward needs a title: fill it in.', {
      parameter: 'title',
    });
  }
  assertTitle(title);
  const settings = rewardSettings(params);
  const place = await placeOf(run);
  const there = place.known.find((reward) => sameTitle(reward.title, title));
  if (there !== undefined) {
    const reward = await update(run, place, there, settings);
    return { payload: reward, summary: `${reward.title} costs ${points(reward)}.`, topic: 'reward' };
  }
  const { cost } = settings;
  if (cost === undefined) {
    throw inputRefusal('The reward needs a cost.', `The reward "${title}" needs a cost: fill it in.`, {
      parameter: 'cost',
    });
  }
  const { data } = await run.context.helix.call(
    'create-custom-rewards',
    { query: { broadcaster_id: place.channel.id }, body: { ...settings, title, cost } },
    place.options,
  );
  const reward = rewardPayload(data[0]);
  return {
    payload: reward,
    summary: `A new reward: ${reward.title} for ${points(reward)}.`,
    topic: 'reward.created',
  };
}

function assertTitle(title: string): void {
  const longest = endpoint('create-custom-rewards').body?.['title']?.maxLength ?? Infinity;
  if (lengthOf(title) <= longest) return;
  throw inputRefusal(
    `The title has ${lengthOf(title)} characters, at most ${longest} are allowed.`,
    `The title of the reward has ${lengthOf(title)} characters, at most ${longest} are allowed. Shorten it.`,
    { parameter: 'title' },
  );
}

async function change(run: Run, params: ActionParams): Promise<Outcome> {
  const newTitle = textParam(params, 'newTitle')?.trim();
  if (newTitle) assertTitle(newTitle);
  const settings = { ...rewardSettings(params), ...(newTitle ? { title: newTitle } : {}) };
  if (Object.keys(settings).length === 0) {
    throw inputRefusal(
      'There is nothing to change.',
      'There is nothing to change: fill in what the reward is to become, such as its cost.',
      { parameter: 'cost' },
    );
  }
  const place = await placeOf(run);
  const wanted = chosen(run.msg, params, place.known);
  const [only] = wanted;
  if (wanted.length !== 1 || only === undefined) {
    throw inputRefusal(
      'Name one reward.',
      `Name the one reward that is to be changed; ${counted(wanted.length, 'reward is', 'rewards are')} named.`,
      { parameter: 'rewards' },
    );
  }
  const reward = await update(run, place, only, settings);
  return { payload: reward, summary: `${reward.title} costs ${points(reward)}.`, topic: 'reward.changed' };
}

async function update(
  run: Run,
  { channel, options }: Place,
  reward: KnownReward,
  settings: Settings,
): Promise<RewardPayload> {
  if (!reward.ours) throw foreign(reward.title);
  const { data } = await run.context.helix.call(
    'update-custom-reward',
    { query: { broadcaster_id: channel.id, id: reward.id }, body: settings },
    options,
  );
  return rewardPayload(data[0]);
}

async function switchAll(run: Run, params: ActionParams, { settings, said }: Switch): Promise<Outcome> {
  const place = await placeOf(run);
  const wanted = chosen(run.msg, params, place.known);
  const foreigner = wanted.find(({ ours }) => !ours);
  if (foreigner !== undefined) throw foreign(foreigner.title);
  const { channel, options } = place;
  const done: KnownReward[] = [];
  for (const reward of wanted) {
    const query = { broadcaster_id: channel.id, id: reward.id };
    try {
      // One after the other: Twitch counts these calls, and one that fails must be told apart.
      if (settings === 'delete') await run.context.helix.call('delete-custom-reward', { query }, options);
      else await run.context.helix.call('update-custom-reward', { query, body: settings }, options);
      done.push(reward);
    } catch (error) {
      throw stoppedAt(error, reward, done);
    }
  }
  const titles = done.map(({ title }) => title);
  return {
    payload: { rewards: titles, ids: done.map(({ id }) => id), count: done.length },
    summary: `${listed(titles, 'and')} ${said[done.length === 1 ? 0 : 1]}.`,
    topic: `reward.${run.deed.operation}`,
  };
}

/** Says how far it came: the rest was left alone. */
function stoppedAt(error: unknown, { title }: KnownReward, done: readonly KnownReward[]): unknown {
  if (!(error instanceof TwitchError) || done.length === 0) return error;
  const before = listed(
    done.map((reward) => reward.title),
    'and',
  );
  return new TwitchError(error.code, `${error.message} That was "${title}"; done before: ${before}.`, {
    ...error.cause,
  });
}

async function lookUp(run: Run, params: ActionParams): Promise<Outcome> {
  const channel = await run.ownChannel('Rewards');
  const options = callAs(run.actor(), run.context);
  const rows = await readRewardRows(run.context.helix, channel.id, options);
  const known = rows.map(({ row: { id, title }, ours }) => ({ id, title, ours }));
  const named = linesParam(params, 'listed');
  const ids = new Set((named === null ? known : find(named, known)).map(({ id }) => id));
  const rewards = rows
    .filter(({ row }) => ids.has(row.id))
    .map(({ row, ours }) => ({ ...rewardPayload(row), ours }));
  return {
    payload: { rewards, count: rewards.length },
    summary: `${channel.name} has ${counted(rewards.length, 'reward')}${
      rewards.length === 0
        ? ''
        : `: ${listed(
            rewards.map(({ title }) => title),
            'and',
          )}`
    }.`,
    topic: 'reward.list',
  };
}

/** Means every reward that can be changed from here. */
const ALL = 'all';

/** The rewards of the field; blank: the one that was redeemed. @throws TwitchError for one that is not there */
function chosen(
  msg: FlowMessage,
  params: ActionParams,
  known: readonly KnownReward[],
): readonly KnownReward[] {
  const lines = linesParam(params, 'rewards');
  if (lines !== null) return find(lines, known);
  const { id, title } = redeemed(msg);
  return find([id], known, title);
}

/** Rewards by title or id. @param title what people call the one that is meant by its id */
function find(
  lines: readonly string[],
  known: readonly KnownReward[],
  title?: string,
): readonly KnownReward[] {
  if (lines.some((line) => line.toLowerCase() === ALL)) {
    const ours = known.filter((reward) => reward.ours);
    if (ours.length > 0) return ours;
    throw inputRefusal('There is no reward.', 'This channel has no reward that was made by this package.', {
      parameter: 'rewards',
    });
  }
  const found = lines.map((line) => {
    const wanted = readChosen(line);
    const reward = wanted === null ? undefined : findReward(wanted, known);
    if (reward !== undefined) return reward;
    throw inputRefusal(
      'There is no such reward.',
      `The channel has no reward "${title ?? line}". Check the title; it may have been deleted.`,
      { parameter: 'rewards' },
    );
  });
  return [...new Set(found)];
}

function redeemed(msg: FlowMessage): { readonly id: string; readonly title: string } {
  const redemption = part(contextOf(msg), 'redemption');
  const id = textOf(redemption?.['rewardId']);
  if (id !== null) return { id, title: textOf(redemption?.['title']) ?? id };
  throw inputRefusal(
    'No reward is named.',
    'No reward is named: write its title into the node, or wire this node behind "channel points redeemed".',
    { parameter: 'rewards' },
  );
}

function points({ cost }: RewardPayload): string {
  return counted(cost, 'point');
}

/** Twitch lets only the application that made a reward change it. */
function foreign(title: string): TwitchError {
  return refusal(
    'TWITCH_FORBIDDEN',
    `${title} cannot be changed from here.`,
    `"${title}" was not made by this package, and Twitch lets only the maker of a reward change it. Make it anew with "Create", under this title after the old one is deleted or renamed at Twitch.`,
    { reason: 'reward of another application' },
  );
}
