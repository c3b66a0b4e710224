import type { ChatLine } from '../../behaviour/chat-line';
import { createCommandBehaviour } from '../../behaviour/trigger-command';
import { whoOptions } from '../../definitions/nodes/fields';
import { hearChat, hearingSettings } from '../chat-in';
import { testBehindGate } from '../gated-test';
import type { StartTrigger } from '../trigger';

/** Loaded when a node wants it: few fire only while the stream is live. */
type LiveKnown = typeof import('../keep-live-known');

/** Connects the node twitch-command to its behaviour. */
export const startCommand: StartTrigger = (parts) => {
  const { settings, gate } = parts;
  const onlyLive = settings.flag('onlyLive');
  const behaviour = createCommandBehaviour(
    {
      ...hearingSettings(settings),
      command: settings.text('command'),
      match: settings.choice('match', ['word', 'pattern']),
      prefix: settings.text('prefix'),
      aliases: settings.text('aliases'),
      arguments: settings.text('arguments'),
      usage: settings.text('usage'),
      who: settings.choice('who', whoOptions),
      alsoPeople: settings.text('alsoPeople'),
      notPeople: settings.text('notPeople'),
      wait: settings.number('wait', 5),
      waitPerUser: settings.number('waitPerUser', 0),
      onlyLive,
      needs: settings.number('needs', 1),
      within: settings.number('within', 30),
      sample: settings.text('sample'),
    },
    parts.context,
  );
  // Commands work before the memory of earlier waits has been read, and without it.
  behaviour.start().catch(() => {});
  const live = onlyLive ? (require('../keep-live-known') as LiveKnown).keepLiveKnown(parts) : null;
  const { kinds, words } = behaviour.interest;
  const ear = hearChat(
    parts,
    // The state of a room brings the id of its channel, before anybody has typed anything.
    { kinds: live ? [...kinds, 'roomstate'] : kinds, ...(words && { words }) },
    (heard) => {
      if (heard.type === 'roomstate') live?.need(heard.channel.id);
      else if (heard.type === 'message') onLine(heard);
    },
  );
  /** A silenced command neither counts nor makes anybody wait. */
  function onLine(line: ChatLine): void {
    if (!gate.isSet) {
      parts.emit(behaviour.onChat(line));
      return;
    }
    const glance = behaviour.glance(line);
    if (glance) gate.pass(glance, () => parts.emit(behaviour.onChat(line)));
  }
  return {
    test: (fields) => testBehindGate(gate, behaviour.test(fields)),
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
