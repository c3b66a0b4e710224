import { createPredictionAction } from '../src/behaviour/action-prediction';
import { registerAction } from '../src/node-red/action';
import type { RED } from '../src/node-red/red';

export = (red: RED): void => registerAction(red, 'twitch-prediction', createPredictionAction);
