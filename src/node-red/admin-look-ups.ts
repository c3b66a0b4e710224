import type { HelixCallOptions } from '../behaviour/context';
import { TwitchAuthError, toTwitchError } from '../core/errors';
import type { Account } from './account';
import type { AccountRegistry } from './account-registry';
import { AdminRefusal, idParam, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import type { AdminRequest } from './red';

/** How long a dialog waits for an answer. */
const LOOK_UP_TIMEOUT_MS = 8_000;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Lists and questions of dialogs that only Twitch can answer. */
export const lookUpHandlers = {
  ownRewards: lookUp(ownRewards),
  botModerator: lookUp(botModerator),
  makeBotModerator: lookUp(makeBotModerator),
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

/** Answers for a deployed account, or with a sentence. */
export function lookUp(
  ask: (account: Account, signal: AbortSignal, request: AdminRequest) => Promise<unknown>,
): RouteHandler {
  return async (request, registry) => {
    const account = await deployedAccount(request, registry);
    try {
      return { body: await ask(account, AbortSignal.timeout(LOOK_UP_TIMEOUT_MS), request) };
    } catch (error) {
      throw error instanceof AdminRefusal ? error : toTwitchError(error);
    }
  };
}

async function deployedAccount(request: AdminRequest, registry: AccountRegistry): Promise<Account> {
  const account = registry.account(idParam(request));
  if (!account) throw new AdminRefusal(404, 'This account is not deployed yet.');
  await account.start();
  return account;
}

/** The rewards of the own channel that were made with this client id. */
async function ownRewardChoices(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  const { user } = account.mustAct('channel');
  const { data } = await account.helix.call(
    'get-custom-reward',
    { query: { broadcaster_id: user.userId, only_manageable_rewards: true } },
    { user: user.userId, signal },
  );
  return data.map((reward) => ({ value: reward.id, label: `${reward.title} (${reward.cost})` }));
}

/**
 * What only the client id of today's sign-in may change or refund: with another client id that ends, and the dialog says so before
 * it is changed.
 */
async function ownRewards(account: Account, signal: AbortSignal): Promise<unknown> {
  const { hub } = account.mustAct('channel');
  return { clientId: hub.clientId, rewards: await ownRewardChoices(account, signal) };
}

interface BotModerator {
  /** null: nobody may be asked, for lack of a sign-in or a permission. */
  readonly isModerator: boolean | null;
  /** The channel's sign-in has the permission to make it one. */
  readonly canMake: boolean;
}

const ASKS = ['moderation:read', 'channel:manage:moderators'] as const;

/** Whether the bot moderates the channel: without that many calls are refused and it may say less. */
async function botModerator(account: Account, signal: AbortSignal): Promise<BotModerator> {
  const channel = account.signedInUser('channel');
  const bot = account.signedInUser('bot');
  if (!channel || !bot) return { isModerator: null, canMake: false };
  const canMake = channel.scopes.includes('channel:manage:moderators');
  // The broadcaster can do what a moderator can.
  if (channel.userId === bot.userId) return { isModerator: true, canMake };
  if (!ASKS.some((scope) => channel.scopes.includes(scope))) return { isModerator: null, canMake };
  const query = { broadcaster_id: channel.userId, user_id: [bot.userId] };
  const { data } = await account.helix.call('get-moderators', { query }, as(channel.userId, signal));
  return { isModerator: data.some((row) => row.user_id === bot.userId), canMake };
}

async function makeBotModerator(account: Account, signal: AbortSignal): Promise<BotModerator> {
  const channel = account.signedInUser('channel');
  const bot = account.signedInUser('bot');
  if (!channel || !bot) {
    throw new TwitchAuthError(
      'TWITCH_SIGN_IN_NEEDED',
      'A bot can be made moderator when both your channel and the bot are signed in.',
      { account: account.config.id },
    );
  }
  const query = { broadcaster_id: channel.userId, user_id: bot.userId };
  await account.helix.call('add-channel-moderator', { query }, as(channel.userId, signal));
  return await botModerator(account, signal);
}

function as(user: string, signal: AbortSignal): HelixCallOptions {
  return { user, signal };
}
