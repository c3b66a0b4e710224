import { createCommandBehaviour } from '../src/behaviour/trigger-command';
import { whoOptions } from '../src/definitions/nodes/fields';
import { hearChat, hearingSettings } from '../src/node-red/chat-in';
import { keepLiveKnown } from '../src/node-red/keep-live-known';
import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/trigger';

export = (red: RED): void =>
  registerTrigger(red, 'twitch-command', (parts) => {
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
  });
