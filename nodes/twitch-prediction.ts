import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-prediction');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-prediction',
    () => (require('../src/behaviour/action-prediction') as Behaviour).createPredictionAction,
  );
