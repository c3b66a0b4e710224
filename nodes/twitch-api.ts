import { createApiAction } from '../src/behaviour/action-api';
import { registerAction } from '../src/node-red/action';
import type { RED } from '../src/node-red/red';

export = (red: RED): void => registerAction(red, 'twitch-api', createApiAction);
