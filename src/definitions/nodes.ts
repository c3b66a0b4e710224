import type { NodeDefinition, NodeType } from './definition';

/** Where each definition stands. Read when first asked for: a flow needs those of its own nodes only, not all thirty. */
const loaders: Readonly<Record<NodeType, () => NodeDefinition>> = {
  'twitch-account': () =>
    (require('./nodes/twitch-account') as typeof import('./nodes/twitch-account')).twitchAccount,
  'twitch-chat': () => (require('./nodes/twitch-chat') as typeof import('./nodes/twitch-chat')).twitchChat,
  'twitch-command': () =>
    (require('./nodes/twitch-command') as typeof import('./nodes/twitch-command')).twitchCommand,
  'twitch-stream-online': () =>
    (require('./nodes/twitch-stream-online') as typeof import('./nodes/twitch-stream-online'))
      .twitchStreamOnline,
  'twitch-first-chatter': () =>
    (require('./nodes/twitch-first-chatter') as typeof import('./nodes/twitch-first-chatter'))
      .twitchFirstChatter,
  'twitch-follow': () =>
    (require('./nodes/twitch-follow') as typeof import('./nodes/twitch-follow')).twitchFollow,
  'twitch-raid-received': () =>
    (require('./nodes/twitch-raid-received') as typeof import('./nodes/twitch-raid-received'))
      .twitchRaidReceived,
  'twitch-reward-redemption': () =>
    (require('./nodes/twitch-reward-redemption') as typeof import('./nodes/twitch-reward-redemption'))
      .twitchRewardRedemption,
  'twitch-hype-train': () =>
    (require('./nodes/twitch-hype-train') as typeof import('./nodes/twitch-hype-train')).twitchHypeTrain,
  'twitch-ads': () => (require('./nodes/twitch-ads') as typeof import('./nodes/twitch-ads')).twitchAds,
  'twitch-subscription': () =>
    (require('./nodes/twitch-subscription') as typeof import('./nodes/twitch-subscription'))
      .twitchSubscription,
  'twitch-timer': () =>
    (require('./nodes/twitch-timer') as typeof import('./nodes/twitch-timer')).twitchTimer,
  'twitch-event': () =>
    (require('./nodes/twitch-event') as typeof import('./nodes/twitch-event')).twitchEvent,
  'twitch-connection-status': () =>
    (require('./nodes/twitch-connection-status') as typeof import('./nodes/twitch-connection-status'))
      .twitchConnectionStatus,
  'twitch-send-message': () =>
    (require('./nodes/twitch-send-message') as typeof import('./nodes/twitch-send-message'))
      .twitchSendMessage,
  'twitch-poll': () => (require('./nodes/twitch-poll') as typeof import('./nodes/twitch-poll')).twitchPoll,
  'twitch-prediction': () =>
    (require('./nodes/twitch-prediction') as typeof import('./nodes/twitch-prediction')).twitchPrediction,
  'twitch-clip': () => (require('./nodes/twitch-clip') as typeof import('./nodes/twitch-clip')).twitchClip,
  'twitch-shoutout': () =>
    (require('./nodes/twitch-shoutout') as typeof import('./nodes/twitch-shoutout')).twitchShoutout,
  'twitch-raid-start': () =>
    (require('./nodes/twitch-raid-start') as typeof import('./nodes/twitch-raid-start')).twitchRaidStart,
  'twitch-moderation': () =>
    (require('./nodes/twitch-moderation') as typeof import('./nodes/twitch-moderation')).twitchModeration,
  'twitch-chat-mode': () =>
    (require('./nodes/twitch-chat-mode') as typeof import('./nodes/twitch-chat-mode')).twitchChatMode,
  'twitch-redemption-finish': () =>
    (require('./nodes/twitch-redemption-finish') as typeof import('./nodes/twitch-redemption-finish'))
      .twitchRedemptionFinish,
  'twitch-stream-info': () =>
    (require('./nodes/twitch-stream-info') as typeof import('./nodes/twitch-stream-info')).twitchStreamInfo,
  'twitch-points-reward': () =>
    (require('./nodes/twitch-points-reward') as typeof import('./nodes/twitch-points-reward'))
      .twitchPointsReward,
  'twitch-moderator-role': () =>
    (require('./nodes/twitch-moderator-role') as typeof import('./nodes/twitch-moderator-role'))
      .twitchModeratorRole,
  'twitch-commercial': () =>
    (require('./nodes/twitch-commercial') as typeof import('./nodes/twitch-commercial')).twitchCommercial,
  'twitch-user': () => (require('./nodes/twitch-user') as typeof import('./nodes/twitch-user')).twitchUser,
  'twitch-condition': () =>
    (require('./nodes/twitch-condition') as typeof import('./nodes/twitch-condition')).twitchCondition,
  'twitch-api': () => (require('./nodes/twitch-api') as typeof import('./nodes/twitch-api')).twitchApi,
};

/** Every node of the package, in the order of the palette. */
export const nodeDefinitions: Readonly<Record<NodeType, NodeDefinition>> = onDemand(loaders);

/** The same names; each value is made when it is first read. */
function onDemand<Name extends string, Value>(
  makers: Readonly<Record<Name, () => Value>>,
): Readonly<Record<Name, Value>> {
  const made = {} as Record<Name, Value>;
  for (const name of Object.keys(makers) as Name[]) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = makers[name]();
        Object.defineProperty(made, name, { enumerable: true, value });
        return value;
      },
    });
  }
  return made;
}

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
