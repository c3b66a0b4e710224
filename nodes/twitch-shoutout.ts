import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-shoutout');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-shoutout',
    () => (require('../src/behaviour/action-shoutout') as Behaviour).createShoutoutAction,
  );
