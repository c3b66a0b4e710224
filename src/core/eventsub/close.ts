import type { ClosePolicy } from '../../tables/close-codes';
import type { SocketEnd } from './socket';

/** What the end of a socket means. */
export interface CloseMeaning {
  /** For a log or a status. */
  readonly sentence: string;
  readonly policy: ClosePolicy;
  /** While Twitch moves a session it may close the old socket in this way without anything being lost. */
  readonly isOrderlyInMove: boolean;
}

/** Ordinary ends of a WebSocket (RFC 6455, 7.4.1): done, and going away. */
const ORDERLY: ReadonlySet<number> = new Set([1000, 1001]);

export function explainClose({ code, reason }: SocketEnd): CloseMeaning {
  // Loaded here: it seldom happens.
  const { closeCode } = require('../../tables/close-codes') as typeof import('../../tables/close-codes');
  const { meaning, policy, ownFault } = closeCode(code);
  const detail = reason === '' ? `${code}` : `${code}: ${reason}`;
  return {
    sentence: `${meaning} (${detail}${ownFault ? '; a mistake of this package' : ''})`,
    policy,
    isOrderlyInMove: ORDERLY.has(code),
  };
}
