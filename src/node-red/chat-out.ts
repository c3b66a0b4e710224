import type { ChatSender } from '../behaviour/context';
import type { Account } from './account';

/**
 * Says things as the account's people, each through the one queue of its own: Twitch counts per person. Which way a line goes and
 * by which limits is the account's choice, also where another account has the same person.
 */
export function chatSender(account: Account): ChatSender {
  return {
    send: async ({ channel, text, as, replyTo, priority }, options = {}) => {
      const { hub, user } = account.mustAct(as);
      const { sender } = hub.chatFor(user.userId, account.config);
      const { sendVia, verified } = account.config;
      const result = await sender.send({
        channel,
        text,
        replyTo: replyTo ?? null,
        priority: priority ?? false,
        over: sendVia,
        verified,
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
