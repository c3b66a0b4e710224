import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/connection');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-connection-status',
    () => (require('../src/node-red/wiring/connection') as Wiring).startConnection,
  );
