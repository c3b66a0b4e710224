import { notAffiliate } from '../../behaviour/affiliate';
import { ownEvents } from '../../behaviour/own-channel';
import { createAdsBehaviour } from '../../behaviour/trigger-ads';
import { TwitchError } from '../../core/errors';
import type { Account } from '../account';
import { hearSeveral } from '../several-events';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-ads to its behaviour. */
export const startAds: StartTrigger = (parts) => {
  const { settings, account } = parts;
  const closing = new AbortController();
  const behaviour = createAdsBehaviour(
    { warnBefore: settings.number('warnBefore', 60), automaticOnly: settings.flag('automaticOnly') },
    parts.context,
    {
      ask: () => planOf(account, closing.signal),
      obstacle: () => obstacleOf(account, closing.signal),
      emit: parts.emit,
      tell: (error) => parts.tell(error),
    },
  );
  const ear = hearSeveral(parts, {
    wanted: () => ownEvents(['channel.ad_break.begin'], parts.context),
    onEvent: (notification) => behaviour.onEvent(notification),
    onLive: () => behaviour.onLive(),
  });
  return {
    test: (fields) => behaviour.test(fields),
    refresh: () => ear.refresh(),
    stop: () => {
      ear.stop();
      behaviour.stop();
      closing.abort();
    },
  };
};

async function planOf(account: Account, signal: AbortSignal): Promise<unknown> {
  const { user } = account.mustAct('channel');
  const query = { broadcaster_id: user.userId };
  try {
    const { data } = await account.helix.call('get-ad-schedule', { query }, { user: user.userId, signal });
    return data[0] ?? null;
  } catch (error) {
    const refused = error instanceof TwitchError && error.cause['status'] !== undefined;
    throw (refused && (await obstacleOf(account, signal, error).catch(() => null))) || error;
  }
}

async function obstacleOf(
  account: Account,
  signal: AbortSignal,
  error = new TwitchError('TWITCH_FORBIDDEN', 'Nothing is planned.'),
): Promise<TwitchError | null> {
  const { user } = account.mustAct('channel');
  return await notAffiliate({ helix: account.helix, signal }, user.userId, 'Ads', error);
}
