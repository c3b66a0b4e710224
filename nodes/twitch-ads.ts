import type { RED } from '../src/node-red/red';
import { registerTrigger } from '../src/node-red/register';

type Wiring = typeof import('../src/node-red/wiring/ads');

export = (red: RED): void =>
  registerTrigger(red, 'twitch-ads', () => (require('../src/node-red/wiring/ads') as Wiring).startAds);
