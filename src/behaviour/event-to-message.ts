import { baseContext, type MessageSource } from './chat-to-message';
import { EventReader } from './event-reader';
import { flatPayload } from './flat-payload';
import type { EventNotification } from './context';
import type { EventShape, EventShapes } from './event-shape';
import { channelShapes } from './event-shapes/channel';
import { chatShapes } from './event-shapes/chat';
import { communityShapes } from './event-shapes/community';
import { moderationShapes } from './event-shapes/moderation';
import { pointsShapes } from './event-shapes/points';
import type { ChannelRef, TwitchMessage } from './message';

const shapes: EventShapes = {
  ...channelShapes,
  ...chatShapes,
  ...moderationShapes,
  ...pointsShapes,
  ...communityShapes,
};

/** The types that have a shape of their own; others are told generically. */
export const shapedEventTypes: readonly string[] = Object.keys(shapes);

/** Where people stand in events nobody has described to us yet, who did it first. */
const doers = [
  'chatter_user',
  'user',
  'from_broadcaster_user',
  'from_user',
  'requester_user',
  'moderator_user',
];
const targets = ['target_user', 'to_broadcaster_user', 'to_user'];

const genericShape: EventShape = {
  payload: (event) => flatPayload(event.raw),
  user: (event) => {
    if (event.flag('is_anonymous')) return event.maybeAnonymous('user', 'is_anonymous');
    for (const prefix of doers) {
      const doer = event.doer(prefix);
      if (doer !== null) return doer;
    }
    return null;
  },
  target: (event) => {
    for (const prefix of targets) {
      const target = event.person(prefix);
      if (target !== null) return target;
    }
    return null;
  },
};

/**
 * `msg` of an event: a small flat payload with people by name, who did it, whom it was aimed at, one sentence, and
 * Twitch's own object untouched. Types that are not known come through generically, without a sentence.
 */
export function eventToMessage(notification: EventNotification, source: MessageSource): TwitchMessage {
  const { id, type } = notification;
  const shape = Object.hasOwn(shapes, type) ? (shapes[type] ?? genericShape) : genericShape;
  const event = new EventReader(notification.event, ownChannel(source));
  const channel = channelOfEvent(event);
  const at = Date.parse(notification.at);
  const context = baseContext(source, {
    id,
    type,
    at: Number.isFinite(at) ? at : 0,
    channel,
    user: shape.user?.(event) ?? null,
    target: shape.target?.(event) ?? null,
    summary: shape.summary?.(event) ?? null,
    event: notification.event,
  });
  const text = shape.text?.(event) ?? null;
  if (text !== null) context.text = text;
  const message = shape.message?.(event) ?? null;
  if (message !== null) context.message = message;
  const redemption = shape.redemption?.(event) ?? null;
  if (redemption !== null) context.redemption = redemption;
  const held = shape.held?.(event) ?? null;
  if (held !== null) context.held = held;
  const unbanRequest = shape.unbanRequest?.(event) ?? null;
  if (unbanRequest !== null) context.unbanRequest = unbanRequest;
  if (notification.recovered === true) context.recovered = true;
  return { payload: shape.payload(event), topic: type, twitch: context };
}

function ownChannel(source: MessageSource): ChannelRef {
  return source.identities().channel ?? { id: '', login: '', name: '' };
}

/** The channel a message is about: of a raid, whichever of the two we are. */
function channelOfEvent(event: EventReader): ChannelRef {
  if (event.isOwn('from_broadcaster_user') || event.isOwn('to_broadcaster_user')) {
    // A message gets an object of its own: a flow may write to it.
    const { id, login, name } = event.own;
    return { id, login, name };
  }
  if (event.text('broadcaster_user_id') !== null) return event.channel();
  return event.channelAt('to_broadcaster_user') ?? event.channel();
}
