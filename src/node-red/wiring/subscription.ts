import { supportKinds } from '../../behaviour/support/facts';
import { createSubscriptionBehaviour } from '../../behaviour/trigger-subscription';
import { hearEventsOrChat } from '../events-or-chat';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-subscription to its behaviour. */
export const startSubscription: StartTrigger = (parts) => {
  const { settings } = parts;
  const kinds = settings.several('kinds', supportKinds);
  const behaviour = createSubscriptionBehaviour(
    {
      kinds,
      atLeast: settings.number('atLeast', 0),
      bombsAsOne: settings.flag('bombsAsOne'),
    },
    parts.context,
    parts.emit,
  );
  // It works without the memory of before; what comes early waits for it.
  void behaviour.start();
  const ear = hearEventsOrChat(parts, {
    types: [
      ...(kinds.some((kind) => kind !== 'cheer') ? ['channel.chat.notification', 'channel.subscribe'] : []),
      ...(kinds.includes('cheer') ? ['channel.cheer'] : []),
    ],
    interest: behaviour.interest,
    wanted: () => behaviour.wanted(),
    onEvent: (notification) => behaviour.onEvent(notification),
    onChat: (heard) => {
      if (heard.type === 'usernotice') behaviour.onNotice(heard);
      else if (heard.type === 'message') behaviour.onLine(heard);
    },
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
