import { baseContext, type MessageSource } from '../chat-to-message';
import type { ChannelRef, TwitchMessage } from '../message';
import { duration } from '../words';
import type { Session, Shown, ShownField } from './stream-facts';

export const streamOutputs = ['live', 'changed', 'offline'] as const;
export type StreamOutput = (typeof streamOutputs)[number];

/** What a message of the node is made of. */
export interface StreamNews {
  readonly output: StreamOutput;
  /** The stream it is about; null while there is none. */
  readonly session: Session | null;
  readonly shown: Shown | null;
  readonly before: Shown | null;
  readonly changed: readonly ShownField[];
  /** Milliseconds since 1970. */
  readonly endedAt: number | null;
  /** The notification behind it, null when it was found out by reading. */
  readonly notification: { readonly id: string; readonly event: unknown } | null;
  readonly recovered: boolean;
}

const topics: Readonly<Record<StreamOutput, string>> = {
  live: 'stream.online',
  offline: 'stream.offline',
  changed: 'channel.update',
};

/** One shape for all three outputs. @param at when it is told, milliseconds since 1970 */
export function streamMessage(news: StreamNews, at: number, source: MessageSource): TwitchMessage {
  const { output, session, shown, before, endedAt, notification } = news;
  const channel: ChannelRef = source.identities().channel ?? { id: '', login: '', name: '' };
  const { id, login, name } = channel;
  const topic = topics[output];
  const startedAt = session?.startedAt ?? null;
  const seconds = startedAt === null ? null : Math.max(0, Math.round(((endedAt ?? at) - startedAt) / 1000));
  const twitch = baseContext(source, {
    id: notification?.id ?? `${topic}-${session?.id ?? id}-${at}`,
    type: topic,
    at,
    channel,
    user: { id, login, name, roles: ['broadcaster'], anonymous: false },
    target: null,
    summary: summaryOf(news, channel, seconds),
    event: notification?.event ?? null,
  });
  if (news.recovered) twitch.recovered = true;
  const payload = {
    live: output === 'live' || (output === 'changed' && session !== null),
    title: shown?.title ?? null,
    category: shown?.category ?? null,
    language: shown?.language ?? null,
    labels: [...(shown?.labels ?? [])],
    type: session?.type ?? null,
    streamId: session?.id ?? null,
    startedAt: isoOf(startedAt),
    endedAt: isoOf(endedAt),
    seconds,
    changed: [...news.changed],
    titleBefore: before?.title ?? null,
    categoryBefore: before?.category ?? null,
  };
  return { payload, topic, twitch };
}

function summaryOf({ output, shown }: StreamNews, channel: ChannelRef, seconds: number | null): string {
  const title = shown?.title ?? null;
  const category = shown?.category ?? null;
  const what = [title, category === null ? null : `(${category})`].filter((part) => part !== null).join(' ');
  switch (output) {
    case 'live':
      return `${channel.name} is live${what === '' ? '' : `: ${what}`} https://twitch.tv/${channel.login}`;
    case 'offline':
      return seconds === null || seconds < 60
        ? `${channel.name} has ended the stream.`
        : `${channel.name} has ended the stream after ${duration(rounded(seconds))}.`;
    case 'changed':
    default:
      return `Now: ${what === '' ? 'no title' : what}`;
  }
}

/** To whole minutes: nobody tells the seconds of a stream. */
function rounded(seconds: number): number {
  return Math.round(seconds / 60) * 60;
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
