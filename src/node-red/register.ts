import type { Action } from '../behaviour/context';
import type { NodeType } from '../definitions/definition';
import { routes } from './admin-route-table';
import type { AdminHandler, NodeConfig, RED, RuntimeNode } from './red';
import type { StartTrigger } from './trigger';

/**
 * All that is loaded together with Node-RED: names of types and routes. Everything behind them is required when the first node
 * is made or the first request comes, so that an installed package that nobody uses costs next to nothing.
 */

type TriggerModule = typeof import('./trigger');
type ActionModule = typeof import('./action');
type AccountModule = typeof import('./register-account');
type RoutesModule = typeof import('./admin-routes');

/** Registers a node that tells what happened. @param load gives its wiring */
export function registerTrigger(red: RED, type: NodeType, load: () => StartTrigger): void {
  red.nodes.registerType(type, function registered(this: RuntimeNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    (require('./trigger') as TriggerModule).makeTrigger(red, this, type, config, load());
  });
}

/** Registers a node that does something when a message comes. @param load gives what makes its behaviour */
export function registerAction(red: RED, type: NodeType, load: () => () => Action): void {
  red.nodes.registerType(type, function registered(this: RuntimeNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    (require('./action') as ActionModule).makeAction(red, this, type, config, load()());
  });
}

/** Registers the config node and, with it, the admin routes of the package. */
export function registerAccount(red: RED): void {
  red.nodes.registerType(
    'twitch-account',
    function registered(this: RuntimeNode, config: NodeConfig) {
      red.nodes.createNode(this, config);
      (require('./register-account') as AccountModule).makeAccount(red, this, config);
    },
    { credentials: { clientSecret: { type: 'password' } } },
  );
  for (const [name, { method, path, permission }] of Object.entries(routes)) {
    const allowed = red.auth.needsPermission(`twitch-account.${permission}`);
    const handler: AdminHandler = (request, response) => {
      (require('./admin-routes') as RoutesModule).answer(red, name as keyof typeof routes, request, response);
    };
    red.httpAdmin[method](`/twitch/${path}`, allowed, handler);
  }
}
