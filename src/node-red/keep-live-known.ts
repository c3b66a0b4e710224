import type { Ear } from './events-in';
import type { TriggerParts } from './trigger';

/**
 * Has somebody ask whether the channel is live, for a trigger that fires only then. Events tell of changes at once, the
 * question once a minute is what is left without them.
 */
export function keepLiveKnown({ account, context }: Pick<TriggerParts, 'account' | 'context'>): Ear {
  let watched = '';
  let stopWatching: (() => void)[] = [];

  function stop(): void {
    for (const end of stopWatching) end();
    stopWatching = [];
    watched = '';
  }

  function refresh(): void {
    const channelId = context.identities().channel?.id ?? '';
    if (channelId === watched) return;
    stop();
    watched = channelId;
    if (channelId === '') return;
    const { hub } = account;
    stopWatching.push(hub.live.watch(channelId));
    const carrier = account.acting('channel');
    // Twitch counts events of a channel whose owner is not signed in: for those the question has to do.
    if (carrier?.user.userId !== channelId) return;
    for (const [type, live] of [
      ['stream.online', true],
      ['stream.offline', false],
    ] as const) {
      const subscription = carrier.hub.client.eventSub.subscribe(
        { type, condition: { broadcaster_user_id: channelId }, user: channelId },
        () => hub.live.told(channelId, live),
      );
      stopWatching.push(() => subscription.stop());
    }
  }

  refresh();
  return { refresh, stop };
}
