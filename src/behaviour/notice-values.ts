import { money, tierNumber } from './words';
import type { NoticeFacts } from './notice';
import type { TargetRef } from './message';

/** Reading the values of notices: texts over IRC, texts and numbers in events. */

/** A count; null where it is none. Ids never come through here: some exceed 2^53. */
export function count(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) return null;
  return Number(value);
}

export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function person(id: unknown, login: unknown, name: unknown): TargetRef | null {
  const shownLogin = text(login);
  const shownName = text(name) ?? shownLogin;
  if (shownName === null) return null;
  const knownId = text(id);
  const plain = shownLogin ?? shownName.toLowerCase();
  return knownId === null
    ? { login: plain, name: shownName }
    : { id: knownId, login: plain, name: shownName };
}

export function subPlan(plan: unknown): { readonly tier: number | null; readonly prime: boolean } {
  return { tier: tierNumber(plan), prime: plan === 'Prime' };
}

/** A donation, in the smallest unit of its currency. */
export function charity(
  name: string | null,
  amount: number,
  decimals: number,
  currency: string,
): NoticeFacts {
  return {
    kind: 'charity',
    receiver: null,
    payload: {
      charity: name,
      amount: amount / 10 ** decimals,
      currency,
      donation: money(amount, decimals, currency),
    },
  };
}
