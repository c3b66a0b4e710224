import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-raid-start');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-raid-start',
    () => (require('../src/behaviour/action-raid-start') as Behaviour).createRaidStartAction,
  );
