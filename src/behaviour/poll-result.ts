import { counted, duration, listed, percent } from './words';
import type { EventReader } from './event-reader';
import type { Json } from './message';

/**
 * - `active`: running; `completed`: its time was up; `terminated`: ended early, still visible; `archived`: ended or hidden
 * - `moderated`, `invalid`: taken down by Twitch
 */
export type PollStatus = 'active' | 'completed' | 'terminated' | 'archived' | 'moderated' | 'invalid';

/** What a poll node puts into the payload, and the payload of the poll events. */
export interface PollPayload {
  readonly [key: string]: Json;
  readonly id: string;
  readonly question: string;
  readonly status: PollStatus;
  /** The title with the most votes; null while it runs, when nobody voted, and for a tie. */
  readonly winner: string | null;
  /** All titles with the most votes: several for a tie, none when nobody voted. */
  readonly winners: readonly string[];
  /** Votes of the winner, or of each of a tie. */
  readonly votes: number;
  readonly totalVotes: number;
  /** Percent of all votes for the winner, rounded. */
  readonly share: number;
  readonly tie: boolean;
  readonly choices: readonly { readonly title: string; readonly votes: number; readonly share: number }[];
  readonly startedAt: string | null;
  /** When it ended, or will. */
  readonly endsAt: string | null;
}

const statuses: readonly PollStatus[] = [
  'active',
  'completed',
  'terminated',
  'archived',
  'moderated',
  'invalid',
];

/** @param poll a poll of Helix, or the event of channel.poll.begin, .progress or .end */
export function pollPayload(poll: EventReader, assumed: PollStatus = 'active'): PollPayload {
  const said = poll.text('status')?.toLowerCase();
  const status = statuses.find((known) => known === said) ?? assumed;
  const raw = poll.items('choices').map((choice) => ({
    title: choice.text('title') ?? '',
    votes: choice.number('votes') ?? 0,
  }));
  const totalVotes = raw.reduce((sum, choice) => sum + choice.votes, 0);
  const most = Math.max(0, ...raw.map((choice) => choice.votes));
  const leaders =
    most === 0 ? [] : raw.filter((choice) => choice.votes === most).map((choice) => choice.title);
  const counts = status !== 'moderated' && status !== 'invalid';
  const ended = status !== 'active' && counts;
  return {
    id: poll.text('id') ?? '',
    question: poll.text('title') ?? '',
    status,
    winner: ended && leaders.length === 1 ? (leaders[0] ?? null) : null,
    winners: ended ? leaders : [],
    votes: most,
    totalVotes,
    share: percent(most, totalVotes),
    tie: ended && leaders.length > 1,
    choices: raw.map(({ title, votes }) => ({ title, votes, share: percent(votes, totalVotes) })),
    startedAt: poll.text('started_at'),
    endsAt: poll.text('ended_at') ?? poll.text('ends_at') ?? endFromDuration(poll),
  };
}

function endFromDuration(poll: EventReader): string | null {
  const startedAt = poll.text('started_at');
  const seconds = poll.number('duration');
  if (startedAt === null || seconds === null) return null;
  const ms = Date.parse(startedAt) + seconds * 1000;
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

/** `Chips won with 12 of 20 votes (60%).` */
export function pollSummary(poll: PollPayload): string {
  switch (poll.status) {
    case 'active':
      return poll.totalVotes === 0 ? pollOpened(poll) : pollStanding(poll);
    case 'moderated':
    case 'invalid':
      return 'The poll was taken down by Twitch.';
    case 'completed':
    case 'terminated':
    case 'archived':
    default:
      return pollOutcome(poll);
  }
}

function pollOutcome(poll: PollPayload): string {
  if (poll.totalVotes === 0) return `Nobody voted: ${poll.question}`;
  if (poll.tie) {
    return `It is a tie: ${listed(poll.winners, 'and')} with ${counted(poll.votes, 'vote')} each.`;
  }
  return `${poll.winner ?? ''} won with ${poll.votes} of ${counted(poll.totalVotes, 'vote')} (${poll.share}%).`;
}

/** `Poll: Best snack? Chips, Fruit or Cake.` */
export function pollOpened(poll: PollPayload, seconds: number | null = null): string {
  const choices = listed(
    poll.choices.map((choice) => choice.title),
    'or',
  );
  const time = seconds === null ? '' : ` You have ${duration(seconds)}.`;
  return `Poll: ${closed(poll.question)} ${choices}.${time}`;
}

function pollStanding(poll: PollPayload): string {
  const leaders = poll.choices.filter((choice) => choice.votes === poll.votes).map((choice) => choice.title);
  return `${listed(leaders, 'and')} ${leaders.length === 1 ? 'leads' : 'lead'} with ${poll.votes} of ${counted(poll.totalVotes, 'vote')}.`;
}

/** A question with a sign at its end. */
export function closed(question: string): string {
  return /[.?!:…？！。]$/.test(question.trim()) ? question.trim() : `${question.trim()}:`;
}
