import { TwitchError } from '../core/errors';
import type { NodeDefinition } from '../definitions/definition';
import { isRecord } from './json';
import type { RED } from './red';

const MODULE = '@streamwire/node-red-twitch/';

/** What the dialog calls a field, in the language of the runtime; its own name where the catalogue is not loaded. */
export function fieldLabel(red: Pick<RED, '_'>, type: string, field: string): string {
  const key = `${type}:${type}.field.${field}`;
  const text: unknown = red._(`${MODULE}${key}`);
  // What Node-RED does not know comes back as it was asked, with or without the namespace.
  return typeof text !== 'string' || text === '' || key.endsWith(text) || text.endsWith(key) ? field : text;
}

/**
 * The same error with the fields of a node called as its dialog calls them: fields and behaviour know only the names that a
 * definition has (`The field "endsAt" is empty`), and nobody finds those in a form.
 */
export function withFieldLabels(
  error: TwitchError,
  red: Pick<RED, '_'>,
  definition: NodeDefinition,
): TwitchError {
  const { parameter } = error.cause;
  const field = definition.fields.find(({ name }) => name === parameter);
  const named = `The field "${parameter}"`;
  if (!field || !error.message.includes(named)) return error;
  const label = `The field "${fieldLabel(red, definition.type, field.name)}"`;
  const details: Record<string, unknown> = isRecord(error.cause) ? { ...error.cause } : {};
  return new TwitchError(
    error.code,
    error.message.replace(named, () => label),
    details,
    error.name,
  );
}
