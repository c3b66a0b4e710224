import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/first-chatter');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-first-chatter',
    () => (require('../src/node-red/wiring/first-chatter') as Wiring).startFirstChatter,
  );
