import type { RoomSettings, RoomState } from '../core/irc/chat-event';
import type { RoomOccurrence } from './chat-line';
import { baseContext, channelRef, type MessageSource } from './chat-to-message';
import type { ChannelRef, TwitchContext, TwitchMessage, UserRef } from './message';
import { counted, duration } from './words';

/** `msg` of what is no line: modes of the chat, whispers, what Twitch says to us, who comes and leaves, what we are. */
export function roomToMessage(heard: RoomOccurrence, source: MessageSource, now: number): TwitchMessage {
  switch (heard.type) {
    case 'roomstate':
      return modesToMessage(heard, source, now);
    case 'whisper':
      return message(source, now, {
        id: `whisper-${heard.threadId}-${heard.messageId}`,
        type: 'chat.whisper',
        channel: ownChannel(source),
        user: { ...heard.user, roles: [], anonymous: false },
        text: heard.text,
        payload: heard.text,
      });
    case 'notice':
      return message(source, now, {
        type: 'chat.remark',
        channel: heard.channel === null ? ownChannel(source) : channelRef(heard.channel, source.identities()),
        payload: { id: heard.id, text: heard.text },
      });
    case 'join':
    case 'part': {
      const { login } = heard;
      return message(source, now, {
        type: heard.type === 'join' ? 'chat.joined' : 'chat.left',
        channel: channelRef(heard.channel, source.identities()),
        user: { id: null, login, name: login, roles: [], anonymous: false },
        payload: { user: login, own: heard.own },
      });
    }
    case 'userstate':
      return message(source, now, {
        type: 'chat.self',
        channel: channelRef(heard.channel, source.identities()),
        payload: { user: heard.name, roles: [...heard.roles], color: heard.color },
      });
    case 'globaluserstate':
    default:
      return message(source, now, {
        type: 'chat.self',
        channel: ownChannel(source),
        payload: { user: heard.name, roles: [], color: heard.color },
      });
  }
}

/** Whether a state of the room tells a change. The whole state, which comes after a join, tells none. */
export function isModeChange(state: RoomState): boolean {
  return state.changed.length > 0 && state.changed.length < Object.keys(state.settings).length;
}

function modesToMessage(state: RoomState, source: MessageSource, now: number): TwitchMessage {
  const { settings, changed } = state;
  return message(source, now, {
    type: 'chat.modes',
    channel: channelRef(state.channel, source.identities()),
    payload: { ...settings, changed: [...changed] },
    summary: changed.map((mode) => modeSentence(mode, settings)).join(' ') || null,
  });
}

function modeSentence(mode: keyof RoomSettings, settings: RoomSettings): string {
  switch (mode) {
    case 'emoteOnly':
      return onOff('Emote-only chat', settings.emoteOnly);
    case 'uniqueChat':
      return onOff('Unique chat', settings.uniqueChat);
    case 'subscribersOnly':
      return onOff('Subscribers-only chat', settings.subscribersOnly);
    case 'slowSeconds':
      return settings.slowSeconds === 0
        ? 'Slow mode is off.'
        : `Slow mode is on: one line every ${duration(settings.slowSeconds)}.`;
    case 'followersOnlyMinutes':
    default: {
      const minutes = settings.followersOnlyMinutes;
      if (minutes === null) return 'Followers-only chat is off.';
      return minutes === 0
        ? 'Followers-only chat is on.'
        : `Followers-only chat is on: after ${counted(minutes, 'minute')}.`;
    }
  }
}

function onOff(what: string, isOn: boolean): string {
  return `${what} is ${isOn ? 'on' : 'off'}.`;
}

/** The account's own, for what belongs to no room. */
function ownChannel(source: MessageSource): ChannelRef {
  return source.identities().channel ?? { id: '', login: '', name: '' };
}

function message(
  source: MessageSource,
  now: number,
  parts: {
    readonly id?: string;
    readonly type: string;
    readonly channel: ChannelRef;
    readonly user?: UserRef;
    readonly text?: string;
    readonly payload: unknown;
    readonly summary?: string | null;
  },
): TwitchMessage {
  const { type, channel, user = null, payload, summary = null } = parts;
  const twitch: TwitchContext = baseContext(source, {
    id: parts.id ?? `${type}-${channel.login}-${now}`,
    type,
    at: now,
    channel,
    user,
    target: null,
    summary,
    event: null,
  });
  if (parts.text !== undefined) twitch.text = parts.text;
  return { payload, topic: type, twitch };
}
