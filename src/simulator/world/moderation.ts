import { announceModeration, eventTime } from './chat-event';
import { rfc3339Nano } from '../clock';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named, personInChannel } from './shapes';
import type { ChannelState, UserState } from './state';
import type { BanState } from './review-state';
import { characters } from './text';

export interface BanInput {
  /** Id or login of the channel. */
  readonly channel: string;
  /** Id or login of who acts; default the broadcaster. */
  readonly moderator?: string;
  /** Id or login of who is banned. */
  readonly user: string;
  /** Seconds, 1 to 1,209,600; nothing is a ban without end. */
  readonly durationS?: number;
  readonly reason?: string;
}

const MAX_REASON_CHARACTERS = 500;
const MAX_TIMEOUT_S = 1_209_600;
/** Older lines cannot be deleted one by one. */
const DELETE_WITHIN_MS = 6 * 3_600_000;

/** What moderators do to people and to lines. */
export class Moderation {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /**
   * Bans, or times out when a duration is given.
   *
   * @throws WorldRefusal 400 for the broadcaster, for a user who is banned already, for bad values; 403 for who may not
   */
  ban(input: BanInput): BanState {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    const moderator = this.#moderator(channel, input.moderator);
    const user = core.userOf(input.user);
    const reason = input.reason ?? '';
    if (user.id === channel.id)
      throw new WorldRefusal(400, 'The user specified in the user_id field may not be banned.');
    if (channel.moderators.has(user.id) && moderator.id !== channel.id) {
      throw new WorldRefusal(400, 'The user specified in the user_id field may not be banned.');
    }
    if (characters(reason) > MAX_REASON_CHARACTERS) {
      throw new WorldRefusal(400, 'The text in the reason field is too long.');
    }
    const { durationS } = input;
    if (
      durationS !== undefined &&
      !(Number.isInteger(durationS) && durationS >= 1 && durationS <= MAX_TIMEOUT_S)
    ) {
      throw new WorldRefusal(400, 'The value in the duration field is not valid.');
    }
    const before = this.banOf(channel, user.id);
    if (before?.endsAt === null) {
      throw new WorldRefusal(400, 'The user specified in the user_id field is already banned.');
    }
    const now = core.now();
    const endsAt = durationS === undefined ? null : now + durationS * 1000;
    const ban: BanState = { userId: user.id, moderatorId: moderator.id, reason, createdAt: now, endsAt };
    channel.bans.set(user.id, ban);
    // A moderator who is banned or timed out is none any more; a moderator under timeout gets the role back on Twitch,
    // which nobody here waits for.
    channel.moderators.delete(user.id);
    for (const line of channel.lines) if (line.from.id === user.id) line.deleted = true;
    core.line({ kind: 'clearchat', channel, target: user, durationS: durationS ?? null, at: now });
    core.notify('channel.chat.clear_user_messages', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('target_user', user),
    });
    core.notify('channel.ban', aboutChannel(channel), {
      ...personInChannel(channel, user),
      ...named('moderator_user', moderator),
      reason,
      banned_at: rfc3339Nano(now),
      ends_at: eventTime(endsAt),
      is_permanent: endsAt === null,
    });
    const value = { ...named('user', user), reason };
    announceModeration(
      core,
      channel,
      moderator,
      endsAt === null ? 'ban' : 'timeout',
      endsAt === null
        ? { key: 'ban', value }
        : { key: 'timeout', value: { ...value, expires_at: rfc3339Nano(endsAt) } },
    );
    return ban;
  }

  /** Ends a ban or timeout. @throws WorldRefusal 400 when the user is not banned */
  unban(channelId: string, userId: string, moderatorId?: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = this.#moderator(channel, moderatorId);
    const user = core.userOf(userId);
    const ban = this.banOf(channel, user.id);
    if (!ban) throw new WorldRefusal(400, 'The user specified in the user_id query parameter is not banned.');
    channel.bans.delete(user.id);
    core.notify('channel.unban', aboutChannel(channel), {
      ...personInChannel(channel, user),
      ...named('moderator_user', moderator),
    });
    const action = ban.endsAt === null ? 'unban' : 'untimeout';
    announceModeration(core, channel, moderator, action, { key: action, value: named('user', user) });
  }

  /** The ban or timeout that holds now. */
  banOf(channel: ChannelState, userId: string): BanState | undefined {
    const ban = channel.bans.get(userId);
    if (ban && ban.endsAt !== null && ban.endsAt <= this.#core.now()) {
      channel.bans.delete(userId);
      return undefined;
    }
    return ban;
  }

  /** @throws WorldRefusal 404 for an unknown line; 400 for one that is too old, the broadcaster's, another moderator's */
  deleteLine(channelId: string, messageId: string, moderatorId?: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = this.#moderator(channel, moderatorId);
    const line = channel.lines.find((each) => each.id === messageId);
    if (!line || line.deleted) throw new WorldRefusal(404, 'The message was not found.');
    if (core.now() - line.at > DELETE_WITHIN_MS)
      throw new WorldRefusal(400, 'The message is older than 6 hours.');
    const isOwn = line.from.id === moderator.id;
    if (!isOwn && moderator.id !== channel.id && core.mayModerate(channel, line.from.id)) {
      throw new WorldRefusal(400, 'You may not delete messages of the broadcaster or of another moderator.');
    }
    line.deleted = true;
    core.line({ kind: 'clearmsg', channel, line, at: core.now() });
    core.notify('channel.chat.message_delete', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('target_user', line.from),
      message_id: line.id,
    });
    announceModeration(core, channel, moderator, 'delete', {
      key: 'delete',
      value: { ...named('user', line.from), message_id: line.id, message_body: line.text },
    });
  }

  /** Clears the whole chat. */
  clear(channelId: string, moderatorId?: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = this.#moderator(channel, moderatorId);
    for (const line of channel.lines) line.deleted = true;
    core.line({ kind: 'clearchat', channel, target: null, durationS: null, at: core.now() });
    core.notify('channel.chat.clear', aboutChannel(channel), broadcasterOf(channel));
    announceModeration(core, channel, moderator, 'clear');
  }

  /** The user cannot write until the warning is acknowledged. @throws WorldRefusal 400 */
  warn(channelId: string, userId: string, reason: string, moderatorId?: string): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = this.#moderator(channel, moderatorId);
    const user = core.userOf(userId);
    if (reason === '' || characters(reason) > MAX_REASON_CHARACTERS) {
      throw new WorldRefusal(400, 'The reason must have 1 to 500 characters.');
    }
    if (core.mayModerate(channel, user.id)) {
      throw new WorldRefusal(400, 'The user specified in the user_id field may not be warned.');
    }
    channel.warned.set(user.id, reason);
    core.notify('channel.warning.send', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('moderator_user', moderator),
      ...named('user', user),
      reason,
      chat_rules_cited: null,
    });
    announceModeration(core, channel, moderator, 'warn', {
      key: 'warn',
      value: { ...named('user', user), reason, chat_rules_cited: null },
    });
  }

  /** The user clicks that the warning was read. */
  acknowledgeWarning(channelId: string, userId: string): void {
    const channel = this.#core.channelOf(channelId);
    const user = this.#core.userOf(userId);
    if (!channel.warned.delete(user.id)) return;
    this.#core.notify('channel.warning.acknowledge', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('user', user),
    });
  }

  #moderator(channel: ChannelState, moderatorId: string | undefined): UserState {
    const moderator = this.#core.userOf(moderatorId ?? channel.id, 'moderator_id');
    if (!this.#core.mayModerate(channel, moderator.id)) {
      throw new WorldRefusal(403, 'The user in moderator_id is not a moderator of the channel.');
    }
    return moderator;
  }
}
