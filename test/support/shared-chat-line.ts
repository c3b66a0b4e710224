import { randomUUID } from 'node:crypto';

/** A line that a moderator of another room wrote, as it is copied into this room while both share their chat (irc-notes). */
export function sharedChatLine(room: { readonly id: string; readonly login: string }, text: string): string {
  const elsewhere = [
    'source-badge-info=',
    'source-badges=moderator/1',
    `source-id=${randomUUID()}`,
    'source-only=0',
    'source-room-id=80808',
  ];
  const tags = [
    '@badge-info=',
    'badges=moderator/1',
    'display-name=Kestrel77',
    'emotes=',
    `id=${randomUUID()}`,
    'mod=1',
    `room-id=${room.id}`,
    ...elsewhere,
    'user-id=411000111',
  ];
  return `${tags.join(';')} :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #${room.login} :${text}`;
}
