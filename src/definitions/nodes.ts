import type { NodeDefinition, NodeType } from './definition';
import { twitchAccount } from './nodes/twitch-account';
import { twitchAds } from './nodes/twitch-ads';
import { twitchApi } from './nodes/twitch-api';
import { twitchChat } from './nodes/twitch-chat';
import { twitchClip } from './nodes/twitch-clip';
import { twitchCommercial } from './nodes/twitch-commercial';
import { twitchCommand } from './nodes/twitch-command';
import { twitchCondition } from './nodes/twitch-condition';
import { twitchConnectionStatus } from './nodes/twitch-connection-status';
import { twitchEvent } from './nodes/twitch-event';
import { twitchFollow } from './nodes/twitch-follow';
import { twitchHypeTrain } from './nodes/twitch-hype-train';
import { twitchModeratorRole } from './nodes/twitch-moderator-role';
import { twitchFirstChatter } from './nodes/twitch-first-chatter';
import { twitchPointsReward } from './nodes/twitch-points-reward';
import { twitchPoll } from './nodes/twitch-poll';
import { twitchPrediction } from './nodes/twitch-prediction';
import { twitchRaidReceived } from './nodes/twitch-raid-received';
import { twitchRedemptionFinish } from './nodes/twitch-redemption-finish';
import { twitchRewardRedemption } from './nodes/twitch-reward-redemption';
import { twitchSendMessage } from './nodes/twitch-send-message';
import { twitchChatMode } from './nodes/twitch-chat-mode';
import { twitchModeration } from './nodes/twitch-moderation';
import { twitchRaidStart } from './nodes/twitch-raid-start';
import { twitchShoutout } from './nodes/twitch-shoutout';
import { twitchStreamInfo } from './nodes/twitch-stream-info';
import { twitchUser } from './nodes/twitch-user';
import { twitchStreamOnline } from './nodes/twitch-stream-online';
import { twitchSubscription } from './nodes/twitch-subscription';
import { twitchTimer } from './nodes/twitch-timer';

/** Every node of the package, in the order of the palette. */
export const nodeDefinitions: Readonly<Record<NodeType, NodeDefinition>> = {
  'twitch-account': twitchAccount,
  'twitch-chat': twitchChat,
  'twitch-command': twitchCommand,
  'twitch-stream-online': twitchStreamOnline,
  'twitch-first-chatter': twitchFirstChatter,
  'twitch-follow': twitchFollow,
  'twitch-raid-received': twitchRaidReceived,
  'twitch-reward-redemption': twitchRewardRedemption,
  'twitch-hype-train': twitchHypeTrain,
  'twitch-ads': twitchAds,
  'twitch-subscription': twitchSubscription,
  'twitch-timer': twitchTimer,
  'twitch-event': twitchEvent,
  'twitch-connection-status': twitchConnectionStatus,
  'twitch-send-message': twitchSendMessage,
  'twitch-poll': twitchPoll,
  'twitch-prediction': twitchPrediction,
  'twitch-clip': twitchClip,
  'twitch-shoutout': twitchShoutout,
  'twitch-raid-start': twitchRaidStart,
  'twitch-moderation': twitchModeration,
  'twitch-chat-mode': twitchChatMode,
  'twitch-redemption-finish': twitchRedemptionFinish,
  'twitch-stream-info': twitchStreamInfo,
  'twitch-points-reward': twitchPointsReward,
  'twitch-moderator-role': twitchModeratorRole,
  'twitch-commercial': twitchCommercial,
  'twitch-user': twitchUser,
  'twitch-condition': twitchCondition,
  'twitch-api': twitchApi,
};

/** The definition of a node type, undefined for a type that is not ours. */
export function nodeDefinition(type: string): NodeDefinition | undefined {
  return Object.hasOwn(nodeDefinitions, type) ? nodeDefinitions[type as NodeType] : undefined;
}

/** The field of a node, undefined if it has none of that name. */
export function fieldOf(
  definition: NodeDefinition,
  name: string,
): NodeDefinition['fields'][number] | undefined {
  return definition.fields.find((field) => field.name === name);
}
