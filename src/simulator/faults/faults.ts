import type { FaultRequest, HttpFault, HttpFaults } from '../parts';
import { EventSubFaults } from './eventsub-faults';
import { HttpFaultQueue, type HttpFaultFilter } from './http-fault-queue';
import { IrcFaults } from './irc-faults';

/** Points per minute that a bucket usually has (helix-notes, Rate limits). */
const BUCKET_SIZE = 800;

/**
 * Everything that can go wrong with the simulated Twitch, on demand (DESIGN.md §5).
 *
 * Made before the servers, which register themselves here and ask on each occasion. HTTP faults hit the next `times` requests that
 * fit their filter; each method returns a function that takes the fault back.
 */
export class Faults implements HttpFaults {
  /** Drop, half-open, RECONNECT, login failure, join without answer, raw lines. */
  readonly irc = new IrcFaults();
  /** Drop, half-open, close codes, session_reconnect, revocation, keepalive silence; duplicate, late and old notifications. */
  readonly eventSub = new EventSubFaults();
  readonly #http = new HttpFaultQueue();

  /** Any fault, OAuth as well as Helix. The methods below are the usual ones by name. */
  http(filter: HttpFaultFilter, fault: HttpFault, times = 1): () => void {
    return this.#http.arm(filter, fault, times);
  }

  /** 401 although the token is good. */
  unauthorized(filter: HttpFaultFilter = {}, times = 1): () => void {
    return this.http(filter, { kind: 'answer', status: 401, message: 'Invalid OAuth token' }, times);
  }

  /** 429 with the bucket empty until `resetAt`, milliseconds since 1970. */
  bucketEmpty(filter: HttpFaultFilter, resetAt: number, times = 1): () => void {
    return this.http(filter, tooManyRequests(0, resetAt), times);
  }

  /** 429 with points left: a limit of the endpoint's own, which `Ratelimit-Reset` says nothing about. */
  endpointLimited(filter: HttpFaultFilter, resetAt: number, times = 1): () => void {
    return this.http(filter, tooManyRequests(BUCKET_SIZE - 1, resetAt), times);
  }

  /** 500, 502, 503 or 504 without doing what was asked. */
  serverError(filter: HttpFaultFilter = {}, status = 503, times = 1): () => void {
    return this.http(filter, { kind: 'answer', status }, times);
  }

  /** What was asked is done at once, the answer comes `ms` later. Events may overtake it. */
  slow(filter: HttpFaultFilter, ms: number, times = 1): () => void {
    return this.http(filter, { kind: 'slow', ms }, times);
  }

  /** What was asked is done, and the connection breaks in the middle of the body. */
  cutBody(filter: HttpFaultFilter = {}, times = 1): () => void {
    return this.http(filter, { kind: 'cut' }, times);
  }

  /** What was asked is done, and the answer is no JSON. */
  wrongJson(filter: HttpFaultFilter = {}, times = 1): () => void {
    return this.http(filter, { kind: 'garbage' }, times);
  }

  /** What was asked is done (by default: a refresh token rotated), and the connection ends without an answer. */
  lostAnswer(filter: HttpFaultFilter = { kind: 'oauth', path: '/token' }, times = 1): () => void {
    return this.http(filter, { kind: 'drop', when: 'after' }, times);
  }

  /** The connection ends before anything was done. */
  refused(filter: HttpFaultFilter = {}, times = 1): () => void {
    return this.http(filter, { kind: 'drop', when: 'before' }, times);
  }

  nextHttp(request: FaultRequest): HttpFault | undefined {
    return this.#http.next(request);
  }

  /** Takes back every fault that still waits for its occasion. */
  clear(): void {
    this.#http.clear();
    this.irc.clear();
    this.eventSub.clear();
  }
}

function tooManyRequests(remaining: number, resetAt: number): HttpFault {
  return {
    kind: 'answer',
    status: 429,
    headers: {
      'Ratelimit-Limit': String(BUCKET_SIZE),
      'Ratelimit-Remaining': String(remaining),
      'Ratelimit-Reset': String(Math.ceil(resetAt / 1000)),
    },
  };
}
