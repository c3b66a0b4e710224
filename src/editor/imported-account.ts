import { label } from './account.js';
import { accountText } from './texts.js';

const ACCOUNT_TYPE = 'twitch-account';
/** Accounts that are offered, each with a button; with more of them the one for new nodes is. */
const MOST_OFFERED = 3;

/**
 * An import has brought an account of its own besides those that are there: offers to move the imported nodes to one
 * of these, which the streamer has signed in to already. Nothing is changed without a click, and Undo takes it back.
 *
 * @param added all nodes that came with the import
 */
export function offerOwnAccount(added: readonly EditorNode[]): void {
  const brought = added.filter((node) => node.type === ACCOUNT_TYPE);
  const movable = added.filter((node) => brought.some((account) => account.id === node.account));
  // An account that somebody has made by hand comes without nodes.
  if (movable.length === 0) return;
  const own = ownAccounts(brought);
  if (own.length === 0) return;
  const text = accountText(movable.length === 1 ? 'imported.one' : 'imported.several', {
    count: movable.length,
    account: brought.map(label).join(', '),
  });
  const notice = RED.notify($('<p class="twitch-imported"></p>').text(text), {
    fixed: true,
    buttons: [
      { text: accountText('imported.keep'), click: () => notice.close() },
      ...own.map((account) => ({
        // Node-RED shows a button's text as HTML.
        text: escaped(accountText('imported.use', { account: label(account) })),
        class: 'primary',
        click: () => {
          notice.close();
          moveTo(account, movable, brought);
        },
      })),
    ],
  });
}

function ownAccounts(brought: readonly EditorNode[]): readonly EditorNode[] {
  const own: EditorNode[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type === ACCOUNT_TYPE && !brought.includes(node) && node.d !== true) own.push(node);
  });
  if (own.length <= MOST_OFFERED) return own;
  return own.filter((node) => node['forNewNodes'] === true).slice(0, MOST_OFFERED);
}

/** Moves the nodes and removes the accounts that nobody uses then, as one step that can be undone. */
function moveTo(account: EditorNode, nodes: readonly EditorNode[], brought: readonly EditorNode[]): void {
  const wasDirty = RED.nodes.dirty();
  const events: object[] = [];
  // What was deleted or moved by hand since then is left alone.
  for (const node of nodes.filter((candidate) => RED.nodes.node(candidate.id) === candidate)) {
    const before = node.account;
    if (!brought.some(({ id }) => id === before)) continue;
    events.push({ t: 'edit', node, changes: { account: before }, changed: node.changed, dirty: wasDirty });
    RED.nodes.updateConfigNodeUsers?.(node, { action: 'remove' });
    node.account = account.id;
    RED.nodes.updateConfigNodeUsers?.(node, { action: 'add' });
    node.changed = true;
    node.dirty = true;
    RED.editor.validateNode(node);
    RED.events.emit('nodes:change', node);
  }
  for (const old of brought) {
    if (RED.nodes.node(old.id) !== old || (old.users?.length ?? 0) > 0) continue;
    RED.nodes.remove(old.id);
    events.push({ t: 'delete', nodes: [old], changed: false, dirty: wasDirty });
  }
  if (events.length === 0) return;
  RED.history.push({ t: 'multi', events, dirty: wasDirty });
  RED.nodes.dirty(true);
  RED.view.redraw(true);
}

function escaped(text: string): string {
  return $('<span></span>').text(text).html();
}
