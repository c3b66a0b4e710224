import { leastScopes } from '../definitions/least-scopes.js';
import { editorList } from './look-ups.js';
import { nodeShapes } from './node-shapes.js';
import { permissionsBesides } from './permissions.js';
import type { NeededPermission } from './shapes.js';
import { textOf } from './text-of.js';

interface ListRow {
  readonly value: string;
  readonly permissions?: readonly NeededPermission[];
}

/**
 * What the nodes that use an account need for one of its sign-ins, those that are not deployed yet included. The
 * runtime adds what deployed nodes need and what the sign-in already has.
 */
export async function wantedScopes(account: string, slot: 'channel' | 'bot'): Promise<readonly string[]> {
  const [events, calls] = await Promise.all([
    editorList<ListRow[]>('events').catch((): ListRow[] => []),
    editorList<ListRow[]>('calls').catch((): ListRow[] => []),
  ]);
  const needs: NeededPermission[] = [];
  RED.nodes.eachNode((node) => {
    if (node.account !== account) return;
    const as = textOf(node.params?.['as']?.v) || defaultAs(node);
    needs.push(
      ...needsOf(node, events, calls).filter((need) => (need.as === 'choice' ? as : need.as) === slot),
    );
  });
  return leastScopes(needs.map((need) => need.anyOf));
}

function defaultAs(node: EditorNode): string {
  const field = nodeShapes[node.type]?.fields.find((candidate) => candidate.name === 'as');
  return textOf(field?.default ?? 'channel');
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
