import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { categoryById } from '../../world/categories';
import { WorldRefusal } from '../../world/refusal';
import type { SegmentSettings } from '../../world/schedules';
import type { ChannelState } from '../../world/state';
import type { ScheduleSegment } from '../../world/broadcast-state';
import { type HandlerMap, list } from '../call';
import { channelIn, userIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields } from '../shapes';

const MINUTE_MS = 60_000;

/** What a streamer does around the stream: ads, raids, the schedule. */
export const broadcastHandlers = {
  'start-commercial': (call) => {
    const { broadcaster_id: channelId, length } = call.body;
    const { lengthS, retryAfterS } = call.world.ads.start(
      channelId,
      length,
      userIn(call.world, call.actorId),
    );
    return { data: [{ length: lengthS, message: '', retry_after: retryAfterS }] };
  },
  'get-ad-schedule': (call) => {
    const { ads } = channelIn(call.world, call.query.broadcaster_id);
    return {
      data: [
        {
          snooze_count: ads.snoozes,
          snooze_refresh_at: unixSeconds(ads.snoozeRefreshAt),
          next_ad_at: unixSeconds(ads.nextAt),
          duration: ads.durationS,
          last_ad_at: unixSeconds(ads.lastAt),
          preroll_free_time: 0,
        },
      ],
    };
  },
  'snooze-next-ad': (call) => {
    call.world.ads.snooze(call.query.broadcaster_id);
    const { ads } = channelIn(call.world, call.query.broadcaster_id);
    return {
      data: [
        {
          snooze_count: ads.snoozes,
          snooze_refresh_at: unixSeconds(ads.snoozeRefreshAt),
          next_ad_at: unixSeconds(ads.nextAt),
        },
      ],
    };
  },
  'start-a-raid': (call) => {
    const raid = call.world.raids.start(call.query.from_broadcaster_id, call.query.to_broadcaster_id);
    return { data: [{ created_at: rfc3339(raid.createdAt), is_mature: false }] };
  },
  'cancel-a-raid': (call) => {
    call.world.raids.cancel(call.query.broadcaster_id);
    return null;
  },
  'get-channel-stream-schedule': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const { segments, vacation } = channel.schedule;
    if (segments.length === 0 && !vacation) throw new WorldRefusal(404, 'The broadcaster has no schedule.');
    const ids = list(call.query.id);
    const from = call.query.start_time === undefined ? -Infinity : Date.parse(call.query.start_time);
    const wanted = segments.filter((each) =>
      ids.length === 0 ? each.startAt >= from : ids.includes(each.id),
    );
    const page = paged(call, wanted);
    return { data: { ...scheduleAnswer(channel, page.items), pagination: page.pagination } };
  },
  'get-channel-icalendar': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    return calendarText(channel, call.clock.now());
  },
  'update-channel-stream-schedule': (call) => {
    const { broadcaster_id: channelId, is_vacation_enabled: isOn } = call.query;
    const { vacation_start_time: start, vacation_end_time: end } = call.query;
    if (isOn === false) call.world.schedules.setVacation(channelId, null);
    if (isOn && start !== undefined && end !== undefined) {
      call.world.schedules.setVacation(channelId, { startAt: Date.parse(start), endAt: Date.parse(end) });
    }
    return null;
  },
  'create-channel-stream-schedule-segment': (call) => {
    const { body } = call;
    const segment = call.world.schedules.add(
      call.query.broadcaster_id,
      {
        startAt: Date.parse(body.start_time),
        durationMinutes: Number(body.duration),
        timezone: body.timezone,
        ...(body.title === undefined ? {} : { title: body.title }),
        ...(body.category_id === undefined ? {} : { categoryId: body.category_id }),
      },
      body.is_recurring ?? false,
    );
    return { data: scheduleAnswer(channelIn(call.world, call.query.broadcaster_id), [segment]) };
  },
  'update-channel-stream-schedule-segment': (call) => {
    const { body } = call;
    const settings: SegmentSettings = {
      ...(body.start_time === undefined ? {} : { startAt: Date.parse(body.start_time) }),
      ...(body.duration === undefined ? {} : { durationMinutes: Number(body.duration) }),
      ...(body.title === undefined ? {} : { title: body.title }),
      ...(body.category_id === undefined ? {} : { categoryId: body.category_id }),
      ...(body.is_canceled === undefined ? {} : { isCanceled: body.is_canceled }),
      ...(body.timezone === undefined ? {} : { timezone: body.timezone }),
    };
    const segment = call.world.schedules.update(call.query.broadcaster_id, call.query.id, settings);
    return { data: scheduleAnswer(channelIn(call.world, call.query.broadcaster_id), [segment]) };
  },
  'delete-channel-stream-schedule-segment': (call) => {
    call.world.schedules.remove(call.query.broadcaster_id, call.query.id);
    return null;
  },
} satisfies HandlerMap;

/** Ads tell times in Unix seconds, 0 for none (helix-notes, Answer). */
function unixSeconds(ms: number | null): number {
  return ms === null ? 0 : Math.floor(ms / 1000);
}

function scheduleAnswer(
  channel: ChannelState,
  segments: readonly ScheduleSegment[],
): EndpointItem<'create-channel-stream-schedule-segment'> {
  const { vacation } = channel.schedule;
  return {
    segments: segments.map((segment) => {
      const category = segment.categoryId === null ? undefined : categoryById(segment.categoryId);
      const endsAt = rfc3339(segment.startAt + segment.durationMinutes * MINUTE_MS);
      return {
        id: segment.id,
        start_time: rfc3339(segment.startAt),
        end_time: endsAt,
        title: segment.title,
        canceled_until: segment.isCanceled ? endsAt : null,
        category: category ? { id: category.id, name: category.name } : null,
        is_recurring: segment.isRecurring,
      };
    }),
    ...broadcasterFields(channel),
    vacation: vacation && { start_time: rfc3339(vacation.startAt), end_time: rfc3339(vacation.endAt) },
  };
}

function calendarText(channel: ChannelState, now: number): string {
  const events = channel.schedule.segments.map((segment) =>
    [
      'BEGIN:VEVENT',
      `UID:${segment.id}`,
      `DTSTAMP:${stamp(now)}`,
      `DTSTART:${stamp(segment.startAt)}`,
      `DTEND:${stamp(segment.startAt + segment.durationMinutes * MINUTE_MS)}`,
      `SUMMARY:${segment.title}`,
      'END:VEVENT',
    ].join('\r\n'),
  );
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//simulator//schedule//EN',
    ...events,
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** A time as calendars write it. */
function stamp(ms: number): string {
  return rfc3339(ms).replaceAll(/[-:]/g, '');
}
