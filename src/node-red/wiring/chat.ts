import { whoOptions } from '../../definitions/nodes/fields';
import { createChatBehaviour } from '../../behaviour/trigger-chat';
import { hearChat, hearingSettings } from '../chat-in';
import { testBehindGate } from '../gated-test';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-chat to its behaviour. */
export const startChat: StartTrigger = (parts) => {
  const { settings, gate } = parts;
  const behaviour = createChatBehaviour(
    {
      ...hearingSettings(settings),
      from: settings.choice('from', [...whoOptions, 'named']),
      people: settings.text('people'),
      contains: settings.text('contains'),
      match: settings.choice('match', ['contains', 'starts', 'equals', 'pattern']),
      kind: settings.choice('kind', [
        'messages',
        'announcements',
        'notices',
        'removals',
        'modes',
        'whispers',
        'remarks',
        'people',
        'self',
        'all',
      ]),
      only: settings.choice('only', ['any', 'firstEver', 'returning', 'bits', 'reward', 'marked', 'replies']),
      bits: settings.number('bits', 1),
      reward: settings.text('reward'),
    },
    parts.context,
  );
  const ear = hearChat(parts, behaviour.interest, (heard) => {
    const output = behaviour.onChat(heard);
    if (output === null) return;
    if (gate.isSet) gate.pass(output.msg, () => parts.emit(output));
    else parts.emit(output);
  });
  return { ...ear, test: (fields) => testBehindGate(gate, behaviour.test(fields)) };
};
