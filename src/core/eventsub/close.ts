import type { SocketEnd } from './socket';

/** What the end of a socket means. */
export interface CloseMeaning {
  /** One sentence for a log or a status. */
  readonly sentence: string;
  /** While Twitch moves a session it may close the old socket in this way without anything being lost. */
  readonly orderlyInMove: boolean;
}

const ORDERLY: ReadonlySet<number> = new Set([1000, 1001]);

export function explainClose(end: SocketEnd): CloseMeaning {
  const what = end.reason;
  return {
    sentence:
      what === ''
        ? `The connection was closed (${end.code}).`
        : `The connection was closed (${end.code}): ${what}.`,
    orderlyInMove: ORDERLY.has(end.code),
  };
}
