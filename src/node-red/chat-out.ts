import type { ChatSender } from '../behaviour/context';
import type { Account } from './account';

/** Says things as the account's people, each through the one queue of its own: Twitch counts per person. */
export function chatSender(account: Account): ChatSender {
  return {
    send: async ({ channel, text, as, replyTo, priority }, options = {}) => {
      const { hub, user } = account.mustAct(as);
      const { sender } = hub.chatFor(user.userId, account.config);
      const result = await sender.send({
        channel,
        text,
        replyTo: replyTo ?? null,
        priority: priority ?? false,
        signal: options.signal,
      });
      return {
        sent: result.sent,
        messageId: result.messageId,
        dropReason: result.dropReason,
        retryAfterSeconds: result.retryAfterSeconds,
        parts: result.parts,
      };
    },
  };
}
