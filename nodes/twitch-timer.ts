import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/timer');

export = (red: RED): void =>
  registerTrigger(red, 'twitch-timer', () => (require('../src/node-red/wiring/timer') as Wiring).startTimer);
