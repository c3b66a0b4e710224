import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** undici tells of each request when it is made, before it has a connection, and when it has its answer or has failed. */
const BEGINS = 'undici:request:create';
const ENDS = ['undici:request:trailers', 'undici:request:error'];

/** What a process waits for, as Node names it: files and connections that are being made. */
const WAITS = /^FSReq|ConnectWrap$/;

/** Looks in a row that must find nothing: between a file and the request after it the loop turns once or twice. */
const LOOKS = 4;

/**
 * Knows when this process waits for neither a request nor a file: only then may a test turn a clock on, since a request
 * that is under way would run out of its time although the machine is only slow.
 */
export class AtRest {
  readonly #underWay = new Set<object>();
  readonly #begins = (message: unknown): void => void this.#underWay.add(requestOf(message));
  readonly #ends = (message: unknown): void => void this.#underWay.delete(requestOf(message));

  constructor() {
    subscribe(BEGINS, this.#begins);
    for (const end of ENDS) subscribe(end, this.#ends);
  }

  async wait(): Promise<void> {
    for (let idle = 0; idle < LOOKS; idle++) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      const waits = process.getActiveResourcesInfo().some((resource) => WAITS.test(resource));
      if (waits || this.#underWay.size > 0) idle = -1;
    }
  }

  stop(): void {
    unsubscribe(BEGINS, this.#begins);
    for (const end of ENDS) unsubscribe(end, this.#ends);
  }
}

function requestOf(message: unknown): object {
  return (message as { request: object }).request;
}
