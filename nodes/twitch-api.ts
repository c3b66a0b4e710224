import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-api');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-api',
    () => (require('../src/behaviour/action-api') as Behaviour).createApiAction,
  );
