import { ownEvents } from '../../behaviour/own-channel';
import { createHypeTrainBehaviour, hypeTrainEvents } from '../../behaviour/trigger-hype-train';
import type { Account } from '../account';
import { hearSeveral } from '../several-events';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-hype-train to its behaviour. */
export const startHypeTrain: StartTrigger = (parts) => {
  const { settings } = parts;
  const behaviour = createHypeTrainBehaviour(
    { fromLevel: settings.number('fromLevel', 1), progressToo: settings.flag('progressToo') },
    parts.context,
    { ask: () => trainNow(parts.account), emit: parts.emit, tell: (error) => parts.tell(error) },
  );
  const ear = hearSeveral(parts, {
    wanted: () => ownEvents(hypeTrainEvents, parts.context),
    onEvent: (notification) => behaviour.onEvent(notification),
    onLive: () => behaviour.onLive(),
  });
  return {
    test: (fields) => behaviour.test(fields),
    refresh: () => ear.refresh(),
    stop: () => {
      ear.stop();
      behaviour.stop();
    },
  };
};

async function trainNow(account: Account): Promise<unknown> {
  const { user } = account.mustAct('channel');
  const query = { broadcaster_id: user.userId };
  const { data } = await account.helix.call('get-hype-train-status', { query }, { user: user.userId });
  return data[0] ?? null;
}
