import { createEventBehaviour } from '../src/behaviour/trigger-event';
import { hearChat } from '../src/node-red/chat-in';
import { hearEvents } from '../src/node-red/events-in';
import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/trigger';

export = (red: RED): void =>
  registerTrigger(red, 'twitch-event', (parts) => {
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
  });
