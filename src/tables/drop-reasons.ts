/**
 * - `never`: the same message will not get through
 * - `wait`: it may get through later
 * - `change`: it gets through with another text, or after the time
 */
export type DropRetry = 'never' | 'wait' | 'change';

export interface DropReasonRow {
  /** What happened, for a streamer. */
  readonly sentence: string;
  readonly retry: DropRetry;
  /** For `wait` and `change`, seconds; left out where only the text of the refusal knows them. */
  readonly retryAfterSeconds?: number;
}

/**
 * Why a chat message was not shown: `drop_reason.code` of send-chat-message, and the msg-id of a NOTICE after sending
 * over IRC, which use the same codes. For the rarer ones Twitch gives no more than the name, so the sentence is a reading of it.
 */
export const dropReasons = {
  msg_banned: { sentence: 'The account is banned from this chat.', retry: 'never' },
  msg_banned_email_alias: {
    sentence: 'Another account with the same e-mail address is banned from this chat.',
    retry: 'never',
  },
  msg_banned_phone_number_alias: {
    sentence: 'Another account with the same phone number is banned from this chat.',
    retry: 'never',
  },
  msg_bad_characters: { sentence: 'The message has characters that Twitch does not accept.', retry: 'never' },
  msg_channel_blocked: { sentence: 'The channel or the account is blocked.', retry: 'never' },
  msg_channel_suspended: { sentence: 'The channel is suspended or does not exist any more.', retry: 'never' },
  msg_duplicate: {
    sentence: 'The same text was sent less than 30 seconds ago.',
    retry: 'change',
    retryAfterSeconds: 30,
  },
  msg_emoteonly: { sentence: 'Only emotes are allowed in this chat right now.', retry: 'never' },
  msg_facebook: {
    sentence: 'Twitch does not accept messages of this account (msg_facebook).',
    retry: 'never',
  },
  msg_followersonly: { sentence: 'Only followers can write in this chat right now.', retry: 'never' },
  msg_followersonly_followed: {
    sentence: 'The account has not followed this channel long enough to write.',
    retry: 'never',
  },
  msg_followersonly_zero: { sentence: 'Only followers can write in this chat right now.', retry: 'never' },
  msg_r9k: { sentence: 'Unique chat is on, and a message like this was sent before.', retry: 'never' },
  msg_ratelimit: { sentence: 'Too many messages in a short time.', retry: 'wait', retryAfterSeconds: 30 },
  msg_rejected: { sentence: 'AutoMod holds the message; a moderator may still allow it.', retry: 'never' },
  msg_rejected_mandatory: {
    sentence: 'The message has a word that is blocked in this chat.',
    retry: 'never',
  },
  msg_requires_verified_phone_number: {
    sentence: 'This chat wants a verified phone number of the account.',
    retry: 'never',
  },
  msg_room_not_found: { sentence: 'There is no such chat.', retry: 'never' },
  msg_slowmode: {
    sentence: 'Slow mode is on, and the last message was too short a time ago.',
    retry: 'wait',
  },
  msg_subsonly: { sentence: 'Only subscribers can write in this chat right now.', retry: 'never' },
  msg_suspended: { sentence: 'The account is suspended.', retry: 'never' },
  msg_timedout: { sentence: 'The account has a timeout in this chat.', retry: 'never' },
  msg_verified_email: {
    sentence: 'This chat wants a verified e-mail address of the account.',
    retry: 'never',
  },
  msg_warned: {
    sentence: 'The account was warned and has to confirm that on Twitch before it can write again.',
    retry: 'never',
  },
  msg_censored_broadcaster: {
    sentence: 'The message has a word that the broadcaster does not allow.',
    retry: 'never',
  },
} as const satisfies Readonly<Record<string, DropReasonRow>>;

export type DropReasonCode = keyof typeof dropReasons;

/** The row of a code; an unknown code gets a sentence that carries it, and is not retried. */
export function dropReason(code: string): DropReasonRow {
  if (Object.hasOwn(dropReasons, code)) return dropReasons[code as DropReasonCode];
  return { sentence: `Twitch did not show the message (${code}).`, retry: 'never' };
}
