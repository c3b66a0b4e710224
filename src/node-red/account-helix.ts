import type { HelixCaller } from '../behaviour/context';
import type { CallOptions, CallRest, PageOptions, UncheckedRequest } from '../core/helix/helix-client';
import type { Pages } from '../core/helix/pages';
import type { RequestArgs } from '../core/helix/request-args';
import { findEndpoint, type EndpointAnswer, type EndpointId } from '../tables/endpoints';
import type { ClientHub } from './client-hub';

/** Finds the client for who acts, and names the person where the caller named nobody. */
export type WhoCalls = (options: CallOptions) => {
  readonly hub: ClientHub;
  readonly user: string | undefined;
};

/** Helix for one account: calls act as its own people, never as somebody else's who shares the client. */
export class AccountHelix implements HelixCaller {
  readonly #whoCalls: WhoCalls;

  /** @param whoCalls throws TWITCH_SIGN_IN_NEEDED when nobody of the account can act */
  constructor(whoCalls: WhoCalls) {
    this.#whoCalls = whoCalls;
  }

  async call<Id extends EndpointId>(id: Id, ...rest: CallRest<Id, CallOptions>): Promise<EndpointAnswer<Id>> {
    const [args, options] = rest;
    return (await this.callAny(id, args, options)) as EndpointAnswer<Id>;
  }

  async callAny(id: string, args: RequestArgs = {}, options: CallOptions = {}): Promise<unknown> {
    const { hub, user } = this.#who(id, options);
    return await hub.client.helix.callAny(id, args, withUser(options, user));
  }

  pagesAny(id: string, args: RequestArgs = {}, options: PageOptions = {}): Pages<unknown> {
    const { hub, user } = this.#who(id, options);
    return hub.client.helix.pagesAny(id, args, withUser(options, user));
  }

  async request(request: UncheckedRequest, options: CallOptions = {}): Promise<unknown> {
    const { hub, user } = this.#whoCalls(options);
    return await hub.client.helix.request(request, withUser(options, user));
  }

  /** Calls that take no person's token (app only, or none at all) must not be given a person. */
  #who(id: string, options: CallOptions): ReturnType<WhoCalls> {
    const row = findEndpoint(id);
    const needsNobody = row !== undefined && !row.tokens.includes('user');
    return this.#whoCalls(needsNobody && options.user === undefined ? { ...options, token: 'app' } : options);
  }
}

function withUser<T extends CallOptions>(options: T, user: string | undefined): T {
  return user === undefined ? options : { ...options, user };
}
