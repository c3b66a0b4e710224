import { inputRefusal } from './refusal';
import type { ActionParams } from './context';

/**
 * Reading evaluated fields. A field may hold anything: what a message brought, a JSONata result, a text typed by hand.
 * Blank ones (undefined, null, blank text) read as null, and the rule of the field takes over.
 */

/** A text; numbers are taken as their digits. */
export function textParam(params: ActionParams, name: string): string | null {
  const value = params[name];
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (value === undefined || value === null) return null;
  throw unfit(name, 'a text', value);
}

/** A number; texts that hold one are taken. */
export function numberParam(params: ActionParams, name: string): number | null {
  const value = params[name];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' ? Number(value.trim().replace(',', '.')) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw unfit(name, 'a number', value);
}

export function flagParam(params: ActionParams, name: string, otherwise: boolean): boolean {
  const value = params[name];
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === undefined || value === null || value === '') return otherwise;
  throw unfit(name, 'yes or no', value);
}

/** One of a few words; anything else reads as the first. */
export function choiceParam<Choice extends string>(
  params: ActionParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = params[name];
  return choices.find((choice) => choice === value) ?? choices[0];
}

/** Lines of a text, or a list of texts and numbers; blank ones are left out, null if none is left. */
export function linesParam(params: ActionParams, name: string): readonly string[] | null {
  const value = params[name];
  if (value === undefined || value === null) return null;
  const items: readonly unknown[] = Array.isArray(value)
    ? value
    : (textParam(params, name) ?? '').split('\n');
  const lines = items.map((item) => {
    if (typeof item === 'string') return item.trim();
    if (typeof item === 'number') return String(item);
    throw unfit(name, 'a list of texts', value);
  });
  const said = lines.filter((line) => line !== '');
  return said.length === 0 ? null : said;
}

function unfit(name: string, wanted: string, value: unknown): Error {
  const kind = Array.isArray(value) ? 'a list' : typeof value;
  return inputRefusal(
    'Something is filled in wrongly.',
    `The field "${name}" wants ${wanted}, and got ${kind === 'object' ? 'an object' : kind}.`,
    { parameter: name },
  );
}
