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
  return commonText(`problem.${problem.key}`, {
    ...problem.values,
    label: nodeText(type, `field.${problem.field}`, problem.field),
  });
}
