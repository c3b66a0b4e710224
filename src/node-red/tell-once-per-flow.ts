import type { RuntimeNode } from './red';

/**
 * Reports an error of a config node to the Catch nodes of its users. Node-RED does that once per user, so with twenty nodes on a
 * tab a Catch node there would fire twenty times; for the moment of the report the list holds one user of each tab.
 */
export function tellOncePerFlow(
  node: RuntimeNode & { users?: Readonly<Record<string, RuntimeNode>> },
  users: Readonly<Record<string, RuntimeNode>>,
  error: Error,
): void {
  const byFlow = new Map(Object.values(users).map((user) => [user.z ?? '', user]));
  node.users = Object.fromEntries([...byFlow.values()].map((user) => [user.id, user]));
  try {
    node.error(error, {});
  } finally {
    node.users = users;
  }
}
