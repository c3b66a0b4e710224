import { createCommandBehaviour } from '../../behaviour/trigger-command';
import { whoOptions } from '../../definitions/nodes/fields';
import { hearChat, hearingSettings } from '../chat-in';
import { keepLiveKnown } from '../keep-live-known';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-command to its behaviour. */
export const startCommand: StartTrigger = (parts) => {
  const { settings } = parts;
  const onlyLive = settings.flag('onlyLive');
  const behaviour = createCommandBehaviour(
    {
      ...hearingSettings(settings),
      command: settings.text('command'),
      prefix: settings.text('prefix'),
      aliases: settings.text('aliases'),
      arguments: settings.text('arguments'),
      who: settings.choice('who', whoOptions),
      alsoPeople: settings.text('alsoPeople'),
      notPeople: settings.text('notPeople'),
      wait: settings.number('wait', 5),
      waitPerUser: settings.number('waitPerUser', 0),
      onlyLive,
    },
    parts.context,
  );
  // Commands work before the memory of earlier waits has been read, and without it.
  behaviour.start().catch(() => {});
  const ear = hearChat(parts, behaviour.interest, (heard) => {
    if (heard.type === 'message') parts.emit(behaviour.onChat(heard));
  });
  const live = onlyLive ? keepLiveKnown(parts) : null;
  return {
    test: (fields) => behaviour.test(fields),
    refresh: () => {
      ear.refresh();
      live?.refresh();
    },
    stop: () => {
      ear.stop();
      live?.stop();
    },
  };
};
