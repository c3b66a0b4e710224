import { editorList, get } from './look-ups.js';
import type { EditorNodeShape, NeededPermission } from './shapes.js';
import { commonText } from './texts.js';

export interface AccountSlot {
  readonly id?: string;
  readonly login: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly permissions?: readonly string[];
  /** Milliseconds since 1970; null: does not run out. */
  readonly validUntil?: number | null;
  readonly state: string;
  /** The application with which the person signed in. */
  readonly clientId?: string;
  /** One of the practice cast, signed in by itself. */
  readonly usual?: boolean;
}

/** What the runtime tells of an account. No secret is ever in it. */
export interface AccountState {
  readonly use: string;
  /** The application that the deployed account uses. */
  readonly clientId?: string;
  readonly channel: AccountSlot | null;
  readonly bot: AccountSlot | null;
  /** What the nodes of the flow need and the sign-ins lack, in plain words. */
  readonly missing?: { readonly channel: readonly string[]; readonly bot: readonly string[] };
  readonly problems: readonly {
    readonly key: string;
    readonly sentence: string;
    /** `sign-in-channel`, `sign-in-bot`, `client-id`, `server`, `none`. */
    readonly action: string;
  }[];
}

export interface Needs {
  readonly account: string;
  readonly fixed: readonly NeededPermission[];
  readonly list: 'events' | 'calls' | null;
  readonly chosen: string;
  readonly as: string;
}

/** What a node needs besides its operation, with the fields as they are. */
export function permissionsBesides(
  shape: EditorNodeShape,
  value: (field: string) => unknown,
): readonly NeededPermission[] {
  return (shape.permissions ?? []).filter(({ when }) => {
    const chosen = value(when.field);
    // Of a field with several values one of them is enough.
    const values: readonly unknown[] = Array.isArray(chosen) ? chosen : [chosen];
    return when.in.some((wanted) => values.includes(wanted));
  });
}

/** One line below the fields: which permission this needs at Twitch, and whether the account has it. */
export function drawPermissions(host: JQuery, needs: Needs): void {
  void collect(needs).then(async (permissions) => {
    host.empty();
    if (permissions.length === 0) return;
    const names = [...new Set(permissions.map((need) => need.permission))];
    const line = $('<div class="form-tips twitch-permission"></div>').appendTo(host);
    $('<span></span>')
      .text(commonText('permissionNeeded', { list: names.join(', ') }))
      .appendTo(line);
    const state = await accountState(needs.account);
    if (!state || state.use === 'read') return;
    const granted = permissions.every((need) => has(state, need, needs.as));
    $('<span class="twitch-allowed"></span>')
      .text(` ${commonText(granted ? 'permissionAllowed' : 'permissionMissing')}`)
      .toggleClass('twitch-missing', !granted)
      .appendTo(line);
  });
}

async function collect(needs: Needs): Promise<readonly NeededPermission[]> {
  if (!needs.list || !needs.chosen) return needs.fixed;
  try {
    const rows = await editorList<{ value: string; permissions?: NeededPermission[] }[]>(needs.list);
    return rows.find((row) => row.value === needs.chosen)?.permissions ?? [];
  } catch {
    // Without the list the line is left out; the runtime still says what is missing.
    return [];
  }
}

async function accountState(account: string): Promise<AccountState | null> {
  if (!account || account === '_ADD_') return null;
  try {
    return await get<AccountState>(`twitch/accounts/${encodeURIComponent(account)}`);
  } catch {
    // An account that is not deployed yet has no state.
    return null;
  }
}

function has(state: AccountState, need: NeededPermission, as: string): boolean {
  const who = need.as === 'choice' ? as : need.as;
  const slot = who === 'bot' ? (state.bot ?? state.channel) : state.channel;
  return slot ? need.anyOf.some((scope) => slot.scopes.includes(scope)) : false;
}
