import type { ChatLine } from './chat-line';
import type { MessagePart, ReplyRef } from './message';

/** What is known of a line that was written. What a source does not tell is left out. */
export type SaidLine = Pick<ChatLine, 'id' | 'text'> & {
  readonly replyTo?: ReplyRef | null;
} & Partial<
    Pick<ChatLine, 'isAction' | 'bits' | 'firstEver' | 'returning' | 'mark' | 'rewardId' | 'sharedFrom'>
  >;

/** The part of a message that stands for a chat line. */
export function messagePart(said: SaidLine): MessagePart {
  const reply = said.replyTo ?? null;
  const part: { -readonly [Key in keyof MessagePart]: MessagePart[Key] } = {
    id: said.id,
    text: said.text,
    replyTo: reply && {
      id: reply.id,
      userId: reply.userId,
      login: reply.login,
      name: reply.name,
      text: reply.text,
    },
    bits: said.bits ?? 0,
    firstEver: said.firstEver ?? false,
  };
  const { mark, rewardId, sharedFrom } = said;
  if (said.isAction) part.action = true;
  if (said.returning) part.returning = true;
  if (mark) part.mark = mark;
  if (rewardId) part.rewardId = rewardId;
  if (sharedFrom) part.sharedFrom = sharedFrom;
  return part;
}
