import { nodeDefinition } from '../../src/definitions/nodes';
import type { FlowNode } from './node-red-process';

/** A practice account with all its properties, as the editor saves it. */
export function savedAccount(id: string, values: Readonly<Record<string, unknown>> = {}): FlowNode {
  const definition = nodeDefinition('twitch-account');
  const defaults = Object.fromEntries(
    (definition?.fields ?? []).map((field): [string, unknown] => [field.name, field.default]),
  );
  return { id, type: 'twitch-account', name: '', version: definition?.version ?? 1, ...defaults, ...values };
}
