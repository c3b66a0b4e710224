import type { RED } from '../src/node-red/red';
import { registerAction } from '../src/node-red/register';

type Behaviour = typeof import('../src/behaviour/action-moderator-role');

export = (red: RED): void =>
  registerAction(
    red,
    'twitch-moderator-role',
    () => (require('../src/behaviour/action-moderator-role') as Behaviour).createModeratorRoleAction,
  );
