import type { EventNotification, TriggerContext } from '../context';
import { samplePeople } from '../sample-chat';
import { sampleEvent } from '../sample-event';
import { viewerAt } from '../sample-people';
import type { TestFields } from '../trigger';
import { amountOf, type SupportKind } from './facts';

/** What a test event tells besides its kind; the fields of a test may set each of these. */
interface Wanted {
  readonly tier: number;
  readonly count: number;
  readonly bits: number;
  readonly months: number;
}

const BITS = [100, 250, 500, 1000] as const;
const GIFTS = [5, 10, 20] as const;

/**
 * A test event of that kind, worth at least `atLeast` where the kind can be.
 *
 * @param turn how often this was done: each press sends another
 */
export function sampleSupport(
  context: TriggerContext,
  kind: SupportKind,
  atLeast: number,
  turn: number,
  fields: TestFields,
): { readonly notification: EventNotification; readonly recipients: readonly string[] } | null {
  const people = samplePeople(context);
  const giver = viewerAt(people, turn);
  const wanted = wantedOf(context, kind, atLeast, fields);
  const recipients = Array.from({ length: Math.min(wanted.count, 20) }, (_, index) =>
    viewerAt(people, turn + 1 + index),
  );
  const own: Record<string, unknown> = { user: textField(fields, 'user') ?? giver.name };
  if (kind === 'cheer') {
    const notification = sampleEvent(
      context,
      'channel.cheer',
      undefined,
      { ...own, bits: wanted.bits, message: `Cheer${wanted.bits} for the show` },
      [],
    );
    return notification && { notification, recipients: [] };
  }
  const detail = details(context, kind, wanted, recipients[0] ?? giver);
  const text = kind === 'resub' ? (textField(fields, 'text') ?? 'still the best stream') : '';
  const notification = sampleEvent(
    context,
    'channel.chat.notification',
    undefined,
    {
      ...own,
      notice_type: detail.type,
      resub: null,
      [detail.type]: detail.value,
      message: { text, fragments: text === '' ? [] : [{ type: 'text', text }] },
      system_message: '',
    },
    [],
  );
  const names = [...new Set(recipients.map(({ name }) => name))];
  return notification && { notification, recipients: kind === 'giftBomb' ? names : [] };
}

function wantedOf(context: TriggerContext, kind: SupportKind, atLeast: number, fields: TestFields): Wanted {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(context.random() * values.length)] ?? values[0];
  const one = { bits: null, count: 1 };
  // The lowest tier that is worth enough, so that most tests show the usual one.
  const tier =
    [1, 2, 3].find((each) => kind === 'giftBomb' || amountOf({ ...one, tier: each }) >= atLeast) ?? 3;
  const needed = Math.ceil(atLeast / amountOf({ ...one, tier }));
  return {
    tier: numberField(fields, 'tier') ?? tier,
    bits: numberField(fields, 'bits') ?? Math.max(pick(BITS), Math.ceil(atLeast)),
    count: numberField(fields, 'count') ?? (kind === 'giftBomb' ? Math.max(pick(GIFTS), needed) : 1),
    months: numberField(fields, 'months') ?? 2 + Math.floor(context.random() * 30),
  };
}

function details(
  context: TriggerContext,
  kind: Exclude<SupportKind, 'cheer'>,
  { tier, count, months }: Wanted,
  recipient: { readonly id: string; readonly login: string; readonly name: string },
): { readonly type: string; readonly value: Readonly<Record<string, unknown>> } {
  const sub_tier = String(tier * 1000);
  const to = {
    recipient_user_id: recipient.id,
    recipient_user_login: recipient.login,
    recipient_user_name: recipient.name,
  };
  switch (kind) {
    case 'sub':
      return { type: 'sub', value: { sub_tier, is_prime: false, duration_months: 1 } };
    case 'resub':
      return {
        type: 'resub',
        value: {
          cumulative_months: months,
          duration_months: 1,
          streak_months: Math.ceil(months / 2),
          sub_tier,
          is_prime: false,
          is_gift: false,
        },
      };
    case 'gift':
      return {
        type: 'sub_gift',
        value: { duration_months: 1, cumulative_total: 6, ...to, sub_tier, community_gift_id: null },
      };
    case 'giftBomb': {
      const id = String(Math.floor(context.random() * 1e12));
      return {
        type: 'community_sub_gift',
        value: { id, total: count, sub_tier, cumulative_total: count + 5 },
      };
    }
    case 'upgrade':
      return { type: 'prime_paid_upgrade', value: { sub_tier } };
    case 'payItForward':
    default:
      return {
        type: 'pay_it_forward',
        value: { gifter_is_anonymous: false, gifter_user_name: recipient.name },
      };
  }
}

function textField(fields: TestFields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function numberField(fields: TestFields, name: string): number | null {
  const value = Number(fields[name]);
  return fields[name] !== undefined && Number.isFinite(value) && value > 0 ? Math.round(value) : null;
}
