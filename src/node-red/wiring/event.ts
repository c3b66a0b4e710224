import { createEventBehaviour } from '../../behaviour/trigger-event';
import { hearChat } from '../chat-in';
import { hearEvents } from '../events-in';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-event to its behaviour. */
export const startEvent: StartTrigger = (parts) => {
  const { settings } = parts;
  const behaviour = createEventBehaviour(
    {
      event: settings.text('event'),
      about: settings.text('about'),
      filter: settings.text('filter'),
      as: settings.choice('as', ['channel', 'bot']),
      version: settings.text('eventVersion'),
      condition: settings.texts('condition'),
      sharedChat: settings.flag('sharedChat'),
    },
    parts.context,
  );
  const ear = behaviour.interest
    ? hearChat(parts, behaviour.interest, (heard) => {
        if (heard.type === 'usernotice') parts.emit(behaviour.onNotice(heard));
      })
    : hearEvents(parts, behaviour);
  return { ...ear, test: (fields) => behaviour.test(fields) };
};
