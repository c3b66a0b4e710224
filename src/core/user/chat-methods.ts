import type { EndpointBody } from '../../tables/endpoints';
import type { ActOptions, ListOptions, UserHandle, UserRef } from './user-handle';

/** The chat of the channel: lines, pins, modes, who is there. The handle is the channel; `as` says who speaks or acts. */
export const chatMethods = {
  /** Says something in the channel. Status 200 does not mean that it was shown: look at `is_sent` and `drop_reason`. */
  sendMessage(
    this: UserHandle,
    message: string,
    details: Pick<
      EndpointBody<'send-chat-message'>,
      'reply_parent_message_id' | 'for_source_only' | 'pin'
    > = {},
    options: ActOptions = {},
  ) {
    return this.at('send-chat-message').one(
      ({ self, actor }) => ({ body: { ...details, broadcaster_id: self, sender_id: actor, message } }),
      options,
    );
  },

  /** Says something in a box of colour. */
  announce(
    this: UserHandle,
    message: string,
    details: Pick<EndpointBody<'send-chat-announcement'>, 'color' | 'for_source_only'> = {},
    options: ActOptions = {},
  ) {
    return this.at('send-chat-announcement').act(
      ({ self, actor }) => ({
        query: { broadcaster_id: self, moderator_id: actor },
        body: { ...details, message },
      }),
      options,
    );
  },

  /** Who is in the room; people show up with a delay. */
  fetchChatters(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-chatters').list(
      ({ self, actor }) => ({ query: { broadcaster_id: self, moderator_id: actor } }),
      options,
    );
  },

  /** Room modes. As a moderator (`as`), the chat delay too. */
  fetchChatSettings(this: UserHandle, options: ActOptions = {}) {
    const asModerator = options.as !== undefined;
    return this.at('get-chat-settings').one(
      ({ self, actor }) => ({
        query: { broadcaster_id: self, ...(asModerator && { moderator_id: actor }) },
      }),
      options,
    );
  },

  /** Sets room modes. A duration goes only together with its mode. */
  updateChatSettings(
    this: UserHandle,
    settings: EndpointBody<'update-chat-settings'>,
    options: ActOptions = {},
  ) {
    return this.at('update-chat-settings').one(
      ({ self, actor }) => ({ query: { broadcaster_id: self, moderator_id: actor }, body: settings }),
      options,
    );
  },

  /** Emotes of the channel. */
  fetchEmotes(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-channel-emotes').list(({ self }) => ({ query: { broadcaster_id: self } }), options);
  },

  /** Emotes that this user can use, with those of a channel that it follows. */
  fetchUsableEmotes(this: UserHandle, filter: { channel?: UserRef } = {}, options: ListOptions = {}) {
    return this.at('get-user-emotes').list(
      async ({ self }) => ({
        query: { user_id: self, broadcaster_id: filter.channel && (await this.idOf(filter.channel)) },
      }),
      options,
    );
  },

  /** Badges of the channel. */
  fetchChatBadges(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-channel-chat-badges').list(
      ({ self }) => ({ query: { broadcaster_id: self } }),
      options,
    );
  },

  /** Takes one line out of the chat; not older than 6 hours, and none of the broadcaster or of other moderators. */
  deleteMessage(this: UserHandle, messageId: string, options: ActOptions = {}) {
    return this.at('delete-chat-messages').act(
      ({ self, actor }) => ({
        query: { broadcaster_id: self, moderator_id: actor, message_id: messageId },
      }),
      options,
    );
  },

  /** Empties the chat. */
  clearChat(this: UserHandle, options: ActOptions = {}) {
    return this.at('delete-chat-messages').act(
      ({ self, actor }) => ({ query: { broadcaster_id: self, moderator_id: actor } }),
      options,
    );
  },

  /** The pinned line, or null. */
  fetchPin(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-pinned-chat-message').first(
      ({ self, actor }) => ({ query: { broadcaster_id: self, moderator_id: actor } }),
      options,
    );
  },

  /** Pins a line, in place of the one before. @param seconds 30 to 1800; left out: until the stream ends */
  pin(this: UserHandle, messageId: string, seconds?: number, options: ActOptions = {}) {
    return this.at('pin-chat-message').act(
      ({ self, actor }) => ({
        query: {
          broadcaster_id: self,
          moderator_id: actor,
          message_id: messageId,
          duration_seconds: seconds,
        },
      }),
      options,
    );
  },

  /** Starts the time of a pinned line over. */
  updatePin(this: UserHandle, messageId: string, seconds?: number, options: ActOptions = {}) {
    return this.at('update-pinned-chat-message').act(
      ({ self, actor }) => ({
        query: {
          broadcaster_id: self,
          moderator_id: actor,
          message_id: messageId,
          duration_seconds: seconds,
        },
      }),
      options,
    );
  },

  unpin(this: UserHandle, messageId: string, options: ActOptions = {}) {
    return this.at('unpin-chat-message').act(
      ({ self, actor }) => ({
        query: { broadcaster_id: self, moderator_id: actor, message_id: messageId },
      }),
      options,
    );
  },
} as const;
