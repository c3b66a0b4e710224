import { offerOwnAccount } from './imported-account.js';

const ACCOUNT_TYPE = 'twitch-account';
/** The account that is being made here is nobody's import. */
let making = false;

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
    if (!loaded || making || !(node.type === ACCOUNT_TYPE || wantsAccount(node))) return;
    // An import adds its nodes one by one, the account perhaps last: look when it is through.
    if (waiting.size === 0) setTimeout(() => settle(waiting), 0);
    waiting.add(node);
  });
}

function wantsAccount(node: EditorNode): boolean {
  return node._def?.defaults?.['account']?.type === ACCOUNT_TYPE;
}

function settle(waiting: Set<EditorNode>): void {
  const added = [...waiting];
  waiting.clear();
  adopt(added.filter((node) => node.type !== ACCOUNT_TYPE));
  offerOwnAccount(added);
}

function adopt(added: readonly EditorNode[]): void {
  const nodes = added.filter((node) => !node.account || RED.nodes.node(node.account) === null);
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
  making = true;
  const account = RED.nodes.add({
    ...values,
    id: RED.nodes.id(),
    type: ACCOUNT_TYPE,
    _def: definition,
    users: [],
    changed: true,
    credentials: {},
  });
  making = false;
  RED.editor.validateNode(account);
  return account;
}
