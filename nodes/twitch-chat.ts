import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/chat');

export = (red: RED): void =>
  registerTrigger(red, 'twitch-chat', () => (require('../src/node-red/wiring/chat') as Wiring).startChat);
