import { whoOptions } from '../../definitions/nodes/fields';
import type { ChatOccurrence } from '../../behaviour/chat-line';
import { InOrder } from '../../behaviour/in-order';
import { RewardTitles } from '../../behaviour/reward-titles';
import { readChosen } from '../../behaviour/rewards';
import { createChatBehaviour } from '../../behaviour/trigger-chat';
import { rewardsOf } from '../account-rewards';
import { hearChat, hearingSettings } from '../chat-in';
import { testBehindGate } from '../gated-test';
import type { StartTrigger } from '../trigger';

/** Connects the node twitch-chat to its behaviour. */
export const startChat: StartTrigger = (parts) => {
  const { settings, gate } = parts;
  const reward = readChosen(settings.raw('reward'));
  const only = settings.choice('only', [
    'any',
    'firstEver',
    'returning',
    'bits',
    'reward',
    'marked',
    'replies',
  ]);
  const titles = new RewardTitles(
    () => rewardsOf(parts.account),
    parts.context.clock,
    // Without the titles a reward is still known by its id, where there is one.
    (error) => (reward?.id === '' ? parts.tell(error) : parts.note(`titles of rewards: ${error.message}`)),
  );
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
      only,
      bits: settings.number('bits', 1),
      reward,
    },
    parts.context,
    () => titles.known,
  );
  let isStopped = false;
  const order = new InOrder((error) => parts.tell(error));
  const pass = (heard: ChatOccurrence): void => {
    if (isStopped) return;
    const output = behaviour.onChat(heard);
    if (output === null) return;
    if (gate.isSet) gate.pass(output.msg, () => parts.emit(output));
    else parts.emit(output);
  };
  const ear = hearChat(parts, behaviour.interest, (heard) => {
    const rewardId = only === 'reward' && heard.type === 'message' ? heard.rewardId : null;
    if (rewardId === null || reward === null || reward.title === '' || reward.id === rewardId) pass(heard);
    else {
      order.add(async () => {
        await titles.learn(rewardId);
        pass(heard);
      });
    }
  });
  const stop = (): void => {
    isStopped = true;
    order.stop();
    ear.stop();
  };
  return {
    refresh: () => ear.refresh(),
    stop,
    test: (fields) => testBehindGate(gate, behaviour.test(fields)),
  };
};
