import { TwitchInputError } from '../core/errors';
import type { UserNotice } from '../core/irc/chat-event';
import { noticeToMessage, type MessageSource } from './chat-to-message';
import type { EventNotification, Identity, Person, TriggerContext } from './context';
import { failing, readFilter, type Condition } from './event-filter';
import { eventToMessage } from './event-to-message';
import { rowFor, usableVersion } from './event-version';
import { keptBack } from './hearing';
import type { ChannelRef, TwitchMessage } from './message';
import { inputRefusal, refusal } from './refusal';
import { plainName } from './rules';
import { sampleEvent } from './sample-event';
import { noticeParamsFor, sampleNotice, samplePeople } from './sample-chat';
import { viewerAt } from './sample-people';
import type { ChatInterest, TestFields, TestOutcome, TriggerOutput } from './trigger';

/** Notices of chat stand in the same list as events: `chat.` and Twitch's word for the kind. */
export const NOTICE_PREFIX = 'chat.';

export interface EventSettings {
  /** A type of the event table, or `chat.<kind>` for a notice in chat. */
  readonly event: string;
  /** Channel or person it is about, by name or id; blank: the account's own. */
  readonly about: string;
  /** `viewers >= 10 and ...` */
  readonly filter: string;
  /** Whose sign-in carries the subscription. */
  readonly as: Identity;
  /** Blank: the newest. */
  readonly version: string;
  /** More of the condition, for those who know Twitch's words. */
  readonly condition: Readonly<Record<string, string>>;
  readonly sharedChat: boolean;
}

/** What to subscribe to. */
export interface WantedEvent {
  readonly type: string;
  readonly version?: string;
  readonly condition: Readonly<Record<string, string>>;
  /** Id of the user whose sign-in carries it. */
  readonly user: string;
}

export interface EventBehaviour {
  /** Set for notices in chat: listen there instead of subscribing. */
  readonly interest: ChatInterest | null;
  /**
   * Names become ids here, so it may have to ask Twitch.
   *
   * @throws TwitchError when nobody is signed in, nobody bears the name, or Twitch does not tell this over a socket
   */
  wanted(findUsers: FindUsers): Promise<WantedEvent>;
  onEvent(notification: EventNotification): TriggerOutput<'event'> | null;
  onNotice(notice: UserNotice): TriggerOutput<'event'> | null;
  test(fields: TestFields): TestOutcome<'event'>;
}

type FindUsers = (loginsOrIds: readonly string[]) => Promise<readonly Person[]>;

/**
 * The node twitch-event: any EventSub type, and any kind of notice in chat.
 *
 * @throws FilterProblem when the filter cannot be read, TwitchInputError without an event
 */
export function createEventBehaviour(settings: EventSettings, context: TriggerContext): EventBehaviour {
  if (settings.event.trim() === '')
    throw new TwitchInputError('No event is chosen. Choose one.', { parameter: 'event' });
  const filter = readFilter(settings.filter);
  const source: MessageSource = {
    account: context.account,
    practice: context.practice,
    identities: context.identities,
  };
  const noticeKind = settings.event.startsWith(NOTICE_PREFIX)
    ? settings.event.slice(NOTICE_PREFIX.length)
    : null;
  const sharedOnly = { ownLines: true, knownBots: true, sharedChat: settings.sharedChat, details: false };

  function passes(msg: TwitchMessage): Condition | null {
    return failing(filter, msg.payload, msg.twitch.event);
  }

  return {
    interest: noticeKind === null ? null : { kinds: ['usernotice'] },
    wanted: (findUsers) => wantedEvent(settings, context, findUsers),
    onEvent(notification) {
      const msg = eventToMessage(notification, source);
      if (!settings.sharedChat && msg.twitch.message?.sharedFrom) return null;
      return passes(msg) === null ? { output: 'event', msg } : null;
    },
    onNotice(notice) {
      if (notice.kind !== noticeKind || keptBack(notice, sharedOnly, context) !== null) return null;
      const msg = noticeToMessage(notice, source);
      return passes(msg) === null ? { output: 'event', msg } : null;
    },
    test(fields) {
      const msg = testMessage(settings, noticeKind, filter, fields, context, source);
      if (msg === null) return { stoppedBy: 'event' };
      msg.twitch.test = true;
      return passes(msg) === null ? { output: 'event', msg } : { stoppedBy: 'filter' };
    },
  };
}

/** Of an event that nobody knows, the least that nearly all events have: the channel, and somebody. */
function unknownSample(context: TriggerContext): TestFields {
  const own = context.identities().channel ?? { id: '', login: '', name: '' };
  const somebody = viewerAt(samplePeople(context), 0);
  return {
    broadcaster_user_id: own.id,
    broadcaster_user_login: own.login,
    broadcaster_user_name: own.name,
    user_id: somebody.id,
    user_login: somebody.login,
    user_name: somebody.name,
  };
}

function testMessage(
  settings: EventSettings,
  noticeKind: string | null,
  filter: readonly Condition[],
  fields: TestFields,
  context: TriggerContext,
  source: MessageSource,
): TwitchMessage | null {
  if (noticeKind !== null) {
    const passing = { ...noticeParamsFor(noticeKind, filter), ...fields };
    return noticeToMessage(sampleNotice(context, passing, noticeKind), source);
  }
  const { version } = usableVersion(settings.event, settings.version);
  const row = rowFor(settings.event, version);
  const unknown = row === undefined ? unknownSample(context) : {};
  const notification = sampleEvent(
    context,
    settings.event,
    row?.version ?? version,
    { ...unknown, ...fields },
    filter,
  );
  return notification === null ? null : eventToMessage(notification, source);
}

/** Condition fields that name the channel or person the event is about. */
const aboutFields: ReadonlySet<string> = new Set([
  'broadcaster_user_id',
  'to_broadcaster_user_id',
  'from_broadcaster_user_id',
]);

async function wantedEvent(
  settings: EventSettings,
  context: TriggerContext,
  findUsers: FindUsers,
): Promise<WantedEvent> {
  const { signedIn, channel } = context.identities();
  const acting = settings.as === 'bot' ? (signedIn.bot ?? signedIn.channel) : signedIn.channel;
  if (acting === null) {
    throw refusal(
      'TWITCH_SIGN_IN_NEEDED',
      'The Twitch account is not signed in.',
      'Events come only to somebody who is signed in. Open the account and sign in.',
    );
  }
  const { version } = usableVersion(settings.event, settings.version);
  const row = rowFor(settings.event, version);
  if (row?.websocket === false) {
    throw inputRefusal(
      'Twitch does not send this event to programs like this one.',
      `Twitch sends "${row.label}" only to web servers that it can call, with the sign-in of the application itself, and not over the connection that this package uses. Choose another event.`,
      { parameter: 'event' },
    );
  }
  const given = await withIds(settings.condition, findUsers);
  const about = await aboutWhom(settings.about, channel, acting, findUsers);
  const condition: Record<string, string> = {};
  // Of an event that the table does not know, whoever names somebody in its condition knows it better.
  const isByHand = row === undefined && Object.keys(given).some((field) => field.endsWith('user_id'));
  const needed = isByHand ? [] : (row?.condition ?? ['broadcaster_user_id']);
  for (const field of needed)
    condition[field] = aboutFields.has(field) ? about : userOf(field, settings, about, acting);
  // A raid comes in, unless the condition says otherwise: Twitch takes exactly one of the two.
  if (row !== undefined && row.oneOf.length > 0 && !row.oneOf.some((field) => given[field])) {
    condition[
      row.oneOf.includes('to_broadcaster_user_id') ? 'to_broadcaster_user_id' : (row.oneOf[0] ?? '')
    ] = about;
  }
  for (const [field, value] of Object.entries(given)) if (value !== '') condition[field] = value;
  // An event by hand has a version, and the first one is 1.
  const asked = version ?? (row === undefined ? '1' : undefined);
  return {
    type: settings.event,
    ...(asked === undefined ? {} : { version: asked }),
    condition,
    user: acting.id,
  };
}

/** People in a condition may be given by name. @throws TwitchError for a name that nobody bears */
async function withIds(
  condition: Readonly<Record<string, string>>,
  findUsers: FindUsers,
): Promise<Readonly<Record<string, string>>> {
  const named = Object.entries(condition).filter(
    ([field, value]) => field.endsWith('user_id') && value.trim() !== '' && !/^\d+$/.test(value.trim()),
  );
  if (named.length === 0) return condition;
  const found = await findUsers(named.map(([, name]) => plainName(name)));
  const ids: Record<string, string> = {};
  for (const [field, name] of named) {
    const person = found.find(({ login }) => login === plainName(name));
    if (person === undefined) {
      throw inputRefusal(
        `There is nobody named ${name}.`,
        `There is nobody named ${name} at Twitch. Correct ${field} in the conditions.`,
        { parameter: 'condition' },
      );
    }
    ids[field] = person.id;
  }
  return { ...condition, ...ids };
}

/** `user_id` is whoever reads along, but in user.update the person it is about. */
function userOf(field: string, settings: EventSettings, about: string, acting: Person): string {
  return field === 'user_id' && settings.event === 'user.update' && settings.about.trim() !== ''
    ? about
    : acting.id;
}

async function aboutWhom(
  about: string,
  own: ChannelRef | null,
  acting: Person,
  findUsers: FindUsers,
): Promise<string> {
  const name = about.trim();
  if (name === '') return own === null || own.id === '' ? acting.id : own.id;
  if (/^\d+$/.test(name)) return name;
  const [found] = await findUsers([plainName(name)]);
  if (found !== undefined) return found.id;
  throw inputRefusal(
    `There is nobody named ${name}.`,
    `There is nobody named ${name} at Twitch. Check the spelling.`,
    {
      parameter: 'about',
    },
  );
}
