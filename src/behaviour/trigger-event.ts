import { TwitchInputError } from '../core/errors';
import { eventRow } from '../tables/events';
import type { UserNotice } from '../core/irc/chat-event';
import { noticeToMessage, type MessageSource } from './chat-to-message';
import type { EventNotification, Identity, Person, TriggerContext } from './context';
import { failing, readFilter, type Condition } from './event-filter';
import { eventToMessage } from './event-to-message';
import { keptBack } from './hearing';
import type { ChannelRef, TwitchMessage } from './message';
import { inputRefusal, refusal } from './refusal';
import { plainName } from './rules';
import { sampleEvent } from './sample-event';
import { noticeParamsFor, sampleNotice } from './sample-chat';
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
  const notification = sampleEvent(context, settings.event, settings.version || undefined, fields, filter);
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
  const version = settings.version.trim();
  const row = eventRow(settings.event, version === '' ? undefined : version);
  if (row?.websocket === false) {
    throw inputRefusal(
      'Twitch does not send this event to programs like this one.',
      `Twitch sends "${row.label}" only to web servers, not over the connection that this package uses.`,
      { parameter: 'event' },
    );
  }
  const about = await aboutWhom(settings.about, channel, acting, findUsers);
  const condition: Record<string, string> = {};
  const needed = row === undefined ? ['broadcaster_user_id'] : row.condition;
  for (const field of needed)
    condition[field] = aboutFields.has(field) ? about : userOf(field, settings, about, acting);
  // A raid comes in, unless the condition says otherwise: Twitch takes exactly one of the two.
  if (row !== undefined && row.oneOf.length > 0 && !row.oneOf.some((field) => settings.condition[field])) {
    condition[
      row.oneOf.includes('to_broadcaster_user_id') ? 'to_broadcaster_user_id' : (row.oneOf[0] ?? '')
    ] = about;
  }
  for (const [field, value] of Object.entries(settings.condition)) if (value !== '') condition[field] = value;
  return { type: settings.event, ...(version === '' ? {} : { version }), condition, user: acting.id };
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
