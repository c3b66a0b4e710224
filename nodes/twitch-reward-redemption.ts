import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/redemption');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-reward-redemption',
    () => (require('../src/node-red/wiring/redemption') as Wiring).startRedemption,
  );
