import type { UserNotice } from '../core/irc/chat-event';
import type { ChatLine, ChatOccurrence } from './chat-line';
import { lineToMessage, noticeToMessage, removalToMessage, type MessageSource } from './chat-to-message';
import type { TriggerContext } from './context';
import { admits, audience, keptBack, type Audience, type HearingSettings } from './hearing';
import type { TwitchMessage } from './message';
import { leastRole, type Who } from './roles';
import { sampleLine, sampleNotice, sampleRemoval } from './sample-chat';
import { textFilter, type TextMatch } from './text-filter';
import type { ChatInterest, TestFields, TestOutcome, TriggerOutput } from './trigger';

/** What twitch-chat hears. `notices`: sub, gift, raid, streak and whatever else Twitch announces in chat. */
export type ChatKind = 'messages' | 'announcements' | 'notices' | 'removals' | 'all';

export interface ChatSettings extends HearingSettings {
  readonly from: Who | 'named';
  /** Logins, for `from: 'named'`. */
  readonly people: string;
  readonly contains: string;
  readonly match: TextMatch;
  readonly kind: ChatKind;
}

export interface ChatBehaviour {
  readonly interest: ChatInterest;
  onChat(occurrence: ChatOccurrence): TriggerOutput<'message'> | null;
  test(fields: TestFields): TestOutcome<'message'>;
}

const interests: Readonly<Record<ChatKind, ChatInterest['kinds']>> = {
  messages: ['message'],
  announcements: ['usernotice'],
  notices: ['usernotice'],
  removals: ['clearchat', 'clearmsg'],
  all: ['message', 'usernotice', 'clearchat', 'clearmsg'],
};

/** The node twitch-chat: every line that passes its fields. */
export function createChatBehaviour(settings: ChatSettings, context: TriggerContext): ChatBehaviour {
  const people = audience(settings.from, settings.from === 'named' ? settings.people : '');
  const contains = textFilter(settings.contains, settings.match);
  const source: MessageSource = {
    account: context.account,
    practice: context.practice,
    identities: context.identities,
    details: settings.details,
  };

  function stoppedBy(occurrence: ChatOccurrence): string | null {
    switch (occurrence.type) {
      case 'message':
        return lineStoppedBy(occurrence, settings, people, contains, context);
      case 'usernotice':
        return noticeStoppedBy(occurrence, settings, people, contains, context);
      case 'clearchat':
      case 'clearmsg':
      default:
        return settings.kind === 'removals' || settings.kind === 'all' ? null : 'kind';
    }
  }

  return {
    interest: { kinds: interests[settings.kind] },
    onChat: (occurrence) =>
      stoppedBy(occurrence) === null ? { output: 'message', msg: toMessage(occurrence, source) } : null,
    test(fields) {
      const sample = sampleOccurrence(settings, context, fields);
      const filter = stoppedBy(sample);
      if (filter !== null) return { stoppedBy: filter };
      const msg = toMessage(sample, source);
      msg.twitch.test = true;
      return { output: 'message', msg };
    },
  };
}

function toMessage(occurrence: ChatOccurrence, source: MessageSource): TwitchMessage {
  if (occurrence.type === 'message') return lineToMessage(occurrence, source);
  if (occurrence.type === 'usernotice') return noticeToMessage(occurrence, source);
  return removalToMessage(occurrence, source);
}

type Contains = (text: string) => boolean;

function lineStoppedBy(
  line: ChatLine,
  settings: ChatSettings,
  people: Audience,
  contains: Contains,
  context: TriggerContext,
): string | null {
  if (settings.kind !== 'messages' && settings.kind !== 'all') return 'kind';
  const kept = keptBack(line, settings, context);
  if (kept !== null) return kept;
  // Most lines fall here; reading badges costs more than comparing a text.
  if (!contains(line.commandText)) return 'contains';
  return admits(people, line.user.login, line.roles) ? null : 'from';
}

function noticeStoppedBy(
  notice: UserNotice,
  settings: ChatSettings,
  people: Audience,
  contains: Contains,
  context: TriggerContext,
): string | null {
  const isAnnouncement = notice.kind === 'announcement';
  const wanted = isAnnouncement ? 'announcements' : 'notices';
  if (settings.kind !== wanted && settings.kind !== 'all') return 'kind';
  const kept = keptBack(notice, settings, context);
  if (kept !== null) return kept;
  if (!contains(notice.text)) return 'contains';
  return admits(people, notice.user.login, notice.roles) ? null : 'from';
}

function sampleOccurrence(
  settings: ChatSettings,
  context: TriggerContext,
  fields: TestFields,
): ChatOccurrence {
  switch (settings.kind) {
    case 'announcements':
      return sampleNotice(context, { text: settings.contains, ...nonEmpty(fields) }, 'announcement');
    case 'notices':
      return sampleNotice(context, { text: settings.contains, ...nonEmpty(fields) }, 'resub');
    case 'removals':
      return sampleRemoval(context, fields);
    case 'messages':
    case 'all':
    default: {
      const named = settings.from === 'named' ? [...audience('named', settings.people).also][0] : undefined;
      const least = settings.from === 'named' ? [] : leastRole[settings.from];
      const text =
        settings.contains === '' || settings.match === 'pattern' ? 'Hello everyone!' : settings.contains;
      return sampleLine(context, { ...(named === undefined ? {} : { user: named }), ...fields }, text, least);
    }
  }
}

function nonEmpty(fields: TestFields): TestFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
