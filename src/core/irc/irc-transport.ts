import { limits } from '../../tables/limits';
import { notice } from '../../tables/irc';
import type { Clock, Timer } from '../clock';
import { TwitchSocketError } from '../errors';
import type { ChatNotice, UserState } from './chat-event';
import type { ChatTransport, OutgoingLine, TransportAnswer } from './chat-transport';
import { escapeTagValue } from './tag-escape';

interface Waiting {
  readonly line: OutgoingLine;
  readonly timer: Timer;
  readonly resolve: (answer: TransportAnswer) => void;
  readonly reject: (error: TwitchSocketError) => void;
}

/**
 * Sends over the chat connection. Twitch answers a line with a USERSTATE, or with a NOTICE when it does not show it;
 * when neither comes, nobody knows.
 */
export class IrcTransport implements ChatTransport {
  readonly name = 'irc';
  readonly #clock: Clock;
  readonly #write: (line: string, channel: string) => boolean;
  readonly #answerMs: number;
  readonly #onSent: (line: OutgoingLine, state: UserState) => void;
  /** By nonce, in the order of sending. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: {
    readonly clock: Clock;
    /** Writes to the connection that has the room; false when there is none. */
    readonly write: (line: string, channel: string) => boolean;
    /** Twitch does not echo own lines on the connection that sent them. */
    readonly onSent: (line: OutgoingLine, state: UserState) => void;
    /** Default 5 s. */
    readonly answerMs?: number | undefined;
  }) {
    this.#clock = options.clock;
    this.#write = options.write;
    this.#onSent = options.onSent;
    this.#answerMs = options.answerMs ?? limits.chat.sendAnswer.value * 1_000;
  }

  send(line: OutgoingLine): Promise<TransportAnswer> {
    const { channelLogin, nonce, replyTo } = line;
    const tags = [`client-nonce=${escapeTagValue(nonce)}`];
    if (replyTo !== null) tags.push(`reply-parent-msg-id=${escapeTagValue(replyTo)}`);
    const text = line.isAction ? `\u0001ACTION ${line.text}\u0001` : line.text;
    return new Promise((resolve, reject) => {
      if (!this.#write(`@${tags.join(';')} PRIVMSG #${channelLogin} :${text}`, channelLogin)) {
        reject(closedError(line, 'was not sent'));
        return;
      }
      const timer = this.#clock.setTimeout(() => {
        this.#waiting.delete(nonce);
        resolve({
          sent: false,
          messageId: null,
          dropReason: { code: 'no_answer', message: 'Twitch did not say whether the message was shown.' },
        });
      }, this.#answerMs);
      this.#waiting.set(nonce, { line, timer, resolve, reject });
    });
  }

  /** A USERSTATE came. */
  onUserState(state: UserState): void {
    if (state.messageId === null && state.nonce === null) return;
    const waiting = state.nonce === null ? this.#oldest(state.channel.login) : this.#waiting.get(state.nonce);
    if (waiting === undefined) return;
    this.#take(waiting);
    this.#onSent(waiting.line, state);
    waiting.resolve({ sent: true, messageId: state.messageId, dropReason: null });
  }

  /** A NOTICE came. */
  onNotice(event: ChatNotice): void {
    if (event.channel === null || event.id === null || !notice(event.id)?.kinds.includes('refused')) return;
    const waiting = this.#oldest(event.channel.login);
    if (waiting === undefined) return;
    this.#take(waiting);
    waiting.resolve({ sent: false, messageId: null, dropReason: { code: event.id, message: event.text } });
  }

  /** The connection broke: whether the lines went out is unknown, so they are not sent again. */
  onLost(isGone: (channel: string) => boolean): void {
    for (const waiting of this.#waiting.values()) {
      if (!isGone(waiting.line.channelLogin)) continue;
      this.#take(waiting);
      waiting.reject(closedError(waiting.line, 'may or may not have been shown'));
    }
  }

  #oldest(channel: string): Waiting | undefined {
    for (const waiting of this.#waiting.values()) if (waiting.line.channelLogin === channel) return waiting;
    return undefined;
  }

  #take(waiting: Waiting): void {
    this.#clock.clearTimeout(waiting.timer);
    this.#waiting.delete(waiting.line.nonce);
  }
}

function closedError(line: OutgoingLine, fate: string): TwitchSocketError {
  return new TwitchSocketError(
    'TWITCH_SOCKET_CLOSED',
    `The message to ${line.channelLogin} ${fate}: the chat connection is gone. It comes back by itself.`,
    { channel: line.channelLogin },
  );
}
