import { line } from './dialog-parts.js';
import type { AccountSlot } from './permissions.js';
import { accountText } from './texts.js';
import type { WantedPermission } from './wanted-scopes.js';

/** Nodes that are named behind a permission; of more only the number is told. */
const MOST_NODES = 4;

/** Before the sign-in: what Twitch will ask for, and for whose sake. */
export function drawWanted(host: JQuery, wanted: readonly WantedPermission[]): void {
  if (wanted.length === 0) {
    line(host, accountText('signIn.noneWanted')).addClass('twitch-valid');
    return;
  }
  line(host, accountText('signIn.willAsk'));
  drawRows(host, wanted, () => null);
}

/**
 * After the sign-in: each permission that nodes want and whether it is allowed, and what is allowed besides.
 * @returns whether one is missing
 */
export function drawGranted(host: JQuery, wanted: readonly WantedPermission[], who: AccountSlot): boolean {
  const allowed = (want: WantedPermission): boolean => want.anyOf.some((scope) => who.scopes.includes(scope));
  const missing = wanted.filter((want) => !allowed(want));
  const wantedWords = new Set(wanted.map((want) => want.permission));
  const others = (who.permissions ?? []).filter((words) => !wantedWords.has(words));
  if (wanted.length === 0 && others.length === 0) {
    line(host, accountText('signIn.noPermissions'));
    return false;
  }
  const fold = $('<details class="twitch-permissions"></details>').appendTo(host);
  $('<summary></summary>')
    .text(
      wanted.length === 0
        ? accountText('signIn.otherPermissions', { count: others.length })
        : accountText('signIn.allowedOf', { allowed: wanted.length - missing.length, all: wanted.length }),
    )
    .appendTo(fold);
  // What is missing is what somebody has come for.
  fold.prop('open', missing.length > 0);
  drawRows(fold, [...missing, ...wanted.filter(allowed)], allowed);
  if (others.length > 0)
    line(fold, accountText('signIn.others', { list: others.join(', ') })).addClass('twitch-valid');
  return missing.length > 0;
}

function drawRows(
  host: JQuery,
  wanted: readonly WantedPermission[],
  allowed: (want: WantedPermission) => boolean | null,
): void {
  const list = $('<ul class="twitch-wanted"></ul>').appendTo(host);
  for (const want of wanted) {
    const isAllowed = allowed(want);
    const row = $('<li></li>')
      .toggleClass('twitch-missing', isAllowed === false)
      .appendTo(list);
    if (isAllowed !== null) {
      $('<i class="fa" aria-hidden="true"></i>')
        .addClass(isAllowed ? 'fa-check' : 'fa-times')
        .appendTo(row);
      $('<span class="twitch-aside"></span>')
        .text(`${accountText(isAllowed ? 'signIn.isAllowed' : 'signIn.isMissing')}: `)
        .appendTo(row);
    }
    $('<span></span>').text(want.permission).appendTo(row);
    $('<span class="twitch-for"></span>')
      .text(` (${nodesText(want.nodes)})`)
      .appendTo(row);
  }
}

function nodesText(nodes: readonly string[]): string {
  const named = nodes.slice(0, MOST_NODES).join(', ');
  const rest = nodes.length - MOST_NODES;
  return rest > 0 ? accountText('signIn.andMore', { named, rest }) : named;
}
