import { createFollowBehaviour } from '../../behaviour/trigger-follow';
import { hearSeveral } from '../several-events';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-follow to its behaviour. */
export const startFollow: StartTrigger = (parts) => {
  const { settings } = parts;
  const behaviour = createFollowBehaviour(
    { once: settings.flag('once'), waves: settings.flag('waves') },
    parts.context,
    parts.emit,
  );
  void behaviour.start();
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
