import type { Ear } from './events-in';
import { isRecord } from './json';
import type { TriggerParts } from './trigger';

/** As an ear, which can be told of other channels as well. */
export interface LiveKeeper extends Ear {
  /** Keeps it known for one more channel. Cheap to call for every line. */
  need(channelId: string): void;
}

/**
 * Has somebody ask whether the channel is live, for a trigger that fires only then, and says so where nobody can know. Events
 * tell of changes at once, the question once a minute is what is left without them.
 */
export function keepLiveKnown(parts: Pick<TriggerParts, 'account' | 'context' | 'setHandicap'>): LiveKeeper {
  const { account, context, setHandicap } = parts;
  let watched = '';
  let carried = '';
  let ends: (() => void)[] = [];
  /** The others, by the functions that end it. */
  const others = new Map<string, () => void>();

  function need(channelId: string): void {
    if (channelId === '' || channelId === watched || others.has(channelId)) return;
    others.set(channelId, account.hub.live.watch(channelId));
  }

  function show(): void {
    const canBeKnown = account.acting('channel') !== null || account.acting('bot') !== null;
    if (!canBeKnown) setHandicap('not-live');
    else if (watched === '' || account.hub.live.isLive(watched) !== null) setHandicap(null);
  }

  function stop(): void {
    for (const end of ends) end();
    ends = [];
    watched = '';
    carried = '';
  }

  function refresh(): void {
    const channelId = context.identities().channel?.id ?? '';
    // Twitch counts events of a channel whose owner is not signed in: for those the question has to do.
    const owner = account.acting('channel');
    const carrier = owner?.user.userId === channelId ? owner : null;
    if (channelId !== watched || (carrier?.user.userId ?? '') !== carried) {
      stop();
      watched = channelId;
      carried = carrier?.user.userId ?? '';
      if (channelId !== '') listen(channelId, carrier);
    }
    show();
  }

  function listen(channelId: string, carrier: ReturnType<typeof account.acting>): void {
    const { hub } = account;
    const onLive = (changed: string): void => {
      if (changed === channelId) show();
    };
    hub.on('live', onLive);
    ends.push(() => hub.off('live', onLive), hub.live.watch(channelId));
    if (!carrier) return;
    for (const [type, live] of [
      ['stream.online', true],
      ['stream.offline', false],
    ] as const) {
      const subscription = carrier.hub.client.eventSub.subscribe(
        { type, condition: { broadcaster_user_id: channelId }, user: channelId },
        ({ event }) => hub.live.told(channelId, live, startOf(event)),
      );
      ends.push(() => subscription.stop());
    }
  }

  refresh();
  return {
    refresh,
    need,
    stop: () => {
      stop();
      for (const end of others.values()) end();
      others.clear();
    },
  };
}

/** When the stream began, as the event of its start tells; null for any other event. */
function startOf(event: unknown): number | null {
  const text = isRecord(event) ? event['started_at'] : undefined;
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
