import { migrate } from '../definitions/migrations';
import { readAccountConfig } from './account-config';
import { accountRegistry } from './account-registry';
import type { NodeConfig, RED, RuntimeNode } from './red';

/** The config node as Node-RED sees it: `users` is how its status and errors find the nodes that use it. */
interface AccountNode extends RuntimeNode {
  users: Readonly<Record<string, RuntimeNode>>;
}

/** Gives a config node its account. */
export function makeAccount(red: RED, node: RuntimeNode, config: NodeConfig): void {
  const registry = accountRegistry(red);
  registry.useRed(red);
  const account = registry.openAccount(
    readAccountConfig(migrate('twitch-account', config), node, red.settings),
    node,
  );
  (node as AccountNode).users = account.users;
  node.on('close', (_removed, done) => {
    // A process that ends in the middle of a refresh loses the sign-in.
    account
      .settle()
      .finally(() => registry.closeAccount(account))
      .then(done, () => done());
  });
}
