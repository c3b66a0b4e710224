import type { EndpointBody, EndpointQuery } from '../../tables/endpoints';
import { timeText, type ActOptions, type ListOptions, type UserHandle, type UserRef } from './user-handle';

/** The channel itself: its title, its people, its stream, its schedule, its money. */
export const channelMethods = {
  /** Title, category, tags, labels, delay. */
  fetchChannel(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-channel-information').first(
      ({ self }) => ({ query: { broadcaster_id: [self] } }),
      options,
    );
  },

  /**
   * Changes title, category, language, tags (10 of 25 characters), labels, delay. `game_id` `'0'` or `''` clears the
   * category; `language` is the old name of `broadcaster_language`.
   */
  modifyChannel(
    this: UserHandle,
    changes: EndpointBody<'modify-channel-information'> & { readonly language?: string | undefined },
    options: ActOptions = {},
  ) {
    const { language, ...rest } = changes;
    const body = language === undefined ? rest : { broadcaster_language: language, ...rest };
    return this.at('modify-channel-information').act(
      ({ self }) => ({ query: { broadcaster_id: self }, body }),
      options,
    );
  },

  /** People who may edit the channel. */
  fetchEditors(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-channel-editors').list(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  /** Followers, newest first, or whether one person follows. Empty without the rights of a moderator. */
  fetchChannelFollowers(this: UserHandle, filter: { user?: UserRef } = {}, options: ListOptions = {}) {
    return this.at('get-channel-followers').list(
      async ({ self }) => ({
        query: { broadcaster_id: self, user_id: filter.user && (await this.idOf(filter.user)) },
      }),
      options,
    );
  },

  /** How many follow the channel. Needs no permission. */
  fetchChannelFollowersCount(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-channel-followers').numberBeside(
      'total',
      ({ self }) => ({ query: { broadcaster_id: self, first: 1 } }),
      options,
    );
  },

  /** Channels that this user follows, or whether it follows one. */
  fetchChannelFollowing(this: UserHandle, filter: { broadcaster?: UserRef } = {}, options: ListOptions = {}) {
    return this.at('get-followed-channels').list(
      async ({ self }) => ({
        query: { user_id: self, broadcaster_id: filter.broadcaster && (await this.idOf(filter.broadcaster)) },
      }),
      options,
    );
  },

  /** How many channels this user follows. */
  fetchChannelFollowingCount(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-followed-channels').numberBeside(
      'total',
      ({ self }) => ({ query: { user_id: self, first: 1 } }),
      options,
    );
  },

  fetchChannelTeams(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-channel-teams').list(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  /** The live stream, or null while offline. */
  fetchStream(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-streams').first(({ self }) => ({ query: { user_id: [self] } }), options);
  },

  /** Live streams of the channels that this user follows. */
  fetchFollowedStreams(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-followed-streams').list(({ self }) => ({ query: { user_id: self } }), options);
  },

  /** The stream key: a secret. Null where there is none. */
  async fetchStreamKey(this: UserHandle, options: ActOptions = {}): Promise<string | null> {
    const found = await this.at('get-stream-key').first(
      ({ self }) => ({ query: { broadcaster_id: self } }),
      options,
    );
    return found?.stream_key ?? null;
  },

  /** Runs an ad of so many seconds (30, 60, ... 180). */
  startCommercial(this: UserHandle, length: number, options: ActOptions = {}) {
    return this.at('start-commercial').one(
      ({ self }) => ({ body: { broadcaster_id: self, length } }),
      options,
    );
  },

  /** When the next ad comes, and how many snoozes are left. */
  fetchAdSchedule(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-ad-schedule').first(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  /** Puts the next ad off by five minutes. */
  snoozeNextAd(this: UserHandle, options: ActOptions = {}) {
    return this.at('snooze-next-ad').one(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  /** Starts a raid; it leaves after 90 s, or when the broadcaster says so. */
  raid(this: UserHandle, target: UserRef, options: ActOptions = {}) {
    return this.at('start-a-raid').first(
      async ({ self }) => ({
        query: { from_broadcaster_id: self, to_broadcaster_id: await this.idOf(target) },
      }),
      options,
    );
  },

  cancelRaid(this: UserHandle, options: ActOptions = {}) {
    return this.at('cancel-a-raid').act(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  fetchGoals(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-creator-goals').list(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  /** The hype train that is running, and the records. */
  fetchHypeTrain(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-hype-train-status').first(
      ({ self }) => ({ query: { broadcaster_id: self } }),
      options,
    );
  },

  /** The charity campaign that is running, or null. */
  fetchCharityCampaign(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-charity-campaign').first(
      ({ self }) => ({ query: { broadcaster_id: self } }),
      options,
    );
  },

  fetchCharityDonations(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-charity-campaign-donations').list(
      ({ self }) => ({ query: { broadcaster_id: self } }),
      options,
    );
  },

  /** Subscribers, or those among given people. */
  fetchSubscribers(this: UserHandle, filter: { users?: readonly UserRef[] } = {}, options: ListOptions = {}) {
    return this.at('get-broadcaster-subscriptions').list(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idsOf(filter.users) } }),
      options,
    );
  },

  /** How many subscribers there are. */
  fetchSubscribersCount(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-broadcaster-subscriptions').numberBeside(
      'total',
      ({ self }) => ({ query: { broadcaster_id: self, first: 1 } }),
      options,
    );
  },

  /** The Bits leaderboard of the channel. */
  fetchBitsLeaderboard(
    this: UserHandle,
    filter: Pick<EndpointQuery<'get-bits-leaderboard'>, 'period' | 'count'> & {
      user?: UserRef;
      started_at?: string | Date;
    } = {},
    options: ListOptions = {},
  ) {
    const { user, started_at, ...rest } = filter;
    return this.at('get-bits-leaderboard').list(
      async () => ({
        query: { ...rest, started_at: timeText(started_at), user_id: user && (await this.idOf(user)) },
      }),
      { as: this, ...options },
    );
  },

  /** Segments of the stream schedule, from now or from a point in time, or given ones. */
  fetchSchedule(
    this: UserHandle,
    filter: { segment_ids?: readonly string[]; start_time?: string | Date } = {},
    options: ListOptions = {},
  ) {
    return this.at('get-channel-stream-schedule').list(
      ({ self }) => ({
        query: { broadcaster_id: self, id: filter.segment_ids, start_time: timeText(filter.start_time) },
      }),
      options,
    );
  },

  /** Vacation: no schedule is shown meanwhile. */
  updateSchedule(
    this: UserHandle,
    changes: Omit<EndpointQuery<'update-channel-stream-schedule'>, 'broadcaster_id'>,
    options: ActOptions = {},
  ) {
    return this.at('update-channel-stream-schedule').act(
      ({ self }) => ({ query: { ...changes, broadcaster_id: self } }),
      options,
    );
  },

  createScheduleSegment(
    this: UserHandle,
    segment: EndpointBody<'create-channel-stream-schedule-segment'>,
    options: ActOptions = {},
  ) {
    return this.at('create-channel-stream-schedule-segment').first(
      ({ self }) => ({ query: { broadcaster_id: self }, body: segment }),
      options,
    );
  },

  updateScheduleSegment(
    this: UserHandle,
    segmentId: string,
    changes: EndpointBody<'update-channel-stream-schedule-segment'>,
    options: ActOptions = {},
  ) {
    return this.at('update-channel-stream-schedule-segment').first(
      ({ self }) => ({ query: { broadcaster_id: self, id: segmentId }, body: changes }),
      options,
    );
  },

  deleteScheduleSegment(this: UserHandle, segmentId: string, options: ActOptions = {}) {
    return this.at('delete-channel-stream-schedule-segment').act(
      ({ self }) => ({ query: { broadcaster_id: self, id: segmentId } }),
      options,
    );
  },
} as const;
