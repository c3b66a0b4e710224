import type { ClearChat, UserNotice } from '../core/irc/chat-event';
import type { ChatLine, RoomOccurrence } from './chat-line';
import type { Person, SamplePeople, TriggerContext } from './context';
import { passingValue, type Condition } from './event-filter';
import { inventedPeople, personNamed, viewerAt } from './sample-people';
import { TEST_ID_PREFIX, type Role } from './message';
import type { TestFields } from './trigger';

/** Realistic lines and notices for the test button. */

type SampleContext = Pick<TriggerContext, 'clock' | 'random' | 'identities' | 'samplePeople'>;

/** An id that nothing at Twitch has. */
export function testId({ random }: Pick<TriggerContext, 'random'>): string {
  const part = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return `${TEST_ID_PREFIX}${part()}${part()}`;
}

export function samplePeople(context: SampleContext): SamplePeople {
  return context.samplePeople ?? inventedPeople;
}

function room(context: SampleContext): { readonly id: string; readonly login: string } {
  const channel = context.identities().channel;
  return { id: channel?.id ?? '', login: channel?.login ?? '' };
}

/** Who says it: the person named in the test, else somebody of the standing that the node asks for. */
function speaker(context: SampleContext, fields: TestFields, least: readonly Role[]): Person {
  const people = samplePeople(context);
  const named = fields['user'];
  if (typeof named === 'string' && named.trim() !== '') return personNamed(people, named);
  if (least.includes('broadcaster')) {
    const own = context.identities().channel;
    if (own !== null) return { id: own.id, login: own.login, name: own.name };
  }
  return least.includes('moderator') ? people.moderator : viewerAt(people, 0);
}

const roleNames: readonly Role[] = ['broadcaster', 'moderator', 'vip', 'subscriber'];

function rolesOf(fields: TestFields, least: readonly Role[]): readonly Role[] {
  const wanted = fields['role'];
  if (wanted === 'viewer') return [];
  const role = roleNames.find((name) => name === wanted);
  return role === undefined ? least : [role];
}

/** @param least what the node asks for, so that the line passes */
export function sampleLine(
  context: SampleContext,
  fields: TestFields,
  text: string,
  least: readonly Role[] = [],
): ChatLine {
  const said = typeof fields['text'] === 'string' && fields['text'] !== '' ? fields['text'] : text;
  const id = testId(context);
  return {
    type: 'message',
    id,
    sentAt: context.clock.now(),
    channel: room(context),
    user: speaker(context, fields, least),
    text: said,
    commandText: said.trim(),
    isAction: false,
    roles: rolesOf(fields, least),
    bits: 0,
    firstEver: false,
    returning: false,
    mark: null,
    rewardId: null,
    replyTo: null,
    sharedFrom: null,
    isOwn: false,
    color: '#2E8B57',
    badges: {},
    badgeInfo: {},
    fragments: [{ type: 'text', text: said }],
    tags: {},
  };
}

interface NoticeSample {
  readonly params: Readonly<Record<string, string>>;
  readonly text?: string;
  /** It is aimed at somebody: the recipient's tags are filled in. */
  readonly toSomebody?: true;
}

const subParams = {
  'cumulative-months': '1',
  'sub-plan': '1000',
  'sub-plan-name': 'Tier 1',
  'was-gifted': 'false',
};

/** One sample for each kind of notice; for others one without parameters does. */
const noticeSamples: Readonly<Record<string, NoticeSample>> = {
  sub: { params: subParams },
  resub: {
    params: { ...subParams, 'cumulative-months': '8', 'streak-months': '3', 'should-share-streak': '1' },
    text: 'eight months already',
  },
  subgift: {
    params: { months: '1', 'sub-plan': '1000', 'gift-months': '1', 'sender-count': '6' },
    toSomebody: true,
  },
  submysterygift: {
    params: {
      'mass-gift-count': '5',
      'sender-count': '20',
      'sub-plan': '1000',
      'community-gift-id': '4471098235510',
    },
  },
  giftpaidupgrade: { params: { 'sender-login': 'quiet_lantern', 'sender-name': 'Quiet_Lantern' } },
  anongiftpaidupgrade: { params: {} },
  primepaidupgrade: { params: { 'sub-plan': '1000' } },
  standardpayforward: { params: { 'prior-gifter-display-name': 'Quiet_Lantern' }, toSomebody: true },
  communitypayforward: { params: { 'prior-gifter-display-name': 'Quiet_Lantern' } },
  extendsub: { params: { 'sub-plan': '1000', 'cumulative-months': '4', 'sub-benefit-end-month': '6' } },
  rewardgift: { params: { 'selected-count': '5', 'total-reward-count': '5', 'trigger-type': 'CHEER' } },
  raid: { params: { viewerCount: '42' } },
  bitsbadgetier: { params: { threshold: '1000' } },
  announcement: { params: { color: 'PRIMARY' }, text: 'the tournament starts at eight' },
  charitydonation: {
    params: {
      'charity-name': 'Example Relief Fund',
      'donation-amount': '1050',
      'donation-currency': 'EUR',
      exponent: '2',
    },
  },
  viewermilestone: { params: { category: 'watch-streak', value: '10', copoReward: '450' } },
  modiversary: { params: { months: '12' } },
  socialsharingbadge: { params: { 'current-badge-level': '2' } },
  onetapgiftredeemed: { params: { 'bits-spent': '100' } },
};

export function sampleNotice(context: SampleContext, fields: TestFields, kind: string): UserNotice {
  const people = samplePeople(context);
  const sample = noticeSamples[kind.replace(/^anon(?=sub)/, '')] ?? { params: {} };
  const recipient = viewerAt(people, 1);
  const own = Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const { user: _user, text: ownText, role: _role, ...ownParams } = own;
  const user = speaker(context, fields, []);
  return {
    type: 'usernotice',
    id: testId(context),
    sentAt: context.clock.now(),
    channel: room(context),
    user,
    // anongiftpaidupgrade is done by somebody with a name: anonymous was who had given.
    anonymous: kind === 'anonsubgift' || kind === 'anonsubmysterygift',
    roles: rolesOf(fields, []),
    kind,
    text: ownText ?? sample.text ?? '',
    systemText: '',
    params: {
      ...sample.params,
      ...(sample.toSomebody
        ? {
            'recipient-id': recipient.id,
            'recipient-user-name': recipient.login,
            'recipient-display-name': recipient.name,
          }
        : {}),
      ...ownParams,
    },
    sharedFrom: null,
    tags: {},
  };
}

/** The tags behind what a filter of a notice speaks of, in the order they are tried. */
const paramsBehind: Readonly<Record<string, readonly string[]>> = {
  months: ['cumulative-months', 'months'],
  streak: ['streak-months', 'value'],
  viewers: ['viewerCount'],
  count: ['mass-gift-count', 'selected-count'],
  total: ['sender-count'],
  bits: ['threshold', 'bits-spent'],
  points: ['copoReward'],
  color: ['color'],
};

/** Parameters that make a notice of that kind meet the conditions, as far as that can be told. */
export function noticeParamsFor(
  kind: string,
  filter: readonly Condition[],
): Readonly<Record<string, string>> {
  const { params } = noticeSamples[kind] ?? { params: {} };
  const wanted: Record<string, string> = {};
  for (const condition of filter) {
    const name = paramsBehind[condition.field.toLowerCase()]?.find((param) => params[param] !== undefined);
    if (name === undefined) continue;
    const value = passingValue(condition, Number(params[name]) || params[name]);
    if (typeof value === 'string' || typeof value === 'number') wanted[name] = String(value);
  }
  return wanted;
}

/** A timeout of ten minutes. */
export function sampleRemoval(context: SampleContext, fields: TestFields): ClearChat {
  const user = speaker(context, fields, []);
  return {
    type: 'clearchat',
    what: 'user',
    at: context.clock.now(),
    channel: room(context),
    user: { id: user.id, login: user.login },
    seconds: 600,
    messageId: null,
    text: null,
  };
}

/** Slow mode turned on, a whisper, a remark of Twitch's, somebody who comes, what the reader is. */
export function sampleRoom(
  context: SampleContext,
  fields: TestFields,
  kind: 'modes' | 'whispers' | 'remarks' | 'people' | 'self',
): RoomOccurrence {
  const channel = room(context);
  switch (kind) {
    case 'modes':
      return {
        type: 'roomstate',
        channel,
        settings: {
          emoteOnly: false,
          followersOnlyMinutes: null,
          uniqueChat: false,
          slowSeconds: 30,
          subscribersOnly: false,
        },
        changed: ['slowSeconds'],
      };
    case 'whispers':
      return {
        type: 'whisper',
        messageId: '1',
        threadId: testId(context),
        user: speaker(context, fields, []),
        to: channel.login,
        text: typeof fields['text'] === 'string' ? fields['text'] : '',
        badges: {},
        color: null,
      };
    case 'remarks':
      return { type: 'notice', channel, id: 'slow_on', text: 'This room is now in slow mode.' };
    case 'people':
      return { type: 'join', channel, login: speaker(context, fields, []).login, own: false };
    case 'self':
    default:
      return {
        type: 'userstate',
        channel,
        name: context.identities().signedIn.bot?.name ?? context.identities().channel?.name ?? '',
        color: null,
        badges: {},
        roles: ['moderator'],
        privileged: true,
        emoteSets: [],
        messageId: null,
        nonce: null,
      };
  }
}
