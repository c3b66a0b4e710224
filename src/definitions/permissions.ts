import { rowFor, usableVersion } from '../behaviour/event-version';
import { findEndpoint } from '../tables/endpoints';
import { eventRow } from '../tables/events';
import type { Scope } from '../tables/scopes';
import type { FieldCondition, NodeDefinition, OperationDefinition, SavedNode } from './definition';
import { operationEvents } from './node-events';
import { fieldOf, nodeDefinition } from './nodes';

/** One permission that something needs: of these scopes, one is enough. */
export interface Need {
  /** Which sign-in must have it; `choice`: the one that the field `as` names. */
  readonly as: 'channel' | 'bot' | 'choice';
  readonly anyOf: readonly Scope[];
}

/** A need of a saved node, with the choice resolved. */
export interface NodeNeed extends Need {
  readonly as: 'channel' | 'bot';
}

/** What an operation needs: that of all its calls and events, without repetitions. */
export function operationNeeds(operation: OperationDefinition): readonly Need[] {
  const { as } = operation;
  if (as === 'none') return [];
  return unique([
    ...operation.calls.flatMap((call) => callNeeds(call, as)),
    ...operation.events.flatMap((type) => eventNeeds(type, undefined, as)),
    ...(operation.alsoNeeds ?? []).map((scope) => ({ as, anyOf: [scope] })),
  ]);
}

/** What a call of the table needs; nothing for one that is not in it. */
export function callNeeds(call: string, as: Need['as'] = 'choice'): readonly Need[] {
  const scopes = findEndpoint(call)?.scopes ?? [];
  return scopes.length > 0 ? [{ as, anyOf: scopes }] : [];
}

/** What an event of the table needs; nothing for one that is not in it, and for notices in chat. */
export function eventNeeds(type: string, version?: string, as: Need['as'] = 'choice'): readonly Need[] {
  return (eventRow(type, version)?.scopeGroups ?? []).map((anyOf) => ({ as, anyOf }));
}

/** What a node needs besides its operation, with the field on which it depends. */
export function conditionalNeeds(
  definition: NodeDefinition,
): readonly (Need & { readonly when: FieldCondition })[] {
  return (definition.needsBesides ?? []).flatMap(({ as, events = [], calls = [], when }) =>
    [
      ...events.flatMap((type) => eventNeeds(type, undefined, as)),
      ...calls.flatMap((id) => callNeeds(id, as)),
    ].map((need) => ({ ...need, when })),
  );
}

/** What a node as it is saved needs of the sign-ins of its account. */
export function permissionsOf(config: SavedNode): readonly NodeNeed[] {
  const definition = nodeDefinition(config.type);
  if (!definition) return [];
  const chosen = value(definition, config, 'as') === 'bot' ? 'bot' : 'channel';
  return unique(needsOf(definition, config)).map((need) => ({
    ...need,
    as: need.as === 'choice' ? chosen : need.as,
  }));
}

function needsOf(definition: NodeDefinition, config: SavedNode): readonly Need[] {
  const operation = definition.operations[config.operation ?? definition.defaultOperation ?? ''];
  return [
    ...(operation ? operationNeeds(operation) : []),
    ...conditionalNeeds(definition)
      .filter(({ when }) => meets(saved(definition, config, when.field), when))
      .map(({ as, anyOf }) => ({ as, anyOf })),
    ...(definition.type === 'twitch-event'
      ? operationEvents(config).flatMap((type) =>
          chosenNeeds(type, value(definition, config, 'eventVersion')),
        )
      : []),
    // The one kind of chat that Twitch tells only to those who allowed it.
    ...(definition.type === 'twitch-chat' && value(definition, config, 'kind') === 'whispers'
      ? eventNeeds('user.whisper.message', undefined, 'bot')
      : []),
    ...(definition.type === 'twitch-api' && value(definition, config, 'as') !== 'app'
      ? callNeeds(value(definition, config, 'call'))
      : []),
  ];
}

/** A version that Twitch has withdrawn, or that is newer than the table, needs what the newest one does. */
function chosenNeeds(type: string, asked: string): readonly Need[] {
  const { version } = usableVersion(type, asked);
  return eventNeeds(type, rowFor(type, version)?.version);
}

/** Of a field with several values one of them is enough. */
function meets(value: unknown, when: FieldCondition): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return when.in.some((wanted) => values.includes(wanted));
}

function saved(definition: NodeDefinition, config: SavedNode, name: string): unknown {
  return config.params?.[name]?.v ?? fieldOf(definition, name)?.default;
}

function value(definition: NodeDefinition, config: SavedNode, name: string): string {
  const found = saved(definition, config, name);
  return typeof found === 'string' ? found : '';
}

function unique(needs: readonly Need[]): readonly Need[] {
  const seen = new Map<string, Need>();
  for (const need of needs) seen.set(`${need.as} ${need.anyOf.join(' ')}`, need);
  // A need that a narrower one already covers would only be asked for twice.
  return [...seen.values()].filter(
    (need, index, all) =>
      !all.some(
        (other, at) =>
          at !== index &&
          other.as === need.as &&
          other.anyOf.length < need.anyOf.length &&
          other.anyOf.every((scope) => need.anyOf.includes(scope)),
      ),
  );
}
