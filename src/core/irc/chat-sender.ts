import { dropReason as dropReasonRow } from '../../tables/drop-reasons';
import { limits } from '../../tables/limits';
import type { Clock, Random, Timer } from '../clock';
import { systemClock, systemRandom } from '../clock';
import { abortedError, toTwitchError, TwitchError, TwitchInputError, TwitchRateLimitError } from '../errors';
import type { ChatChannel } from './chat-event';
import type { ChatMessage } from './chat-message';
import type { ChatTransport, DropReason, TransportAnswer } from './chat-transport';
import { DuplicateGuard, invisibleSuffix } from './duplicate-guard';
import { OwnMessages } from './own-messages';
import { SendPacing, type SendRole } from './send-pacing';
import { readSlash } from './slash-commands';
import { oneLine, splitText } from './split-text';

/** What is to be said. */
export interface ChatText {
  /** The room. Its id is needed for Helix, its login for IRC. */
  readonly channel: ChatChannel;
  /** Any length: it is split into lines of at most 500 characters. Begins with `/me ` for an action. */
  readonly text: string;
  /** Id of the line it answers. Of several lines only the first is an answer. */
  readonly replyTo?: string | null | undefined;
  /** Goes before what waits for the same room: for answers to moderators. */
  readonly priority?: boolean | undefined;
  /** Send as `/me`. */
  readonly isAction?: boolean | undefined;
  /** Which way it goes, where the sender has both. Default: the sender's usual one. */
  readonly over?: ChatTransport['name'] | undefined;
  /** It counts by the limits of a verified bot, or not. Default: as the sender. */
  readonly verified?: boolean | undefined;
  /** Gives up what has not gone out yet. */
  readonly signal?: AbortSignal | undefined;
}

export interface SendResult {
  /** True when all lines were shown. */
  readonly sent: boolean;
  /** Id of the first line, needed to pin or delete it; null when none was shown or its id is not known. */
  readonly messageId: string | null;
  /** Ids of the lines that were shown, in order. */
  readonly messageIds: readonly string[];
  /** Why a line was not shown. The lines after it were not tried. */
  readonly dropReason: DropReason | null;
  /** When the same text may get through, seconds from now; null when never, or not known. */
  readonly retryAfterSeconds: number | null;
  /** Into how many lines the text was split. */
  readonly parts: number;
}

/** What had not gone out when the sender was closed. */
export interface UnsentText {
  readonly channel: ChatChannel;
  /** Without the lines that were shown. */
  readonly text: string;
}

export interface ChatSenderOptions {
  readonly transport: ChatTransport;
  /** Other ways, for texts that name one of them in `over`. */
  readonly transports?: readonly ChatTransport[] | undefined;
  /** Login of who speaks; empty while it is not known. */
  readonly speaker: () => string;
  /** What the account is in a room. Default: a viewer, which is safe everywhere. */
  readonly role?: ((channel: ChatChannel, verified?: boolean) => SendRole) | undefined;
  /** Seconds that slow mode asks of viewers in a room, 0 where it is off or not known. */
  readonly slowSeconds?: ((channel: ChatChannel) => number) | undefined;
  /** Shared by the senders of one process, so that each knows the others' lines. */
  readonly own?: OwnMessages | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  /** Texts that may wait; more are refused at once. Default 200. */
  readonly mostWaiting?: number | undefined;
  /** Lines under way at the same time, to different rooms. Default 8. */
  readonly mostUnderWay?: number | undefined;
}

interface Entry {
  readonly channel: ChatChannel;
  readonly replyTo: string | null;
  readonly isAction: boolean;
  readonly priority: boolean;
  readonly transport: ChatTransport;
  readonly verified: boolean | undefined;
  readonly order: number;
  readonly signal: AbortSignal | null;
  readonly lines: string[];
  readonly parts: number;
  readonly messageIds: string[];
  readonly resolve: (result: SendResult) => void;
  readonly reject: (error: TwitchError) => void;
  stopListening: () => void;
}

interface RoomQueue {
  readonly entries: Entry[];
  /** A line is under way: the next one waits, so that the order stays. */
  isBusy: boolean;
}

const lineLimit = limits.chat.text.value;

/**
 * The queue of one account: everything it says, over all rooms, goes through here, because Twitch counts per account.
 * Rooms do not wait for each other; within a room the order stays.
 */
export class ChatSender {
  readonly own: OwnMessages;
  readonly #options: ChatSenderOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #pacing = new SendPacing();
  readonly #duplicates = new DuplicateGuard();
  readonly #rooms = new Map<string, RoomQueue>();
  #waiting = 0;
  #underWay = 0;
  #orders = 0;
  #timer: Timer;
  #closed: Promise<readonly UnsentText[]> | null = null;
  #onIdle: () => void = () => undefined;

  constructor(options: ChatSenderOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.own = options.own ?? new OwnMessages(this.#clock);
  }

  /** Texts that have not gone out, or not all of their lines. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether this process sent a line; waits, at most 3 s, for an answer that tells. */
  isOwn(message: ChatMessage): boolean | Promise<boolean> {
    return this.own.isOwn(message);
  }

  /**
   * Says something, when its turn comes. Resolves when Twitch has answered, also when it did not show the text.
   *
   * @throws {TwitchInputError} for an empty text, and for a chat command: its sentence tells what does that today
   * @throws {TwitchRateLimitError} when too many texts wait
   * @throws {TwitchError} TWITCH_ABORTED when the signal or `close` gave it up; the errors of the transport
   */
  send(text: ChatText): Promise<SendResult> {
    return new Promise((resolve, reject) => {
      const entry = this.#accept(text, resolve, reject);
      this.#waiting++;
      this.#enqueue(entry);
      this.#pump();
    });
  }

  /** Gives up what waits, lets lines under way finish (at most 2 s), and tells what was not sent. */
  close(): Promise<readonly UnsentText[]> {
    return (this.#closed ??= this.#close());
  }

  #accept(text: ChatText, resolve: Entry['resolve'], reject: Entry['reject']): Entry {
    const { channel, signal = null } = text;
    if (this.#closed !== null || signal?.aborted) throw abortedError();
    if (this.#waiting >= (this.#options.mostWaiting ?? 200)) {
      throw new TwitchRateLimitError(
        `${this.#waiting} messages of this account wait already, so this one was not taken. Send less, or less often.`,
        { channel: channel.login },
      );
    }
    const plain = text.isAction
      ? { text: oneLine(text.text), isAction: true }
      : readSlash(oneLine(text.text));
    // "/me " and the closing mark of an action count too.
    const lines = splitText(plain.text, lineLimit - (plain.isAction ? 10 : 0));
    if (lines.length === 0) {
      throw new TwitchInputError('The message is empty, so nothing was sent. Give it a text.', {
        parameter: 'text',
      });
    }
    const entry: Entry = {
      channel,
      replyTo: text.replyTo ?? null,
      isAction: plain.isAction,
      priority: text.priority ?? false,
      transport: this.#options.transports?.find(({ name }) => name === text.over) ?? this.#options.transport,
      verified: text.verified,
      order: this.#orders++,
      signal,
      lines,
      parts: lines.length,
      messageIds: [],
      resolve,
      reject,
      stopListening: () => undefined,
    };
    if (signal !== null) {
      const onAbort = (): void => this.#giveUp(entry);
      signal.addEventListener('abort', onAbort, { once: true });
      entry.stopListening = () => signal.removeEventListener('abort', onAbort);
    }
    return entry;
  }

  #enqueue(entry: Entry): void {
    const key = roomKey(entry.channel);
    let room = this.#rooms.get(key);
    if (room === undefined) {
      room = { entries: [], isBusy: false };
      this.#rooms.set(key, room);
    }
    // A text whose first lines are out is not interrupted.
    let place = room.entries.length;
    const isBegun = (other: Entry | undefined): boolean =>
      other !== undefined && (other.messageIds.length > 0 || room.isBusy);
    while (entry.priority && place > 0 && !room.entries[place - 1]?.priority) {
      if (place === 1 && isBegun(room.entries[0])) break;
      place--;
    }
    room.entries.splice(place, 0, entry);
  }

  /** Sends whatever may go out now, and sets the timer for what may not. */
  #pump(): void {
    this.#clock.clearTimeout(this.#timer);
    while (this.#closed === null && this.#underWay < (this.#options.mostUnderWay ?? 8)) {
      const now = this.#clock.now();
      let next: { key: string; room: RoomQueue; entry: Entry } | null = null;
      let soonest = Number.POSITIVE_INFINITY;
      for (const [key, room] of this.#rooms) {
        const entry = room.entries[0];
        if (entry === undefined || room.isBusy) continue;
        const ms = this.#pacing.waitMs(key, this.#roleOf(entry), now, this.#slowIn(entry.channel));
        if (ms > 0) soonest = Math.min(soonest, ms);
        else if (next === null || goesBefore(entry, next.entry)) next = { key, room, entry };
      }
      if (next !== null) {
        void this.#sendLine(next.key, next.room, next.entry);
        continue;
      }
      if (soonest < Number.POSITIVE_INFINITY)
        this.#timer = this.#clock.setTimeout(() => this.#pump(), soonest);
      return;
    }
  }

  #roleOf({ channel, verified }: Entry): SendRole {
    return this.#options.role?.(channel, verified) ?? 'viewer';
  }

  #slowIn(channel: ChatChannel): number {
    return this.#options.slowSeconds?.(channel) ?? 0;
  }

  async #sendLine(key: string, room: RoomQueue, entry: Entry): Promise<void> {
    const now = this.#clock.now();
    const line = this.#nextLine(key, entry, now);
    room.isBusy = true;
    this.#underWay++;
    this.#pacing.take(key, this.#roleOf(entry), now);
    try {
      const answer = await this.#transmit(entry, line);
      if (answer.sent) this.#duplicates.note(key, line, this.#clock.now());
      this.#onAnswer(room, entry, answer);
    } catch (error) {
      this.#finish(room, entry, () => entry.reject(toTwitchError(error)));
    } finally {
      room.isBusy = false;
      this.#underWay--;
      if (room.entries.length === 0) this.#rooms.delete(key);
      if (this.#underWay === 0) this.#onIdle();
      this.#pump();
    }
  }

  /** The first line of an entry, made different from the one before where Twitch would refuse it. */
  #nextLine(key: string, entry: Entry, now: number): string {
    const line = entry.lines[0] ?? '';
    if (this.#roleOf(entry) === 'privileged') return line;
    const varied = this.#duplicates.vary(key, line, now);
    if (varied.length <= lineLimit) return varied;
    // The suffix does not fit: its last words go into a line of their own.
    const [first = '', ...rest] = splitText(line, lineLimit - invisibleSuffix.length);
    entry.lines.splice(0, 1, first, ...rest);
    return first;
  }

  async #transmit(entry: Entry, text: string): Promise<TransportAnswer> {
    const { channel, isAction, signal, transport } = entry;
    const nonce = this.#makeNonce();
    const sending = this.own.begin(channel.login, this.#options.speaker().toLowerCase(), nonce);
    let messageId: string | null = null;
    try {
      const answer = await transport.send({
        channelId: channel.id,
        channelLogin: channel.login,
        text,
        isAction,
        replyTo: entry.messageIds.length === 0 ? entry.replyTo : null,
        nonce,
        signal,
      });
      messageId = answer.messageId;
      return answer;
    } finally {
      sending.settle(messageId);
    }
  }

  #onAnswer(room: RoomQueue, entry: Entry, answer: TransportAnswer): void {
    if (!answer.sent) {
      this.#finish(room, entry, () => entry.resolve(result(entry, answer.dropReason)));
      return;
    }
    if (answer.messageId !== null) entry.messageIds.push(answer.messageId);
    entry.lines.shift();
    if (entry.lines.length === 0) this.#finish(room, entry, () => entry.resolve(result(entry, null)));
    else if (entry.signal?.aborted) this.#giveUp(entry);
  }

  #finish(room: RoomQueue, entry: Entry, settle: () => void): void {
    const place = room.entries.indexOf(entry);
    if (place === -1) return;
    room.entries.splice(place, 1);
    this.#waiting--;
    entry.stopListening();
    settle();
  }

  /** A line that is under way cannot be called back; what comes after it is dropped. */
  #giveUp(entry: Entry): void {
    const room = this.#rooms.get(roomKey(entry.channel));
    if (room === undefined || (room.isBusy && room.entries[0] === entry && entry.lines.length === 1)) return;
    this.#finish(room, entry, () => entry.reject(abortedError()));
  }

  async #close(): Promise<readonly UnsentText[]> {
    this.#clock.clearTimeout(this.#timer);
    let timer: Timer;
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        timer = this.#clock.setTimeout(resolve, 2_000);
      });
      this.#clock.clearTimeout(timer);
    }
    const unsent: UnsentText[] = [];
    for (const room of this.#rooms.values()) {
      for (let entry = room.entries[0]; entry !== undefined; entry = room.entries[0]) {
        const { channel, lines, reject } = entry;
        unsent.push({ channel, text: lines.join(' ') });
        this.#finish(room, entry, () => reject(abortedError()));
      }
    }
    this.#rooms.clear();
    return unsent;
  }

  #makeNonce(): string {
    return (
      Math.floor(this.#random() * 2 ** 48)
        .toString(16)
        .padStart(12, '0') + this.#orders.toString(16)
    );
  }
}

function result(entry: Entry, dropReason: DropReason | null): SendResult {
  const row = dropReason === null ? null : dropReasonRow(dropReason.code);
  return {
    sent: dropReason === null,
    messageId: entry.messageIds[0] ?? null,
    messageIds: entry.messageIds,
    dropReason,
    retryAfterSeconds: row?.retryAfterSeconds ?? null,
    parts: entry.parts,
  };
}

function goesBefore(entry: Entry, other: Entry): boolean {
  return entry.priority === other.priority ? entry.order < other.order : entry.priority;
}

function roomKey(channel: ChatChannel): string {
  return channel.login || channel.id;
}
