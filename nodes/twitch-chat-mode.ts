import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-chat-mode');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-chat-mode',
    () => (require('../src/behaviour/action-chat-mode') as Behaviour).createChatModeAction,
  );
