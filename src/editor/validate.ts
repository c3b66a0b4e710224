import { nodeShapes } from './node-shapes.js';
import { problemsOf, type Problem } from '../definitions/validate.js';
import { commonText, nodeText } from './texts.js';

/**
 * The validator of every node's `params`: true, or one sentence that says what is wrong and what would be right.
 * The runtime judges by the same function when it starts the node.
 */
export function validate(
  node: EditorNode,
  value: unknown,
  opt: ValidatorOptions | undefined,
): string | boolean {
  const shape = nodeShapes[node.type];
  if (!shape) return true;
  const params = (value ?? {}) as Record<string, { v: unknown; t: string }>;
  const problems = problemsOf(shape, { operation: node.operation ?? null, params });
  const problem = problems[0];
  if (!problem) return true;
  return opt ? problemSentence(node.type, problem) : false;
}

/** One thing that is wrong as a sentence that says what would be right. */
export function problemSentence(type: string, problem: Problem): string {
  const field = nodeShapes[type]?.fields.find(({ name }) => name === problem.field);
  const values =
    field?.control === 'duration'
      ? Object.fromEntries(Object.entries(problem.values).map(([key, value]) => [key, spanText(value)]))
      : problem.values;
  return commonText(`problem.${problem.key}`, {
    ...values,
    label: nodeText(type, `field.${problem.field}`, problem.field),
  });
}

/** Seconds in the unit that says them in a whole number, as the form shows them: `90 minutes`. */
function spanText(value: string | number): string {
  if (typeof value !== 'number') return value;
  const [unit, each] = durationUnits.findLast(([, seconds]) => value !== 0 && value % seconds === 0) ?? [
    'second',
    1,
  ];
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(RED.i18n.lang(), style).format(value / each);
}

const durationUnits = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
] as const;
