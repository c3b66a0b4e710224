import { emotesIn } from '../world/text';
import type { WorldLine } from '../world/lines';
import { userPrefix, type ServerLine } from './irc-line';
import { privmsgTags, roomstateTags, usernoticeTags, whisperTags } from './irc-tags';

/** What the world tells a whole room, as a line; undefined for what goes to single clients or in batches. */
export function roomLine(line: WorldLine): ServerLine | undefined {
  switch (line.kind) {
    case 'privmsg': {
      const { login } = line.line.from;
      return {
        tags: privmsgTags(line.channel, line.line, line.nonce),
        from: userPrefix(login),
        command: 'PRIVMSG',
        params: [channelName(line)],
        text: line.line.isAction ? `\u0001ACTION ${line.line.text}\u0001` : line.line.text,
      };
    }
    case 'usernotice':
      return {
        tags: usernoticeTags(line),
        command: 'USERNOTICE',
        params: [channelName(line)],
        ...(line.text === null || line.text === '' ? {} : { text: line.text }),
      };
    case 'clearchat':
      return {
        tags: {
          'ban-duration': line.target && line.durationS !== null ? String(line.durationS) : undefined,
          'room-id': line.channel.id,
          'target-user-id': line.target?.id,
          'tmi-sent-ts': String(line.at),
        },
        command: 'CLEARCHAT',
        params: [channelName(line)],
        ...(line.target ? { text: line.target.login } : {}),
      };
    case 'clearmsg':
      return {
        // Twitch leaves the room id of CLEARMSG empty most of the time.
        tags: {
          login: line.line.from.login,
          'room-id': '',
          'target-msg-id': line.line.id,
          'tmi-sent-ts': String(line.at),
        },
        command: 'CLEARMSG',
        params: [channelName(line)],
        text: line.line.text,
      };
    case 'roomstate':
      return {
        tags: roomstateTags(line.channel, line.changed),
        command: 'ROOMSTATE',
        params: [channelName(line)],
      };
    case 'notice':
      return {
        tags: { 'msg-id': line.noticeId },
        command: 'NOTICE',
        params: [channelName(line)],
        text: line.text,
      };
    case 'whisper':
    case 'join':
    case 'part':
    case 'userstate':
      return undefined;
  }
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

function channelName(line: { readonly channel: { readonly owner: { readonly login: string } } }): string {
  return `#${line.channel.owner.login}`;
}
