// Used by the editor too: nothing may be imported here at run time.

/** Of scopes of which one is enough: the one that allows least, so the one that only reads where there is one. */
export function leastScope<Scope extends string>(anyOf: readonly Scope[]): Scope | undefined {
  return anyOf.find((scope) => scope.includes(':read')) ?? anyOf[0];
}

/**
 * The fewest scopes to ask for, so that every group has one: groups without a choice first, then for each group that
 * neither these nor `granted` satisfy the one that allows least.
 */
export function leastScopes(
  groups: readonly (readonly string[])[],
  granted: readonly string[] = [],
): readonly string[] {
  const asked = new Set<string>();
  for (const anyOf of groups.toSorted((a, b) => a.length - b.length)) {
    if (anyOf.some((scope) => asked.has(scope) || granted.includes(scope))) continue;
    const scope = leastScope(anyOf);
    if (scope) asked.add(scope);
  }
  return [...asked];
}
