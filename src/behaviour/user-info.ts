import { TwitchError } from '../core/errors';
import type { ActionContext, Person } from './context';
import { EventReader } from './event-reader';
import type { ChannelRef, Json } from './message';
import { inputRefusal } from './refusal';
import { callAs } from './run';
import { age, tierNumber } from './words';

/** What is known about a person and about the person in a channel; null is what nobody here may read. */
export interface UserInfo {
  readonly [name: string]: Json;
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly description: string;
  readonly avatar: string | null;
  /** `partner`, `affiliate` or `viewer`. */
  readonly kind: string;
  /** RFC 3339: when the account was made. */
  readonly createdAt: string | null;
  readonly accountAge: string | null;
  readonly color: string | null;
  readonly follows: boolean | null;
  readonly followedAt: string | null;
  /** For people: `1 year 2 months`. */
  readonly followAge: string | null;
  readonly subscribes: boolean | null;
  /** 1 to 3. */
  readonly tier: number | null;
  readonly gifted: boolean | null;
}

/**
 * Reads all there is about a person. What needs a permission that is not there, or a channel that is not ours, reads as
 * null instead of failing: the rest is still worth having.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID when the account is gone
 */
export async function readUserInfo(
  context: ActionContext,
  actor: Person,
  person: Person,
  channel: ChannelRef,
): Promise<UserInfo> {
  const { signal, clock } = context;
  const as = callAs(actor, context);
  const [users, colors, follow, subscription] = await Promise.all([
    context.helix.call('get-users', { query: { id: person.id } }, { signal }),
    context.helix.call('get-user-chat-color', { query: { user_id: person.id } }, { signal }),
    unlessForbidden(
      context.helix.call(
        'get-channel-followers',
        { query: { broadcaster_id: channel.id, user_id: person.id } },
        as,
      ),
    ),
    unlessForbidden(
      context.helix.call(
        'get-broadcaster-subscriptions',
        { query: { broadcaster_id: channel.id, user_id: person.id } },
        as,
      ),
    ),
  ]);
  const [user] = users.data;
  if (user === undefined) {
    throw inputRefusal(
      `There is nobody named ${person.name}.`,
      `Twitch knows nobody named ${person.name} any more: the account may be closed.`,
      { parameter: 'whom' },
    );
  }
  const about = new EventReader(user);
  const sub = new EventReader(subscription?.data[0]);
  // Without the right to it Twitch answers with the total alone.
  const mayReadFollows =
    follow !== null && (follow.data.length > 0 || isGranted(context, 'moderator:read:followers'));
  const followedAt = new EventReader(follow?.data[0]).text('followed_at');
  const createdAt = about.text('created_at');
  return {
    id: user.id,
    login: user.login,
    name: user.display_name,
    description: user.description,
    avatar: about.text('profile_image_url'),
    kind: about.text('broadcaster_type') ?? 'viewer',
    createdAt,
    accountAge: age(createdAt, clock.now()),
    color: new EventReader(colors.data[0]).text('color'),
    follows: mayReadFollows ? followedAt !== null : null,
    followedAt,
    followAge: age(followedAt, clock.now()),
    subscribes: subscription === null ? null : subscription.data.length > 0,
    tier: tierNumber(sub.text('tier')),
    gifted: subscription === null || subscription.data.length === 0 ? null : sub.flag('is_gift'),
  };
}

function isGranted(context: ActionContext, scope: string): boolean {
  return context.granted('channel')?.includes(scope) ?? false;
}

/** null where somebody else, or nobody, may know. Anything else that fails is a failure. */
async function unlessForbidden<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    const notForUs = ['TWITCH_SCOPE_MISSING', 'TWITCH_FORBIDDEN', 'TWITCH_SIGN_IN_NEEDED'];
    const status = error instanceof TwitchError ? error.cause['status'] : undefined;
    if (error instanceof TwitchError && (notForUs.includes(error.code) || status === 401 || status === 403))
      return null;
    throw error;
  }
}

/** `Pixel_Heron has followed Ana_Plays for 1 year 2 months and is a subscriber (tier 1).` */
export function userSentence(info: UserInfo, channel: ChannelRef): string {
  if (info.id === channel.id) return `${info.name} is the streamer here.`;
  const follows =
    info.follows === null
      ? null
      : info.follows
        ? `has followed ${channel.name}${info.followAge === null ? '' : ` for ${info.followAge}`}`
        : `does not follow ${channel.name}`;
  const subscribes =
    info.subscribes === true ? `is a subscriber${info.tier === null ? '' : ` (tier ${info.tier})`}` : null;
  const facts = [follows, subscribes].filter((fact) => fact !== null);
  if (facts.length > 0) return `${info.name} ${facts.join(' and ')}.`;
  return info.accountAge === null
    ? `${info.name} is on Twitch.`
    : `${info.name} has been on Twitch for ${info.accountAge}.`;
}
