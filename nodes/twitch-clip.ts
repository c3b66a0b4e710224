import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-clip');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-clip',
    () => (require('../src/behaviour/action-clip') as Behaviour).createClipAction,
  );
