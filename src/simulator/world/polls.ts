import { rfc3339Nano } from '../clock';
import type { WorldCore } from './core';
import { refuse, WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf } from './shapes';
import type { ChannelState, PollChoice, PollState } from './state';
import { characters } from './text';

export interface PollInput {
  /** Id or login. */
  readonly channel: string;
  readonly title: string;
  readonly choices: readonly string[];
  /** Seconds, 15 to 1800. */
  readonly durationS: number;
  /** Points of an extra vote, 1 to 1,000,000; 0 or nothing: one vote each. */
  readonly pointsPerVote?: number;
}

export interface VoteInput {
  /** Id or login. */
  readonly user: string;
  /** Id or login. */
  readonly channel: string;
  /** Default: the running poll of the channel. */
  readonly pollId?: string;
  /** Title of the choice, its id, or its number from 1. */
  readonly choice: string | number;
  /** Extra votes bought with channel points, on top of the free one. */
  readonly extraVotes?: number;
}

/** Votes are told at most this often, as Twitch batches them. */
const PROGRESS_EVERY_MS = 1000;

/** One poll at a time per channel, from start to end. */
export class Polls {
  readonly #core: WorldCore;
  readonly #endTimers = new Map<string, () => void>();
  readonly #progressTimers = new Map<string, () => void>();

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** @throws WorldRefusal 403 for a channel that is neither affiliate nor partner, 400 for bad values or a running poll */
  create(input: PollInput): PollState {
    const core = this.#core;
    const channel = core.channelOf(input.channel);
    if (channel.broadcasterType === '') {
      throw new WorldRefusal(403, 'The broadcaster must be a Twitch affiliate or partner.');
    }
    checkPoll(input);
    if (channel.polls.some((poll) => poll.status === 'ACTIVE')) {
      throw new WorldRefusal(400, 'The broadcaster already has a running poll.');
    }
    const poll: PollState = {
      id: core.uuid(),
      channelId: channel.id,
      title: input.title,
      choices: input.choices.map((title) => ({ id: core.uuid(), title, votes: 0, channelPointsVotes: 0 })),
      durationS: input.durationS,
      pointsPerVote: input.pointsPerVote ?? 0,
      startedAt: core.now(),
      status: 'ACTIVE',
      endedAt: null,
      voters: new Set(),
    };
    channel.polls.unshift(poll);
    core.notify('channel.poll.begin', aboutChannel(channel), {
      ...this.#base(channel, poll),
      choices: poll.choices.map(({ id, title }) => ({ id, title })),
      ends_at: rfc3339Nano(poll.startedAt + poll.durationS * 1000),
    });
    this.#endTimers.set(
      poll.id,
      core.timers.after(poll.durationS * 1000, () => this.#finish(channel, poll, 'COMPLETED')),
    );
    return poll;
  }

  /**
   * A viewer votes; the free vote counts once.
   *
   * @throws WorldRefusal 400 when no such poll runs or it has no such choice
   */
  vote(input: VoteInput): PollState {
    const core = this.#core;
    const user = core.userOf(input.user);
    const channel = core.channelOf(input.channel);
    const poll = channel.polls.find(
      (each) => each.status === 'ACTIVE' && each.id === (input.pollId ?? each.id),
    );
    if (!poll) throw new WorldRefusal(400, 'No such poll is running.');
    const choice = findChoice(poll, input.choice);
    if (!choice) throw new WorldRefusal(400, 'The poll has no such choice.');
    const extra = poll.pointsPerVote > 0 ? (input.extraVotes ?? 0) : 0;
    const isFirst = !poll.voters.has(user.id);
    if (!isFirst && extra === 0) return poll;
    poll.voters.add(user.id);
    choice.votes += (isFirst ? 1 : 0) + extra;
    choice.channelPointsVotes += extra;
    this.#progressSoon(channel, poll);
    return poll;
  }

  /** @throws WorldRefusal 400 when the poll is not running, 404 when there is none with this id */
  end(channelId: string, pollId: string, status: 'TERMINATED' | 'ARCHIVED'): PollState {
    const channel = this.#core.channelOf(channelId);
    const poll = channel.polls.find((each) => each.id === pollId);
    if (!poll) throw new WorldRefusal(404, 'The poll was not found.');
    if (poll.status !== 'ACTIVE') throw new WorldRefusal(400, 'The poll is not active.');
    this.#finish(channel, poll, status);
    return poll;
  }

  #finish(channel: ChannelState, poll: PollState, status: 'COMPLETED' | 'TERMINATED' | 'ARCHIVED'): void {
    this.#endTimers.get(poll.id)?.();
    this.#endTimers.delete(poll.id);
    this.#progressTimers.get(poll.id)?.();
    this.#progressTimers.delete(poll.id);
    poll.status = status;
    poll.endedAt = this.#core.now();
    this.#core.notify('channel.poll.end', aboutChannel(channel), {
      ...this.#base(channel, poll),
      choices: countedChoices(poll),
      status: status.toLowerCase(),
      ended_at: rfc3339Nano(poll.endedAt),
    });
  }

  #progressSoon(channel: ChannelState, poll: PollState): void {
    if (this.#progressTimers.has(poll.id)) return;
    const cancel = this.#core.timers.after(PROGRESS_EVERY_MS, () => {
      this.#progressTimers.delete(poll.id);
      this.#core.notify('channel.poll.progress', aboutChannel(channel), {
        ...this.#base(channel, poll),
        choices: countedChoices(poll),
        ends_at: rfc3339Nano(poll.startedAt + poll.durationS * 1000),
      });
    });
    this.#progressTimers.set(poll.id, cancel);
  }

  #base(channel: ChannelState, poll: PollState): Record<string, unknown> {
    return {
      id: poll.id,
      ...broadcasterOf(channel),
      title: poll.title,
      bits_voting: { is_enabled: false, amount_per_vote: 0 },
      channel_points_voting: { is_enabled: poll.pointsPerVote > 0, amount_per_vote: poll.pointsPerVote },
      started_at: rfc3339Nano(poll.startedAt),
    };
  }
}

function countedChoices(poll: PollState): Record<string, unknown>[] {
  return poll.choices.map((choice) => ({
    id: choice.id,
    title: choice.title,
    bits_votes: 0,
    channel_points_votes: choice.channelPointsVotes,
    votes: choice.votes,
  }));
}

function findChoice(poll: PollState, wanted: string | number): PollChoice | undefined {
  if (typeof wanted === 'number') return poll.choices[wanted - 1];
  const title = wanted.trim().toLowerCase();
  return poll.choices.find((choice) => choice.id === wanted || choice.title.toLowerCase() === title);
}

/** The limits of a poll (helix-notes, "Polls and predictions"). */
function checkPoll(input: PollInput): void {
  if (input.title === '') refuse('The title must not be empty.');
  if (characters(input.title) > 60) refuse('The title must not be longer than 60 characters.');
  if (input.choices.length < 2) refuse('A poll must have at least 2 choices.');
  if (input.choices.length > 5) refuse('A poll must not have more than 5 choices.');
  for (const choice of input.choices) {
    if (choice === '') refuse('The title of a choice must not be empty.');
    if (characters(choice) > 25) refuse('The title of a choice must not be longer than 25 characters.');
  }
  if (!Number.isInteger(input.durationS) || input.durationS < 15 || input.durationS > 1800) {
    refuse('The duration must be from 15 to 1800 seconds.');
  }
  const points = input.pointsPerVote ?? 0;
  if (!Number.isInteger(points) || points < 0 || points > 1_000_000) {
    refuse('The channel points per vote must be from 1 to 1000000.');
  }
}
