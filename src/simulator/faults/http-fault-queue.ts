import type { FaultRequest, HttpFault } from '../parts';

/** Which requests a fault hits; a field that is left out matches everything. */
export interface HttpFaultFilter {
  readonly kind?: FaultRequest['kind'];
  readonly method?: string;
  /** Below the mount point: `/polls`, `/token`. */
  readonly path?: string;
  /** Id of the endpoint in the table. */
  readonly endpoint?: string;
  /** Login that the token belongs to. */
  readonly login?: string;
}

interface Armed {
  readonly filter: HttpFaultFilter;
  readonly fault: HttpFault;
  left: number;
}

/** HTTP faults that wait for their request, first armed first used. */
export class HttpFaultQueue {
  readonly #armed: Armed[] = [];

  /** Lets the next `times` requests that fit meet the fault. Returns a function that takes it back. */
  arm(filter: HttpFaultFilter, fault: HttpFault, times: number): () => void {
    const armed: Armed = { filter, fault, left: times };
    this.#armed.push(armed);
    return () => this.#remove(armed);
  }

  /** Uses up one time of the first fault that fits. */
  next(request: FaultRequest): HttpFault | undefined {
    const armed = this.#armed.find(({ filter }) => fits(filter, request));
    if (!armed) return undefined;
    armed.left -= 1;
    if (armed.left <= 0) this.#remove(armed);
    return armed.fault;
  }

  clear(): void {
    this.#armed.length = 0;
  }

  #remove(armed: Armed): void {
    const index = this.#armed.indexOf(armed);
    if (index !== -1) this.#armed.splice(index, 1);
  }
}

function fits(filter: HttpFaultFilter, request: FaultRequest): boolean {
  return (
    (filter.kind === undefined || filter.kind === request.kind) &&
    (filter.method === undefined || filter.method === request.method) &&
    (filter.path === undefined || filter.path === request.path) &&
    (filter.endpoint === undefined || filter.endpoint === request.endpoint) &&
    (filter.login === undefined || filter.login === request.login)
  );
}
