import type { Clock, TimerGroup } from '../clock';
import type { EventSubFaults, NotificationFault, RevocationStatus } from '../faults/eventsub-faults';
import type { WorldNotification } from '../world/lines';
import type { EventSubSession } from './eventsub-session';
import type { FrameWriter } from './frames';
import type { Subscription } from './subscription';
import type { SubscriptionRegistry } from './subscription-registry';

export interface DeliveryOptions {
  readonly registry: SubscriptionRegistry;
  readonly frames: FrameWriter;
  readonly faults: EventSubFaults;
  readonly clock: Clock;
  readonly timers: TimerGroup;
  /** The session that an event of a conduit goes to next, and any session of it for everything else. */
  readonly route: (subscription: Subscription, isEvent: boolean) => EventSubSession | null;
  readonly onDelivered: (subscription: Subscription, event: Readonly<Record<string, unknown>>) => void;
  readonly onRevoked: (subscription: Subscription) => void;
}

/** Brings what happens in the world to those who subscribed to it, and takes subscriptions away. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  notify(notification: WorldNotification): void {
    const receivers = this.#options.registry.receivers(notification);
    if (receivers.length > 0) {
      const fault = this.#options.faults.takeNotificationFault(notification.type);
      for (const subscription of receivers) this.#deliver(subscription, notification.event, fault);
    }
    this.#revokeAfter(notification);
  }

  /** Ends the live subscriptions that fit, each with a message. Returns how many. */
  revoke(fits: (subscription: Subscription) => boolean, status: RevocationStatus): number {
    const { registry, frames, clock, route, onRevoked } = this.#options;
    const ended = registry.enabled(fits);
    for (const subscription of ended) {
      registry.end(subscription, status);
      route(subscription, false)?.socket.send(frames.revocation(subscription, clock.now()));
      onRevoked(subscription);
    }
    return ended.length;
  }

  #deliver(
    subscription: Subscription,
    event: Readonly<Record<string, unknown>>,
    fault: NotificationFault | undefined,
  ): void {
    const { frames, clock, timers, route, onDelivered } = this.#options;
    const session = route(subscription, true);
    // The shard of a conduit that is not connected: its share is lost.
    if (!session) return;
    const now = clock.now();
    const frame = frames.notification(subscription, event, fault?.kind === 'old' ? now - fault.ageMs : now);
    afterMs(timers, fault?.kind === 'late' ? fault.delayMs : 0, () => {
      session.socket.send(frame);
      onDelivered(subscription, event);
    });
    if (fault?.kind === 'duplicate') {
      for (let i = 0; i < fault.copies; i++) afterMs(timers, fault.afterMs, () => session.socket.send(frame));
    }
    if (fault?.kind === 'both-sockets') session.formerSocket?.send(frame);
  }

  /** Some events take the right to listen away (eventsub-notes §1.5). */
  #revokeAfter({ type, about, event }: WorldNotification): void {
    const channelId = about['broadcaster_user_id'];
    const isAbout = ({ condition }: Subscription, field: string): boolean =>
      condition['broadcaster_user_id'] === channelId && condition[field] === event['user_id'];
    if (type === 'channel.moderator.remove') {
      this.revoke((each) => isAbout(each, 'moderator_user_id'), 'moderator_removed');
    } else if (type === 'channel.ban' && event['is_permanent'] === true) {
      this.revoke(
        (each) => each.type.startsWith('channel.chat.') && isAbout(each, 'user_id'),
        'chat_user_banned',
      );
    }
  }
}

/** Acts at once for 0, without a timer in between, so that the order of events is kept. */
export function afterMs(timers: TimerGroup, ms: number, act: () => void): void {
  if (ms <= 0) act();
  else timers.after(ms, act);
}
