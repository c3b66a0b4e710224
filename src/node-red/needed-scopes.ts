import { usersOfAccount } from '../definitions/account-users';
import { leastScopes } from '../definitions/least-scopes';
import { permissionsOf } from '../definitions/permissions';
import type { Slot } from './grant-file';
import type { NodeConfig, RED } from './red';

/** What the deployed nodes of an account need, per sign-in: groups of scopes of which one is enough. */
export type NeededScopes = Readonly<Record<Slot, readonly (readonly string[])[]>>;

/** The deployed nodes that use an account; disabled ones are left out. */
export function deployedNodes(red: RED, account: string): readonly NodeConfig[] {
  const all: NodeConfig[] = [];
  red.nodes.eachNode((config) => void all.push(config));
  return usersOfAccount(account, all);
}

/** Adds up the permissions of all deployed nodes that use the account; disabled ones need none. */
export function neededScopes(red: RED, account: string): NeededScopes {
  const groups: Record<Slot, Map<string, readonly string[]>> = { channel: new Map(), bot: new Map() };
  for (const config of deployedNodes(red, account)) {
    for (const { as, anyOf } of permissionsOf(config)) groups[as].set(anyOf.join(' '), anyOf);
  }
  return { channel: [...groups.channel.values()], bot: [...groups.bot.values()] };
}

/**
 * The scopes to ask for: the fewest that satisfy every group together with what is granted already.
 * Without a bot the channel speaks for itself and has to bring the bot's as well.
 */
export function scopesToAsk(
  needed: NeededScopes,
  slot: Slot,
  hasBot: boolean,
  granted: readonly string[],
): readonly string[] {
  const groups = slot === 'channel' && !hasBot ? [...needed.channel, ...needed.bot] : needed[slot];
  return leastScopes(groups, granted);
}
