import { emotesIn } from '../world/text';
import type { WorldLine } from '../world/lines';
import { userPrefix, type ServerLine } from './irc-line';
import { privmsgTags, roomstateTags, usernoticeTags, whisperTags } from './irc-tags';

/** What a whole room is told at once. */
export type RoomLine = Exclude<WorldLine, { readonly kind: 'whisper' | 'join' | 'part' | 'userstate' }>;

/** What the world tells a room, as a line. */
export function roomLine(line: RoomLine): ServerLine {
  const params = [`#${line.channel.owner.login}`];
  switch (line.kind) {
    case 'privmsg':
      return { ...spokenLine(line), params };
    case 'usernotice': {
      const spoken = line.text === null || line.text === '' ? {} : { text: line.text };
      return { tags: usernoticeTags(line), command: 'USERNOTICE', params, ...spoken };
    }
    case 'clearchat':
      return { ...clearchat(line), params };
    case 'clearmsg': {
      const { id, from, text } = line.line;
      // Twitch leaves the room id of CLEARMSG empty most of the time.
      const tags = { login: from.login, 'room-id': '', 'target-msg-id': id, 'tmi-sent-ts': String(line.at) };
      return { tags, command: 'CLEARMSG', params, text };
    }
    case 'roomstate':
      return { tags: roomstateTags(line.channel, line.changed), command: 'ROOMSTATE', params };
    case 'notice':
    default:
      return { tags: { 'msg-id': line.noticeId }, command: 'NOTICE', params, text: line.text };
  }
}

function spokenLine({ channel, line, nonce }: Extract<RoomLine, { kind: 'privmsg' }>): ServerLine {
  return {
    tags: privmsgTags(channel, line, nonce),
    from: userPrefix(line.from.login),
    command: 'PRIVMSG',
    text: line.isAction ? `\u0001ACTION ${line.text}\u0001` : line.text,
  };
}

function clearchat({ channel, target, durationS, at }: Extract<RoomLine, { kind: 'clearchat' }>): ServerLine {
  const tags = {
    'ban-duration': target && durationS !== null ? String(durationS) : undefined,
    'room-id': channel.id,
    'target-user-id': target?.id,
    'tmi-sent-ts': String(at),
  };
  return { tags, command: 'CLEARCHAT', ...(target ? { text: target.login } : {}) };
}

export function whisperLine(line: Extract<WorldLine, { kind: 'whisper' }>): ServerLine {
  return {
    tags: whisperTags(line.from, line.messageId, line.threadId, emotesIn(line.text)),
    from: userPrefix(line.from.login),
    command: 'WHISPER',
    params: [line.to.login],
    text: line.text,
  };
}
