import { notAffiliate } from '../behaviour/affiliate';
import { readRewardRows } from '../behaviour/rewards';
import { toTwitchError, TwitchError } from '../core/errors';
import type { Account } from './account';
import type { AccountRegistry } from './account-registry';
import { lookUp, type Choice } from './admin-look-ups';
import { AdminRefusal, bodyText, idParam, type AdminAnswer, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import { isRecord } from './json';
import type { AdminRequest } from './red';

/** How long the making of a reward may take. */
const MAKE_WITHIN_MS = 10_000;

/** A reward for a drop-down. */
interface RewardChoice extends Choice {
  readonly title: string;
  readonly cost: number;
  readonly prompt: string;
  /** Viewers type something. */
  readonly input: boolean;
  /** This application made it: Twitch lets it be fulfilled and refunded. */
  readonly ours: boolean;
}

/** The rewards of an account's channel: listed for dialogs, and made when somebody presses the button there. */
export const rewardHandlers = {
  rewards: lookUp(rewardChoices),
  makeReward,
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

async function rewardChoices(account: Account, signal: AbortSignal): Promise<readonly RewardChoice[]> {
  const { user } = account.mustAct('channel');
  const options = { user: user.userId, signal };
  try {
    const rows = await readRewardRows(account.helix, user.userId, options);
    return rows.map(({ row, ours }) => ({
      value: row.id,
      label: `${row.title} (${row.cost})`,
      title: row.title,
      cost: row.cost,
      prompt: row.prompt,
      input: row.is_user_input_required,
      ours,
    }));
  } catch (error) {
    throw await explained(account, user.userId, error, signal);
  }
}

async function makeReward(request: AdminRequest, registry: AccountRegistry): Promise<AdminAnswer> {
  const account = registry.account(idParam(request));
  if (!account) throw new AdminRefusal(404, 'This account is not deployed yet. Deploy it first.');
  const title = bodyText(request, 'title', 200);
  const prompt = bodyText(request, 'prompt', 1000);
  const { cost, input } = isRecord(request.body) ? request.body : {};
  if (title === '') throw new AdminRefusal(400, 'The reward needs a title.');
  if (typeof cost !== 'number' || !Number.isInteger(cost) || cost < 1) {
    throw new AdminRefusal(400, 'The reward needs a cost: a whole number from 1 on.');
  }
  await account.start();
  const { user } = account.mustAct('channel');
  const signal = AbortSignal.timeout(MAKE_WITHIN_MS);
  try {
    const { data } = await account.helix.call(
      'create-custom-rewards',
      {
        query: { broadcaster_id: user.userId },
        body: {
          title,
          cost,
          is_user_input_required: input === true,
          ...(prompt === '' ? {} : { prompt }),
        },
      },
      { user: user.userId, signal },
    );
    const [made] = data;
    return { body: { value: made?.id ?? '', title: made?.title ?? title } };
  } catch (error) {
    throw await explained(account, user.userId, error, signal);
  }
}

/** The reason in plain words where it is the channel's. */
async function explained(
  account: Account,
  channelId: string,
  error: unknown,
  signal: AbortSignal,
): Promise<TwitchError> {
  const failure = toTwitchError(error);
  if (failure.code !== 'TWITCH_FORBIDDEN') return failure;
  const context = { helix: account.helix, signal };
  return (await notAffiliate(context, channelId, 'Channel points', failure).catch(() => null)) ?? failure;
}
