import { ANONYMOUS_VIEWER } from '../chat-to-message';
import { isPlain } from '../incoming';
import type { Json, TwitchMessage } from '../message';
import { noticeSummary, type NoticeFacts } from '../notice';
import { counted } from '../words';

/** What counts as support, in the order of the form. */
export const supportKinds = ['sub', 'resub', 'gift', 'giftBomb', 'upgrade', 'payItForward', 'cheer'] as const;
export type SupportKind = (typeof supportKinds)[number];

/** Most names of recipients in one message: the largest gifts go to hundreds. */
export const MOST_RECIPIENTS = 50;

/** What a subscription counts by tier, so that subs and bits can be compared; a bit counts 1. */
const TIER_AMOUNTS: Readonly<Record<number, number>> = { 1: 500, 2: 1000, 3: 2500 };

/** Somebody supported the channel, in the same shape whatever it was and wherever it was heard. Plain data. */
export interface Support {
  readonly kind: SupportKind;
  /** 1 to 3; Prime counts as 1; null for bits and where Twitch does not tell. */
  readonly tier: number | null;
  readonly prime: boolean;
  /** Months in all; null where there are none to tell. */
  readonly months: number | null;
  /** Months in a row, if the viewer shares it. */
  readonly streak: number | null;
  /** Number of subscriptions; null for bits. */
  readonly count: number | null;
  readonly recipients: readonly string[];
  /** Subscriptions this giver has given here in all; null if hidden. */
  readonly total: number | null;
  readonly bits: number | null;
  /** Who had given the subscription that now goes on. */
  readonly gifter: string | null;
  readonly summary: string | null;
  /** Id of the gift bomb it belongs to. */
  readonly bomb: string | null;
  /** Id, else name, of who got a gift. */
  readonly receiver: string | null;
  /** The message as its source makes it; {@link supportMessage} gives it the common shape. */
  readonly msg: TwitchMessage;
}

const nothing = {
  tier: null,
  prime: false,
  months: null,
  streak: null,
  count: 1,
  recipients: [],
  total: null,
  bits: null,
  gifter: null,
  bomb: null,
  receiver: null,
} as const;

const kindOfNotice: Readonly<Partial<Record<NoticeFacts['kind'], SupportKind>>> = {
  sub: 'sub',
  resub: 'resub',
  extendSub: 'resub',
  gift: 'gift',
  giftBomb: 'giftBomb',
  giftUpgrade: 'upgrade',
  primeUpgrade: 'upgrade',
  payItForward: 'payItForward',
};

/** A notice of chat; null when it is no support. @param msg the message made of it */
export function supportFromNotice(facts: NoticeFacts, msg: TwitchMessage): Support | null {
  const kind = kindOfNotice[facts.kind];
  if (kind === undefined) return null;
  const { payload, receiver } = facts;
  const number = (name: string): number | null => {
    const value = payload[name];
    return typeof value === 'number' ? value : null;
  };
  const text = (name: string): string | null => {
    const value = payload[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    ...nothing,
    kind,
    tier: number('tier'),
    prime: payload['prime'] === true,
    months: number('months'),
    streak: number('streak'),
    count: number('count') ?? 1,
    recipients: receiver === null ? [] : [receiver.name],
    total: number('total'),
    gifter: text('gifter'),
    summary: noticeSummary(facts, giverName(msg)),
    bomb: text('bomb'),
    receiver: receiver === null ? null : (receiver.id ?? receiver.login),
    msg,
  };
}

/** Bits. @param msg the message of the event or of the line in chat */
export function supportFromCheer(bits: number, msg: TwitchMessage): Support {
  const summary = `${giverName(msg)} cheered ${counted(bits, 'bit')}.`;
  return { ...nothing, kind: 'cheer', count: null, bits, summary, msg };
}

/** What only the events of subscriptions tell: chat did not show it. Null for types that are none of them. */
export function supportFromEvent(msg: TwitchMessage): Support | null {
  const payload = msg.payload as Readonly<Record<string, Json>>;
  const { summary, user } = msg.twitch;
  const number = (name: string): number | null => {
    const value = payload[name];
    return typeof value === 'number' ? value : null;
  };
  const base = { ...nothing, tier: number('tier'), summary, msg };
  switch (msg.twitch.type) {
    case 'channel.subscribe':
      if (payload['gifted'] !== true) return { ...base, kind: 'sub', months: 1 };
      return {
        ...base,
        kind: 'gift',
        recipients: user === null ? [] : [user.name],
        receiver: user?.id ?? user?.login ?? null,
      };
    case 'channel.subscription.message':
      return { ...base, kind: 'resub', months: number('months'), streak: number('streak') };
    case 'channel.subscription.gift': {
      const count = number('count') ?? 1;
      return { ...base, kind: count > 1 ? 'giftBomb' : 'gift', count, total: number('total') };
    }
    default:
      return null;
  }
}

/** Subs and bits on one scale, for alerts in tiers. */
export function amountOf({ bits, tier, count }: Pick<Support, 'bits' | 'tier' | 'count'>): number {
  return bits ?? (TIER_AMOUNTS[tier ?? 1] ?? 0) * (count ?? 1);
}

/** Who gave, as a key that is the same in chat and in events. */
export function giverKey({ msg }: Support): string {
  const { user } = msg.twitch;
  return user === null || user.anonymous ? 'anonymous' : (user.id ?? user.login ?? user.name);
}

/** The message that leaves the node: one shape for all kinds, and thanks go to who gave. */
export function supportMessage(support: Support): TwitchMessage {
  const { kind, msg, summary, recipients } = support;
  const { user, text } = msg.twitch;
  msg.payload = {
    kind,
    user: user?.name ?? null,
    anonymous: user?.anonymous ?? false,
    amount: amountOf(support),
    tier: support.tier,
    prime: support.prime,
    months: support.months,
    streak: support.streak,
    count: support.count,
    recipients: recipients.slice(0, MOST_RECIPIENTS),
    total: support.total,
    bits: support.bits,
    gifter: support.gifter,
    text: text ?? null,
  };
  msg.topic = `support.${kind}`;
  msg.twitch.type = msg.topic;
  msg.twitch.target = null;
  msg.twitch.summary = summary;
  return msg;
}

/** Whether it is what was kept over a restart. */
export function isSupport(value: unknown): value is Support {
  return (
    isPlain(value) &&
    supportKinds.some((kind) => kind === value['kind']) &&
    Array.isArray(value['recipients']) &&
    isPlain(value['msg']) &&
    isPlain(value['msg']['twitch'])
  );
}

/** A list of what was kept, whatever else may stand there. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Who gave, as the subject of a sentence. */
export function giverName({ twitch }: TwitchMessage): string {
  return twitch.user === null || twitch.user.anonymous ? ANONYMOUS_VIEWER : twitch.user.name;
}
