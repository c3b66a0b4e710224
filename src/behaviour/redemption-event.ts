import type { EventNotification } from './context';
import type { MessageSource } from './chat-to-message';
import { EventReader } from './event-reader';
import { eventToMessage } from './event-to-message';
import { automaticTitle } from './event-shapes/points';
import type { RedemptionPart, TwitchMessage } from './message';
import { counted } from './words';

const CUSTOM = 'channel.channel_points_custom_reward_redemption.';
const AUTOMATIC = 'channel.channel_points_automatic_reward_redemption.add';
const POWER_UP = 'channel.custom_power_up_redemption.add';
const BITS = 'channel.bits.use';

/** Events that tell a redemption of the channel's own rewards. */
export const customRewardEvents = { add: `${CUSTOM}add`, update: `${CUSTOM}update` } as const;
/** Rewards that every channel has, and what is paid with bits. */
export const otherRewardEvents = [AUTOMATIC, POWER_UP, BITS] as const;

/** What a viewer redeemed, whichever event told it. */
export interface Redeemed {
  readonly msg: TwitchMessage;
  readonly redemption: RedemptionPart;
  /** `custom`: a reward of the channel; `automatic`: one of Twitch's; `powerUp`: paid with bits. */
  readonly kind: 'custom' | 'automatic' | 'powerUp';
  readonly status: 'open' | 'fulfilled' | 'canceled';
  /** It was redeemed before and has changed now. */
  readonly isUpdate: boolean;
}

/**
 * Reads one of the events above; null for one that tells something else: bits that were cheered, and a power-up of the channel's
 * own, which Twitch tells a second time as bits.
 */
export function readRedeemed(notification: EventNotification, source: MessageSource): Redeemed | null {
  const event = new EventReader(
    notification.event,
    source.identities().channel ?? { id: '', login: '', name: '' },
  );
  const kind = kindOf(notification.type, event);
  if (kind === null) return null;
  const msg = eventToMessage(notification, source);
  const redemption = msg.twitch.redemption ?? powerUpOf(notification, event);
  const told = event.text('status');
  const status = told === 'unfulfilled' ? 'open' : told === 'canceled' ? 'canceled' : 'fulfilled';
  msg.twitch.redemption = redemption;
  if (redemption.input !== '') msg.twitch.text = redemption.input;
  const user = msg.twitch.user?.name ?? 'Somebody';
  if (notification.type === BITS) {
    msg.twitch.summary = `${user} redeemed ${redemption.title} for ${counted(redemption.cost, 'bit')}.`;
  }
  msg.payload = {
    user,
    reward: redemption.title,
    cost: redemption.cost,
    currency: kind === 'powerUp' ? 'bits' : 'points',
    kind,
    input: redemption.input,
    status,
    redeemedAt: event.text('redeemed_at') ?? notification.at,
  };
  return { msg, redemption, kind, status, isUpdate: notification.type === customRewardEvents.update };
}

function kindOf(type: string, event: EventReader): Redeemed['kind'] | null {
  if (type === customRewardEvents.add || type === customRewardEvents.update) return 'custom';
  if (type === AUTOMATIC) return 'automatic';
  if (type === POWER_UP) return 'powerUp';
  return type === BITS && event.text('type') === 'power_up' ? 'powerUp' : null;
}

/** A power-up of Twitch's own has no redemption: the notification stands for it. */
function powerUpOf({ id }: EventNotification, event: EventReader): RedemptionPart {
  const type = event.text('power_up.type') ?? 'power_up';
  return {
    id,
    rewardId: type,
    title: automaticTitle(type),
    cost: event.number('bits') ?? 0,
    input: event.text('message.text') ?? '',
    canFinish: false,
  };
}
