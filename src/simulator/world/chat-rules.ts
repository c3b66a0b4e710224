import type { ChannelState, Roles, UserState } from './state';
import { characters, isEmotesOnly } from './text';

/** Why a chat line was not shown: the id as IRC's NOTICE and Helix' drop reason have it, and a sentence. */
export interface ChatRefusal {
  readonly code: string;
  readonly message: string;
}

/** A line that was shown, as far as later lines are measured by it. */
export interface SentLine {
  readonly channelId: string;
  readonly text: string;
  readonly at: number;
}

const DUPLICATE_WINDOW_MS = 30_000;
const RATE_WINDOW_MS = 30_000;
const RATE_NORMAL = 20;
const RATE_MODERATOR = 100;
const RATE_VERIFIED = 7500;
const ROOM_SPACING_MS = 1000;
const UNIQUE_CHAT_MIN_CHARACTERS = 9;

/** Texts are compared after trimming and collapsing spaces (irc-notes §11). */
export function comparable(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

interface Attempt {
  readonly channel: ChannelState;
  readonly user: UserState;
  readonly roles: Roles;
  readonly text: string;
  readonly now: number;
  /** Lines that this user had shown, newest last. */
  readonly sent: readonly SentLine[];
}

/** The rules of the room: who may write here, and what. Undefined when the line may be shown. */
export function roomRefusal(attempt: Attempt): ChatRefusal | undefined {
  const { channel, user, roles, text, now, sent } = attempt;
  if (channel.suspended) {
    return { code: 'msg_channel_suspended', message: 'This channel does not exist or has been suspended.' };
  }
  const ban = channel.bans.get(user.id);
  if (ban && (ban.endsAt === null || ban.endsAt > now)) {
    if (ban.endsAt === null) {
      return {
        code: 'msg_banned',
        message: `You are permanently banned from talking in ${channel.owner.login}.`,
      };
    }
    const seconds = Math.ceil((ban.endsAt - now) / 1000);
    return { code: 'msg_timedout', message: `You are timed out for ${seconds} more seconds.` };
  }
  if (channel.warned.has(user.id)) {
    return { code: 'msg_warned', message: 'You must acknowledge a warning before you can chat here again.' };
  }
  const lower = text.toLowerCase();
  if (channel.blockedTerms.some((term) => lower.includes(term.text.toLowerCase().replaceAll('*', '')))) {
    return {
      code: 'msg_rejected_mandatory',
      message: 'Your message was not posted: it conflicts with the moderation settings of the channel.',
    };
  }
  if (roles.broadcaster || roles.moderator || roles.vip) return undefined;
  const { settings } = channel;
  if (settings.subscriberMode && !roles.subscription) {
    return { code: 'msg_subsonly', message: 'This room is in subscribers-only mode.' };
  }
  if (settings.emoteMode && !isEmotesOnly(text)) {
    return { code: 'msg_emoteonly', message: 'This room is in emote-only mode.' };
  }
  if (settings.followerModeMinutes !== null) {
    const since = channel.followers.get(user.id);
    if (since === undefined) {
      return settings.followerModeMinutes === 0
        ? { code: 'msg_followersonly_zero', message: 'This room is in followers-only mode. Follow to chat.' }
        : {
            code: 'msg_followersonly',
            message: `This room is in ${settings.followerModeMinutes} minutes followers-only mode. Follow to chat.`,
          };
    }
    const minutes = Math.floor((now - since) / 60_000);
    if (minutes < settings.followerModeMinutes) {
      return {
        code: 'msg_followersonly_followed',
        message: `This room is in ${settings.followerModeMinutes} minutes followers-only mode. You have followed for ${minutes} minutes.`,
      };
    }
  }
  if (settings.uniqueChatMode) {
    const repeated = channel.lines.some((line) => comparable(line.text) === comparable(text));
    if (repeated || characters(text) < UNIQUE_CHAT_MIN_CHARACTERS) {
      return {
        code: 'msg_r9k',
        message: 'This room is in unique-chat mode and the message is not unique enough.',
      };
    }
  }
  if (settings.slowModeSeconds !== null) {
    const last = sent.findLast((line) => line.channelId === channel.id);
    const waitMs = last ? last.at + settings.slowModeSeconds * 1000 - now : 0;
    if (waitMs > 0) {
      return {
        code: 'msg_slowmode',
        message: `This room is in slow mode. You may send again in ${Math.ceil(waitMs / 1000)} seconds.`,
      };
    }
  }
  return undefined;
}

/** How often and how varied one account may write. Undefined when the line may be shown. */
export function pacingRefusal(attempt: Attempt): ChatRefusal | undefined {
  const { channel, user, roles, text, now, sent } = attempt;
  const privileged = roles.broadcaster || roles.moderator || roles.vip;
  const recent = sent.filter((line) => line.at > now - RATE_WINDOW_MS);
  const allowed = user.verified ? RATE_VERIFIED : privileged ? RATE_MODERATOR : RATE_NORMAL;
  if (recent.length >= allowed) {
    return { code: 'msg_ratelimit', message: 'You are sending messages too quickly.' };
  }
  if (privileged) return undefined;
  const last = sent.findLast((line) => line.channelId === channel.id);
  if (!last) return undefined;
  if (last.at > now - DUPLICATE_WINDOW_MS && comparable(last.text) === comparable(text)) {
    return {
      code: 'msg_duplicate',
      message: 'Your message is identical to the previous one less than 30 seconds ago.',
    };
  }
  if (!user.verified && last.at > now - ROOM_SPACING_MS) {
    return { code: 'msg_ratelimit', message: 'You are sending messages too quickly.' };
  }
  return undefined;
}
