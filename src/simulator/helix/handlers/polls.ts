import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { pointsOf, topPredictors } from '../../world/predictions';
import { WorldRefusal } from '../../world/refusal';
import type { ChannelState, PollState, PredictionState } from '../../world/state';
import type { World } from '../../world/world';
import { type HandlerMap, list } from '../call';
import { channelIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields } from '../shapes';

export const pollHandlers = {
  'get-polls': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const page = paged(call, inOrder(channel.polls, list(call.query.id), 'The poll was not found.'));
    return { data: page.items.map((poll) => pollAnswer(channel, poll)), pagination: page.pagination };
  },
  'create-poll': (call) => {
    const { body } = call;
    const arePointsOn = body.channel_points_voting_enabled ?? false;
    if (arePointsOn && body.channel_points_per_vote === 0) {
      throw new WorldRefusal(400, 'The channel points per vote must be from 1 to 1000000.');
    }
    const poll = call.world.polls.create({
      channel: body.broadcaster_id,
      title: body.title,
      choices: body.choices.map((choice) => choice.title),
      durationS: body.duration,
      pointsPerVote: arePointsOn ? (body.channel_points_per_vote ?? 1) : 0,
    });
    return { data: [pollAnswer(channelIn(call.world, body.broadcaster_id), poll)] };
  },
  'end-poll': (call) => {
    const { broadcaster_id: channelId, id, status } = call.body;
    const poll = call.world.polls.end(channelId, id, status);
    return { data: [pollAnswer(channelIn(call.world, channelId), poll)] };
  },
  'get-predictions': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const ids = list(call.query.id);
    const wanted =
      ids.length === 0 ? channel.predictions : channel.predictions.filter((each) => ids.includes(each.id));
    const page = paged(call, wanted);
    return {
      data: page.items.map((prediction) => predictionAnswer(call.world, channel, prediction)),
      pagination: page.pagination,
    };
  },
  'create-prediction': (call) => {
    const { body } = call;
    const prediction = call.world.predictions.create({
      channel: body.broadcaster_id,
      title: body.title,
      outcomes: body.outcomes.map((outcome) => outcome.title),
      windowS: body.prediction_window,
    });
    return { data: [predictionAnswer(call.world, channelIn(call.world, body.broadcaster_id), prediction)] };
  },
  'end-prediction': (call) => {
    const { broadcaster_id: channelId, id, status, winning_outcome_id: winner } = call.body;
    const prediction = call.world.predictions.end(channelId, id, status, winner);
    return { data: [predictionAnswer(call.world, channelIn(call.world, channelId), prediction)] };
  },
} satisfies HandlerMap;

/** Those with the given ids in their order, or all. @throws WorldRefusal 404 when there are ids and none is known */
function inOrder<T extends { readonly id: string }>(
  all: readonly T[],
  ids: readonly string[],
  notFound: string,
): readonly T[] {
  if (ids.length === 0) return all;
  const found = ids.flatMap((id) => all.find((each) => each.id === id) ?? []);
  if (found.length === 0) throw new WorldRefusal(404, notFound);
  return found;
}

function pollAnswer(channel: ChannelState, poll: PollState): EndpointItem<'get-polls'> {
  return {
    id: poll.id,
    ...broadcasterFields(channel),
    title: poll.title,
    choices: poll.choices.map((choice) => ({
      id: choice.id,
      title: choice.title,
      votes: choice.votes,
      channel_points_votes: choice.channelPointsVotes,
      bits_votes: 0,
    })),
    bits_voting_enabled: false,
    bits_per_vote: 0,
    channel_points_voting_enabled: poll.pointsPerVote > 0,
    channel_points_per_vote: poll.pointsPerVote,
    status: poll.status,
    duration: poll.durationS,
    started_at: rfc3339(poll.startedAt),
    ended_at: timeOrNull(poll.endedAt),
  };
}

function predictionAnswer(
  world: World,
  channel: ChannelState,
  prediction: PredictionState,
): EndpointItem<'get-predictions'> {
  return {
    id: prediction.id,
    ...broadcasterFields(channel),
    title: prediction.title,
    winning_outcome_id: prediction.winningOutcomeId,
    outcomes: prediction.outcomes.map((outcome) => {
      const top = topPredictors(outcome);
      return {
        id: outcome.id,
        title: outcome.title,
        users: outcome.predictions.size,
        channel_points: pointsOf(outcome),
        top_predictors:
          top.length === 0
            ? null
            : top.map((each) => ({
                user_id: each.userId,
                user_name: world.user(each.userId)?.name ?? '',
                user_login: world.user(each.userId)?.login ?? '',
                channel_points_used: each.points,
                channel_points_won: each.won ?? 0,
              })),
        color: outcome.color,
      };
    }),
    prediction_window: prediction.windowS,
    status: prediction.status,
    created_at: rfc3339(prediction.createdAt),
    ended_at: timeOrNull(prediction.endedAt),
    locked_at: timeOrNull(prediction.lockedAt),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : rfc3339(ms);
}
