import { choiceParam } from './action-params';
import { notAffiliate } from './affiliate';
import type { Action, ActionParams } from './context';
import {
  finishRedemption,
  foreignReward,
  newestOpen,
  type FinishAs,
  type FinishedRedemption,
  type OpenRedemption,
} from './finish-redemption';
import { contextOf, isPlain, part, textOf, userOf } from './incoming';
import { TEST_ID_PREFIX, type ChannelRef, type FlowMessage, type Json } from './message';
import { inputRefusal, refusal } from './refusal';
import { findReward, readChosen, readRewards } from './rewards';
import { redemptionFor } from './rules';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { TwitchError } from '../core/errors';

const TYPE = 'twitch-redemption-finish';

const calls = ['update-redemption-status'] as const;
const deeds = {
  auto: { operation: 'auto', as: 'channel', calls, writes: true },
  fulfill: { operation: 'fulfill', as: 'channel', calls, writes: true },
  refund: { operation: 'refund', as: 'channel', calls, writes: true },
} as const satisfies Record<string, Deed>;

/** The node twitch-redemption-finish: one node for the wire of success and for that of a Catch node. */
export function createRedemptionAction(): Action {
  return {
    run(msg, operation, params, context) {
      if (!Object.hasOwn(deeds, operation)) return Promise.reject(unknownOperation(operation));
      // Its own failure came round through a Catch node: trying once more would go round for ever.
      if (isOwnFailure(msg)) return Promise.resolve({ outputs: [null], notes: [], ignored: true });
      const deed = deeds[operation as keyof typeof deeds];
      return act(msg, deed, context, (run) => finish(run, params, finishAs(operation, msg)));
    },
  };
}

function finishAs(operation: string, msg: FlowMessage): FinishAs {
  if (operation === 'auto') return failed(msg) ? 'canceled' : 'fulfilled';
  return operation === 'refund' ? 'canceled' : 'fulfilled';
}

/** A Catch node sends what went wrong along. */
function failed(msg: FlowMessage): boolean {
  return msg['error'] !== undefined && msg['error'] !== null;
}

function isOwnFailure(msg: FlowMessage): boolean {
  return textOf(part(part(msg, 'error'), 'source')?.['type']) === TYPE;
}

async function finish(run: Run, params: ActionParams, as: FinishAs): Promise<Outcome> {
  const channel = await run.ownChannel('Redemptions');
  const which = choiceParam(params, 'which', ['this', 'newest']);
  if (run.pretending || isInvented(run.msg, which)) return invented(run.msg, params, as);
  const { redemption, finished } =
    which === 'this' ? thisOne(run.msg, channel) : await newestOne(run, params, channel);
  const result =
    finished ?? (await finishRedemption(run.context.helix, redemption, as, callAs(run.actor(), run.context)));
  return outcome(run.msg, redemption, result);
}

/** A test button made it up: there is no such redemption at Twitch. */
function isInvented(msg: FlowMessage, which: 'this' | 'newest'): boolean {
  const id = textOf(part(contextOf(msg), 'redemption')?.['id']);
  return which === 'this' && id !== null && id.startsWith(TEST_ID_PREFIX);
}

function invented(msg: FlowMessage, params: ActionParams, as: FinishAs): Outcome {
  const given = part(contextOf(msg), 'redemption');
  const title = textOf(given?.['title']) ?? readChosen(params['reward'])?.title ?? '';
  const redemption = {
    channelId: '',
    rewardId: textOf(given?.['rewardId']) ?? '',
    id: textOf(given?.['id']) ?? TEST_ID_PREFIX,
    title,
  };
  return outcome(msg, redemption, { done: true, status: as, user: null, input: '' });
}

interface Found {
  readonly redemption: OpenRedemption;
  /** Known to be finished already. */
  readonly finished: FinishedRedemption | null;
}

/** The redemption that the message is about. @throws TwitchError without one, and for one that can never be finished */
function thisOne(msg: FlowMessage, channel: ChannelRef): Found {
  const { id, rewardId } = redemptionFor(msg);
  const given = part(contextOf(msg), 'redemption');
  const title = textOf(given?.['title']) ?? '';
  const redemption = { channelId: channel.id, rewardId, id, title };
  const event = part(contextOf(msg), 'event');
  const status = textOf(event?.['status']);
  if (given?.['canFinish'] !== false) return { redemption, finished: null };
  if (!isPlain(event?.['reward']) || part(event, 'reward')?.['id'] === undefined) throw twitchsOwn(title);
  if (status === 'fulfilled' || status === 'canceled') {
    return { redemption, finished: { done: false, status, user: null, input: '' } };
  }
  throw foreignReward(title);
}

/** Rewards that every channel has, and power-ups. */
function twitchsOwn(title: string): TwitchError {
  const name = title === '' ? 'This reward' : `"${title}"`;
  return refusal(
    'TWITCH_FORBIDDEN',
    `${name} cannot be refunded or fulfilled.`,
    `${name} is one of Twitch's own rewards or is paid with bits: Twitch finishes it by itself, there is nothing to fulfill or refund.`,
    { reason: "a reward of Twitch's own" },
  );
}

async function newestOne(run: Run, params: ActionParams, channel: ChannelRef): Promise<Found> {
  const { context } = run;
  const chosen = readChosen(params['reward']);
  if (chosen === null) {
    throw inputRefusal(
      'No reward is chosen.',
      'No reward is chosen. Open the node and choose whose newest open redemption is meant.',
      { parameter: 'reward' },
    );
  }
  const options = callAs(run.actor(), context);
  const rewards = await readRewards(context.helix, channel.id, options).catch(async (error: unknown) => {
    if (!(error instanceof TwitchError) || error.code !== 'TWITCH_FORBIDDEN') throw error;
    throw (await notAffiliate(context, channel.id, 'Channel points', error)) ?? error;
  });
  const reward = findReward(chosen, rewards);
  const title = chosen.title === '' ? chosen.id : chosen.title;
  if (reward === undefined) {
    throw inputRefusal(
      `There is no reward "${title}".`,
      `The channel has no reward "${title}". Open the node and choose another.`,
      { parameter: 'reward' },
    );
  }
  if (!reward.ours) throw foreignReward(reward.title);
  const redemption = await newestOpen(context.helix, channel.id, reward, options);
  if (redemption !== null) return { redemption, finished: null };
  const none = { channelId: channel.id, rewardId: reward.id, id: '', title: reward.title };
  return { redemption: none, finished: { done: false, status: null, user: null, input: '' } };
}

function outcome(msg: FlowMessage, redemption: OpenRedemption, result: FinishedRedemption): Outcome {
  const user = result.user ?? userOf(msg)?.name ?? null;
  const title = redemption.title === '' ? 'the reward' : redemption.title;
  const payload: Record<string, Json> = {
    redemptionId: redemption.id,
    rewardId: redemption.rewardId,
    reward: redemption.title,
    user,
    status: result.status,
    done: result.done,
  };
  return {
    payload,
    summary: sentence(title, user, result, redemption.id === ''),
    topic: 'redemption.finished',
  };
}

function sentence(title: string, user: string | null, result: FinishedRedemption, isNone: boolean): string {
  const whose = user === null ? title : `${title} of ${user}`;
  if (isNone) return `Nobody waits for ${title}.`;
  if (result.done) {
    return result.status === 'fulfilled'
      ? `${whose.charAt(0).toUpperCase()}${whose.slice(1)} is done.`
      : `${user ?? 'Somebody'} got the points for ${title} back.`;
  }
  if (result.status === null) return `${whose} is finished already.`;
  return result.status === 'fulfilled' ? `${whose} was done already.` : `${whose} was refunded already.`;
}
