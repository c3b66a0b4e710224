import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-poll');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-poll',
    () => (require('../src/behaviour/action-poll') as Behaviour).createPollAction,
  );
