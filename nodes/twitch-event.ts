import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/event');

export = (red: RED): void =>
  registerTrigger(red, 'twitch-event', () => (require('../src/node-red/wiring/event') as Wiring).startEvent);
