import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-send');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-send-message',
    () => (require('../src/behaviour/action-send') as Behaviour).createSendAction,
  );
