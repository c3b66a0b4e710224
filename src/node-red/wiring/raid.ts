import { createRaidBehaviour } from '../../behaviour/trigger-raid';
import { hearEventsOrChat } from '../events-or-chat';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-raid-received to its behaviour. */
export const startRaid: StartTrigger = (parts) => {
  const { settings } = parts;
  const behaviour = createRaidBehaviour(
    { atLeast: settings.number('atLeast', 1), outgoing: settings.flag('outgoing') },
    parts.context,
  );
  const ear = hearEventsOrChat(parts, {
    types: ['channel.raid'],
    interest: { kinds: ['usernotice'] },
    wanted: () => behaviour.wanted(),
    onEvent: (notification) => parts.emit(behaviour.onEvent(notification)),
    onChat: (heard) => {
      if (heard.type === 'usernotice') parts.emit(behaviour.onNotice(heard));
    },
  });
  return { ...ear, test: (fields) => behaviour.test(fields) };
};
