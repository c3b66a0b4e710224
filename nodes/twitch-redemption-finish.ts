import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-redemption');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-redemption-finish',
    () => (require('../src/behaviour/action-redemption') as Behaviour).createRedemptionAction,
  );
