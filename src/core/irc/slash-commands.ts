import type { EndpointId } from '../../tables/endpoints';
import { TwitchInputError } from '../errors';

/**
 * What does today what a chat command did: chat ignores or refuses all of them but `/me` since February 2023
 * (`irc-notes` §10). `node` is the block of the palette, for the sentence that people read.
 */
const replacements: Readonly<
  Record<string, { readonly endpoint: EndpointId | null; readonly node: string }>
> = {
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

/** A text that is ready to be sent: `/me` is taken off it. */
export interface PlainText {
  readonly text: string;
  readonly isAction: boolean;
}

/**
 * Takes `/me` off a text and refuses other chat commands, which would be swallowed or, worse, shown.
 *
 * A text that begins with a dot and a word that is no command (`.5 seconds`, `.com`) is shielded by a character
 * without width: chat takes a dot for a slash.
 *
 * @throws {TwitchInputError} that names what does it today
 */
export function readSlash(text: string): PlainText {
  const match = /^([/.])([a-z]\w*)(?:\s|$)/i.exec(text);
  if (match === null) return { text: shield(text), isAction: false };
  const word = (match[2] ?? '').toLowerCase();
  if (word === 'me') return { text: text.slice(match[0].length).trim(), isAction: true };
  const replacement = Object.hasOwn(replacements, word) ? replacements[word] : undefined;
  if (replacement === undefined && match[1] === '.') return { text: shield(text), isAction: false };
  throw new TwitchInputError(sentence(word, replacement), {
    parameter: 'text',
    reason: `/${word}`,
    ...(replacement?.endpoint ? { endpoint: replacement.endpoint } : {}),
  });
}

function sentence(
  word: string,
  replacement: { endpoint: EndpointId | null; node: string } | undefined,
): string {
  if (replacement === undefined) {
    return `"/${word}" was not sent: chat takes no commands. Begin the text with something other than a slash.`;
  }
  if (replacement.endpoint === null) return `"/${word}" was not sent: Twitch has removed this function.`;
  return `"/${word}" was not sent: chat takes no commands. Use the node "${replacement.node}" (call ${replacement.endpoint}).`;
}

/** A dot or slash before a letter or digit, and no command: U+200B before it keeps chat from looking for one. */
function shield(text: string): string {
  return /^[/.]\w/.test(text) ? `\u200b${text}` : text;
}
