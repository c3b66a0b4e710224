import type { ActionContext } from './context';
import { EventReader } from './event-reader';

/** When ads come, as far as Twitch has planned them. */
export interface AdSchedule {
  /** Milliseconds since 1970; null: none is planned (offline, ads switched off, neither affiliate nor partner). */
  readonly nextAt: number | null;
  readonly lastAt: number | null;
  /** Seconds that the next one lasts. */
  readonly length: number | null;
  readonly snoozesLeft: number;
  /** When a snooze comes back; null while none is missing. */
  readonly snoozeRefreshAt: number | null;
  /** Seconds without an ad for newcomers. */
  readonly prerollFree: number;
}

/** Reads Twitch's plan. */
export async function readAdSchedule(
  context: Pick<ActionContext, 'helix' | 'signal'>,
  channelId: string,
): Promise<AdSchedule> {
  const answer = await context.helix.call(
    'get-ad-schedule',
    { query: { broadcaster_id: channelId } },
    { user: channelId, signal: context.signal },
  );
  return adSchedule(answer.data[0]);
}

/** The plan out of an answer of Get Ad Schedule or Snooze Next Ad; what is missing reads as nothing planned. */
export function adSchedule(raw: unknown): AdSchedule {
  const plan = new EventReader(raw);
  return {
    nextAt: momentIn(plan, 'next_ad_at'),
    lastAt: momentIn(plan, 'last_ad_at'),
    length: plan.number('duration'),
    snoozesLeft: plan.number('snooze_count') ?? 0,
    snoozeRefreshAt: momentIn(plan, 'snooze_refresh_at'),
    prerollFree: plan.number('preroll_free_time') ?? 0,
  };
}

/** Twitch describes RFC 3339 and sends seconds since 1970, 0 for never: both are read. */
function momentIn(plan: EventReader, name: string): number | null {
  const seconds = plan.number(name);
  if (seconds !== null) return seconds > 0 ? seconds * 1000 : null;
  const at = Date.parse(plan.text(name) ?? '');
  return Number.isNaN(at) ? null : at;
}
