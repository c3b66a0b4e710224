import { callFieldRows, isPersonField } from '../behaviour/call-fields';
import type { EndpointRow, FieldSpec } from '../tables/endpoint-row';
import { allEndpoints } from '../tables/endpoints';
import { spaced } from '../behaviour/words';
import { allEvents, eventCategories, eventRow, eventVersions } from '../tables/events';
import type { EventRow } from '../tables/event-row';
import { userNotices } from '../tables/user-notices';
import { scopeRow } from '../tables/scopes';
import type { FieldDefinition, NodeDefinition, OperationDefinition } from './definition';
import { leastScope } from './least-scopes';
import { limitsOf } from './limits';
import { nodeDefinitions } from './nodes';
import { callNeeds, conditionalNeeds, eventNeeds, operationNeeds, type Need } from './permissions';

/**
 * What the editor draws its forms from, as plain JSON. The build writes it to `resources/editor/`: the nodes are
 * loaded with the editor, the long lists when a dialog first wants them. Shapes: `src/editor/shapes.ts`.
 */
export function editorDefinitions(): { nodes: object; events: readonly object[]; calls: readonly object[] } {
  return {
    nodes: Object.fromEntries(
      Object.entries(nodeDefinitions).map(([type, definition]) => [type, nodeShape(definition)]),
    ),
    events: [...events(), ...notices()],
    calls: allEndpoints()
      .filter((row) => row.status !== 'removed')
      .map(callShape),
  };
}

function nodeShape(definition: NodeDefinition): object {
  return {
    type: definition.type,
    kind: definition.kind,
    version: definition.version,
    defaultOperation: definition.defaultOperation,
    operations: Object.fromEntries(
      Object.values(definition.operations).map((operation) => [operation.id, operationShape(operation)]),
    ),
    fields: definition.fields.map(fieldShape),
    ...(definition.needsBesides && {
      permissions: conditionalNeeds(definition).map(({ when, ...need }) => ({ ...needShape(need), when })),
    }),
  };
}

function operationShape(operation: OperationDefinition): object {
  return {
    id: operation.id,
    fields: operation.fields,
    permissions: operationNeeds(operation).map(needShape),
  };
}

function fieldShape(field: FieldDefinition): object {
  const { limits: _limits, itemLimits: _itemLimits, limitsFor: _limitsFor, ...rest } = field;
  return { ...rest, ...limitsOf(field) };
}

function needShape(need: Need): object {
  const scope = leastScope(need.anyOf);
  return { as: need.as, anyOf: need.anyOf, permission: (scope && scopeRow(scope)?.permission) ?? '' };
}

/** Every type in its newest version. Those that a WebSocket cannot bring are shown, too: the dialog says what they need. */
function events(): readonly object[] {
  const types = new Set(allEvents().map((row) => row.type));
  return [...types].flatMap((type) => {
    const row = eventRow(type);
    if (!row) return [];
    return {
      value: type,
      label: row.label,
      group: eventCategories[row.category as keyof typeof eventCategories],
      words: spaced(type.replaceAll('.', ' ')),
      permissions: row.websocket ? eventNeeds(type).map(needShape) : [],
      versions: eventVersions(type),
      ...(row.websocket ? {} : { server: true }),
      ...(moreFields(row).length > 0 && { more: moreFields(row) }),
    };
  });
}

/** Fields of the condition besides the channel and whoever is signed in. */
function moreFields({ condition, optionalCondition, oneOf }: EventRow): readonly string[] {
  const filled = new Set(['broadcaster_user_id', 'moderator_user_id', 'user_id', 'to_broadcaster_user_id']);
  return [...new Set([...condition, ...optionalCondition, ...oneOf])].filter((field) => !filled.has(field));
}

function notices(): readonly object[] {
  return Object.entries(userNotices).map(([id, notice]) => ({
    value: `chat.${id}`,
    label: notice.label,
    group: 'Notices in chat (no sign-in needed)',
    words: 'irc usernotice',
    permissions: [],
  }));
}

function callShape(row: EndpointRow): object {
  return {
    value: row.id,
    label: row.name,
    group: row.category,
    words: `${row.method} ${row.path} ${row.summary}`,
    summary: row.summary,
    permissions: callNeeds(row.id).map(needShape),
    whose: whoseOf(row),
    parameters: callFieldRows(row)
      .filter(({ name }) => name !== 'after' && name !== 'before')
      .map(({ name, spec, required }) => parameterShape(row, name, spec, required)),
  };
}

/** Whose sign-in it takes: key of a text of twitch-api. */
function whoseOf({ tokens, owner, ownerAlso }: EndpointRow): string {
  if (tokens.length === 0) return 'nobody';
  if (!tokens.includes('user')) return tokens.includes('app') ? 'app' : 'extension';
  if (owner === null || ownerAlso.some(({ role }) => role === 'anyone')) return 'anybody';
  if (owner === 'token-owner') return 'person';
  if (owner.param === 'moderator_id' || ownerAlso.some(({ role }) => role === 'moderator'))
    return 'moderator';
  return owner.param.endsWith('broadcaster_id') ? 'owner' : 'person';
}

function parameterShape(row: EndpointRow, name: string, spec: FieldSpec, required: boolean): object {
  const fallback = fallbackOf(row, name);
  const hint = hintOf(spec);
  return {
    name,
    type: spec.repeatable ? `${spec.type}[]` : spec.type,
    required,
    ...(isPersonField(name) && { person: true }),
    ...(spec.enum && { enum: spec.enum.map(String) }),
    ...limits(spec),
    // An object without fields of its own takes free names; the only one is what a subscription is about.
    ...(spec.type === 'object' && !spec.fields && { keys: conditionNames() }),
    ...(spec.fields && {
      fields: Object.entries(spec.fields).map(([inner, innerSpec]) =>
        parameterShape(row, inner, innerSpec, innerSpec.required === true),
      ),
    }),
    ...(hint && { hint }),
    ...(fallback && { fallback }),
  };
}

function conditionNames(): readonly string[] {
  const names = allEvents().flatMap((row) => [...row.condition, ...row.optionalCondition]);
  return [...new Set(names)].toSorted();
}

/** Numbers that the form checks while somebody types. Colours and the like may have other values than those listed. */
function limits({ min, max, minLength, maxLength, pattern }: FieldSpec): object {
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && { open: true }),
  };
}

/** What twitch-api takes where the field is blank. */
function fallbackOf(row: EndpointRow, name: string): string {
  if (row.owner !== null && row.owner !== 'token-owner' && row.owner.param === name) return 'whoever acts';
  return name === 'broadcaster_id' ? 'the channel the message is about, else your own' : '';
}

const MOST_IN_HINT = 12;

function hintOf(spec: FieldSpec): string {
  const parts = [
    spec.hint,
    // A long list stands in the drop-down only.
    spec.enum && spec.enum.length > 0 && spec.enum.length <= MOST_IN_HINT
      ? `One of: ${spec.enum.join(', ')}`
      : undefined,
    range(spec),
    spec.maxLength === undefined ? undefined : `At most ${spec.maxLength} characters`,
    spec.unit ? `In ${spec.unit}` : undefined,
    spec.repeatable ? 'Several: separate them by commas, or give a list' : undefined,
  ];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (/[.!?]$/.test(part ?? '') ? part : `${part}.`))
    .join(' ');
}

function range({ min, max, repeatable, type }: FieldSpec): string | undefined {
  const what = repeatable || type.endsWith('[]') ? ' values' : '';
  if (min !== undefined && max !== undefined) return `${min} to ${max}${what}`;
  if (max !== undefined) return `At most ${max}${what}`;
  return min === undefined ? undefined : `At least ${min}${what}`;
}
