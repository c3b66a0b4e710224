import path from 'node:path';
import { fileDocument } from '../../src/node-red/document';
import type { Slot } from '../../src/node-red/grant-file';
import { SealedGrantStore } from '../../src/node-red/grant-store';
import type { Simulator } from '../../src/simulator/simulator';
import { allScopes } from '../../src/tables/scopes';
import type { FlowNode } from './node-red-process';

/** Fields as the editor saves them, from plain values: `{ question: 'Best?' }`. A field may be given as `{v, t}` as well. */
export function params(values: Readonly<Record<string, unknown>>): Record<string, { v: unknown; t: string }> {
  const saved: Record<string, { v: unknown; t: string }> = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'object' && value !== null && 't' in value) saved[name] = value as never;
    else if (typeof value === 'number') saved[name] = { v: value, t: 'num' };
    else if (typeof value === 'boolean') saved[name] = { v: value, t: 'bool' };
    else saved[name] = { v: value, t: typeof value === 'string' ? 'str' : 'json' };
  }
  return saved;
}

export interface NodeSpec {
  readonly account?: string;
  readonly operation?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly wires?: readonly (readonly string[])[];
  readonly z?: string;
  readonly [property: string]: unknown;
}

/** One of our nodes, using the account `acc` unless said otherwise. */
export function node(id: string, type: string, spec: NodeSpec = {}): FlowNode {
  const { account = 'acc', fields = {}, wires = [['out']], ...rest } = spec;
  // Node-RED takes what has no place on a tab for a config node.
  return {
    id,
    type,
    z: 'tab',
    x: 100,
    y: 100,
    name: '',
    account,
    version: 1,
    params: params(fields),
    wires,
    ...rest,
  };
}

export const practiceAccount: FlowNode = {
  id: 'acc',
  type: 'twitch-account',
  name: 'Practice',
  version: 1,
  use: 'practice',
};

/** An account of kind "my Twitch channel" on the simulator, as a real one is: custom addresses, device code, grant store. */
export function channelAccount(
  simulator: Simulator,
  changes: Readonly<Record<string, unknown>> = {},
): FlowNode {
  return {
    id: 'acc',
    type: 'twitch-account',
    name: 'My channel',
    version: 1,
    use: 'channel',
    clientId: simulator.clientId,
    ...serverOf(simulator.urls),
    ...changes,
  };
}

/** The account's server fields. */
export function serverOf(urls: Simulator['urls']): Readonly<Record<string, string>> {
  return {
    server: 'custom',
    idUrl: urls.id,
    helixUrl: urls.helix,
    ircUrl: urls.irc,
    eventSubUrl: urls.eventSub,
  };
}

/** The end of every flow: what came out, what went wrong, what was completed. Statuses are recorded by the bench itself. */
export const ends: readonly FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'Test' },
  { id: 'out', type: 'helper', z: 'tab', x: 300, y: 100 },
  { id: 'out2', type: 'helper', z: 'tab', x: 300, y: 100 },
  { id: 'catch', type: 'catch', z: 'tab', x: 100, y: 200, scope: null, wires: [['caught']] },
  { id: 'caught', type: 'helper', z: 'tab', x: 300, y: 100 },
];

/** The same flow for a Node-RED process: the bench's `helper` nodes become probes. */
export function probed(flow: readonly FlowNode[]): readonly FlowNode[] {
  return flow.map((item) => (item.type === 'helper' ? { ...item, type: 'test-probe' } : item));
}

/** A node that is fed through `NodeRedProcess.inject`. */
export function inject(id: string, ...to: readonly string[]): FlowNode {
  return { id, type: 'test-inject', z: 'tab', x: 50, y: 50, wires: [to] };
}

/** Puts a sign-in into the store of a user directory, as if somebody had signed in there before. */
export async function seedSignIn(
  userDir: string,
  simulator: Simulator,
  options: {
    login: string;
    slot?: Slot;
    account?: string;
    scopes?: readonly string[];
    /** The sign-in server as the account names it. */
    server?: string;
    /** When it was, milliseconds since 1970. Default the wall clock. */
    now?: number;
  },
): Promise<void> {
  const { login, slot = 'channel', account = 'acc', now = Date.now() } = options;
  const scopes = options.scopes ?? allScopes().map((row) => row.scope);
  const issued = simulator.issueToken({ login, scopes });
  const store = new SealedGrantStore({
    document: fileDocument(path.join(userDir, 'twitch-accounts.json')),
    keyDocument: fileDocument(path.join(userDir, 'twitch-accounts.key')),
  });
  await store.assign(
    {
      server: options.server ?? simulator.urls.id,
      clientId: simulator.clientId,
      userId: issued.userId,
      login: issued.login,
      displayName: simulator.world.user(login)?.name ?? login,
      accessToken: issued.accessToken,
      refreshToken: issued.refreshToken,
      expiresAt: now + issued.expiresIn * 1000,
      scopes,
      obtainedAt: now,
      rotation: 0,
    },
    account,
    slot,
  );
}
