import { createClipAction } from '../src/behaviour/action-clip';
import { registerAction } from '../src/node-red/action';
import type { RED } from '../src/node-red/red';

export = (red: RED): void => registerAction(red, 'twitch-clip', createClipAction);
