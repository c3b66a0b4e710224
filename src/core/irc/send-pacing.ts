import { limits } from '../../tables/limits';
import { SlidingWindow } from './sliding-window';

/** In a room: `privileged` is broadcaster, moderator or VIP; `verified` is a verified bot, anywhere. */
export type SendRole = 'viewer' | 'privileged' | 'verified';

/** Twitch counts when a message arrives, we when it leaves: added to each window and to each distance, in milliseconds. */
const margin = { windowMs: 2_000, roomMs: 200 } as const;

/**
 * When the next message of an account may go out. Twitch's windows count over all rooms together, and going over them
 * silences the account for up to half an hour without a word, so this keeps away from their edges.
 */
export class SendPacing {
  readonly #viewer = windowOf(limits.chat.messages);
  readonly #privileged = windowOf(limits.chat.messagesWithRole);
  readonly #verified = windowOf(limits.chat.messagesVerified);
  /** Rooms where we are viewers: when the last message was sent. */
  readonly #lastInRoom = new Map<string, number>();

  /**
   * Milliseconds until a message may go to a room, 0 for now.
   *
   * @param slowSeconds what the room's slow mode asks of viewers; 0 while it is off
   */
  waitMs(room: string, role: SendRole, nowMs: number, slowSeconds = 0): number {
    if (role === 'verified') return this.#verified.waitMs(nowMs);
    const forAccount = this.#privileged.waitMs(nowMs);
    if (role === 'privileged') return forAccount;
    const distance = distanceMs(slowSeconds);
    const last = this.#lastInRoom.get(room);
    const forRoom = last === undefined ? 0 : Math.max(0, last + distance - nowMs);
    return Math.max(forAccount, this.#viewer.waitMs(nowMs), Math.min(forRoom, distance));
  }

  /** Counts a message that goes out now. Messages to rooms without a role count in the window of the others too. */
  take(room: string, role: SendRole, nowMs: number): void {
    this.#verified.take(nowMs);
    this.#privileged.take(nowMs);
    if (role !== 'viewer') return;
    this.#viewer.take(nowMs);
    this.#lastInRoom.set(room, nowMs);
    if (this.#lastInRoom.size > 1_000) this.#forgetRooms(nowMs);
  }

  #forgetRooms(nowMs: number): void {
    for (const [room, at] of this.#lastInRoom) if (at <= nowMs - longestSlowMs) this.#lastInRoom.delete(room);
  }
}

/** The longest slow mode there is, in milliseconds. */
const longestSlowMs = 120_000;

/** Between two messages of a viewer in a room. */
function distanceMs(slowSeconds: number): number {
  return Math.max(limits.chat.messagesPerRoom.perSeconds, slowSeconds) * 1_000 + margin.roomMs;
}

function windowOf(row: { readonly value: number; readonly perSeconds: number }): SlidingWindow {
  return new SlidingWindow(row.value, row.perSeconds * 1_000 + margin.windowMs);
}
