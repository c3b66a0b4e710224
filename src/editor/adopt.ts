const ACCOUNT_TYPE = 'twitch-account';

/**
 * A node that is dropped or imported without an account takes one by itself: the only one there is; of several the
 * one ticked "for new nodes"; with none, a practice account is made. Nodes of the flow as it was loaded are left
 * alone: there a missing account was somebody's decision.
 */
export function adoptAccounts(): void {
  let loaded = false;
  const waiting = new Set<EditorNode>();
  RED.events.on('flows:loaded', () => {
    loaded = true;
    waiting.clear();
  });
  RED.events.on('nodes:add', (node: EditorNode) => {
    if (!loaded || !wantsAccount(node)) return;
    // An import adds its nodes one by one, the account perhaps last: look when it is through.
    if (waiting.size === 0) setTimeout(() => settle(waiting), 0);
    waiting.add(node);
  });
}

function wantsAccount(node: EditorNode): boolean {
  return node._def?.defaults?.['account']?.type === ACCOUNT_TYPE;
}

function settle(waiting: Set<EditorNode>): void {
  const nodes = [...waiting].filter((node) => !node.account || RED.nodes.node(node.account) === null);
  waiting.clear();
  if (nodes.length === 0) return;
  const account = chooseAccount();
  if (!account) return;
  for (const node of nodes) {
    node.account = account.id;
    if (RED.nodes.updateConfigNodeUsers) RED.nodes.updateConfigNodeUsers(node, { action: 'add' });
    else account.users?.push(node);
    node.dirty = true;
    RED.editor.validateNode(node);
  }
  RED.nodes.dirty(true);
  RED.view.redraw(true);
}

/** Null when several could be meant. */
function chooseAccount(): EditorNode | null {
  const accounts: EditorNode[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type === ACCOUNT_TYPE) accounts.push(node);
  });
  if (accounts.length === 0) return makePracticeAccount();
  if (accounts.length === 1) return accounts[0] ?? null;
  return accounts.find((node) => node['forNewNodes'] === true) ?? null;
}

function makePracticeAccount(): EditorNode | null {
  const definition = RED.nodes.getType(ACCOUNT_TYPE);
  if (!definition) return null;
  const values: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(definition.defaults)) values[name] = property.value;
  const account = RED.nodes.add({
    ...values,
    id: RED.nodes.id(),
    type: ACCOUNT_TYPE,
    _def: definition,
    users: [],
    changed: true,
    credentials: {},
  });
  RED.editor.validateNode(account);
  return account;
}
