import { createEventBehaviour } from '../../behaviour/trigger-event';
import { OTHER_EVENT, rowFor, usableVersion } from '../../behaviour/event-version';
import { hearChat } from '../chat-in';
import { hearEvents } from '../events-in';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-event to its behaviour. */
export const startEvent: StartTrigger = (parts) => {
  const { settings } = parts;
  const chosen = settings.text('event');
  const event = chosen === OTHER_EVENT ? settings.text('typeByHand').trim() : chosen;
  const { withdrawn } = usableVersion(event, settings.text('eventVersion'));
  if (withdrawn !== null) parts.note(withdrawnNote(event, withdrawn));
  const behaviour = createEventBehaviour(
    {
      event,
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

/** For the log: an old flow goes on, and somebody may want to know. */
function withdrawnNote(type: string, withdrawn: string): string {
  const newest = rowFor(type, undefined);
  return `Twitch has withdrawn version ${withdrawn} of "${newest?.label ?? type}"; version ${newest?.version ?? ''} is used instead. Open the node and clear the version.`;
}
