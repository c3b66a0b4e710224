import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/command');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-command',
    () => (require('../src/node-red/wiring/command') as Wiring).startCommand,
  );
