import { rfc3339Nano } from '../clock';
import type { Chat } from './chat';
import { announceModeration } from './chat-event';
import type { WorldCore } from './core';
import type { Moderation } from './moderation';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named, plainMessageOf } from './shapes';
import type { ChannelState } from './state';
import type { HeldMessageState, UnbanRequestState } from './review-state';
import { characters } from './text';

/** What waits for a moderator's decision: held messages, unban requests, suspicious users. */
export class Review {
  readonly #core: WorldCore;
  readonly #chat: Chat;
  readonly #moderation: Moderation;

  constructor(core: WorldCore, chat: Chat, moderation: Moderation) {
    this.#core = core;
    this.#chat = chat;
    this.#moderation = moderation;
  }

  /** AutoMod holds a line of this user back. */
  hold(channelId: string, userId: string, text: string, category = 'swearing', level = 3): HeldMessageState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const user = core.userOf(userId);
    const held: HeldMessageState = {
      id: core.uuid(),
      userId: user.id,
      text,
      heldAt: core.now(),
      category,
      level,
      status: 'held',
    };
    channel.held.push(held);
    const { first, second } = this.#heldEvents(channel, held);
    core.notify('automod.message.hold', aboutChannel(channel), first, '1');
    core.notify('automod.message.hold', aboutChannel(channel), second, '2');
    core.notify(
      'channel.chat.user_message_hold',
      { ...aboutChannel(channel), user_id: user.id },
      {
        ...broadcasterOf(channel),
        ...named('user', user),
        message_id: held.id,
        message: plainMessageOf({ text, bits: 0 }),
      },
    );
    return held;
  }

  /** @throws WorldRefusal 404 for an unknown message, 403 for who does not moderate that channel, 400 when decided before */
  decideHeld(moderatorId: string, messageId: string, isAllowed: boolean): void {
    const core = this.#core;
    const moderator = core.userOf(moderatorId, 'user_id');
    let channel: ChannelState | undefined;
    let held: HeldMessageState | undefined;
    for (const each of core.channels()) {
      held = each.held.find((message) => message.id === messageId);
      channel = each;
      if (held) break;
    }
    if (!held || !channel) throw new WorldRefusal(404, 'The message was not found.');
    if (!core.mayModerate(channel, moderator.id)) {
      throw new WorldRefusal(403, 'The user is not a moderator of the channel.');
    }
    if (held.status !== 'held') throw new WorldRefusal(400, 'The message was already processed.');
    held.status = isAllowed ? 'approved' : 'denied';
    const status = isAllowed ? 'Approved' : 'Denied';
    const { first, second } = this.#heldEvents(channel, held);
    const extra = { ...named('moderator_user', moderator), status };
    core.notify('automod.message.update', aboutChannel(channel), { ...first, ...extra }, '1');
    core.notify('automod.message.update', aboutChannel(channel), { ...second, ...extra }, '2');
    core.notify(
      'channel.chat.user_message_update',
      { ...aboutChannel(channel), user_id: held.userId },
      {
        ...broadcasterOf(channel),
        ...named('user', core.user(held.userId)),
        status: status.toLowerCase(),
        message_id: held.id,
        message: plainMessageOf({ text: held.text, bits: 0 }),
      },
    );
    if (isAllowed)
      this.#chat.send({ from: held.userId, channel: channel.id, text: held.text, unpaced: true });
  }

  /** A banned user asks to be let in again. @throws WorldRefusal 400 when not banned or already asking */
  requestUnban(channelId: string, userId: string, text: string): UnbanRequestState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const user = core.userOf(userId);
    if (!this.#moderation.banOf(channel, user.id)) throw new WorldRefusal(400, 'The user is not banned.');
    if (channel.unbanRequests.some((each) => each.userId === user.id && each.status === 'pending')) {
      throw new WorldRefusal(400, 'The user already has a pending unban request.');
    }
    const request: UnbanRequestState = {
      id: core.uuid(),
      userId: user.id,
      text,
      createdAt: core.now(),
      status: 'pending',
      moderatorId: null,
      resolvedAt: null,
      resolutionText: '',
    };
    channel.unbanRequests.unshift(request);
    core.notify('channel.unban_request.create', aboutChannel(channel), {
      id: request.id,
      ...broadcasterOf(channel),
      ...named('user', user),
      text,
      created_at: rfc3339Nano(request.createdAt),
    });
    return request;
  }

  /** @throws WorldRefusal 404 for an unknown request, 400 for one that is decided or a text that is too long */
  resolveUnban(
    channelId: string,
    moderatorId: string,
    requestId: string,
    status: 'approved' | 'denied',
    resolutionText: string,
  ): UnbanRequestState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = core.userOf(moderatorId, 'moderator_id');
    const request = channel.unbanRequests.find((each) => each.id === requestId);
    if (!request) throw new WorldRefusal(404, 'The unban request was not found.');
    if (request.status !== 'pending') throw new WorldRefusal(400, 'The unban request was already resolved.');
    if (characters(resolutionText) > 500) {
      throw new WorldRefusal(400, 'The resolution text must not be longer than 500 characters.');
    }
    request.status = status;
    request.moderatorId = moderator.id;
    request.resolvedAt = core.now();
    request.resolutionText = resolutionText;
    const user = core.userOf(request.userId);
    core.notify('channel.unban_request.resolve', aboutChannel(channel), {
      id: request.id,
      ...broadcasterOf(channel),
      ...named('moderator_user', moderator),
      ...named('user', user),
      resolution_text: resolutionText,
      status,
    });
    announceModeration(
      core,
      channel,
      moderator,
      status === 'approved' ? 'approve_unban_request' : 'deny_unban_request',
      {
        key: 'unban_request',
        value: {
          is_approved: status === 'approved',
          ...named('user', user),
          moderator_message: resolutionText,
        },
      },
    );
    if (status === 'approved') this.#moderation.unban(channel.id, user.id, moderator.id);
    return request;
  }

  /** Marks a user as suspicious, or no longer (null). */
  setSuspicious(
    channelId: string,
    moderatorId: string,
    userId: string,
    status: 'ACTIVE_MONITORING' | 'RESTRICTED' | null,
  ): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const user = core.userOf(userId);
    if (status) channel.suspicious.set(user.id, status);
    else channel.suspicious.delete(user.id);
    core.notify('channel.suspicious_user.update', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('moderator_user', core.userOf(moderatorId, 'moderator_id')),
      ...named('user', user),
      low_trust_status: status?.toLowerCase() ?? 'none',
    });
  }

  #heldEvents(
    channel: ChannelState,
    held: HeldMessageState,
  ): Record<'first' | 'second', Record<string, unknown>> {
    const common = {
      ...broadcasterOf(channel),
      ...named('user', this.#core.user(held.userId)),
      message_id: held.id,
      message: plainMessageOf({ text: held.text, bits: 0 }),
      held_at: rfc3339Nano(held.heldAt),
    };
    const lastCharacter = Math.max(0, characters(held.text) - 1);
    return {
      first: { ...common, category: held.category, level: held.level },
      second: {
        ...common,
        reason: 'automod',
        automod: {
          category: held.category,
          level: held.level,
          boundaries: [{ start_pos: 0, end_pos: lastCharacter }],
        },
        blocked_term: null,
      },
    };
  }
}
