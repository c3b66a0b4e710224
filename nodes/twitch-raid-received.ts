import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/raid');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-raid-received',
    () => (require('../src/node-red/wiring/raid') as Wiring).startRaid,
  );
