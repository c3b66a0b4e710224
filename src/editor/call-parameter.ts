/** One parameter of a call, as the build writes it. */
export interface CallParameter {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Wants a person: a name or an id. */
  readonly person?: true;
  readonly enum?: readonly string[];
  /** Other values than those of `enum` are taken too. */
  readonly open?: true;
  /** Of a number, or of how many there are of a list. */
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly hint?: string;
  /** What is taken when it is left out: the own channel, whoever acts. */
  readonly fallback?: string;
  /** Of an object, or of each object of a list or map. */
  readonly fields?: readonly CallParameter[];
  /** Of an object with names of free choice: those that Twitch has. */
  readonly keys?: readonly string[];
}

/** What is wrong with a value that somebody types: key of a text of twitch-api, and what it speaks of. */
export interface ParameterProblem {
  readonly key: 'number' | 'below' | 'above' | 'few' | 'many' | 'short' | 'long';
  readonly values: Readonly<Record<string, number>>;
}

export function isList({ type }: CallParameter): boolean {
  return type.endsWith('[]') && type !== 'object[]';
}

/** Whether it is edited as objects with fields of their own. */
export function isNested({ type, fields, keys }: CallParameter): boolean {
  if (keys !== undefined) return true;
  return (
    fields !== undefined && fields.length > 0 && (type === 'object[]' || type === 'map' || type === 'object')
  );
}

/** Checks a literal value against the limits of its parameter; blank ones and those with placeholders pass. */
export function parameterProblem(parameter: CallParameter, text: string): ParameterProblem | null {
  const { min, max, minLength, maxLength, type } = parameter;
  if (text === '' || (!isNested(parameter) && /\{[^{}]+\}/.test(text))) return null;
  if (isNested(parameter)) return nestedProblem(parameter, text);
  if (isList(parameter)) {
    const count = text.split(/[,\n]/).filter((item) => item.trim() !== '').length;
    if (max !== undefined && count > max && type !== 'string[]') return problem('many', { max });
    return min !== undefined && count < min ? problem('few', { min }) : null;
  }
  if (type === 'integer' || type === 'number' || (type === 'string' && (min ?? max) !== undefined)) {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) return problem('number', {});
    if (min !== undefined && value < min) return problem('below', { min });
    return max !== undefined && value > max ? problem('above', { max }) : null;
  }
  const count = Array.from(text).length;
  if (minLength !== undefined && count < minLength) return problem('short', { min: minLength });
  return maxLength !== undefined && count > maxLength ? problem('long', { max: maxLength, count }) : null;
}

/** How many there are, and the first thing wrong inside. */
function nestedProblem(parameter: CallParameter, json: string): ParameterProblem | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || parameter.keys !== undefined) return null;
  const { min, max, fields = [] } = parameter;
  const all: unknown[] = parameter.type === 'object' ? [value] : Object.values(value);
  if (min !== undefined && all.length < min) return problem('few', { min });
  if (max !== undefined && all.length > max) return problem('many', { max });
  for (const one of all) {
    for (const field of fields) {
      const inner = (one as Record<string, unknown> | null)?.[field.name];
      if (inner === undefined || inner === null || typeof inner === 'boolean') continue;
      const found = parameterProblem(field, typeof inner === 'string' ? inner : JSON.stringify(inner));
      if (found) return found;
    }
  }
  return null;
}

function problem(key: ParameterProblem['key'], values: ParameterProblem['values']): ParameterProblem {
  return { key, values };
}
