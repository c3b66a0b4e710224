/** The value at a path like `twitch.user.login` or `0.payload` inside parsed JSON; undefined where there is none. */
export function dig(value: unknown, path: string): unknown {
  let current = value;
  for (const step of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}
