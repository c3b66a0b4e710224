import type { EndpointBody, EndpointQuery } from '../../tables/endpoints';
import type { ActIds, ActOptions, ListOptions, UserHandle, UserRef } from './user-handle';

/** What most calls of a moderator begin with. */
const place = ({ self, actor }: ActIds): { broadcaster_id: string; moderator_id: string } => ({
  broadcaster_id: self,
  moderator_id: actor,
});

/** Moderation of the channel. The handle is the channel; `as` is the moderator, the broadcaster where it is left out. */
export const moderationMethods = {
  /** Tests 1 to 100 texts against the AutoMod settings; the answers come in the same order. */
  automodCheck(this: UserHandle, messages: readonly string[], options: ListOptions = {}) {
    const data = messages.map((text, index) => ({ msg_id: String(index), msg_text: text }));
    return this.at('check-automod-status').list(
      ({ self }) => ({ query: { broadcaster_id: self }, body: { data } }),
      options,
    );
  },

  /** Shows or hides a message that AutoMod holds back. */
  resolveHeldMessage(
    this: UserHandle,
    messageId: string,
    action: 'ALLOW' | 'DENY',
    options: ActOptions = {},
  ) {
    return this.at('manage-held-automod-messages').act(
      ({ actor }) => ({ body: { user_id: actor, msg_id: messageId, action } }),
      options,
    );
  },

  fetchAutomodSettings(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-automod-settings').one((ids) => ({ query: place(ids) }), options);
  },

  /** Replaces all levels: read them, change them, send all; or give `overall_level` alone. */
  updateAutomodSettings(
    this: UserHandle,
    settings: EndpointBody<'update-automod-settings'>,
    options: ActOptions = {},
  ) {
    return this.at('update-automod-settings').one((ids) => ({ query: place(ids), body: settings }), options);
  },

  /** Bans for good. @param ban a reason of 500 characters at most */
  ban(this: UserHandle, user: UserRef, ban: { reason?: string } = {}, options: ActOptions = {}) {
    return this.at('ban-user').one(
      async (ids) => ({
        query: place(ids),
        body: { data: { user_id: await this.idOf(user), reason: ban.reason } },
      }),
      options,
    );
  },

  /** Silences for 1 s to two weeks. */
  timeout(
    this: UserHandle,
    user: UserRef,
    seconds: number,
    ban: { reason?: string } = {},
    options: ActOptions = {},
  ) {
    return this.at('ban-user').one(
      async (ids) => ({
        query: place(ids),
        body: { data: { user_id: await this.idOf(user), duration: seconds, reason: ban.reason } },
      }),
      options,
    );
  },

  /** Ends a ban or a timeout. */
  unban(this: UserHandle, user: UserRef, options: ActOptions = {}) {
    return this.at('unban-user').act(
      async (ids) => ({ query: { ...place(ids), user_id: await this.idOf(user) } }),
      options,
    );
  },

  /** Warns: the person has to confirm before writing again. */
  warn(this: UserHandle, user: UserRef, reason: string, options: ActOptions = {}) {
    return this.at('warn-chat-user').one(
      async (ids) => ({ query: place(ids), body: { data: { user_id: await this.idOf(user), reason } } }),
      options,
    );
  },

  /** Bans and timeouts in force, all or of given people. */
  fetchBans(this: UserHandle, filter: { users?: readonly UserRef[] } = {}, options: ListOptions = {}) {
    return this.at('get-banned-users').list(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idsOf(filter.users) } }),
      options,
    );
  },

  fetchUnbanRequests(
    this: UserHandle,
    status: EndpointQuery<'get-unban-requests'>['status'] = 'pending',
    filter: { user?: UserRef } = {},
    options: ListOptions = {},
  ) {
    return this.at('get-unban-requests').list(
      async (ids) => ({
        query: { ...place(ids), status, user_id: filter.user && (await this.idOf(filter.user)) },
      }),
      options,
    );
  },

  resolveUnbanRequest(
    this: UserHandle,
    requestId: string,
    status: 'approved' | 'denied',
    details: { resolution_text?: string } = {},
    options: ActOptions = {},
  ) {
    return this.at('resolve-unban-requests').one(
      (ids) => ({ query: { ...place(ids), unban_request_id: requestId, status, ...details } }),
      options,
    );
  },

  /** Moderators, all or those among given people. */
  fetchModerators(this: UserHandle, filter: { users?: readonly UserRef[] } = {}, options: ListOptions = {}) {
    return this.at('get-moderators').list(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idsOf(filter.users) } }),
      options,
    );
  },

  addModerator(this: UserHandle, user: UserRef, options: ActOptions = {}) {
    return this.at('add-channel-moderator').act(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idOf(user) } }),
      options,
    );
  },

  removeModerator(this: UserHandle, user: UserRef, options: ActOptions = {}) {
    return this.at('remove-channel-moderator').act(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idOf(user) } }),
      options,
    );
  },

  /** VIPs, all or those among given people. */
  fetchVips(this: UserHandle, filter: { users?: readonly UserRef[] } = {}, options: ListOptions = {}) {
    return this.at('get-vips').list(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idsOf(filter.users) } }),
      options,
    );
  },

  addVip(this: UserHandle, user: UserRef, options: ActOptions = {}) {
    return this.at('add-channel-vip').act(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idOf(user) } }),
      options,
    );
  },

  removeVip(this: UserHandle, user: UserRef, options: ActOptions = {}) {
    return this.at('remove-channel-vip').act(
      async ({ self }) => ({ query: { broadcaster_id: self, user_id: await this.idOf(user) } }),
      options,
    );
  },

  fetchShieldMode(this: UserHandle, options: ActOptions = {}) {
    return this.at('get-shield-mode-status').one((ids) => ({ query: place(ids) }), options);
  },

  /** Turns shield mode on or off. */
  setShieldMode(this: UserHandle, isActive: boolean, options: ActOptions = {}) {
    return this.at('update-shield-mode-status').one(
      (ids) => ({ query: place(ids), body: { is_active: isActive } }),
      options,
    );
  },

  fetchBlockedTerms(this: UserHandle, options: ListOptions = {}) {
    return this.at('get-blocked-terms').list((ids) => ({ query: place(ids) }), options);
  },

  /** Blocks a word or phrase of 2 to 500 characters. */
  addBlockedTerm(this: UserHandle, text: string, options: ActOptions = {}) {
    return this.at('add-blocked-term').one((ids) => ({ query: place(ids), body: { text } }), options);
  },

  removeBlockedTerm(this: UserHandle, termId: string, options: ActOptions = {}) {
    return this.at('remove-blocked-term').act((ids) => ({ query: { ...place(ids), id: termId } }), options);
  },

  /** Watches somebody's lines, or shows them to moderators only. */
  markSuspicious(
    this: UserHandle,
    user: UserRef,
    status: EndpointBody<'add-suspicious-status-to-chat-user'>['status'],
    options: ActOptions = {},
  ) {
    return this.at('add-suspicious-status-to-chat-user').one(
      async (ids) => ({ query: place(ids), body: { user_id: await this.idOf(user), status } }),
      options,
    );
  },

  clearSuspicious(this: UserHandle, user: UserRef, options: ActOptions = {}) {
    return this.at('remove-suspicious-status-from-chat-user').act(
      async (ids) => ({ query: { ...place(ids), user_id: await this.idOf(user) } }),
      options,
    );
  },
} as const;
