import type { NodeType } from '../../src/definitions/definition';

/**
 * What a streamer types into the palette's search field, and the nodes of this package that must then be left: all of
 * them and no others. Node-RED compares what is typed with type and label only, as one piece, so a word between two words
 * of a label is enough to miss it. test/editor/palette.test.ts types every row into a real editor.
 */
export const searchWords: readonly (readonly [typed: string, ...found: NodeType[]])[] = [
  // Chat
  ['chat', 'twitch-chat', 'twitch-command', 'twitch-first-chatter', 'twitch-chat-mode'],
  ['chat message', 'twitch-chat'],
  ['twitch-chat', 'twitch-chat', 'twitch-chat-mode'],
  ['message', 'twitch-chat', 'twitch-timer', 'twitch-send-message'],
  ['command', 'twitch-command'],
  ['chat command', 'twitch-command'],
  ['first', 'twitch-first-chatter'],
  ['first chat', 'twitch-first-chatter'],
  ['chatter', 'twitch-first-chatter'],
  ['welcome', 'twitch-first-chatter'],
  ['timer', 'twitch-timer'],
  ['timed', 'twitch-timer'],
  ['timed message', 'twitch-timer'],
  ['send', 'twitch-send-message'],
  ['reply', 'twitch-send-message'],
  ['announce', 'twitch-send-message'],

  // What happens on the channel
  ['follow', 'twitch-follow', 'twitch-user'],
  ['follower', 'twitch-follow'],
  ['new follower', 'twitch-follow'],
  ['raid', 'twitch-raid-received', 'twitch-raid-start'],
  ['raid received', 'twitch-raid-received'],
  ['start raid', 'twitch-raid-start'],
  ['raid-start', 'twitch-raid-start'],
  ['sub', 'twitch-subscription', 'twitch-condition'],
  ['resub', 'twitch-subscription'],
  ['subs', 'twitch-subscription'],
  ['subscription', 'twitch-subscription'],
  ['gift', 'twitch-subscription'],
  ['bits', 'twitch-subscription'],
  ['cheer', 'twitch-subscription'],
  ['hype', 'twitch-hype-train'],
  ['train', 'twitch-hype-train'],
  ['hype train', 'twitch-hype-train'],
  ['live', 'twitch-stream-online', 'twitch-condition'],
  ['went live', 'twitch-stream-online'],
  ['online', 'twitch-stream-online'],
  ['offline', 'twitch-stream-online'],
  ['stream', 'twitch-stream-online', 'twitch-stream-info'],
  ['event', 'twitch-event'],
  ['goal', 'twitch-event'],
  ['charity', 'twitch-event'],
  ['streak', 'twitch-event'],
  ['connection', 'twitch-connection-status'],
  ['error', 'twitch-connection-status'],
  ['status', 'twitch-connection-status'],

  // Channel points
  ['points', 'twitch-reward-redemption', 'twitch-points-reward'],
  ['channel points', 'twitch-reward-redemption'],
  ['redeem', 'twitch-reward-redemption'],
  ['redemption', 'twitch-reward-redemption', 'twitch-redemption-finish'],
  ['reward', 'twitch-reward-redemption', 'twitch-points-reward', 'twitch-redemption-finish'],
  ['change reward', 'twitch-points-reward'],
  ['create', 'twitch-points-reward'],
  ['fulfill', 'twitch-redemption-finish'],
  ['refund', 'twitch-redemption-finish'],

  // Ads
  ['ad', 'twitch-ads', 'twitch-commercial'],
  ['ads', 'twitch-ads'],
  ['ad break', 'twitch-ads'],
  ['commercial', 'twitch-commercial'],
  ['snooze', 'twitch-commercial'],

  // The show
  ['poll', 'twitch-poll'],
  ['run poll', 'twitch-poll'],
  ['prediction', 'twitch-prediction'],
  ['predict', 'twitch-prediction'],
  ['clip', 'twitch-clip'],
  ['make clip', 'twitch-clip'],
  ['marker', 'twitch-clip'],
  ['shoutout', 'twitch-shoutout'],
  ['shout', 'twitch-shoutout'],
  ['give shoutout', 'twitch-shoutout'],
  ['title', 'twitch-stream-info'],
  ['category', 'twitch-stream-info'],
  ['game', 'twitch-stream-info'],
  ['uptime', 'twitch-stream-info'],

  // Moderation
  ['timeout', 'twitch-moderation'],
  ['ban', 'twitch-moderation'],
  ['warn', 'twitch-moderation'],
  ['delete', 'twitch-moderation'],
  ['moderation', 'twitch-moderation'],
  ['slow', 'twitch-chat-mode'],
  ['emote', 'twitch-chat-mode'],
  ['emote-only', 'twitch-chat-mode'],
  ['shield', 'twitch-chat-mode'],
  ['clear', 'twitch-chat-mode'],
  ['chat-mode', 'twitch-chat-mode'],
  ['mod', 'twitch-chat-mode', 'twitch-moderation', 'twitch-moderator-role'],
  ['moderator', 'twitch-moderator-role'],
  ['vip', 'twitch-moderator-role'],
  ['role', 'twitch-moderator-role'],

  // People, gates, everything else
  ['viewer', 'twitch-user'],
  ['viewer info', 'twitch-user'],
  ['followage', 'twitch-user'],
  ['user', 'twitch-user'],
  ['only if', 'twitch-condition'],
  ['cooldown', 'twitch-condition'],
  ['condition', 'twitch-condition'],
  ['api', 'twitch-api'],
  ['call', 'twitch-api'],
];

/** A word that finds none of our nodes. */
export interface UnheldWord {
  readonly typed: string;
  /** The node that would do it; null: none, or no node of the palette. */
  readonly meant: NodeType | null;
  readonly reason: string;
}

const oneOfMany =
  'one of the choices of "Do": a label that named all of them would be cut off in the palette';
const otherForm =
  'the label has another form of the word, and the search does not know that they belong together';
const otherWord = "Twitch and its users say it with the label's word; a label has room for one";
const notADroppedNode = 'the account comes with the first node that is dropped, and is a config node';
const oursNot = 'this package brings events and actions; other nodes of Node-RED turn them into that';

/** Words that no label can hold, each with its reason. */
export const unheldWords: readonly UnheldWord[] = [
  { typed: 'whisper', meant: 'twitch-send-message', reason: oneOfMany },
  { typed: 'pin', meant: 'twitch-send-message', reason: oneOfMany },
  { typed: 'unban', meant: 'twitch-moderation', reason: oneOfMany },
  { typed: 'tags', meant: 'twitch-stream-info', reason: oneOfMany },
  { typed: 'language', meant: 'twitch-stream-info', reason: oneOfMany },
  { typed: 'followers-only', meant: 'twitch-chat-mode', reason: oneOfMany },
  { typed: 'unvip', meant: 'twitch-moderator-role', reason: oneOfMany },
  { typed: 'random', meant: 'twitch-user', reason: oneOfMany },
  {
    typed: 'schedule',
    meant: 'twitch-api',
    reason: 'one of its many calls: the dialog has a search of its own for them',
  },
  {
    typed: 'automod',
    meant: 'twitch-event',
    reason: 'one of its many events: the dialog has a search of its own for them',
  },
  { typed: 'subscriber', meant: 'twitch-subscription', reason: otherForm },
  { typed: 'announcement', meant: 'twitch-send-message', reason: otherForm },
  { typed: 'moderate', meant: 'twitch-moderation', reason: otherForm },
  { typed: 'follow age', meant: 'twitch-user', reason: otherForm },
  { typed: 'slow mode', meant: 'twitch-chat-mode', reason: otherForm },
  { typed: 'clear chat', meant: 'twitch-chat-mode', reason: otherForm },
  { typed: 'gift bomb', meant: 'twitch-subscription', reason: otherForm },
  { typed: 'vote', meant: 'twitch-poll', reason: otherWord },
  { typed: 'bet', meant: 'twitch-prediction', reason: otherWord },
  { typed: 'greet', meant: 'twitch-first-chatter', reason: otherWord },
  { typed: 'say', meant: 'twitch-send-message', reason: otherWord },
  { typed: 'mute', meant: 'twitch-moderation', reason: otherWord },
  { typed: 'host', meant: 'twitch-raid-start', reason: otherWord },
  { typed: 'account', meant: null, reason: notADroppedNode },
  { typed: 'sign in', meant: null, reason: notADroppedNode },
  { typed: 'bot', meant: null, reason: notADroppedNode },
  { typed: 'alert', meant: null, reason: oursNot },
  { typed: 'overlay', meant: null, reason: oursNot },
  { typed: 'tts', meant: null, reason: oursNot },
  { typed: 'donation', meant: null, reason: 'money outside Twitch: it is no event of Twitch' },
];
