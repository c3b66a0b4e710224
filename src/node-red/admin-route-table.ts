/** One admin route, below `/twitch/`. */
export interface RouteRow {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  /** Reading needs `twitch-account.read`; whatever changes something, or belongs to a sign-in, `twitch-account.write`. */
  readonly permission: 'read' | 'write';
}

/** All admin routes. What each answers stands in the `admin-*.ts` file that has a handler of its name. */
export const routes = {
  account: { method: 'get', path: 'accounts/:id', permission: 'read' },
  channels: { method: 'get', path: 'accounts/:id/channels', permission: 'read' },
  categories: { method: 'get', path: 'accounts/:id/categories', permission: 'read' },
  moderators: { method: 'get', path: 'accounts/:id/moderators', permission: 'read' },
  vips: { method: 'get', path: 'accounts/:id/vips', permission: 'read' },
  people: { method: 'get', path: 'accounts/:id/people', permission: 'read' },
  emotes: { method: 'get', path: 'accounts/:id/emotes', permission: 'read' },
  rewards: { method: 'get', path: 'accounts/:id/rewards', permission: 'read' },
  makeReward: { method: 'post', path: 'accounts/:id/rewards', permission: 'write' },
  ownRewards: { method: 'get', path: 'accounts/:id/own-rewards', permission: 'read' },
  botModerator: { method: 'get', path: 'accounts/:id/bot-moderator', permission: 'read' },
  makeBotModerator: { method: 'post', path: 'accounts/:id/bot-moderator', permission: 'write' },
  signIn: { method: 'post', path: 'accounts/:id/sign-in', permission: 'write' },
  session: { method: 'get', path: 'sign-in/:session', permission: 'write' },
  confirm: { method: 'post', path: 'sign-in/:session/confirm', permission: 'write' },
  cancel: { method: 'delete', path: 'sign-in/:session', permission: 'write' },
  signOut: { method: 'post', path: 'accounts/:id/sign-out', permission: 'write' },
  defaults: { method: 'get', path: 'defaults', permission: 'read' },
  checkClientId: { method: 'post', path: 'client-id/check', permission: 'write' },
  transcript: { method: 'get', path: 'practice/transcript', permission: 'read' },
  world: { method: 'get', path: 'practice/world', permission: 'read' },
  act: { method: 'post', path: 'practice/world', permission: 'write' },
  say: { method: 'post', path: 'practice/say', permission: 'write' },
  test: { method: 'post', path: 'nodes/:id/test', permission: 'write' },
  sample: { method: 'get', path: 'nodes/:id/test', permission: 'read' },
  overview: { method: 'get', path: 'overview', permission: 'read' },
  check: { method: 'get', path: 'accounts/:id/check', permission: 'read' },
  retry: { method: 'post', path: 'accounts/:id/retry', permission: 'write' },
} as const satisfies Record<string, RouteRow>;

export type RouteName = keyof typeof routes;
