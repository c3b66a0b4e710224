import type { UserState } from './chat-event';
import type { OutgoingLine } from './chat-transport';
import { escapeTagValue } from './tag-escape';

/**
 * The line that other connections get of what we said: Twitch does not send it to the connection that said it.
 *
 * @param state Twitch's answer to the line
 */
export function echoLine(
  line: OutgoingLine,
  state: UserState,
  sender: { readonly id: string; readonly login: string },
  room: { readonly id: string },
  sentAt: number,
): string {
  const badges = Object.entries(state.badges).map(([set, version]) => `${set}/${version}`);
  const tags: Record<string, string> = {
    badges: badges.join(','),
    'client-nonce': line.nonce,
    color: state.color ?? '',
    'display-name': state.name,
    id: state.messageId ?? '',
    mod: state.roles.includes('moderator') ? '1' : '0',
    'room-id': room.id,
    subscriber: state.roles.includes('subscriber') ? '1' : '0',
    'tmi-sent-ts': String(sentAt),
    'user-id': sender.id,
  };
  if (line.replyTo !== null) tags['reply-parent-msg-id'] = line.replyTo;
  const wire = Object.entries(tags).map(([name, value]) => `${name}=${escapeTagValue(value)}`);
  const { login } = sender;
  const text = line.isAction ? `\u0001ACTION ${line.text}\u0001` : line.text;
  return `@${wire.join(';')} :${login}!${login}@${login}.tmi.twitch.tv PRIVMSG #${line.channelLogin} :${text}`;
}
