import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-points-reward');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-points-reward',
    () => (require('../src/behaviour/action-points-reward') as Behaviour).createPointsRewardAction,
  );
