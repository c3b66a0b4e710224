import { whoOptions } from '../src/definitions/nodes/fields';
import { createChatBehaviour } from '../src/behaviour/trigger-chat';
import { hearChat, hearingSettings } from '../src/node-red/chat-in';
import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/trigger';

export = (red: RED): void =>
  registerTrigger(red, 'twitch-chat', (parts) => {
    const { settings } = parts;
    const behaviour = createChatBehaviour(
      {
        ...hearingSettings(settings),
        from: settings.choice('from', [...whoOptions, 'named']),
        people: settings.text('people'),
        contains: settings.text('contains'),
        match: settings.choice('match', ['contains', 'starts', 'equals', 'pattern']),
        kind: settings.choice('kind', ['messages', 'announcements', 'notices', 'removals', 'all']),
      },
      parts.context,
    );
    const ear = hearChat(parts, behaviour.interest, (heard) => parts.emit(behaviour.onChat(heard)));
    return { ...ear, test: (fields) => behaviour.test(fields) };
  });
