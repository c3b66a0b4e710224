import { between, pick } from '../random';
import type { PollState, PredictionState } from '../world/state';
import type { Crowd } from './crowd';

/** Votes come within this part of the time that there is. */
const VOTING_SHARE = 0.7;
/** Part of the voters who agree: more than half, so that one choice wins clearly. */
const WINNER_SHARE = 0.58;
const STAKES = [50, 100, 250, 500] as const;

/** Viewers take part in every poll and prediction of the channel. */
export function startVoting(crowd: Crowd): void {
  crowd.onNotification(({ type }) => {
    const [poll] = crowd.channel.polls;
    const [prediction] = crowd.channel.predictions;
    if (type === 'channel.poll.begin' && poll) vote(crowd, poll);
    if (type === 'channel.prediction.begin' && prediction) predict(crowd, prediction);
  });
}

function vote(crowd: Crowd, poll: PollState): void {
  const voters = crowd.shuffled(crowd.viewers);
  const winner = pick(crowd.random, poll.choices);
  const others = poll.choices.filter((choice) => choice !== winner);
  const agreeing = Math.ceil(voters.length * WINNER_SHARE);
  for (const [index, voter] of voters.entries()) {
    const choice = index < agreeing ? winner : pick(crowd.random, others);
    crowd.later(between(crowd.random, 500, poll.durationS * 1000 * VOTING_SHARE), () => {
      crowd.attempt(() => {
        crowd.world.votePoll({
          userId: voter.id,
          channel: crowd.channel.id,
          pollId: poll.id,
          choice: choice.id,
        });
      });
    });
  }
}

function predict(crowd: Crowd, prediction: PredictionState): void {
  for (const viewer of crowd.shuffled(crowd.viewers)) {
    const outcome = pick(crowd.random, prediction.outcomes);
    const points = pick(crowd.random, STAKES);
    crowd.later(between(crowd.random, 500, prediction.windowS * 1000 * VOTING_SHARE), () => {
      crowd.attempt(() => {
        crowd.world.predict({
          userId: viewer.id,
          channel: crowd.channel.id,
          outcome: outcome.id,
          points,
        });
      });
    });
  }
}
