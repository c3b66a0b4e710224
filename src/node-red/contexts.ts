import type {
  ActionContext,
  ActionResult,
  EventSource,
  Identity,
  LiveReader,
  SamplePeople,
  StateStore,
  TriggerContext,
} from '../behaviour/context';
import type { Account } from './account';
import { chatSender } from './chat-out';

/** Where the node that asks keeps its memory, and when it closes. */
export interface NodeSide {
  readonly state: StateStore;
  readonly signal: AbortSignal;
  readonly emit: (result: ActionResult) => void;
}

/**
 * The world as an action of this account sees it.
 * @throws {TwitchError} while the account is not ready
 */
export function actionContext(account: Account, { state, signal, emit }: NodeSide): ActionContext {
  const { hub } = account;
  return {
    account: account.config.name,
    practice: account.practice,
    identities: () => account.identities(),
    helix: account.helix,
    chat: chatSender(account),
    events: eventSource(account),
    isKnownBot: (login) => account.config.knownBots.has(login),
    live: liveReader(account),
    clock: hub.clock,
    random: hub.random,
    state,
    shared: account.drawer(account.config.id),
    signal,
    emit,
    findUsers: (loginsOrIds) => hub.findUsers(loginsOrIds),
    granted: (as: Identity) => account.acting(as)?.user.scopes ?? null,
    limits: (userId) => {
      const limits = hub.client.helix.limits(userId);
      return limits && { remaining: limits.remaining, resetAt: limits.blockedUntil };
    },
    pretend:
      !account.practice && !account.config.testsMayAct
        ? async () => {
            const pretender = await account.registry.pretender();
            return actionContext(pretender, { state, signal, emit });
          }
        : null,
  };
}

/**
 * The world as a trigger of this account sees it.
 * @throws {TwitchError} while the account is not ready
 */
export function triggerContext(account: Account, state: StateStore): TriggerContext {
  const { clock, random } = account.hub;
  const people = samplePeople(account);
  return {
    account: account.config.name,
    practice: account.practice,
    identities: () => account.identities(),
    clock,
    random,
    state,
    live: liveReader(account),
    isKnownBot: (login) => account.config.knownBots.has(login),
    ...(people && { samplePeople: people }),
  };
}

function liveReader(account: Account): LiveReader {
  return {
    isLive: (channelId) => account.hub.live.isLive(channelId),
    startedAt: (channelId) => account.hub.live.startedAt(channelId),
  };
}

/** Events arrive over the client of the user who carries the subscription. */
function eventSource(account: Account): EventSource {
  return {
    subscribe: (wanted, listener) => {
      const acting = (['channel', 'bot'] as const)
        .map((as) => account.acting(as))
        .find((candidate) => candidate?.user.userId === wanted.user);
      const { hub } = acting ?? account.mustAct('channel');
      return hub.client.eventSub.subscribe(wanted, listener);
    },
  };
}

/** In practice mode tests bear the names of people who are really there. */
function samplePeople(account: Account): SamplePeople | null {
  if (!account.world) return null;
  const { viewers, moderator } = account.world.simulator.users;
  return { viewers, moderator };
}
