import type { EndpointQuery } from '../../tables/endpoints';
import {
  removed,
  timeText,
  type ActOptions,
  type ListOptions,
  type UserHandle,
  type UserRef,
} from './user-handle';

/** What is shown and played: clips, markers, videos, polls, predictions. */
export const contentMethods = {
  /**
   * Clips the live stream. The clip exists some seconds later: look it up by its id. `has_delay` is no longer a thing
   * and is ignored.
   *
   * @param clip title, and length of 5 to 60 s, 30 where it is left out
   */
  createClip(
    this: UserHandle,
    clip: Pick<EndpointQuery<'create-clip'>, 'title' | 'duration'> & { has_delay?: boolean } = {},
    options: ActOptions = {},
  ) {
    const { title, duration } = clip;
    return this.at('create-clip').one(
      ({ self }) => ({ query: { broadcaster_id: self, title, duration } }),
      options,
    );
  },

  /** Cuts a clip out of a recording; `vod_offset` is where it ends, in seconds. */
  createClipFromVideo(
    this: UserHandle,
    clip: Omit<EndpointQuery<'create-clip-from-vod'>, 'editor_id' | 'broadcaster_id'>,
    options: ActOptions = {},
  ) {
    return this.at('create-clip-from-vod').one(
      ({ self, actor }) => ({ query: { ...clip, broadcaster_id: self, editor_id: actor } }),
      options,
    );
  },

  /** Clips of this channel's streams. `started_at` alone means one week. */
  fetchClips(
    this: UserHandle,
    filter: { started_at?: string | Date; ended_at?: string | Date; is_featured?: boolean } = {},
    options: ListOptions = {},
  ) {
    const { started_at, ended_at, is_featured } = filter;
    return this.at('get-clips').list(
      ({ self }) => ({
        query: {
          broadcaster_id: self,
          started_at: timeText(started_at),
          ended_at: timeText(ended_at),
          is_featured,
        },
      }),
      options,
    );
  },

  /** Addresses from which clips can be downloaded for some time. */
  fetchClipDownloads(this: UserHandle, clipIds: readonly string[], options: ListOptions = {}) {
    return this.at('get-clips-download').list(
      ({ self, actor }) => ({ query: { broadcaster_id: self, editor_id: actor, clip_id: clipIds } }),
      options,
    );
  },

  /** Marks this moment of the live stream. A description has 140 characters at most. */
  createMarker(this: UserHandle, description?: string, options: ActOptions = {}) {
    return this.at('create-stream-marker').one(
      ({ self }) => ({ body: { user_id: self, description } }),
      options,
    );
  },

  /** Markers of a video, or of the latest stream. */
  fetchMarkers(this: UserHandle, filter: { video_id?: string } = {}, options: ListOptions = {}) {
    const { video_id } = filter;
    return this.at('get-stream-markers').list(
      ({ self }) => ({ query: video_id === undefined ? { user_id: self } : { video_id } }),
      { as: this, ...options },
    );
  },

  fetchVideos(
    this: UserHandle,
    filter: Pick<EndpointQuery<'get-videos'>, 'period' | 'sort' | 'type'> = {},
    options: ListOptions = {},
  ) {
    return this.at('get-videos').list(({ self }) => ({ query: { user_id: self, ...filter } }), options);
  },

  /**
   * Opens a poll: a title of 60 characters, 2 to 5 choices of 25, 15 to 1800 s.
   *
   * @throws {TwitchError} TWITCH_GONE when voting with Bits is asked for, which Twitch has removed
   */
  async createPoll(
    this: UserHandle,
    poll: {
      title: string;
      choices: readonly string[];
      /** Seconds. */
      duration: number;
      channel_points_voting_enabled?: boolean;
      channel_points_per_vote?: number;
      bits_voting_enabled?: boolean;
      bits_per_vote?: number;
    },
    options: ActOptions = {},
  ) {
    const { title, choices, duration, channel_points_voting_enabled, channel_points_per_vote } = poll;
    if (poll.bits_voting_enabled) throw removed('Voting with Bits', 'channel_points_voting_enabled');
    return await this.at('create-poll').one(
      ({ self }) => ({
        body: {
          broadcaster_id: self,
          title,
          choices: choices.map((choice) => ({ title: choice })),
          duration,
          channel_points_voting_enabled,
          channel_points_per_vote,
        },
      }),
      options,
    );
  },

  /** Ends a poll: `TERMINATED` leaves it visible, `ARCHIVED` hides it. */
  endPoll(
    this: UserHandle,
    pollId: string,
    status: 'TERMINATED' | 'ARCHIVED' = 'TERMINATED',
    options: ActOptions = {},
  ) {
    return this.at('end-poll').one(
      ({ self }) => ({ body: { broadcaster_id: self, id: pollId, status } }),
      options,
    );
  },

  /** Polls of the last 90 days, newest first, or given ones. */
  fetchPolls(this: UserHandle, filter: { poll_ids?: readonly string[] } = {}, options: ListOptions = {}) {
    return this.at('get-polls').list(
      ({ self }) => ({ query: { broadcaster_id: self, id: filter.poll_ids } }),
      options,
    );
  },

  /** Opens a prediction: a title of 45 characters, 2 to 10 outcomes of 25, 30 to 1800 s. */
  createPrediction(
    this: UserHandle,
    prediction: {
      title: string;
      outcomes: readonly string[];
      /** How long people can predict, in seconds. */
      prediction_window: number;
    },
    options: ActOptions = {},
  ) {
    const { title, outcomes, prediction_window } = prediction;
    return this.at('create-prediction').one(
      ({ self }) => ({
        body: {
          broadcaster_id: self,
          title,
          outcomes: outcomes.map((outcome) => ({ title: outcome })),
          prediction_window,
        },
      }),
      options,
    );
  },

  /** Locks, resolves or cancels a prediction. `RESOLVED` needs the winning outcome. */
  endPrediction(
    this: UserHandle,
    predictionId: string,
    status: 'LOCKED' | 'RESOLVED' | 'CANCELED',
    winningOutcomeId?: string,
    options: ActOptions = {},
  ) {
    return this.at('end-prediction').one(
      ({ self }) => ({
        body: { broadcaster_id: self, id: predictionId, status, winning_outcome_id: winningOutcomeId },
      }),
      options,
    );
  },

  /** Predictions, newest first, or given ones. */
  getPredictions(
    this: UserHandle,
    filter: { prediction_id?: string | readonly string[] } = {},
    options: ListOptions = {},
  ) {
    const { prediction_id } = filter;
    const id = typeof prediction_id === 'string' ? [prediction_id] : prediction_id;
    return this.at('get-predictions').list(({ self }) => ({ query: { broadcaster_id: self, id } }), options);
  },

  /** Whether this channel shares its chat with others right now; null while it does not. */
  fetchSharedChat(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-shared-chat-session').first(
      ({ self }) => ({ query: { broadcaster_id: self } }),
      options,
    );
  },

  /** Recommends another channel. Once in 2 minutes, the same one once in 60. Both have to be live. */
  shoutout(this: UserHandle, target: UserRef, options: ActOptions = {}) {
    return this.at('send-a-shoutout').act(
      async ({ self, actor }) => ({
        query: {
          from_broadcaster_id: self,
          to_broadcaster_id: await this.idOf(target),
          moderator_id: actor,
        },
      }),
      options,
    );
  },
} as const;
