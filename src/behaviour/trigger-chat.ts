import type { UserNotice, Whisper } from '../core/irc/chat-event';
import type { ChatLine, ChatOccurrence } from './chat-line';
import { lineToMessage, noticeToMessage, removalToMessage, type MessageSource } from './chat-to-message';
import type { TriggerContext } from './context';
import type { GuardedPattern } from './guarded-pattern';
import { admits, audience, keptBack, type Audience, type HearingSettings } from './hearing';
import type { TwitchMessage } from './message';
import { leastRole, type Who } from './roles';
import { isChosen, type ChosenReward, type KnownReward } from './rewards';
import { textFilter, type TextMatch } from './text-filter';
import type { ChatInterest, TestFields, TestOutcome, TriggerOutput } from './trigger';

/**
 * What twitch-chat hears. `notices`: sub, gift, raid, streak and whatever else Twitch announces in chat; `remarks`: what
 * Twitch says to whoever reads; `people`: who comes and leaves; `self`: what the reader is in the room.
 */
export type ChatKind = keyof typeof interests;

const interests = {
  messages: ['message'],
  announcements: ['usernotice'],
  notices: ['usernotice'],
  removals: ['clearchat', 'clearmsg'],
  modes: ['roomstate'],
  whispers: ['whisper'],
  remarks: ['notice'],
  people: ['join', 'part'],
  self: ['userstate', 'globaluserstate'],
  all: [
    'message',
    'usernotice',
    'clearchat',
    'clearmsg',
    'roomstate',
    'whisper',
    'notice',
    'join',
    'part',
    'userstate',
    'globaluserstate',
  ],
} as const satisfies Readonly<Record<string, ChatInterest['kinds']>>;

/** Which lines are meant, besides who wrote them and what is in them. */
export type OnlyLines = 'any' | 'firstEver' | 'returning' | 'bits' | 'reward' | 'marked' | 'replies';

export interface ChatSettings extends HearingSettings {
  readonly from: Who | 'named';
  /** Logins, for `from: 'named'`. */
  readonly people: string;
  readonly contains: string;
  readonly match: TextMatch;
  readonly kind: ChatKind;
  readonly only: OnlyLines;
  /** Least bits, for `only: 'bits'`. */
  readonly bits: number;
  /** For `only: 'reward'`; null for any. */
  readonly reward: ChosenReward | null;
}

export interface ChatBehaviour {
  readonly interest: ChatInterest;
  onChat(occurrence: ChatOccurrence): TriggerOutput<'message'> | null;
  test(fields: TestFields): TestOutcome<'message'>;
}

/** What the filters are made of, once for all lines. */
interface Filters {
  readonly settings: ChatSettings;
  readonly people: Audience;
  readonly contains: (text: string) => boolean;
  readonly context: TriggerContext;
  /** The rewards of the channel, null while they are not known. */
  readonly rewards: () => readonly KnownReward[] | null;
}

/**
 * The node twitch-chat: every line that passes its fields.
 *
 * @param rewards those of the channel, null while they are not known: then a reward is known by its id only
 * @throws SyntaxError for a pattern that cannot be read
 */
export function createChatBehaviour(
  settings: ChatSettings,
  context: TriggerContext,
  rewards: () => readonly KnownReward[] | null = () => null,
): ChatBehaviour {
  const filters: Filters = {
    settings,
    people: audience(settings.from, settings.from === 'named' ? settings.people : ''),
    contains: textFilter(settings.contains, settings.match, (source) => guardedPattern(source, context)),
    context,
    rewards,
  };
  const source: MessageSource = {
    account: context.account,
    practice: context.practice,
    identities: context.identities,
    details: settings.details,
  };
  const toMessage = (heard: ChatOccurrence): TwitchMessage =>
    occurrenceToMessage(heard, source, context.clock.now());
  return {
    interest: { kinds: interests[settings.kind] },
    onChat: (heard) =>
      stoppedBy(heard, filters) === null ? { output: 'message', msg: toMessage(heard) } : null,
    test(fields) {
      const sample = sampleOccurrence(settings, context, fields);
      // The sample stands for the chosen reward, which may be known by its title alone.
      const filter = stoppedBy(sample, { ...filters, rewards: () => sampleRewards(settings) });
      if (filter !== null) return { stoppedBy: filter };
      const msg = toMessage(sample);
      msg.twitch.test = true;
      return { output: 'message', msg };
    },
  };
}

function occurrenceToMessage(heard: ChatOccurrence, source: MessageSource, now: number): TwitchMessage {
  switch (heard.type) {
    case 'message':
      return lineToMessage(heard, source);
    case 'usernotice':
      return noticeToMessage(heard, source);
    case 'clearchat':
    case 'clearmsg':
      return removalToMessage(heard, source);
    case 'roomstate':
    case 'userstate':
    case 'globaluserstate':
    case 'notice':
    case 'whisper':
    case 'join':
    case 'part':
    default:
      return roomMessages().roomToMessage(heard, source, now);
  }
}

/** Loaded when a node wants it: most compare texts. */
function guardedPattern(source: string, context: TriggerContext): GuardedPattern {
  const { GuardedPattern: Pattern } = require('./guarded-pattern') as typeof import('./guarded-pattern');
  return new Pattern(source, context.clock, () => context.onSlowPattern?.());
}

/** Loaded when something of a room is told: most nodes hear messages only. */
function roomMessages(): typeof import('./room-to-message') {
  return require('./room-to-message') as typeof import('./room-to-message');
}

/** The field that keeps something back, null if none does. */
function stoppedBy(heard: ChatOccurrence, filters: Filters): string | null {
  switch (heard.type) {
    case 'message':
      return lineStoppedBy(heard, filters);
    case 'usernotice':
      return noticeStoppedBy(heard, filters);
    case 'whisper':
      return whisperStoppedBy(heard, filters);
    case 'roomstate':
      // The state that comes with a join is no news.
      return roomMessages().isModeChange(heard) ? null : 'kind';
    case 'clearchat':
    case 'clearmsg':
    case 'userstate':
    case 'globaluserstate':
    case 'notice':
    case 'join':
    case 'part':
    default:
      return null;
  }
}

function lineStoppedBy(
  line: ChatLine,
  { settings, people, contains, context, rewards }: Filters,
): string | null {
  const kept = keptBack(line, settings, context);
  if (kept !== null) return kept;
  if (settings.only !== 'any' && !isMeant(line, settings, rewards)) return 'only';
  // Most lines fall here; reading badges costs more than comparing a text.
  if (!contains(line.commandText)) return 'contains';
  return admits(people, line.user.login, line.roles) ? null : 'from';
}

function isMeant(line: ChatLine, { only, bits, reward }: ChatSettings, rewards: Filters['rewards']): boolean {
  switch (only) {
    case 'firstEver':
      return line.firstEver;
    case 'returning':
      return line.returning;
    case 'bits':
      return line.bits > 0 && line.bits >= bits;
    case 'reward':
      return line.rewardId !== null && (reward === null || isOf(reward, line.rewardId, rewards()));
    case 'marked':
      return line.mark !== null;
    case 'replies':
      return line.replyTo !== null;
    case 'any':
    default:
      return true;
  }
}

function isOf(chosen: ChosenReward, rewardId: string, known: readonly KnownReward[] | null): boolean {
  const title = known?.find(({ id }) => id === rewardId)?.title ?? '';
  return isChosen(chosen, { rewardId, title }, known);
}

function noticeStoppedBy(
  notice: UserNotice,
  { settings, people, contains, context }: Filters,
): string | null {
  const wanted = notice.kind === 'announcement' ? 'announcements' : 'notices';
  if (settings.kind !== wanted && settings.kind !== 'all') return 'kind';
  const kept = keptBack(notice, settings, context);
  if (kept !== null) return kept;
  if (!contains(notice.text)) return 'contains';
  return admits(people, notice.user.login, notice.roles) ? null : 'from';
}

/** A whisper tells nothing of roles: of those who count only names can be. */
function whisperStoppedBy(whisper: Whisper, { people, contains }: Filters): string | null {
  if (!contains(whisper.text)) return 'contains';
  return admits(people, whisper.user.login, []) ? null : 'from';
}

function sampleOccurrence(
  settings: ChatSettings,
  context: TriggerContext,
  fields: TestFields,
): ChatOccurrence {
  const { kind } = settings;
  // Loaded here: only the test button needs samples.
  const { sampleLine, sampleNotice, sampleRemoval, sampleRoom } =
    require('./sample-chat') as typeof import('./sample-chat');
  switch (kind) {
    case 'announcements':
      return sampleNotice(context, { text: settings.contains, ...nonEmpty(fields) }, 'announcement');
    case 'notices':
      return sampleNotice(context, { text: settings.contains, ...nonEmpty(fields) }, 'resub');
    case 'removals':
      return sampleRemoval(context, fields);
    case 'modes':
    case 'whispers':
    case 'remarks':
    case 'people':
    case 'self':
      return sampleRoom(context, { text: sampleText(settings), ...nonEmpty(fields) }, kind);
    case 'messages':
    case 'all':
    default: {
      const named = settings.from === 'named' ? [...audience('named', settings.people).also][0] : undefined;
      const least = settings.from === 'named' ? [] : leastRole[settings.from];
      const line = sampleLine(
        context,
        { ...(named === undefined ? {} : { user: named }), ...fields },
        sampleText(settings),
        least,
      );
      return { ...line, ...whatIsMeant(settings) };
    }
  }
}

function sampleText({ contains, match }: ChatSettings): string {
  return contains === '' || match === 'pattern' ? 'Hello everyone!' : contains;
}

const SAMPLE_REWARD = '5f0c6d3e-1a2b-4c3d-8e4f-90a1b2c3d4e5';

function sampleRewards({ reward }: ChatSettings): readonly KnownReward[] {
  return reward === null ? [] : [{ id: reward.id || SAMPLE_REWARD, title: reward.title, ours: true }];
}

/** What makes a test line one of those that are meant. */
function whatIsMeant({ only, bits, reward }: ChatSettings): Partial<ChatLine> {
  switch (only) {
    case 'firstEver':
      return { firstEver: true };
    case 'returning':
      return { returning: true };
    case 'bits':
      return { bits: Math.max(bits, 100) };
    case 'reward':
      return { rewardId: reward?.id || SAMPLE_REWARD };
    case 'marked':
      return { mark: 'highlighted-message' };
    case 'replies':
      return {
        replyTo: {
          id: 'test-parent',
          userId: '900000002',
          login: 'quiet_lantern',
          name: 'Quiet_Lantern',
          text: 'who is here?',
          thread: null,
        },
      };
    case 'any':
    default:
      return {};
  }
}

function nonEmpty(fields: TestFields): TestFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
