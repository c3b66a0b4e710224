import { createSendAction } from '../src/behaviour/action-send';
import { registerAction } from '../src/node-red/action';
import type { RED } from '../src/node-red/red';

export = (red: RED): void => registerAction(red, 'twitch-send-message', createSendAction);
