import { accountRegistry } from './account-registry';
import { accountHandlers } from './admin-account';
import { lookUpHandlers } from './admin-look-ups';
import { practiceHandlers } from './admin-practice';
import { answerWith, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import { showHandlers } from './admin-show';
import { sidebarHandlers } from './admin-sidebar';
import { rewardHandlers } from './admin-rewards';
import { suggestionHandlers } from './admin-suggestions';
import { signInHandlers } from './admin-sign-in';
import { worldHandlers } from './admin-world';
import type { AdminRequest, AdminResponse, RED } from './red';

const handlers: Readonly<Record<RouteName, RouteHandler>> = {
  ...accountHandlers,
  ...lookUpHandlers,
  ...rewardHandlers,
  ...suggestionHandlers,
  ...signInHandlers,
  ...practiceHandlers,
  ...worldHandlers,
  ...sidebarHandlers,
  ...showHandlers,
};

/** Answers a request whose permission was checked. */
export function answer(red: RED, name: RouteName, request: AdminRequest, response: AdminResponse): void {
  answerWith(handlers[name], accountRegistry(red), request, response);
}
