import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-user');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-user',
    () => (require('../src/behaviour/action-user') as Behaviour).createUserAction,
  );
