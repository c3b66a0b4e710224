import type { HelixClient } from '../helix/helix-client';
import { TwitchInputError } from '../errors';
import type { ChatTransport, OutgoingLine, TransportAnswer } from './chat-transport';

export interface HelixTransportOptions {
  /** User id of who speaks. */
  readonly senderId: string;
  /** `app`: with the badge of a bot, where both grants for that were given. Default `user`. */
  readonly token?: 'user' | 'app' | undefined;
}

/** Sends over Helix, which alone tells why a line was not shown. */
export class HelixTransport implements ChatTransport {
  readonly name = 'helix';
  readonly #helix: Pick<HelixClient, 'call'>;
  readonly #options: HelixTransportOptions;

  constructor(helix: Pick<HelixClient, 'call'>, options: HelixTransportOptions) {
    this.#helix = helix;
    this.#options = options;
  }

  async send(line: OutgoingLine): Promise<TransportAnswer> {
    if (line.channelId === '') {
      throw new TwitchInputError(
        `The user id of the channel ${line.channelLogin} is not known, so nothing can be sent there.`,
        {
          parameter: 'broadcaster_id',
          channel: line.channelLogin,
        },
      );
    }
    const { senderId, token = 'user' } = this.#options;
    const answer = await this.#helix.call(
      'send-chat-message',
      {
        body: {
          broadcaster_id: line.channelId,
          sender_id: senderId,
          message: line.isAction ? `/me ${line.text}` : line.text,
          ...(line.replyTo === null ? {} : { reply_parent_message_id: line.replyTo }),
        },
      },
      {
        ...(token === 'app' ? { token } : { user: senderId }),
        ...(line.signal === null ? {} : { signal: line.signal }),
      },
    );
    const result = answer.data[0];
    return {
      sent: result?.is_sent ?? false,
      messageId: result?.message_id || null,
      dropReason:
        result?.drop_reason ??
        (result?.is_sent ? null : { code: 'unknown', message: 'Twitch gave no reason.' }),
    };
  }
}
