import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/follow');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-follow',
    () => (require('../src/node-red/wiring/follow') as Wiring).startFollow,
  );
