import type { RED } from '../src/node-red/red';
import { registerAccount } from '../src/node-red/register-account';

export = (red: RED): void => registerAccount(red);
