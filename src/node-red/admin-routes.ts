import type { AccountRegistry } from './account-registry';
import { accountRoutes } from './admin-account';
import { practiceRoutes } from './admin-practice';
import { addRoutes } from './admin-route';
import { signInRoutes } from './admin-sign-in';
import type { RED } from './red';

/** All admin routes of the package. Call once per load of the account's node set; costs nothing until a request comes. */
export function addAdminRoutes(red: RED, registry: () => AccountRegistry): void {
  addRoutes(red, [...accountRoutes, ...signInRoutes, ...practiceRoutes], registry);
}
