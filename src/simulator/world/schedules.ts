import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import type { ChannelState } from './state';
import type { ScheduleSegment } from './broadcast-state';
import { characters } from './text';

/** What can be set on a segment. */
export interface SegmentSettings {
  readonly startAt?: number;
  readonly durationMinutes?: number;
  readonly title?: string;
  readonly categoryId?: string | null;
  readonly timezone?: string;
  readonly isCanceled?: boolean;
}

const MIN_MINUTES = 30;
const MAX_MINUTES = 1380;
const MAX_TITLE_CHARACTERS = 140;

/** The stream schedule of a channel. */
export class Schedules {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** @throws WorldRefusal 400 for bad values, 403 for a single segment without affiliate or partner */
  add(
    channelId: string,
    settings: SegmentSettings & {
      readonly startAt: number;
      readonly durationMinutes: number;
      readonly timezone: string;
    },
    isRecurring: boolean,
  ): ScheduleSegment {
    const channel = this.#core.channelOf(channelId);
    if (!isRecurring && channel.broadcasterType === '') {
      throw new WorldRefusal(403, 'Only affiliates and partners may add non-recurring broadcasts.');
    }
    check(settings);
    const segment: ScheduleSegment = {
      id: Buffer.from(JSON.stringify({ segmentID: this.#core.uuid() })).toString('base64url'),
      title: '',
      categoryId: null,
      isCanceled: false,
      isRecurring,
      ...settings,
    };
    channel.schedule.segments.push(segment);
    channel.schedule.segments.sort((a, b) => a.startAt - b.startAt);
    return segment;
  }

  /** @throws WorldRefusal 404 unknown, 400 for bad values or another start of a series */
  update(channelId: string, segmentId: string, settings: SegmentSettings): ScheduleSegment {
    const segment = this.#find(this.#core.channelOf(channelId), segmentId);
    check(settings);
    if (settings.startAt !== undefined && segment.isRecurring) {
      throw new WorldRefusal(400, 'start_time can be changed only for a non-recurring broadcast.');
    }
    return Object.assign(segment, settings);
  }

  /** An unknown id changes nothing. */
  remove(channelId: string, segmentId: string): void {
    const { segments } = this.#core.channelOf(channelId).schedule;
    const index = segments.findIndex((each) => each.id === segmentId);
    if (index >= 0) segments.splice(index, 1);
  }

  /** Null ends the vacation. */
  setVacation(
    channelId: string,
    vacation: { readonly startAt: number; readonly endAt: number } | null,
  ): void {
    if (vacation && vacation.endAt <= vacation.startAt) {
      throw new WorldRefusal(400, 'vacation_end_time must be later than vacation_start_time.');
    }
    this.#core.channelOf(channelId).schedule.vacation = vacation;
  }

  #find(channel: ChannelState, segmentId: string): ScheduleSegment {
    const segment = channel.schedule.segments.find((each) => each.id === segmentId);
    if (!segment) throw new WorldRefusal(404, 'The broadcast segment was not found.');
    return segment;
  }
}

function check(settings: SegmentSettings): void {
  const { durationMinutes, title, startAt } = settings;
  if (durationMinutes !== undefined && !(durationMinutes >= MIN_MINUTES && durationMinutes <= MAX_MINUTES)) {
    throw new WorldRefusal(400, 'The duration must be from 30 to 1380 minutes.');
  }
  if (title !== undefined && characters(title) > MAX_TITLE_CHARACTERS) {
    throw new WorldRefusal(400, 'The title must not be longer than 140 characters.');
  }
  if (startAt !== undefined && Number.isNaN(startAt))
    throw new WorldRefusal(400, 'start_time is not a valid date.');
}
