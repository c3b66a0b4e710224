import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-commercial');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-commercial',
    () => (require('../src/behaviour/action-commercial') as Behaviour).createCommercialAction,
  );
