import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/hype-train');

export = (red: RED): void =>
  registerTrigger(
    red,
    'twitch-hype-train',
    () => (require('../src/node-red/wiring/hype-train') as Wiring).startHypeTrain,
  );
