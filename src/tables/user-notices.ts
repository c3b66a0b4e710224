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
