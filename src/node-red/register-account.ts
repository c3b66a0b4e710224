import { migrate } from '../definitions/migrations';
import { readAccountConfig } from './account-config';
import { accountRegistry } from './account-registry';
import { addAdminRoutes } from './admin-routes';
import type { NodeConfig, RED, RuntimeNode } from './red';

/** The config node as Node-RED sees it: `users` is how its status and errors find the nodes that use it. */
interface AccountNode extends RuntimeNode {
  users: Readonly<Record<string, RuntimeNode>>;
}

/** Registers the config node and, once, the admin routes of the package. */
export function registerAccount(red: RED): void {
  addAdminRoutes(red, () => accountRegistry(red));
  red.nodes.registerType(
    'twitch-account',
    function registered(this: RuntimeNode, config: NodeConfig) {
      red.nodes.createNode(this, config);
      const registry = accountRegistry(red);
      registry.useRed(red);
      const account = registry.openAccount(
        readAccountConfig(migrate('twitch-account', config), this, red.settings),
        this,
      );
      (this as AccountNode).users = account.users;
      this.on('close', (_removed, done) => {
        registry.closeAccount(account);
        done();
      });
    },
    { credentials: { clientSecret: { type: 'password' } } },
  );
}
