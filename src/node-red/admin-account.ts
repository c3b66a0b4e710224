import type { SignedInUser } from '../core/auth/token-handler';
import { toTwitchError } from '../core/errors';
import { scopeRow } from '../tables/scopes';
import type { Account } from './account';
import type { AccountRegistry } from './account-registry';
import { AdminRefusal, idParam, type AdminAnswer, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import type { Slot } from './grant-file';
import { neededScopes, scopesToAsk, type NeededScopes } from './needed-scopes';
import type { AdminRequest } from './red';

/** How long a drop-down waits for its list. */
const LOOK_UP_TIMEOUT_MS = 8_000;

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
}

interface Problem {
  /** Stable, for the dialog; the sentence is for people. */
  readonly key: string;
  readonly sentence: string;
  /** What the dialog should offer. */
  readonly action: 'sign-in-channel' | 'sign-in-bot' | 'client-id' | 'server' | 'none';
}

/** How accounts stand, and lists for their nodes' drop-downs. */
export const accountHandlers = {
  account: accountState,
  channels: lookUp(channelChoices),
  rewards: lookUp(rewardChoices),
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
      slots[slot] = slotView({ ...grant, displayName: name, state: 'ok' });
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
    channel: viewOf(account.signedInUser('channel')),
    bot: viewOf(account.signedInUser('bot')),
  };
  return {
    body: {
      deployed: true,
      state: account.standing,
      use: account.config.use,
      practice: account.practice,
      ...slots,
      missing: missing(slots, needed),
      problems: problemsOf(registry, account),
    },
  };
}

function viewOf(user: SignedInUser | null): SlotView | null {
  return user && slotView(user);
}

function slotView(user: SignedInUser): SlotView {
  return {
    id: user.userId,
    login: user.login,
    name: user.displayName,
    scopes: user.scopes,
    permissions: inPlainWords(user.scopes),
    validUntil: user.expiresAt,
    state: user.state,
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
  for (const slot of ['channel', 'bot'] as const) {
    const user = account.signedInUser(slot);
    if (user?.state === 'sign-in') {
      problems.push({
        key: 'signed-out',
        sentence: `${user.displayName} is no longer signed in${user.reason ? `: ${user.reason}` : ''}. Sign in again.`,
        action: slot === 'channel' ? 'sign-in-channel' : 'sign-in-bot',
      });
    }
  }
  for (const { code, text } of registry.stores.grants.problems()) {
    problems.push({ key: `store-${code}`, sentence: text, action: 'none' });
  }
  return problems;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Answers a small list, or a sentence. */
function lookUp(list: (account: Account, signal: AbortSignal) => Promise<readonly Choice[]>): RouteHandler {
  return async (request, registry) => {
    const account = registry.account(idParam(request));
    if (!account) throw new AdminRefusal(404, 'This account is not deployed yet.');
    await account.start();
    try {
      return { body: await list(account, AbortSignal.timeout(LOOK_UP_TIMEOUT_MS)) };
    } catch (error) {
      throw toTwitchError(error);
    }
  };
}

/** The account's own channel, those named in it, and those where it moderates if that is known. */
async function channelChoices(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  const choices = new Map<string, string>();
  const own = account.identities().channel;
  if (own) choices.set(own.login, own.name);
  for (const login of account.config.moreChannels) choices.set(login, login);
  const acting = account.acting('bot');
  if (acting?.user.scopes.includes('user:read:moderated_channels')) {
    const { data } = await account.helix.call(
      'get-moderated-channels',
      { query: { user_id: acting.user.userId, first: 100 } },
      { user: acting.user.userId, signal },
    );
    for (const row of data) choices.set(row.broadcaster_login, row.broadcaster_name);
  }
  return [...choices].map(([value, label]) => ({ value, label }));
}

/** The rewards of the own channel. */
async function rewardChoices(account: Account, signal: AbortSignal): Promise<readonly Choice[]> {
  const { user } = account.mustAct('channel');
  const { data } = await account.helix.call(
    'get-custom-reward',
    { query: { broadcaster_id: user.userId } },
    { user: user.userId, signal },
  );
  return data.map((reward) => ({ value: reward.id, label: `${reward.title} (${reward.cost})` }));
}
