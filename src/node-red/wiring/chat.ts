import { whoOptions } from '../../definitions/nodes/fields';
import { createChatBehaviour } from '../../behaviour/trigger-chat';
import { hearChat, hearingSettings } from '../chat-in';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-chat to its behaviour. */
export const startChat: StartTrigger = (parts) => {
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
};
