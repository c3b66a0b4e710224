import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/subscription');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-subscription',
    () => (require('../src/node-red/wiring/subscription') as Wiring).startSubscription,
  );
