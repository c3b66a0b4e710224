import type { EndpointBody } from '../../tables/endpoints';
import { TwitchError } from '../errors';
import { removed, type ActOptions, type ListOptions, type UserHandle, type UserRef } from './user-handle';

/** The person: profile, extensions, blocked people, what they are to others. And what Twitch has removed. */
export const personMethods = {
  /** The whole user record; null where Twitch knows nobody. */
  fetch(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-users').first(({ self }) => ({ query: { id: [self] } }), options);
  },

  /** Changes the description of the channel, 300 characters at most. */
  edit(this: UserHandle, description: string, options: ActOptions = {}) {
    return this.at('update-user').one(() => ({ query: { description } }), { as: this, ...options });
  },

  /** The colour of the name in chat; empty for somebody who never chose one. */
  async fetchChatColor(this: UserHandle, options: ActOptions = {}): Promise<string | null> {
    const found = await this.at('get-user-chat-color').first(
      ({ self }) => ({ query: { user_id: [self] } }),
      options,
    );
    return found?.color ?? null;
  },

  /** Installed extensions, active or not; inactive ones need their own permission. */
  fetchExtensions(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-user-extensions').list(() => ({}), { as: this, ...options });
  },

  /** Active extensions by slot: panel, overlay, component. */
  fetchActiveExtensions(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-user-active-extensions').first(({ self }) => ({ query: { user_id: self } }), options);
  },

  /** Writes the active extension slots. */
  updateExtensions(
    this: UserHandle,
    extensions: EndpointBody<'update-user-extensions'>['data'],
    options: ActOptions = {},
  ) {
    return this.at('update-user-extensions').first(() => ({ body: { data: extensions } }), {
      as: this,
      ...options,
    });
  },

  /** Whom this user has blocked. */
  fetchBlocks(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-user-block-list').list(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  block(
    this: UserHandle,
    target: UserRef,
    details: { source_context?: 'chat' | 'whisper'; reason?: 'harassment' | 'spam' | 'other' } = {},
    options: ActOptions = {},
  ) {
    return this.at('block-user').act(
      async () => ({ query: { target_user_id: await this.idOf(target), ...details } }),
      { as: this, ...options },
    );
  },

  unblock(this: UserHandle, target: UserRef, options: ActOptions = {}) {
    return this.at('unblock-user').act(async () => ({ query: { target_user_id: await this.idOf(target) } }), {
      as: this,
      ...options,
    });
  },

  /** Channels that this user moderates. */
  fetchModeratedChannels(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-moderated-channels').list(({ self }) => ({ query: { user_id: self } }), options);
  },

  /** The subscription of this user to a channel; null where there is none. */
  async fetchSubscribedTo(this: UserHandle, channel: UserRef, options: ActOptions = {}) {
    try {
      return await this.at('check-user-subscription').first(
        async ({ self }) => ({ query: { broadcaster_id: await this.idOf(channel), user_id: self } }),
        options,
      );
    } catch (error) {
      // Twitch's way of saying no.
      if (error instanceof TwitchError && error.cause.status === 404) return null;
      throw error;
    }
  },

  /** Sends a whisper. The sender needs a verified phone number. */
  whisper(this: UserHandle, target: UserRef, message: string, options: ActOptions = {}) {
    return this.at('send-whisper').act(
      async ({ self }) => ({
        query: { from_user_id: self, to_user_id: await this.idOf(target) },
        body: { message },
      }),
      options,
    );
  },

  /** Removed by Twitch in 2022. Always rejects with TWITCH_GONE. */
  fetchBanEvents(this: UserHandle): Promise<never> {
    return Promise.reject(
      removed(
        'Past bans',
        'the events channel.ban and channel.unban from now on, and fetchBans for bans in force',
      ),
    );
  },

  /** Removed by Twitch in 2022. Always rejects with TWITCH_GONE. */
  fetchModEvents(this: UserHandle): Promise<never> {
    return Promise.reject(
      removed(
        'Past changes of moderators',
        'the events channel.moderator.add and channel.moderator.remove from now on, and fetchModerators',
      ),
    );
  },

  /** Removed by Twitch in 2026. Always rejects with TWITCH_GONE. */
  fetchHypetrainEvents(this: UserHandle): Promise<never> {
    return Promise.reject(
      removed(
        'Past hype trains',
        'fetchHypeTrain, and the events channel.hype_train.begin, .progress and .end',
      ),
    );
  },

  /** Removed by Twitch in 2023. Always rejects with TWITCH_GONE. */
  fetchTags(this: UserHandle): Promise<never> {
    return Promise.reject(
      removed('Tags by id', 'the tags of fetchChannel and fetchStream, and modifyChannel'),
    );
  },
} as const;
