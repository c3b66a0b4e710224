import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-moderation');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-moderation',
    () => (require('../src/behaviour/action-moderation') as Behaviour).createModerationAction,
  );
