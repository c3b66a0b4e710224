import { usersOfAccount } from '../definitions/account-users.js';
import { leastScopes } from '../definitions/least-scopes.js';
import { label } from './label.js';
import { editorList } from './look-ups.js';
import { nodeShapes } from './node-shapes.js';
import { permissionsBesides } from './permissions.js';
import type { NeededPermission } from './shapes.js';
import { textOf } from './text-of.js';

export type SlotName = 'channel' | 'bot';

/** A permission that nodes of an account want, those that are not deployed yet included. */
export interface WantedPermission {
  /** Scopes of which one is enough. */
  readonly anyOf: readonly string[];
  /** In plain words. */
  readonly permission: string;
  /** What stands on the nodes that want it. */
  readonly nodes: readonly string[];
}

interface ListRow {
  readonly value: string;
  readonly permissions?: readonly NeededPermission[];
}

/**
 * Which permission the nodes of an account want of one of its sign-ins. Without a bot the channel speaks for itself
 * and is asked for the bot's as well. Disabled nodes want nothing.
 */
export async function wantedPermissions(
  account: string,
  slot: SlotName,
  hasBot: boolean,
): Promise<readonly WantedPermission[]> {
  const [events, calls] = await Promise.all([
    editorList<ListRow[]>('events').catch((): ListRow[] => []),
    editorList<ListRow[]>('calls').catch((): ListRow[] => []),
  ]);
  const wanted = new Map<string, { need: NeededPermission; nodes: Set<string> }>();
  const all: EditorNode[] = [];
  RED.nodes.eachNode((node) => void all.push(node));
  RED.nodes.eachWorkspace((tab) => void all.push(tab));
  RED.nodes.eachSubflow((subflow) => void all.push(subflow));
  for (const node of usersOfAccount(account, all)) {
    for (const need of needsOf(node, events, calls)) {
      const as = need.as === 'choice' ? chosenAs(node) : need.as;
      if (as !== slot && !(slot === 'channel' && !hasBot && as === 'bot')) continue;
      const key = need.anyOf.join(' ');
      const entry = wanted.get(key) ?? { need, nodes: new Set() };
      entry.nodes.add(label(node));
      wanted.set(key, entry);
    }
  }
  return merged([...wanted.values()]);
}

/**
 * The scopes to ask for: the fewest that satisfy what is wanted. The runtime adds what deployed nodes need and what
 * the sign-in already has.
 */
export function scopesOf(
  wanted: readonly WantedPermission[],
  granted: readonly string[] = [],
): readonly string[] {
  return leastScopes(
    wanted.map((want) => want.anyOf),
    granted,
  );
}

/** Permissions that the same scope will satisfy are one line: who may run polls may see them. */
function merged(
  list: readonly { readonly need: NeededPermission; readonly nodes: ReadonlySet<string> }[],
): readonly WantedPermission[] {
  const asked = leastScopes(list.map(({ need }) => need.anyOf));
  const lines = new Map<string, { anyOf: readonly string[]; permission: string; nodes: Set<string> }>();
  // Narrow needs first: their words say what is asked for.
  for (const { need, nodes } of list.toSorted((a, b) => a.need.anyOf.length - b.need.anyOf.length)) {
    const scope = asked.find((candidate) => need.anyOf.includes(candidate)) ?? '';
    const line = lines.get(scope) ?? { anyOf: need.anyOf, permission: need.permission, nodes: new Set() };
    for (const node of nodes) line.nodes.add(node);
    lines.set(scope, line);
  }
  return [...lines.values()]
    .map(({ anyOf, permission, nodes }) => ({ anyOf, permission, nodes: [...nodes] }))
    .toSorted((a, b) => a.permission.localeCompare(b.permission));
}

function chosenAs(node: EditorNode): string {
  const field = nodeShapes[node.type]?.fields.find((candidate) => candidate.name === 'as');
  return textOf(node.params?.['as']?.v) || textOf(field?.default ?? 'channel');
}

function valueOf(node: EditorNode, name: string): unknown {
  const saved = node.params?.[name];
  return saved
    ? saved.v
    : nodeShapes[node.type]?.fields.find((candidate) => candidate.name === name)?.default;
}

function needsOf(
  node: EditorNode,
  events: readonly ListRow[],
  calls: readonly ListRow[],
): readonly NeededPermission[] {
  const shape = nodeShapes[node.type];
  if (!shape) return [];
  const chosen = (name: string, rows: readonly ListRow[]): readonly NeededPermission[] =>
    rows.find((row) => row.value === node.params?.[name]?.v)?.permissions ?? [];
  return [
    ...(shape.operations[node.operation ?? shape.defaultOperation ?? '']?.permissions ?? []),
    ...permissionsBesides(shape, (name) => valueOf(node, name)),
    ...chosen('event', events),
    ...chosen('call', calls),
  ];
}
