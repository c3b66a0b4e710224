/** What a scope (Twitch's word for one permission of a sign-in) allows. */
export interface ScopeRow {
  readonly scope: Scope;
  /** What holders of a token with it can do, for a developer. */
  readonly meaning: string;
  /** The same for a streamer, to be read after "permission to ...". */
  readonly permission: string;
}

interface ScopeText {
  readonly meaning: string;
  readonly permission: string;
}

const texts = {
  'analytics:read:extensions': {
    meaning: 'Fetch the usage reports of own extensions.',
    permission: 'read reports about your extensions',
  },
  'analytics:read:games': {
    meaning: 'Fetch the usage reports of own games.',
    permission: 'read reports about your games',
  },
  'bits:read': {
    meaning: 'Follow cheers and other use of Bits, and list custom Power-ups.',
    permission: 'see cheers and Power-ups',
  },
  'channel:bot': {
    meaning:
      'Let bots of this application take part in the chat of the channel; their app tokens and room limits depend on it.',
    permission: 'let the bot into your chat',
  },
  'channel:edit:commercial': { meaning: 'Run commercials.', permission: 'run ads' },
  'channel:manage:ads': { meaning: 'Put the next scheduled ad off.', permission: 'snooze ads' },
  'channel:manage:broadcast': {
    meaning: 'Set title, category, tags and labels, and mark moments of the stream.',
    permission: 'change the title and category',
  },
  'channel:manage:clips': {
    meaning: 'Cut clips out of recordings of the own channel and download them.',
    permission: 'make clips from your recordings',
  },
  'channel:manage:extensions': {
    meaning: 'Manage which extensions are in use.',
    permission: 'manage your extensions',
  },
  'channel:manage:guest_star': { meaning: 'Host Guest Star sessions.', permission: 'run Guest Star' },
  'channel:manage:moderators': {
    meaning: 'Give and take the moderator role.',
    permission: 'choose moderators',
  },
  'channel:manage:polls': { meaning: 'Run polls and read their results.', permission: 'run polls' },
  'channel:manage:predictions': {
    meaning: 'Run predictions and pay them out.',
    permission: 'run predictions',
  },
  'channel:manage:raids': { meaning: 'Begin a raid or call it off.', permission: 'start raids' },
  'channel:manage:redemptions': {
    meaning: 'Make rewards, and fulfill or refund what viewers redeem.',
    permission: 'manage channel points rewards',
  },
  'channel:manage:schedule': { meaning: 'Edit the stream schedule.', permission: 'change the schedule' },
  'channel:manage:videos': { meaning: 'Delete recordings.', permission: 'delete videos' },
  'channel:manage:vips': { meaning: 'Give and take the VIP role.', permission: 'choose VIPs' },
  'channel:moderate': {
    meaning: 'Be told about bans and unbans in the channel.',
    permission: 'see bans in your channel',
  },
  'channel:read:ads': { meaning: 'Know when ads ran and will run.', permission: 'see the ad schedule' },
  'channel:read:charity': {
    meaning: 'Follow charity campaigns and their donations.',
    permission: 'see charity donations',
  },
  'channel:read:editors': { meaning: 'Know who the editors are.', permission: 'see your editors' },
  'channel:read:goals': { meaning: 'Follow the goals of the channel.', permission: 'see your goals' },
  'channel:read:guest_star': {
    meaning: 'Follow Guest Star sessions one hosts.',
    permission: 'see Guest Star',
  },
  'channel:read:hype_train': { meaning: 'Follow hype trains.', permission: 'see hype trains' },
  'channel:read:polls': { meaning: 'Follow polls.', permission: 'see polls' },
  'channel:read:predictions': { meaning: 'Follow predictions.', permission: 'see predictions' },
  'channel:read:redemptions': {
    meaning: 'Follow rewards and what viewers redeem.',
    permission: 'see channel points redemptions',
  },
  'channel:read:stream_key': {
    meaning: 'Know the stream key, which is a secret.',
    permission: 'read the stream key',
  },
  'channel:read:subscriptions': {
    meaning: 'Know the subscribers and be told of new ones.',
    permission: 'see subscribers',
  },
  'channel:read:vips': { meaning: 'Know who the VIPs are.', permission: 'see your VIPs' },
  'chat:edit': { meaning: 'Write to chat through IRC.', permission: 'write in chat (older way)' },
  'chat:read': { meaning: 'Log in to chat through IRC and read it.', permission: 'read chat' },
  'clips:edit': { meaning: 'Clip the running stream.', permission: 'make clips' },
  'editor:manage:clips': {
    meaning: 'Cut and download clips of channels one edits.',
    permission: 'make clips where you are an editor',
  },
  'moderation:read': {
    meaning: 'Know moderators and bans of the own channel, and try texts on AutoMod.',
    permission: 'see moderators and bans',
  },
  'moderator:manage:announcements': { meaning: 'Write announcements.', permission: 'make announcements' },
  'moderator:manage:automod': {
    meaning: 'Be told what AutoMod stops, and decide on it.',
    permission: 'decide on messages held by AutoMod',
  },
  'moderator:manage:automod_settings': {
    meaning: 'Set how strict AutoMod is.',
    permission: 'change AutoMod settings',
  },
  'moderator:manage:banned_users': {
    meaning: 'Give and lift bans and timeouts.',
    permission: 'ban and time out viewers',
  },
  'moderator:manage:blocked_terms': {
    meaning: 'Maintain the list of blocked words.',
    permission: 'manage blocked words',
  },
  'moderator:manage:chat_messages': {
    meaning: 'Remove lines from chat, empty it, pin a line.',
    permission: 'delete and pin chat messages',
  },
  'moderator:manage:chat_settings': {
    meaning: 'Switch modes of the chat: slow, followers, emotes and so on.',
    permission: 'change chat modes',
  },
  'moderator:manage:guest_star': {
    meaning: 'Help with Guest Star sessions of channels one moderates.',
    permission: 'help run Guest Star as a moderator',
  },
  'moderator:manage:shield_mode': {
    meaning: 'Turn Shield Mode on and off.',
    permission: 'switch Shield Mode',
  },
  'moderator:manage:shoutouts': { meaning: 'Recommend other channels.', permission: 'give shoutouts' },
  'moderator:manage:suspicious_users': {
    meaning: 'Set or remove the mark of a suspicious viewer.',
    permission: 'mark suspicious viewers',
  },
  'moderator:manage:unban_requests': {
    meaning: 'Decide on requests to be unbanned.',
    permission: 'decide on unban requests',
  },
  'moderator:manage:warnings': { meaning: 'Give warnings.', permission: 'warn viewers' },
  'moderator:read:automod_settings': {
    meaning: 'Know how strict AutoMod is.',
    permission: 'see AutoMod settings',
  },
  'moderator:read:banned_users': {
    meaning: 'Know the bans of channels one moderates.',
    permission: 'see bans as a moderator',
  },
  'moderator:read:blocked_terms': { meaning: 'Know the blocked words.', permission: 'see blocked words' },
  'moderator:read:chat_messages': {
    meaning: 'Know which lines were removed or pinned in channels one moderates.',
    permission: 'see deleted and pinned chat messages',
  },
  'moderator:read:chat_settings': { meaning: 'Know the modes of the chat.', permission: 'see chat modes' },
  'moderator:read:chatters': { meaning: 'Know who is in the chat room.', permission: 'see who is in chat' },
  'moderator:read:followers': {
    meaning: 'Know the followers and be told of new ones.',
    permission: 'see followers',
  },
  'moderator:read:guest_star': {
    meaning: 'Follow Guest Star sessions of channels one moderates.',
    permission: 'see Guest Star as a moderator',
  },
  'moderator:read:moderators': {
    meaning: 'Know the moderators of channels one moderates.',
    permission: 'see moderators as a moderator',
  },
  'moderator:read:shield_mode': { meaning: 'Know whether Shield Mode is on.', permission: 'see Shield Mode' },
  'moderator:read:shoutouts': {
    meaning: 'Be told of shoutouts given and received.',
    permission: 'see shoutouts',
  },
  'moderator:read:suspicious_users': {
    meaning: 'Know suspicious viewers and what they write.',
    permission: 'see suspicious viewers',
  },
  'moderator:read:unban_requests': {
    meaning: 'Know the requests to be unbanned.',
    permission: 'see unban requests',
  },
  'moderator:read:vips': {
    meaning: 'Know the VIPs of channels one moderates.',
    permission: 'see VIPs as a moderator',
  },
  'moderator:read:warnings': { meaning: 'Know the warnings that were given.', permission: 'see warnings' },
  'user:bot': {
    meaning: 'Let the application be in chat rooms as this account and act as its bot, with app tokens.',
    permission: 'act as a chat bot',
  },
  'user:edit': {
    meaning: 'Edit the description on the own channel page.',
    permission: 'edit your channel description',
  },
  'user:edit:broadcast': {
    meaning: 'Configure and list own extensions.',
    permission: 'configure your extensions',
  },
  'user:manage:blocked_users': {
    meaning: 'Block users, or end a block.',
    permission: 'block users for you',
  },
  'user:manage:chat_color': {
    meaning: 'Choose the colour of the own name.',
    permission: 'change your chat colour',
  },
  'user:manage:whispers': {
    meaning: 'Write and read private messages.',
    permission: 'send and read whispers',
  },
  'user:read:blocked_users': {
    meaning: 'Know whom the account has blocked.',
    permission: 'see whom you blocked',
  },
  'user:read:broadcast': {
    meaning: 'List stream markers and own extensions.',
    permission: 'see your stream markers',
  },
  'user:read:chat': {
    meaning: 'Be told of chat lines and chat notices by EventSub.',
    permission: 'read chat',
  },
  'user:read:email': { meaning: 'Know the e-mail address.', permission: 'see your e-mail address' },
  'user:read:emotes': { meaning: 'Know which emotes the account can type.', permission: 'see your emotes' },
  'user:read:follows': { meaning: 'Know whom the account follows.', permission: 'see whom you follow' },
  'user:read:moderated_channels': {
    meaning: 'Know where the account is moderator.',
    permission: 'see which channels you moderate',
  },
  'user:read:subscriptions': {
    meaning: 'Know whether the account subscribes to a channel.',
    permission: 'see your own subscriptions',
  },
  'user:read:whispers': { meaning: 'Be told of private messages.', permission: 'read whispers' },
  'user:write:chat': { meaning: 'Write to chat through Helix.', permission: 'write in chat' },
  'whispers:read': {
    meaning:
      'Read private messages through IRC, or PubSub before its end; user:read:whispers took its place.',
    permission: 'read whispers (older way)',
  },
} as const satisfies Record<string, ScopeText>;

export type Scope = keyof typeof texts;

const rows: readonly ScopeRow[] = Object.entries(texts).map(([scope, text]) => ({
  scope: scope as Scope,
  ...text,
}));

/** All 81 scopes, sorted by name. */
export function allScopes(): readonly ScopeRow[] {
  return rows;
}

/** The row of a scope; undefined for a text that is no scope of Twitch's. */
export function scopeRow(scope: string): ScopeRow | undefined {
  return isScope(scope) ? { scope, ...texts[scope] } : undefined;
}

export function isScope(text: string): text is Scope {
  return Object.hasOwn(texts, text);
}
