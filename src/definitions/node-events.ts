import { OTHER_EVENT } from '../behaviour/event-version';
import type { SavedNode } from './definition';
import { fieldOf, nodeDefinition } from './nodes';

/** Twitch's types of the events that a saved trigger hears; none for one that hears chat alone. */
export function operationEvents(config: SavedNode): readonly string[] {
  const definition = nodeDefinition(config.type);
  if (!definition) return [];
  const chosen = config.params?.['event']?.v ?? fieldOf(definition, 'event')?.default;
  if (chosen === OTHER_EVENT) {
    const byHand = config.params?.['typeByHand']?.v;
    return typeof byHand === 'string' && byHand.trim() !== '' ? [byHand.trim()] : [];
  }
  if (typeof chosen === 'string' && chosen !== '') return [chosen];
  const operation = definition.operations[config.operation ?? definition.defaultOperation ?? ''];
  return operation?.events ?? [];
}
