import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-stream-info');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-stream-info',
    () => (require('../src/behaviour/action-stream-info') as Behaviour).createStreamInfoAction,
  );
