import { OAuthClient } from '../core/auth/oauth-client';
import type { Grant } from '../core/auth/grant';
import { systemClock } from '../core/clock';
import { HttpClient } from '../core/http';
import type { Urls } from '../core/urls';
import { mayCarryTokens, twitchUrls } from '../core/urls';
import { isScope } from '../tables/scopes';
import type { Account } from './account';
import { checkUrls, defaultClientId } from './account-config';
import type { AccountRegistry } from './account-registry';
import {
  AdminRefusal,
  bodyChoice,
  bodyText,
  bodyTexts,
  idParam,
  type AdminAnswer,
  type RouteHandler,
} from './admin-route';
import type { RouteName } from './admin-route-table';
import type { Slot } from './grant-file';
import type { HubLease } from './hub-pool';
import { neededScopes, scopesToAsk } from './needed-scopes';
import { withDisplayName } from './person-name';
import type { AdminRequest } from './red';
import type { Doubt } from './sign-in-sessions';

const slots = ['channel', 'bot'] as const satisfies readonly Slot[];

/** How long a check of a client id may take. */
const CHECK_TIMEOUT_MS = 8_000;
/** Twitch's client ids are 30 letters and digits; other servers may differ. */
const CLIENT_ID = /^[A-Za-z0-9_-]{3,100}$/;

/** Signing in and out from the account's dialog. No answer holds a token, a secret or a device code. */
export const signInHandlers = {
  signIn: startSignIn,
  session: (request, registry) => {
    const view = registry.sessions.view(idParam(request, 'session'));
    if (!view) throw new AdminRefusal(404, 'This sign-in is over. Start it again.');
    return { body: view };
  },
  confirm: (request, registry) => {
    registry.sessions.confirm(idParam(request, 'session'));
    return { status: 204 };
  },
  cancel: (request, registry) => {
    registry.sessions.cancel(idParam(request, 'session'));
    return { status: 204 };
  },
  signOut,
  defaults: (_request, registry) => ({ body: { clientId: defaultClientId(registry.red.settings) !== '' } }),
  checkClientId,
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

/** Where and as which application somebody signs in: the dialog's fields, which need not be deployed yet. */
interface Target {
  readonly practice: boolean;
  readonly urls: Urls;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
}

async function startSignIn(request: AdminRequest, registry: AccountRegistry): Promise<AdminAnswer> {
  const account = idParam(request);
  const slot = bodyChoice(request, 'slot', slots);
  const target = readTarget(registry, request, registry.account(account));
  const asked = bodyTexts(request, 'scopes', 200).filter(isScope);
  const free = registry.sessions.reserve(account);
  try {
    await registry.load();
    return await askTwitch(registry, await leaseFor(registry, target), account, slot, target, asked);
  } finally {
    free();
  }
}

/** Begins the sign-in at Twitch. The lease is given back when nothing of it is needed any more. */
async function askTwitch(
  registry: AccountRegistry,
  lease: HubLease,
  account: string,
  slot: Slot,
  target: Target,
  asked: readonly string[],
): Promise<AdminAnswer> {
  try {
    await lease.hub.ready;
    const before = grantedBefore(lease, registry, account, slot, target);
    // In practice somebody always plays the bot.
    const hasBot = target.practice || signedInBefore(registry, account, 'bot', target) !== undefined;
    const needed = scopesToAsk(neededScopes(registry.red, account), slot, hasBot, [...before, ...asked]);
    const scopes = [...new Set([...before, ...asked, ...needed])];
    const device = await lease.hub.tokens.deviceSignIn().start({ scopes: scopes.toSorted() });
    const result = device.result.then((grant) => withDisplayName(grant, lease.hub.urls));
    const session = registry.sessions.add({
      account,
      slot,
      device: { ...device, result },
      doubt: (grant) => doubtAbout(registry, lease, account, slot, target, grant),
      adopt: (grant) => adopt(registry, account, slot, target, grant),
      discard: async (grant) => void (await lease.hub.tokens.oauth.revoke(grant.accessToken).catch(() => {})),
      over: () => lease.release(),
    });
    return {
      body: {
        session,
        userCode: device.userCode,
        link: device.verificationUri,
        expiresAt: device.expiresAt,
        interval: Math.round(device.intervalMs / 1000),
      },
    };
  } catch (error) {
    lease.release();
    throw error;
  }
}

async function leaseFor(registry: AccountRegistry, target: Target): Promise<HubLease> {
  if (target.practice) return await registry.hubs.leasePractice();
  return registry.hubs.lease(target.urls, target.clientId, target.clientSecret);
}

function readTarget(registry: AccountRegistry, request: AdminRequest, deployed: Account | undefined): Target {
  const use = bodyChoice(request, 'use', ['practice', 'channel', 'read']);
  if (use === 'read') throw new AdminRefusal(400, 'An account that only reads a chat needs no sign-in.');
  if (use === 'practice') return { practice: true, urls: twitchUrls, clientId: '', clientSecret: undefined };
  const clientId = fromEnvironment(bodyText(request, 'clientId')) || defaultClientId(registry.red.settings);
  if (!CLIENT_ID.test(clientId)) {
    throw new AdminRefusal(
      400,
      clientId === '' ? 'Fill in the client ID first.' : 'This cannot be a client ID.',
    );
  }
  const urls = readUrls(request);
  const typedSecret = fromEnvironment(bodyText(request, 'clientSecret'));
  // A secret that was typed in for one server is never sent to another.
  const isSame = deployed?.config.clientId === clientId && deployed.config.urls.id === urls.id;
  const knownSecret = isSame ? deployed.config.clientSecret : undefined;
  return {
    practice: false,
    urls,
    clientId,
    clientSecret: typedSecret || knownSecret,
  };
}

function readUrls(request: AdminRequest): Urls {
  if (bodyText(request, 'server') !== 'custom') return twitchUrls;
  const { urls, problem } = checkUrls({
    id: fromEnvironment(bodyText(request, 'idUrl')),
    helix: fromEnvironment(bodyText(request, 'helixUrl')),
    irc: fromEnvironment(bodyText(request, 'ircUrl')),
    eventSub: fromEnvironment(bodyText(request, 'eventSubUrl')),
  });
  if (problem !== '') throw new AdminRefusal(400, `The server cannot be used: ${problem}.`);
  return urls;
}

/** `${NAME}` as Node-RED takes it in a field. */
function fromEnvironment(text: string): string {
  const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
  return name === undefined ? text : (process.env[name] ?? '').trim();
}

/** A new consent has exactly the scopes that are asked for then: without the old ones they would be lost. */
function grantedBefore(
  lease: HubLease,
  registry: AccountRegistry,
  account: string,
  slot: Slot,
  target: Target,
): readonly string[] {
  const waiting = registry.pending(account).findLast((entry) => entry.slot === slot);
  if (waiting && !target.practice) return waiting.grant.scopes;
  const userId = signedInBefore(registry, account, slot, target);
  return (userId !== undefined && lease.hub.user(userId)?.scopes) || [];
}

function signedInBefore(
  registry: AccountRegistry,
  account: string,
  slot: Slot,
  target: Target,
): string | undefined {
  if (target.practice) return registry.practiceUser(account, slot);
  const pending = registry.pending(account).findLast((entry) => entry.slot === slot);
  return pending?.grant.userId ?? registry.assignment(account, slot, target.urls.id)?.userId;
}

/** Device code cannot ask for a certain person: whoever was logged in in the browser is linked. */
function doubtAbout(
  registry: AccountRegistry,
  lease: HubLease,
  account: string,
  slot: Slot,
  target: Target,
  grant: Grant,
): Doubt | null {
  const other = slot === 'bot' ? 'channel' : 'bot';
  const before = signedInBefore(registry, account, slot, target);
  const besides = signedInBefore(registry, account, other, target) ?? lease.world?.usual(other).id;
  const isOther = besides === grant.userId;
  const isChange = before !== undefined && before !== grant.userId;
  if (!isOther && !isChange) return null;
  const login = isChange ? (lease.hub.user(before)?.login ?? before) : undefined;
  return { ...(isOther && { sameAs: other }), ...(login !== undefined && { before: login }) };
}

async function adopt(
  registry: AccountRegistry,
  account: string,
  slot: Slot,
  target: Target,
  grant: Grant,
): Promise<string> {
  if (!target.practice) return registry.signIn(account, slot, grant, target.urls, target.clientSecret);
  const lease = await registry.hubs.leasePractice();
  try {
    const user = await lease.hub.tokens.add(grant);
    const name = await lease.hub.learnName(user);
    registry.setPracticeUser(account, slot, user.userId);
    return name;
  } finally {
    lease.release();
  }
}

async function signOut(request: AdminRequest, registry: AccountRegistry): Promise<AdminAnswer> {
  const id = idParam(request);
  const slot = bodyChoice(request, 'slot', slots);
  const account = registry.account(id);
  if (account?.practice) registry.setPracticeUser(id, slot, null);
  else await registry.signOut(id, slot, account?.config.urls ?? twitchUrls);
  return { status: 204 };
}

/** No token: what is said to it tells whether the application needs a secret. */
const NO_TOKEN = 'not-a-token';

/**
 * Asks the server for a device code, which only a known application gets, and lets it run out. Then tries to refresh what is no
 * token: a confidential application without its secret is told so, where the server looks at that first.
 */
async function checkClientId(request: AdminRequest, registry: AccountRegistry): Promise<AdminAnswer> {
  const clientId = fromEnvironment(bodyText(request, 'clientId'));
  const server = fromEnvironment(bodyText(request, 'idUrl')) || twitchUrls.id;
  if (!CLIENT_ID.test(clientId)) return { body: { known: false } };
  if (!mayCarryTokens(server))
    throw new AdminRefusal(400, 'The sign-in address is neither encrypted nor on this machine.');
  const http = new HttpClient({ timeoutMs: CHECK_TIMEOUT_MS });
  try {
    const oauth = new OAuthClient({
      server: server.replace(/\/+$/, ''),
      clientId,
      clientSecret: fromEnvironment(bodyText(request, 'clientSecret')),
      http,
      clock: systemClock,
    });
    const started = await oauth.startDevice([]);
    if (started.ok) return { body: { known: true, ...(await secretTrouble(oauth)) } };
    registry.red.log.debug(`Twitch: check of a client id: ${started.kind}`);
    return {
      body: { known: false, ...(started.kind === 'temporary' && { sentence: started.error.message }) },
    };
  } finally {
    await http.close();
  }
}

async function secretTrouble(oauth: OAuthClient): Promise<{ secret?: 'missing' | 'wrong' }> {
  const refused = await oauth.refresh(NO_TOKEN);
  if (refused.ok) return {};
  if (refused.kind === 'secret-missing') return { secret: 'missing' };
  return refused.kind === 'configuration' ? { secret: 'wrong' } : {};
}
