import { TwitchError } from '../core/errors';
import type { HelixCaller, HelixCallOptions } from './context';
import { EventReader } from './event-reader';
import { refusal } from './refusal';

/** What becomes of a redemption: fulfilled keeps the points, canceled gives them back. */
export type FinishAs = 'fulfilled' | 'canceled';

export interface OpenRedemption {
  readonly channelId: string;
  readonly rewardId: string;
  readonly id: string;
  /** For sentences. */
  readonly title: string;
}

export interface FinishedRedemption {
  /** False: it was finished already. */
  readonly done: boolean;
  /** How it stands by now; null where Twitch does not know it any more. */
  readonly status: FinishAs | null;
  readonly user: string | null;
  readonly input: string;
}

/**
 * Fulfills or refunds a redemption. One that is finished already is an answer, not an error: whoever tries twice must not end in
 * a loop.
 *
 * @throws TwitchError TWITCH_FORBIDDEN for a reward of another application, and whatever keeps a call from being made
 */
export async function finishRedemption(
  helix: HelixCaller,
  redemption: OpenRedemption,
  as: FinishAs,
  options: HelixCallOptions,
): Promise<FinishedRedemption> {
  const { channelId, rewardId, id, title } = redemption;
  try {
    const { data } = await helix.call(
      'update-redemption-status',
      {
        query: { id: [id], broadcaster_id: channelId, reward_id: rewardId },
        body: { status: as === 'fulfilled' ? 'FULFILLED' : 'CANCELED' },
      },
      options,
    );
    return { done: true, ...standing(data[0]), status: as };
  } catch (error) {
    const status = httpStatus(error);
    if (status === 403) throw foreignReward(title, error);
    if (status !== 400 && status !== 404) throw error;
    return await alreadyFinished(helix, redemption, options, error);
  }
}

/** How it stands, when Twitch would not have it finished. @throws the refusal itself when it is still open */
async function alreadyFinished(
  helix: HelixCaller,
  { channelId, rewardId, id }: OpenRedemption,
  options: HelixCallOptions,
  refused: unknown,
): Promise<FinishedRedemption> {
  try {
    const query = { broadcaster_id: channelId, reward_id: rewardId, id: [id] };
    const { data } = await helix.call('get-custom-reward-redemption', { query }, options);
    const found = standing(data[0]);
    if (data.length > 0 && found.status === null) throw refused;
    return { done: false, ...found };
  } catch (error) {
    // Closed ones are kept a few days only, and those of a reward that was removed not at all.
    if (httpStatus(error) === 404) return { done: false, status: null, user: null, input: '' };
    throw error;
  }
}

/** The newest redemption of a reward that nobody has finished yet; null without one. @throws TwitchError as above */
export async function newestOpen(
  helix: HelixCaller,
  channelId: string,
  reward: { readonly id: string; readonly title: string },
  options: HelixCallOptions,
): Promise<OpenRedemption | null> {
  try {
    const { data } = await helix.call(
      'get-custom-reward-redemption',
      {
        query: {
          broadcaster_id: channelId,
          reward_id: reward.id,
          status: 'UNFULFILLED',
          sort: 'NEWEST',
          first: 1,
        },
      },
      options,
    );
    const [newest] = data;
    return newest === undefined
      ? null
      : { channelId, rewardId: reward.id, id: newest.id, title: reward.title };
  } catch (error) {
    if (httpStatus(error) === 403) throw foreignReward(reward.title, error);
    throw error;
  }
}

function standing(row: unknown): Omit<FinishedRedemption, 'done'> {
  const event = new EventReader(row, { id: '', login: '', name: '' });
  const status = event.text('status')?.toLowerCase();
  return {
    status: status === 'fulfilled' || status === 'canceled' ? status : null,
    user: event.name('user'),
    input: event.text('user_input') ?? '',
  };
}

/** Twitch's rule: only the application that made a reward may finish its redemptions. */
export function foreignReward(title: string, error?: unknown): TwitchError {
  const name = title === '' ? 'This reward' : `"${title}"`;
  return refusal(
    'TWITCH_FORBIDDEN',
    `${name} cannot be refunded or fulfilled from here.`,
    `${name} was not made by this package, and Twitch lets only the maker of a reward fulfill or refund it. Open the node "channel points redeemed", choose the reward, and press "Make a copy we manage".`,
    { ...(error instanceof TwitchError ? error.cause : {}), reason: 'reward of another application' },
  );
}

function httpStatus(error: unknown): number | null {
  if (!(error instanceof TwitchError)) return null;
  const { status } = error.cause;
  return typeof status === 'number' ? status : null;
}
