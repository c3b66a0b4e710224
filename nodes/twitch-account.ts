import type { RED } from '../src/node-red/red';
import { registerAccount } from '../src/node-red/register';

export = (red: RED): void => registerAccount(red);
