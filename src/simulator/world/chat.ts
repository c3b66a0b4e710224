import { type ChatRefusal, pacingRefusal, roomRefusal, type SentLine } from './chat-rules';
import { chatEvent } from './chat-event';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named, plainMessageOf } from './shapes';
import type { ChannelState, ChatLine, ReplyState, UserState } from './state';
import { emotesIn } from './text';

export type SendResult =
  { readonly sent: true; readonly line: ChatLine } | ({ readonly sent: false } & ChatRefusal);

export interface ChatInput {
  /** Id or login. */
  readonly from: string;
  /** Id or login, with or without `#`. */
  readonly channel: string;
  readonly text: string;
  /** Id of the line that is answered. An unknown one makes a plain line. */
  readonly replyTo?: string;
  readonly isAction?: boolean;
  readonly bits?: number;
  readonly rewardId?: string;
  readonly isHighlighted?: boolean;
  /** The IRC connection that sent it: handed on to the `privmsg` line, so that it gets no echo. */
  readonly origin?: unknown;
  readonly nonce?: string;
  /** How fast and how varied the sender writes is not looked at: for simulated viewers and what they redeem. */
  readonly unpaced?: boolean;
}

/** Lines that a channel remembers, for replies, deletion and the unique-chat rule. */
const LINES_KEPT = 500;
/** The longest slow mode: older lines of a user matter to no rule. */
const SENT_KEPT_MS = 120_000;
const MAX_CHARACTERS = 500;

/** Who writes what, and who is in the room. */
export class Chat {
  readonly #core: WorldCore;
  readonly #sent = new Map<string, SentLine[]>();

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /**
   * Shows a line in chat if the rules of the room and of the account allow it. Longer than 500 characters is cut.
   *
   * @throws WorldRefusal 400 for an unknown user or channel
   */
  send(input: ChatInput): SendResult {
    const core = this.#core;
    const user = core.userOf(input.from, 'sender_id');
    const channel = core.channelOf(input.channel);
    const roles = core.roles(channel, user.id);
    const now = core.now();
    const sent = this.#sent.get(user.id) ?? [];
    const fresh = sent.findIndex((each) => each.at > now - SENT_KEPT_MS);
    sent.splice(0, fresh < 0 ? sent.length : fresh);
    const text = Array.from(input.text.replaceAll(/[\r\n\0]/g, ' ').trim())
      .slice(0, MAX_CHARACTERS)
      .join('');
    const attempt = { channel, user, roles, text, now, sent };
    const refusal = roomRefusal(attempt) ?? (input.unpaced ? undefined : pacingRefusal(attempt));
    if (refusal) return { sent: false, ...refusal };

    sent.push({ channelId: channel.id, text, at: now });
    this.#sent.set(user.id, sent);
    const reply = this.#replyTo(channel, input.replyTo);
    const shown = reply ? `@${reply.parent.from.name} ${text}` : text;
    const line: ChatLine = {
      id: core.uuid(),
      channelId: channel.id,
      from: user,
      text: shown,
      isAction: input.isAction ?? false,
      at: now,
      emotes: emotesIn(shown),
      bits: input.bits ?? 0,
      reply,
      rewardId: input.rewardId ?? null,
      isHighlighted: input.isHighlighted ?? false,
      isFirstEver: !channel.knownChatters.has(user.id),
      roles,
      deleted: false,
    };
    channel.knownChatters.add(user.id);
    channel.lines.push(line);
    if (channel.lines.length > LINES_KEPT) channel.lines.splice(0, channel.lines.length - LINES_KEPT);
    core.line({
      kind: 'privmsg',
      channel,
      line,
      ...(input.origin === undefined ? {} : { origin: input.origin }),
      ...(input.nonce === undefined ? {} : { nonce: input.nonce }),
    });
    this.#notify(channel, line);
    return { sent: true, line };
  }

  /** The line with this id; undefined when it is unknown, too old or deleted. */
  find(channel: ChannelState, messageId: string): ChatLine | undefined {
    return channel.lines.find((line) => line.id === messageId && !line.deleted);
  }

  /** A chat session joined the room; `user` null when it is anonymous. */
  enter(channel: ChannelState, user: UserState | null): void {
    if (user) channel.present.set(user.id, (channel.present.get(user.id) ?? 0) + 1);
    this.#core.presence({ channel, user, isHere: true });
  }

  /** A chat session left the room; `user` null when it is anonymous. */
  leave(channel: ChannelState, user: UserState | null): void {
    if (user) {
      const left = (channel.present.get(user.id) ?? 0) - 1;
      if (left > 0) channel.present.set(user.id, left);
      else channel.present.delete(user.id);
    }
    this.#core.presence({ channel, user, isHere: false });
  }

  /**
   * Whispers never say that they were dropped.
   *
   * @throws WorldRefusal 400 for oneself, 401 without a verified phone
   */
  whisper(fromId: string, toId: string, text: string): void {
    const core = this.#core;
    const from = core.userOf(fromId, 'from_user_id');
    const to = core.userOf(toId, 'to_user_id');
    if (from.id === to.id) throw new WorldRefusal(400, 'A user cannot whisper to themself.');
    if (!from.phoneVerified) {
      throw new WorldRefusal(401, 'The sender must have a verified phone number.');
    }
    if (to.blocked.has(from.id)) return;
    const ids = [from.id, to.id].toSorted((a, b) => Number(a) - Number(b));
    const messageId = core.numericId();
    core.line({ kind: 'whisper', from, to, text, messageId, threadId: ids.join('_') });
    core.notify(
      'user.whisper.message',
      { user_id: to.id },
      {
        ...named('from_user', from),
        ...named('to_user', to),
        whisper_id: `${ids.join('_')}_${messageId}`,
        whisper: { text },
      },
    );
  }

  #replyTo(channel: ChannelState, messageId: string | undefined): ReplyState | null {
    const parent = messageId === undefined ? undefined : this.find(channel, messageId);
    return parent ? { parent, thread: parent.reply?.thread ?? parent } : null;
  }

  #notify(channel: ChannelState, line: ChatLine): void {
    const core = this.#core;
    core.notify('channel.chat.message', aboutChannel(channel), chatEvent(core, channel, line));
    const suspicion = channel.suspicious.get(line.from.id);
    if (!suspicion) return;
    core.notify('channel.suspicious_user.message', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('user', line.from),
      low_trust_status: suspicion === 'RESTRICTED' ? 'restricted' : 'active_monitoring',
      shared_ban_channel_ids: null,
      types: ['manually_added'],
      ban_evasion_evaluation: 'unknown',
      message: { message_id: line.id, ...plainMessageOf(line) },
    });
  }
}
