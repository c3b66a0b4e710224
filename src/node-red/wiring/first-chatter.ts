import type { ChatLine } from '../../behaviour/chat-line';
import { createFirstChatterBehaviour } from '../../behaviour/trigger-first-chatter';
import { whoOptions } from '../../definitions/nodes/fields';
import { hearChat, hearingSettings } from '../chat-in';
import { testBehindGate } from '../gated-test';
import type { StartTrigger } from '../trigger';

/** Loaded when a node wants it: few fire only while the stream is live. */
type LiveKnown = typeof import('../keep-live-known');

/** Lines that may come before the memory has been read; it is a matter of milliseconds. */
const MOST_EARLY = 1_000;

/** Connects the node twitch-first-chatter to its behaviour. */
export const startFirstChatter: StartTrigger = (parts) => {
  const { settings, gate, account } = parts;
  const when = settings.choice('when', ['stream', 'ever', 'days']);
  const behaviour = createFirstChatterBehaviour(
    {
      ...hearingSettings(settings),
      when,
      days: settings.number('days', 30),
      who: settings.choice('who', [...whoOptions, 'named']),
      people: settings.text('people'),
      notPeople: settings.text('notPeople'),
    },
    parts.context,
  );
  let early: ChatLine[] | null = [];
  void behaviour
    .start()
    .catch(() => {})
    .then(() => {
      const lines = early ?? [];
      early = null;
      for (const line of lines) onLine(line);
    });

  // Without a sign-in nobody can tell whether the channel is live; a silent chat ends the stream then.
  const live =
    when === 'stream'
      ? (require('../keep-live-known') as LiveKnown).keepLiveKnown({ ...parts, setHandicap: () => {} })
      : null;
  const onLive = (channelId: string, isLive: boolean | null): void => {
    if (isLive === false) behaviour.onOffline(channelId);
  };
  const { hub } = account;
  if (live) hub.on('live', onLive);

  const { kinds } = behaviour.interest;
  const ear = hearChat(parts, { kinds: live ? [...kinds, 'roomstate'] : kinds }, (heard) => {
    if (heard.type === 'roomstate') live?.need(heard.channel.id);
    else if (heard.type === 'message') onLine(heard);
  });

  function onLine(line: ChatLine): void {
    if (early) {
      if (early.length < MOST_EARLY) early.push(line);
      return;
    }
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
      hub.off('live', onLive);
      ear.stop();
      live?.stop();
      behaviour.stop();
    },
  };
};
