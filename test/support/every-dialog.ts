import type { NodeDefinition, NodeType } from '../../src/definitions/definition';
import { nodeDefinitions } from '../../src/definitions/nodes';
import type { FlowNode } from './node-red-process';
import { params } from './twitch-flow';

/** A flow with one node of each kind, for tests that go through all dialogs. */

export const EVERY_ACCOUNT = 'a0000000000000a1';
const TAB = 'f0000000000000f1';

export const everyType: readonly NodeType[] = (Object.keys(nodeDefinitions) as NodeType[]).filter(
  (type) => type !== 'twitch-account',
);

/** What must be chosen before a node is whole; all else rests on its rule. */
const chosen: Readonly<Partial<Record<NodeType, Record<string, unknown>>>> = {
  'twitch-command': { command: 'hug' },
  'twitch-timer': { lines: 'Drink some water.' },
  'twitch-condition': { category: 'Just Chatting' },
  'twitch-event': { event: 'channel.follow' },
  'twitch-points-reward': { title: 'Posture check' },
  'twitch-api': { call: 'get-users' },
};

export function definitionOf(type: NodeType): NodeDefinition {
  return nodeDefinitions[type];
}

/** The operations that the dialog offers. */
export function operationsOf(type: NodeType): readonly string[] {
  return definitionOf(type).kind === 'action' && type !== 'twitch-api'
    ? Object.keys(definitionOf(type).operations)
    : [];
}

/** Id of the node of a type in {@link everyNode}. */
export function everyId(type: NodeType): string {
  return `b0000000000000${everyType.indexOf(type).toString(16).padStart(2, '0')}`;
}

/** @param account the account of all of them; a practice one by default */
export function everyNode(account?: FlowNode): FlowNode[] {
  const nodes = everyType.map((type, index) => ({
    id: everyId(type),
    type,
    z: TAB,
    name: '',
    account: account?.id ?? EVERY_ACCOUNT,
    version: definitionOf(type).version,
    ...(definitionOf(type).kind === 'action'
      ? { operation: definitionOf(type).defaultOperation ?? Object.keys(definitionOf(type).operations)[0] }
      : {}),
    params: params(chosen[type] ?? {}),
    x: 200,
    y: 60 + index * 60,
    wires: [],
  }));
  return [
    { id: TAB, type: 'tab', label: 'Dialogs' },
    account ?? { id: EVERY_ACCOUNT, type: 'twitch-account', name: '', version: 1, use: 'practice' },
    ...nodes,
  ];
}
