import { baseContext, type MessageSource } from './chat-to-message';
import type { AdSchedule } from './ad-schedule';
import type { EventNotification } from './context';
import { EventReader } from './event-reader';
import { eventToMessage } from './event-to-message';
import { isPlain } from './incoming';
import type { Json, TwitchMessage } from './message';
import { duration } from './words';

export type AdsOutput = 'coming' | 'start' | 'end';

/** A break under way. */
export interface Break {
  readonly startedAt: number;
  readonly endsAt: number;
  readonly notification: EventNotification;
}

export const adTopics = {
  coming: 'channel.ad_break.coming',
  start: 'channel.ad_break.begin',
  end: 'channel.ad_break.end',
} as const satisfies Record<AdsOutput, string>;

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What of the plan goes along with every message. */
function planned(plan: AdSchedule | null): Record<string, Json> {
  return {
    snoozesLeft: plan?.snoozesLeft ?? null,
    snoozeBackAt: time(plan?.snoozeRefreshAt ?? null),
    prerollFree: plan?.prerollFree ?? null,
  };
}

/** `msg` of an ad that is coming. @param raw Twitch's plan */
export function comingMessage(
  raw: unknown,
  plan: AdSchedule,
  now: number,
  source: MessageSource,
  id: string,
): TwitchMessage {
  const { nextAt, length } = plan;
  const startsAt = nextAt ?? now;
  const startsIn = Math.max(0, Math.round((startsAt - now) / 1000));
  const what = length === null || length === 0 ? 'An ad break' : `An ad break of ${duration(length)}`;
  const payload: Record<string, Json> = {
    startsIn,
    length,
    automatic: true,
    requester: null,
    startsAt: time(startsAt),
    endsAt: length === null ? null : time(startsAt + length * 1000),
    ...planned(plan),
  };
  const twitch = baseContext(source, {
    id,
    type: adTopics.coming,
    at: now,
    channel: source.identities().channel ?? { id: '', login: '', name: '' },
    user: null,
    target: null,
    summary: startsIn === 0 ? `${what} starts now.` : `${what} starts in ${duration(startsIn)}.`,
    event: raw,
  });
  return { payload, topic: adTopics.coming, twitch };
}

/** `msg` of a break that starts or is over. */
export function breakMessage(
  output: 'start' | 'end',
  { startedAt, endsAt, notification }: Break,
  plan: AdSchedule | null,
  source: MessageSource,
): TwitchMessage {
  const msg = eventToMessage(notification, source);
  const event = new EventReader(notification.event);
  msg.payload = {
    startsIn: 0,
    length: Math.round((endsAt - startedAt) / 1000),
    automatic: isAutomatic(notification.event),
    requester: event.name('requester_user'),
    startsAt: time(startedAt),
    endsAt: time(endsAt),
    ...planned(plan),
  } satisfies Record<string, Json>;
  msg.topic = adTopics[output];
  msg.twitch.type = adTopics[output];
  if (output === 'end') {
    msg.twitch.summary = 'The ad break is over.';
    // That its start was found afterwards says nothing of the end.
    delete msg.twitch.recovered;
  }
  return msg;
}

/** null: found afterwards, and nobody can tell. */
export function isAutomatic(event: unknown): boolean | null {
  if (!isPlain(event) || event['is_automatic'] === undefined) return null;
  return new EventReader(event).flag('is_automatic');
}
