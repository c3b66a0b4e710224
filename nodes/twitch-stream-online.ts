import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/stream-online');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-stream-online',
    () => (require('../src/node-red/wiring/stream-online') as Wiring).startStreamOnline,
  );
