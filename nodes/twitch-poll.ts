import { createPollAction } from '../src/behaviour/action-poll';
import { registerAction } from '../src/node-red/action';
import type { RED } from '../src/node-red/red';

export = (red: RED): void => registerAction(red, 'twitch-poll', createPollAction);
