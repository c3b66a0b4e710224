import type { ChannelRef } from '../../behaviour/message';
import { plainName } from '../../behaviour/rules';
import { createTimerBehaviour } from '../../behaviour/trigger-timer';
import { hearChat } from '../chat-in';
import { testBehindGate } from '../gated-test';
import type { StartTrigger } from '../trigger';

/** Loaded when a node wants it: few fire only while the stream is live. */
type LiveKnown = typeof import('../keep-live-known');

/** Connects the node twitch-timer to its behaviour. */
export const startTimer: StartTrigger = (parts) => {
  const { settings, gate, account } = parts;
  const onlyLive = settings.flag('onlyLive');
  const afterLines = settings.number('afterLines', 5);
  const typed = plainName(settings.text('channel'));
  let typedId = '';

  function channel(): ChannelRef | null {
    const own = account.identities().channel;
    if (typed === '' || typed === own?.login) return own;
    return { id: typedId, login: typed, name: typed };
  }

  const behaviour = createTimerBehaviour(
    {
      lines: settings.text('lines'),
      every: settings.number('every', 15),
      onlyLive,
      afterLines,
      order: settings.choice('order', ['turn', 'random']),
    },
    parts.context,
    { channel, mayFire: (msg) => gate.isOpen(msg), emit: (output) => parts.emit(output) },
  );
  const live = onlyLive ? (require('../keep-live-known') as LiveKnown).keepLiveKnown(parts) : null;
  // Chat is read only where it counts: for the number of lines, and for the id of another's channel.
  const needsChat = afterLines > 0 || (onlyLive && typed !== '');
  const ear = needsChat
    ? hearChat(parts, { kinds: ['message', 'roomstate'] }, (heard) => {
        if (heard.type === 'message') behaviour.onChat(heard);
        else if (heard.type === 'roomstate' && heard.channel.login === typed) {
          typedId = heard.channel.id;
          live?.need(typedId);
        }
      })
    : null;
  if (!ear) parts.setStanding(null);
  behaviour.start().catch(() => {});
  return {
    test: (fields) => testBehindGate(gate, behaviour.test(fields)),
    refresh: () => {
      ear?.refresh();
      live?.refresh();
    },
    stop: () => {
      behaviour.stop();
      ear?.stop();
      live?.stop();
    },
  };
};
