/** Whether a parsed value is an object with keys (not null, not a list). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A property that must be text; blank and missing are ''. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
