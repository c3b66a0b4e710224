/** What is looked at of a node of a flow, in the editor and in the runtime alike. */
export interface PlacedNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

const PROPERTY = /^\$\{([^}]+)\}$/;

/**
 * The nodes that use an account: those that name it, and those that name a property (`${ACCOUNT}`) of their subflow or tab which
 * is that account, in one instance of the subflow at least. Disabled ones are left out.
 */
export function usersOfAccount<Node extends PlacedNode>(
  account: string,
  nodes: readonly Node[],
): readonly Node[] {
  return nodes.filter(
    (node) =>
      node['d'] !== true &&
      typeof node['account'] === 'string' &&
      meanings(node['account'], node['z'], nodes, []).includes(account),
  );
}

/** What a text stands for where it stands: in a subflow once for each instance. */
function meanings(
  text: string,
  place: unknown,
  nodes: readonly PlacedNode[],
  within: readonly unknown[],
): readonly string[] {
  const name = PROPERTY.exec(text)?.[1];
  if (name === undefined) return [text];
  const home = nodes.find((node) => node.id === place);
  if (!home || within.includes(place)) return [];
  const usual = propertyOf(home, name);
  if (home.type !== 'subflow') return usual === null ? [] : [usual];
  return nodes
    .filter((node) => node.type === `subflow:${home.id}` && node['d'] !== true)
    .flatMap((instance) => {
      const value = propertyOf(instance, name) ?? usual;
      return value === null ? [] : meanings(value, instance['z'], nodes, [...within, place]);
    });
}

/** A property in Node-RED's list of them; null where it is not set. One that names another is written as `${OTHER}`. */
function propertyOf({ env }: PlacedNode, name: string): string | null {
  const list: readonly unknown[] = Array.isArray(env) ? env : [];
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null || !('name' in entry) || entry.name !== name) continue;
    const value = 'value' in entry && typeof entry.value === 'string' ? entry.value : '';
    if (value === '') return null;
    return 'type' in entry && entry.type === 'env' && !PROPERTY.test(value) ? `\${${value}}` : value;
  }
  return null;
}
