import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-condition');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-condition',
    () => (require('../src/behaviour/action-condition') as Behaviour).createConditionAction,
  );
