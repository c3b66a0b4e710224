import type { SavedNode } from './definition';
import { nodeDefinition } from './nodes';

/** Turns the configuration of one version into that of the next. Pure: it returns a new object. */
export type Step = (config: SavedNode) => SavedNode;

/**
 * Steps by node type and by the version they start from. Raise `version` in the definition together with a step here,
 * and keep the old ones: somebody has a flow of that time.
 *
 * Version 0 is what nodes had before they carried a number: every field a plain property (`question: 'Best snack?'`).
 */
const fromPlainProperties: Step = (config) => {
  const definition = nodeDefinition(config.type);
  if (definition === undefined || definition.saved === 'plain') return config;
  const params: Record<string, { readonly v: unknown; readonly t: string }> = { ...config.params };
  const rest: Record<string, unknown> = { ...config };
  for (const field of definition.fields) {
    const value = config[field.name];
    if (value === undefined || params[field.name] !== undefined) continue;
    params[field.name] = { v: value, t: literalType(value) };
    delete rest[field.name];
  }
  return { ...rest, type: config.type, params };
};

function literalType(value: unknown): string {
  if (typeof value === 'number') return 'num';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'str' : 'json';
}

/** Steps that hold for every type, by the version they start from. */
const commonSteps: Readonly<Record<number, Step>> = { 0: fromPlainProperties };

/** Steps of single types, run after the common one of the same version. */
const typeSteps: Readonly<Record<string, Readonly<Record<number, Step>>>> = {};

/**
 * Brings a saved node up to the version of its definition. A node of a newer version, or of a type that is not ours, stays
 * as it is.
 */
export function migrate<Config extends object>(type: string, config: Config): Config {
  const definition = nodeDefinition(type);
  if (definition === undefined) return config;
  const saved: SavedNode = { ...config, type };
  const from = versionOf(saved);
  if (from >= definition.version) return config;
  const upgraded: object = upgrade(saved, from, definition.version, typeSteps[type] ?? {});
  return upgraded as Config;
}

function versionOf(config: SavedNode): number {
  const { version } = config;
  if (typeof version === 'number' && Number.isInteger(version) && version >= 0) return version;
  // `params` came together with the number.
  return config.params === undefined ? 0 : 1;
}

/** Runs all steps from one version to another; exported for its test, which brings steps of its own. */
export function upgrade(
  config: SavedNode,
  from: number,
  to: number,
  own: Readonly<Record<number, Step>>,
): SavedNode {
  let upgraded = config;
  for (let version = from; version < to; version++) {
    const common = commonSteps[version];
    if (common !== undefined) upgraded = common(upgraded);
    const step = own[version];
    if (step !== undefined) upgraded = step(upgraded);
  }
  return { ...upgraded, version: to };
}
