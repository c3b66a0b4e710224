import { dropReasons } from './drop-reasons';

/** A mode of the chat that a NOTICE reports. */
export type ChatModeName = 'emote-only' | 'followers-only' | 'unique' | 'slow' | 'subs-only';

/**
 * What a NOTICE with a msg-id tells.
 *
 * - `state`: a mode was switched, for everybody to know
 * - `refused`: a message of this account was not shown; why and whether to retry is in `drop-reasons.ts`
 * - `join-refused`: the room cannot be joined
 * - `legacy`: an answer to a chat command, as they existed until 24 February 2023
 */
export type NoticeKind = 'state' | 'refused' | 'join-refused' | 'legacy';

export interface NoticeRow {
  readonly kinds: readonly NoticeKind[];
  /** Of `state`. */
  readonly mode?: ChatModeName;
  readonly on?: boolean;
  /** Of `legacy`. */
  readonly outcome?: 'success' | 'failure' | 'usage';
}

const states: Readonly<Record<string, { readonly mode: ChatModeName; readonly on: boolean }>> = {
  emote_only_on: { mode: 'emote-only', on: true },
  emote_only_off: { mode: 'emote-only', on: false },
  followers_on: { mode: 'followers-only', on: true },
  followers_on_zero: { mode: 'followers-only', on: true },
  // The older spelling of the one before.
  followers_onzero: { mode: 'followers-only', on: true },
  followers_off: { mode: 'followers-only', on: false },
  r9k_on: { mode: 'unique', on: true },
  r9k_off: { mode: 'unique', on: false },
  slow_on: { mode: 'slow', on: true },
  slow_off: { mode: 'slow', on: false },
  subs_on: { mode: 'subs-only', on: true },
  subs_off: { mode: 'subs-only', on: false },
};

const joinRefusals: readonly string[] = [
  'msg_channel_suspended',
  'msg_banned',
  'msg_room_not_found',
  'tos_ban',
  'msg_concurrent_channel_limit_reached',
];

const legacy = {
  success: `ban_success timeout_success unban_success untimeout_success delete_message_success mod_success unmod_success
    vip_success unvip_success vips_success room_mods cmds_available color_changed commercial_success host_on host_off
    host_success host_success_viewers host_target_went_offline hosts_remaining unraid_success raid_notice_mature
    raid_notice_restricted_chat`,
  failure: `already_banned already_emote_only_on already_emote_only_off already_r9k_on already_r9k_off already_subs_on
    already_subs_off bad_ban_admin bad_ban_anon bad_ban_broadcaster bad_ban_global_mod bad_ban_mod bad_ban_self
    bad_ban_staff bad_timeout_admin bad_timeout_anon bad_timeout_broadcaster bad_timeout_duration
    bad_timeout_global_mod bad_timeout_mod bad_timeout_self bad_timeout_staff bad_commercial_error
    bad_delete_message_broadcaster bad_delete_message_error bad_delete_message_mod bad_host_error bad_host_hosting
    bad_host_rate_exceeded bad_host_rejected bad_host_self bad_marker_client bad_mod_banned bad_mod_mod
    bad_slow_duration bad_unban_no_ban bad_unhost_error bad_unmod_mod bad_unvip_grantee_not_vip
    bad_vip_achievement_incomplete bad_vip_grantee_already_vip bad_vip_grantee_banned bad_vip_max_vips_reached
    invalid_user no_help no_mods no_permission no_vips not_hosting raid_error_already_raiding raid_error_forbidden
    raid_error_self raid_error_too_many_viewers raid_error_unexpected timeout_no_timeout turbo_only_color
    unavailable_command unraid_error_no_active_raid unraid_error_unexpected unrecognized_cmd unsupported_chatrooms_cmd
    untimeout_banned whisper_banned whisper_banned_recipient whisper_invalid_args whisper_invalid_login
    whisper_invalid_self whisper_limit_per_min whisper_limit_per_sec whisper_restricted whisper_restricted_recipient`,
  usage: `usage_ban usage_clear usage_color usage_commercial usage_disconnect usage_emote_only_on usage_emote_only_off
    usage_followers_on usage_followers_off usage_help usage_host usage_marker usage_me usage_mod usage_mods usage_r9k_on
    usage_r9k_off usage_raid usage_slow_on usage_slow_off usage_subs_on usage_subs_off usage_timeout usage_unban
    usage_unhost usage_unmod usage_unraid usage_untimeout usage_vip usage_vips usage_delete`,
} as const;

function noticeRows(): Readonly<Record<string, NoticeRow>> {
  const rows: Record<string, NoticeRow> = {};
  for (const [id, state] of Object.entries(states)) rows[id] = { kinds: ['state'], ...state };
  for (const id of Object.keys(dropReasons)) rows[id] = { kinds: ['refused'] };
  for (const id of joinRefusals) rows[id] = { kinds: [...(rows[id]?.kinds ?? []), 'join-refused'] };
  for (const outcome of ['success', 'failure', 'usage'] as const) {
    for (const id of legacy[outcome].split(/\s+/)) rows[id] = { kinds: ['legacy'], outcome };
  }
  return rows;
}

/** All msg-ids of NOTICE. Its text is English for people and may change, so only the id is compared. */
export const notices: Readonly<Record<string, NoticeRow>> = noticeRows();

/** The row of a msg-id, or undefined for one that is not known (which is for nobody to act on). */
export function notice(msgId: string): NoticeRow | undefined {
  return Object.hasOwn(notices, msgId) ? notices[msgId] : undefined;
}

/**
 * - `refresh-once`: a fresh token, one more attempt, then a person has to sign in
 * - `stop`: wrong settings or a mistake of this package; trying again cannot help
 * - `back-off`: later
 */
export type LoginReaction = 'refresh-once' | 'stop' | 'back-off';

export interface LoginFailureRow {
  /** Text of the NOTICE to `*`, which has no msg-id. The socket is closed after it, or left idle. */
  readonly text: string;
  readonly cause: string;
  readonly reaction: LoginReaction;
}

export const loginFailures = [
  {
    text: 'Login authentication failed',
    cause: 'The token is expired, revoked, or lacks the permission to read chat.',
    reaction: 'refresh-once',
  },
  {
    text: 'Improperly formatted auth',
    cause: 'The password line is malformed: oauth: has to stand before the token.',
    reaction: 'stop',
  },
  { text: 'Login unsuccessful', cause: 'Refused; also seen with too many attempts.', reaction: 'back-off' },
  {
    text: 'Invalid NICK',
    cause: 'The name is empty or has characters or capitals a login cannot have.',
    reaction: 'stop',
  },
] as const satisfies readonly LoginFailureRow[];

/** The row for the text of a NOTICE to `*`, or undefined where the text is about something else. */
export function loginFailure(text: string): LoginFailureRow | undefined {
  return loginFailures.find((row) => text.startsWith(row.text));
}

/** Who gives anonymously: a real account of Twitch's that stands for all of them. */
export const anonymousGifter = { id: '274598607', login: 'ananonymousgifter' } as const;
