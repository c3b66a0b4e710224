import { rfc3339Nano } from '../clock';
import { announceNotice } from './chat-event';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named } from './shapes';
import type { ChannelState, PinState } from './state';
import type { Chat } from './chat';

const COLORS = ['PRIMARY', 'BLUE', 'GREEN', 'ORANGE', 'PURPLE'] as const;
const ANNOUNCEMENT_SPACING_MS = 2000;
const MAX_CHARACTERS = 500;
const SHOUTOUT_SPACING_MS = 2 * 60_000;
const SHOUTOUT_SAME_TARGET_MS = 60 * 60_000;
const PIN_MIN_S = 30;
const PIN_MAX_S = 1800;

/** What lifts one line or one person above the rest of the chat: announcements, shoutouts, pins. */
export class Spotlight {
  readonly #core: WorldCore;
  readonly #chat: Chat;
  readonly #lastAnnouncementAt = new Map<string, number>();

  constructor(core: WorldCore, chat: Chat) {
    this.#core = core;
    this.#chat = chat;
  }

  /** Longer texts are cut at 500 characters. @throws WorldRefusal 429 within two seconds, 400 for a colour or no text */
  announce(channelId: string, moderatorId: string, text: string, color = 'PRIMARY'): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const from = core.userOf(moderatorId, 'moderator_id');
    const wanted = COLORS.find((each) => each === color.toUpperCase());
    if (!wanted) throw new WorldRefusal(400, 'The color is not valid.');
    if (text === '') throw new WorldRefusal(400, 'The message must not be empty.');
    if (core.now() - (this.#lastAnnouncementAt.get(channel.id) ?? 0) < ANNOUNCEMENT_SPACING_MS) {
      throw new WorldRefusal(429, 'Announcements are limited to one every 2 seconds.');
    }
    this.#lastAnnouncementAt.set(channel.id, core.now());
    announceNotice(core, {
      channel,
      from,
      noticeId: 'announcement',
      type: 'announcement',
      params: { color: wanted },
      detail: { color: wanted },
      systemMessage: '',
      text: Array.from(text).slice(0, MAX_CHARACTERS).join(''),
    });
  }

  /** @throws WorldRefusal 400 for oneself or an offline channel, 429 within the waits */
  shoutout(channelId: string, targetId: string, moderatorId: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId, 'from_broadcaster_id');
    const target = core.channelOf(targetId, 'to_broadcaster_id');
    const moderator = core.userOf(moderatorId, 'moderator_id');
    if (channel === target)
      throw new WorldRefusal(400, 'The broadcaster may not give themselves a Shoutout.');
    if (!channel.stream || channel.stream.viewerCount < 1) {
      throw new WorldRefusal(
        400,
        'The broadcaster is not streaming live or does not have one or more viewers.',
      );
    }
    const now = core.now();
    const { shoutouts } = channel;
    if (now - shoutouts.lastAt < SHOUTOUT_SPACING_MS) {
      throw new WorldRefusal(429, 'A Shoutout was already sent within the last 2 minutes.');
    }
    if (now - (shoutouts.perTarget.get(target.id) ?? 0) < SHOUTOUT_SAME_TARGET_MS) {
      throw new WorldRefusal(
        429,
        'The same broadcaster was already given a Shoutout within the last 60 minutes.',
      );
    }
    shoutouts.lastAt = now;
    shoutouts.perTarget.set(target.id, now);
    core.notify('channel.shoutout.create', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('moderator_user', moderator),
      ...named('to_broadcaster_user', target.owner),
      viewer_count: channel.stream.viewerCount,
      started_at: rfc3339Nano(now),
      cooldown_ends_at: rfc3339Nano(now + SHOUTOUT_SPACING_MS),
      target_cooldown_ends_at: rfc3339Nano(now + SHOUTOUT_SAME_TARGET_MS),
    });
    core.notify('channel.shoutout.receive', aboutChannel(target), {
      ...broadcasterOf(target),
      ...named('from_broadcaster_user', channel.owner),
      viewer_count: channel.stream.viewerCount,
      started_at: rfc3339Nano(now),
    });
  }

  /** Pins a line, in place of another. @throws WorldRefusal 404 unknown line, 409 pinned already, 400 bad duration */
  pin(channelId: string, moderatorId: string, messageId: string, durationS: number | null): PinState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = core.userOf(moderatorId, 'moderator_id');
    const line = this.#chat.find(channel, messageId);
    if (!line) throw new WorldRefusal(404, 'The message was not found.');
    if (this.pinned(channel)?.line.id === messageId) {
      throw new WorldRefusal(409, 'The message is already pinned.');
    }
    const now = core.now();
    channel.pin = {
      line,
      pinnedById: moderator.id,
      startsAt: now,
      updatedAt: now,
      endsAt: this.#pinEnd(durationS),
    };
    return channel.pin;
  }

  /** The duration counts from now. @throws WorldRefusal 404 when that message is not pinned */
  updatePin(channelId: string, messageId: string, durationS: number | null): void {
    const pin = this.pinned(this.#core.channelOf(channelId));
    if (pin?.line.id !== messageId) throw new WorldRefusal(404, 'The message is not pinned.');
    pin.endsAt = this.#pinEnd(durationS);
    pin.updatedAt = this.#core.now();
  }

  /** @throws WorldRefusal 404 when that message is not pinned */
  unpin(channelId: string, messageId: string): void {
    const channel = this.#core.channelOf(channelId);
    if (this.pinned(channel)?.line.id !== messageId)
      throw new WorldRefusal(404, 'The message is not pinned.');
    channel.pin = null;
  }

  /** The pin that is shown now. */
  pinned(channel: ChannelState): PinState | null {
    const { pin } = channel;
    if (pin && ((pin.endsAt !== null && pin.endsAt <= this.#core.now()) || pin.line.deleted))
      channel.pin = null;
    return channel.pin;
  }

  #pinEnd(durationS: number | null): number | null {
    if (durationS === null) return null;
    if (!Number.isInteger(durationS) || durationS < PIN_MIN_S || durationS > PIN_MAX_S) {
      throw new WorldRefusal(400, 'duration_seconds must be from 30 to 1800.');
    }
    return this.#core.now() + durationS * 1000;
  }
}
