import type { SavedNode } from './definition';
import { fieldOf, nodeDefinition } from './nodes';

/** Twitch's types of the events that a saved trigger hears; none for one that hears chat alone. */
export function operationEvents(config: SavedNode): readonly string[] {
  const definition = nodeDefinition(config.type);
  if (!definition) return [];
  const chosen = config.params?.['event']?.v ?? fieldOf(definition, 'event')?.default;
  if (typeof chosen === 'string' && chosen !== '') return [chosen];
  const operation = definition.operations[config.operation ?? definition.defaultOperation ?? ''];
  return operation?.events ?? [];
}
