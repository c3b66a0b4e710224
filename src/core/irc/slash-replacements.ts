import type { EndpointId } from '../../tables/endpoints';

export interface Replacement {
  /** null: Twitch has removed what the command did. */
  readonly endpoint: EndpointId | null;
  /** The block of the palette. */
  readonly node: string;
}

/**
 * What does today what a chat command did: chat ignores or refuses all of them but `/me` since February 2023
 * (`irc-notes` §10). `node` is the block of the palette, for the sentence that people read.
 */
export const replacements: Readonly<Record<string, Replacement>> = {
  announce: { endpoint: 'send-chat-announcement', node: 'send, reply, announce' },
  announceblue: { endpoint: 'send-chat-announcement', node: 'send, reply, announce' },
  announcegreen: { endpoint: 'send-chat-announcement', node: 'send, reply, announce' },
  announceorange: { endpoint: 'send-chat-announcement', node: 'send, reply, announce' },
  announcepurple: { endpoint: 'send-chat-announcement', node: 'send, reply, announce' },
  ban: { endpoint: 'ban-user', node: 'timeout, ban, warn, delete' },
  timeout: { endpoint: 'ban-user', node: 'timeout, ban, warn, delete' },
  unban: { endpoint: 'unban-user', node: 'timeout, ban, warn, delete' },
  untimeout: { endpoint: 'unban-user', node: 'timeout, ban, warn, delete' },
  delete: { endpoint: 'delete-chat-messages', node: 'timeout, ban, warn, delete' },
  warn: { endpoint: 'warn-chat-user', node: 'timeout, ban, warn, delete' },
  clear: { endpoint: 'delete-chat-messages', node: 'slow, emote-only, shield, clear' },
  emoteonly: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  emoteonlyoff: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  followers: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  followersoff: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  slow: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  slowoff: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  subscribers: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  subscribersoff: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  uniquechat: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  uniquechatoff: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  r9kbeta: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  r9kbetaoff: { endpoint: 'update-chat-settings', node: 'slow, emote-only, shield, clear' },
  shield: { endpoint: 'update-shield-mode-status', node: 'slow, emote-only, shield, clear' },
  shieldoff: { endpoint: 'update-shield-mode-status', node: 'slow, emote-only, shield, clear' },
  color: { endpoint: 'update-user-chat-color', node: 'any Twitch call' },
  commercial: { endpoint: 'start-commercial', node: 'run or snooze ad' },
  marker: { endpoint: 'create-stream-marker', node: 'make clip, marker' },
  mod: { endpoint: 'add-channel-moderator', node: 'mod, VIP' },
  unmod: { endpoint: 'remove-channel-moderator', node: 'mod, VIP' },
  mods: { endpoint: 'get-moderators', node: 'any Twitch call' },
  vip: { endpoint: 'add-channel-vip', node: 'mod, VIP' },
  unvip: { endpoint: 'remove-channel-vip', node: 'mod, VIP' },
  vips: { endpoint: 'get-vips', node: 'any Twitch call' },
  raid: { endpoint: 'start-a-raid', node: 'start raid' },
  unraid: { endpoint: 'cancel-a-raid', node: 'start raid' },
  shoutout: { endpoint: 'send-a-shoutout', node: 'give shoutout' },
  poll: { endpoint: 'create-poll', node: 'run poll' },
  prediction: { endpoint: 'create-prediction', node: 'run prediction' },
  pin: { endpoint: 'pin-chat-message', node: 'send, reply, announce' },
  unpin: { endpoint: 'unpin-chat-message', node: 'send, reply, announce' },
  w: { endpoint: 'send-whisper', node: 'send, reply, announce' },
  host: { endpoint: null, node: '' },
  unhost: { endpoint: null, node: '' },
};
