import { copy } from './dialog-parts.js';
import { nodeShapes } from './node-shapes.js';
import { get } from './look-ups.js';
import type { AccountState } from './permissions.js';
import type { EditorField, SavedValue } from './shapes.js';
import { sidebarText } from './sidebar-parts.js';
import { textOf } from './text-of.js';

type Exported = Record<string, unknown> & { id: string; type: string };

const ACCOUNT_TYPE = 'twitch-account';
/** All recipes have the same account, so that a second one takes the first one's. */
const RECIPE_ACCOUNT = '5774636870726163';
/** Fields that name people, channels, rewards or clips of one's own. */
const PERSONAL_RULES: ReadonlySet<string> = new Set(['person', 'channel', 'own-channel', 'clip-id', 'video']);
const PERSONAL_NAMES = /^(people|alsoPeople|notPeople|person|whom|whose|user|channel|about|moderator)$/;
const PERSONAL_PARAMETERS = /(^|_)(id|login)$/;
const STAND_IN = 'your_channel';

/** Copies the flow on the open tab so that anybody can import it: without account, logins and ids. */
export function copyAsRecipe(): void {
  void recipe().then((text) => {
    const button = $('.twitch-sidebar [data-action="recipe"]');
    copy(text, button);
    RED.notify($('<span></span>').text(sidebarText('recipe.copied')), { type: 'success', timeout: 4000 });
  });
}

async function recipe(): Promise<string> {
  const all = RED.nodes.createCompleteNodeSet({ credentials: false }) as Exported[];
  const chosen = withAllItNeeds(all, RED.workspaces.active());
  const secrets = await ownNames(all.filter((node) => node.type === ACCOUNT_TYPE));
  const accounts = new Set(chosen.filter((node) => node.type === ACCOUNT_TYPE).map((node) => node.id));
  const nodes = chosen.filter((node) => node.type !== ACCOUNT_TYPE).map((node) => impersonal(node, accounts));
  if (accounts.size > 0) nodes.push(practiceAccount());
  return JSON.stringify(
    nodes.map((node) => scrub(node, secrets)),
    null,
    2,
  );
}

/** The nodes of a tab, the subflows they are made of, and the config nodes that they name. */
function withAllItNeeds(all: readonly Exported[], tab: string): readonly Exported[] {
  const byId = new Map(all.map((node) => [node.id, node]));
  const taken = new Set<Exported>();
  const take = (node: Exported): void => {
    if (taken.has(node)) return;
    taken.add(node);
    for (const value of Object.values(node)) {
      const named = typeof value === 'string' ? byId.get(value.replace(/^subflow:/, '')) : undefined;
      // A config node stands nowhere; what stands on a tab comes with its tab.
      if (named && (named.type === 'subflow' || (named['x'] === undefined && named.type !== 'tab')))
        take(named);
    }
    if (node.type === 'tab' || node.type === 'subflow')
      for (const inner of all) if (inner['z'] === node.id) take(inner);
  };
  const start = byId.get(tab);
  if (start) take(start);
  return all.filter((node) => taken.has(node));
}

/** A node of ours that uses the recipe's account and names nobody. */
function impersonal(node: Exported, accounts: ReadonlySet<string>): Exported {
  const copied = structuredClone(node);
  const shape = nodeShapes[node.type];
  if (typeof copied['account'] === 'string' && accounts.has(copied['account']))
    copied['account'] = RECIPE_ACCOUNT;
  const params = copied['params'] as Record<string, SavedValue> | undefined;
  if (!shape || !params) return copied;
  for (const field of shape.fields) {
    const saved = params[field.name];
    if (!saved) continue;
    // A reward is found again by its title.
    if (field.control === 'reward') saved.v = withoutIds(saved.v);
    else if (isPersonal(field) && ['str', 'num', 'json'].includes(saved.t)) delete params[field.name];
    else if (field.control === 'callFields') saved.v = withoutIds(saved.v);
  }
  return copied;
}

function isPersonal(field: EditorField): boolean {
  return PERSONAL_RULES.has(field.restsOn ?? '') || PERSONAL_NAMES.test(field.name);
}

function withoutIds(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !PERSONAL_PARAMETERS.test(name)));
}

function practiceAccount(): Exported {
  const defaults = RED.nodes.getType(ACCOUNT_TYPE)?.defaults ?? {};
  const values = Object.entries(defaults).map(([name, property]): [string, unknown] => [
    name,
    property.value,
  ]);
  return { ...Object.fromEntries(values), id: RECIPE_ACCOUNT, type: ACCOUNT_TYPE };
}

/** Names and ids of who is signed in, and what was typed into accounts. */
async function ownNames(accounts: readonly Exported[]): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const account of accounts) {
    for (const property of [
      'channel',
      'clientId',
      'idUrl',
      'helixUrl',
      'ircUrl',
      'eventSubUrl',
      'moreChannels',
    ])
      for (const text of textOf(account[property]).split(/[\s,]+/)) names.add(text);
    const state = await get<AccountState>(`twitch/accounts/${encodeURIComponent(account.id)}`).catch(
      () => null,
    );
    for (const who of [state?.channel, state?.bot])
      for (const text of [who?.login, who?.name, who?.id]) names.add(text ?? '');
  }
  return [...names].filter((name) => name.length > 3).toSorted((a, b) => b.length - a.length);
}

/** No text of a recipe names who made it, wherever it was typed. */
function scrub(node: Exported, secrets: readonly string[]): Exported {
  const { id, type, z, wires, ...rest } = node;
  let text = JSON.stringify(rest);
  for (const secret of secrets) {
    const pattern = new RegExp(
      JSON.stringify(secret)
        .slice(1, -1)
        .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
      'gi',
    );
    text = text.replaceAll(pattern, STAND_IN);
  }
  return {
    id,
    type,
    ...(z === undefined ? {} : { z }),
    ...(JSON.parse(text) as Record<string, unknown>),
    ...(wires === undefined ? {} : { wires }),
  };
}
