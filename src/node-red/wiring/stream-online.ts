import { shownByHelix, shownFields, streamOf, type StreamReader } from '../../behaviour/stream/stream-facts';
import { createStreamBehaviour } from '../../behaviour/trigger-stream';
import type { Account } from '../account';
import { hearSeveral } from '../several-events';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-stream-online to its behaviour. */
export const startStreamOnline: StartTrigger = (parts) => {
  const { settings, account } = parts;
  const behaviour = createStreamBehaviour(
    {
      offlineAfter: settings.number('offlineAfter', 180),
      changesIn: settings.several('changesIn', shownFields),
    },
    parts.context,
    readerOf(account),
    parts.emit,
  );
  const ear = hearSeveral(parts, behaviour);
  return {
    test: (fields) => behaviour.test(fields),
    refresh: () => ear.refresh(),
    stop: () => {
      ear.stop();
      behaviour.stop();
    },
  };
};

/** The own channel, read as the streamer. */
function readerOf(account: Account): StreamReader {
  const ownId = (): string => account.mustAct('channel').user.userId;
  return {
    async stream() {
      const id = ownId();
      const query = { user_id: [id], first: 1 };
      const { data } = await account.helix.call('get-streams', { query }, { user: id });
      return streamOf(data[0]);
    },
    async channel() {
      const id = ownId();
      const query = { broadcaster_id: [id] };
      const { data } = await account.helix.call('get-channel-information', { query }, { user: id });
      return shownByHelix(data[0]);
    },
  };
}
