import { adSchedule } from './ad-schedule';
import { adTopics, breakMessage, comingMessage, isAutomatic, type AdsOutput } from './ad-message';
import type { MessageSource } from './chat-to-message';
import type { TriggerContext } from './context';
import { EventReader } from './event-reader';
import { testId } from './sample-chat';
import { sampleEvent } from './sample-event';
import type { TestFields, TestOutcome } from './trigger';

/** What the test button plays: an ad that is coming, starts and ends, one message a press. */
export function createAdRehearsal(
  settings: { readonly warnBefore: number; readonly automaticOnly: boolean },
  context: TriggerContext,
  source: MessageSource,
): (fields: TestFields) => TestOutcome<AdsOutput> {
  const moments = ['coming', 'start', 'end'] as const;
  let step = 0;
  return (fields) => {
    const output = moments[step] ?? 'coming';
    step = (step + 1) % moments.length;
    const now = context.clock.now();
    const startsAt = output === 'coming' ? now + settings.warnBefore * 1000 : now;
    const length = 90;
    const raw = {
      snooze_count: 2,
      snooze_refresh_at: 0,
      next_ad_at: Math.round(startsAt / 1000),
      duration: length,
      last_ad_at: 0,
      preroll_free_time: 0,
    };
    const plan = { ...adSchedule(raw), nextAt: startsAt };
    const id = testId(context);
    if (output === 'coming') {
      const msg = comingMessage(raw, plan, now, source, id);
      msg.twitch.test = true;
      return { output, msg };
    }
    const begun = { duration_seconds: length, is_automatic: true, ...fields };
    const notification = sampleEvent(context, adTopics.start, undefined, begun, []);
    if (notification === null) return { stoppedBy: 'automaticOnly' };
    if (settings.automaticOnly && isAutomatic(notification.event) !== true)
      return { stoppedBy: 'automaticOnly' };
    const seconds = new EventReader(notification.event).number('duration_seconds') ?? length;
    const startedAt = output === 'end' ? now - seconds * 1000 : now;
    const running = { startedAt, endsAt: startedAt + seconds * 1000, notification };
    const msg = breakMessage(output, running, plan, source);
    msg.twitch.test = true;
    return { output, msg };
  };
}
