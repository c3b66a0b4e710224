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

export interface UserNoticeRow {
  /** Plain words for a list of events. */
  readonly label: string;
  /** Names of the tags that may come with it, without `msg-param-`. Upper and lower case count. Any of them can be missing. */
  readonly params: readonly string[];
  /** Not sent any more, or not for years. */
  readonly retired?: true;
  readonly note?: string;
}

const gifter = [
  'gift-months',
  'gift-month-being-redeemed',
  'anon-gift',
  'gifter-id',
  'gifter-login',
  'gifter-name',
] as const;

const subscription = [
  'cumulative-months',
  'months',
  'multimonth-duration',
  'multimonth-tenure',
  'should-share-streak',
  'streak-months',
  'sub-plan',
  'sub-plan-name',
  'was-gifted',
  ...gifter,
] as const;

const goal = [
  'goal-contribution-type',
  'goal-current-contributions',
  'goal-target-contributions',
  'goal-user-contributions',
  'goal-description',
] as const;

const gift = [
  'months',
  'recipient-id',
  'recipient-user-name',
  'recipient-display-name',
  'sub-plan',
  'sub-plan-name',
  'gift-months',
  'sender-count',
  'origin-id',
  'community-gift-id',
  'gift-theme',
  'fun-string',
  ...goal,
] as const;

const mysteryGift = [
  'mass-gift-count',
  'sender-count',
  'sub-plan',
  'origin-id',
  'community-gift-id',
  'gift-theme',
  'gift-match',
  'gift-match-bonus-count',
  'gift-match-extra-count',
  'gift-match-gifter-display-name',
  ...goal,
] as const;

const priorGifter = [
  'prior-gifter-anonymous',
  'prior-gifter-id',
  'prior-gifter-user-name',
  'prior-gifter-display-name',
] as const;

/** All kinds of USERNOTICE by their msg-id. New ones appear without notice and must be passed on with all their tags. */
export const userNotices = {
  sub: {
    label: 'New subscriber',
    params: subscription,
    note: 'sub-plan is Prime, 1000, 2000 or 3000; was-gifted is true or false, and the gifter is named only if true.',
  },
  resub: {
    label: 'Resub',
    params: subscription,
    note: 'streak-months comes only if the viewer shares it; months is 0 or a remainder of old times.',
  },
  subgift: {
    label: 'Gifted sub',
    params: gift,
    note: 'With community-gift-id it is part of a submysterygift and must not be counted again.',
  },
  anonsubgift: {
    label: 'Anonymous gifted sub',
    params: gift,
    retired: true,
    note: 'The old form of subgift.',
  },
  submysterygift: {
    label: 'Several gifted subs',
    params: mysteryGift,
    note: 'One subgift for each of mass-gift-count follows, with the same community-gift-id (older: origin-id).',
  },
  anonsubmysterygift: {
    label: 'Several anonymous gifted subs',
    params: mysteryGift,
    retired: true,
    note: 'The old form of submysterygift.',
  },
  giftpaidupgrade: {
    label: 'Gifted sub goes on as own sub',
    params: ['sender-login', 'sender-name', 'promo-name', 'promo-gift-total'],
  },
  anongiftpaidupgrade: {
    label: 'Anonymous gifted sub goes on as own sub',
    params: ['promo-name', 'promo-gift-total'],
  },
  primepaidupgrade: { label: 'Prime sub becomes a paid sub', params: ['sub-plan'] },
  standardpayforward: {
    label: 'Gifted sub paid forward to a viewer',
    params: [...priorGifter, 'recipient-id', 'recipient-user-name', 'recipient-display-name'],
  },
  communitypayforward: { label: 'Gifted sub paid forward to the community', params: [...priorGifter] },
  primecommunitygiftreceived: {
    label: 'Prime gift received',
    params: ['gift-name', 'middle-man', 'recipient', 'sender'],
    retired: true,
    note: 'Recorded in 2019.',
  },
  extendsub: { label: 'Sub extended', params: ['sub-plan', 'cumulative-months', 'sub-benefit-end-month'] },
  rewardgift: {
    label: 'Rewards shared in chat',
    params: ['domain', 'selected-count', 'total-reward-count', 'trigger-type', 'trigger-amount'],
  },
  raid: {
    label: 'Raid',
    params: ['displayName', 'login', 'viewerCount', 'profileImageURL'],
    note: 'The address of the picture holds %s in place of its size.',
  },
  unraid: { label: 'Raid cancelled', params: [], note: 'In the own channel only.' },
  ritual: { label: 'New chatter', params: ['ritual-name'], retired: true },
  bitsbadgetier: { label: 'New cheer badge', params: ['threshold'] },
  announcement: { label: 'Announcement', params: ['color'], note: 'PRIMARY, BLUE, GREEN, ORANGE or PURPLE.' },
  charitydonation: {
    label: 'Charity donation',
    params: ['charity-name', 'donation-amount', 'donation-currency', 'exponent'],
    note: 'The amount is donation-amount / 10 to the power of exponent.',
  },
  viewermilestone: {
    label: 'Watch streak',
    params: ['category', 'id', 'value', 'copoReward'],
    note: 'The one known category is watch-streak.',
  },
  modiversary: { label: 'Moderator anniversary', params: ['months'] },
  socialsharingbadge: { label: 'Sharing badge', params: ['current-badge-level'] },
  midnightsquid: {
    label: 'Elevated message',
    params: ['amount', 'currency', 'exponent'],
    retired: true,
    note: 'A trial of 2022; it had more tags that nobody recorded.',
  },
  onetapgiftredeemed: { label: 'One-tap gift', params: ['bits-spent', 'gift-id', 'user-display-name'] },
  onetapstreakstarted: { label: 'One-tap streak begins', params: ['gift-id', 'ms-remaining'] },
  onetapstreakexpired: {
    label: 'One-tap streak is over',
    params: ['contributor-1', 'streak-size-bits', 'streak-size-taps'],
    note: 'Further contributors are contributor-2 and so on.',
  },
  onetapbreakpointachieved: {
    label: 'One-tap goal reached',
    params: ['breakpoint-number', 'breakpoint-threshold-bits'],
  },
  sharedchatnotice: {
    label: 'Event of a channel that shares the chat',
    params: [],
    note: 'source-msg-id names the kind, and its tags come along. It did not happen in this channel.',
  },
} as const satisfies Readonly<Record<string, UserNoticeRow>>;

/** The msg-id of a USERNOTICE. */
export type UserNoticeKind = keyof typeof userNotices;

/** The row of a kind, or undefined for one that is not known. */
export function userNotice(msgId: string): UserNoticeRow | undefined {
  return Object.hasOwn(userNotices, msgId) ? userNotices[msgId as UserNoticeKind] : undefined;
}

/** Who gives anonymously: a real account of Twitch's that stands for all of them. */
export const anonymousGifter = { id: '274598607', login: 'ananonymousgifter' } as const;
