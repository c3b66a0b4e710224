import type { SignedInUser } from '../core/auth/token-handler';
import { scopeRow } from '../tables/scopes';
import type { Account } from './account';
import type { AccountRegistry } from './account-registry';
import { AdminRefusal, idParam, type AdminAnswer, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import type { Slot } from './grant-file';
import { neededScopes, scopesToAsk, type NeededScopes } from './needed-scopes';
import type { AdminRequest } from './red';

/** One of the account's people, for the dialog. */
interface SlotView {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The scopes in plain words. */
  readonly permissions: readonly string[];
  /** Milliseconds since 1970; it is renewed by itself before. null: does not run out. */
  readonly validUntil: number | null;
  readonly state: 'ok' | 'sign-in';
  readonly reason?: string;
  /** With which the person signed in. */
  readonly clientId: string;
  /** Practice: nobody signed in, it is who always plays this part. */
  readonly usual?: true;
}

interface Problem {
  /** Stable, for the dialog; the sentence is for people. */
  readonly key: string;
  readonly sentence: string;
  /** What the dialog should offer. */
  readonly action: 'sign-in-channel' | 'sign-in-bot' | 'client-id' | 'server' | 'none';
}

/** How accounts stand. */
export const accountHandlers = {
  account: accountState,
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

function accountState(request: AdminRequest, registry: AccountRegistry): AdminAnswer {
  const id = idParam(request);
  const account = registry.account(id);
  const needed = neededScopes(registry.red, id);
  if (!account) {
    const waiting = registry.pending(id);
    if (waiting.length === 0) throw new AdminRefusal(404, 'This account is not deployed yet.');
    const slots: Record<Slot, SlotView | null> = { channel: null, bot: null };
    for (const { slot, grant } of waiting) {
      const name = grant.displayName ?? grant.login;
      slots[slot] = slotView({ ...grant, displayName: name, state: 'ok' }, grant.clientId);
    }
    return {
      body: {
        deployed: false,
        use: 'channel',
        practice: false,
        ...slots,
        missing: missing(slots, needed),
        problems: [],
      },
    };
  }
  const slots = {
    channel: viewOf(registry, account, 'channel'),
    bot: viewOf(registry, account, 'bot'),
  };
  return {
    body: {
      deployed: true,
      state: account.standing,
      use: account.config.use,
      practice: account.practice,
      clientId: account.config.clientId,
      ...slots,
      missing: missing(slots, needed),
      problems: problemsOf(registry, account),
    },
  };
}

function viewOf(registry: AccountRegistry, account: Account, slot: Slot): SlotView | null {
  const signedIn = account.signedIn(slot);
  if (!signedIn) return null;
  const isUsual = account.practice && registry.practiceUser(account.config.id, slot) === undefined;
  return { ...slotView(signedIn.user, signedIn.hub.clientId), ...(isUsual && { usual: true }) };
}

function slotView(user: SignedInUser, clientId: string): SlotView {
  return {
    id: user.userId,
    login: user.login,
    name: user.displayName,
    scopes: user.scopes,
    permissions: inPlainWords(user.scopes),
    validUntil: user.expiresAt,
    state: user.state,
    clientId,
    ...(user.reason !== undefined && { reason: user.reason }),
  };
}

function inPlainWords(scopes: readonly string[]): string[] {
  return [...new Set(scopes.map((scope) => scopeRow(scope)?.permission ?? scope))].toSorted();
}

/** What the flow's nodes need and a sign-in lacks, in plain words. */
function missing(
  slots: Readonly<Record<Slot, SlotView | null>>,
  needed: NeededScopes,
): Readonly<Record<Slot, readonly string[]>> {
  const lacking = (slot: Slot): readonly string[] => {
    const view = slots[slot];
    return view ? inPlainWords(scopesToAsk(needed, slot, slots.bot !== null, view.scopes)) : [];
  };
  return { channel: lacking('channel'), bot: lacking('bot') };
}

function problemsOf(registry: AccountRegistry, account: Account): readonly Problem[] {
  const problems: Problem[] = [];
  const { config } = account;
  if (config.urlProblem !== '') {
    problems.push({
      key: 'server',
      sentence: `The server cannot be used: ${config.urlProblem}.`,
      action: 'server',
    });
  }
  if (config.use === 'channel' && config.clientId === '') {
    problems.push({
      key: 'no-client-id',
      sentence:
        'No client ID is known yet. Register your application at Twitch once and fill in its client ID.',
      action: 'client-id',
    });
  }
  for (const { slot, name, reason } of account.signedOut()) {
    if (reason === null) continue;
    const who = name ?? (slot === 'channel' ? 'Your channel' : 'The bot');
    problems.push({
      key: account.isElsewhere(slot) ? 'other-client-id' : 'signed-out',
      sentence: `${who} is no longer signed in: ${reason}. Sign in again.`,
      action: slot === 'channel' ? 'sign-in-channel' : 'sign-in-bot',
    });
  }
  for (const { code, text } of registry.stores.grants.problems()) {
    problems.push({ key: `store-${code}`, sentence: text, action: 'none' });
  }
  return problems;
}
