import type { AnswerPage, AnyCallArgs, HelixCaller, HelixCallOptions } from '../behaviour/context';
import type { UncheckedRequest } from '../core/helix/helix-client';
import { findEndpoint, type EndpointAnswer, type EndpointArgs, type EndpointId } from '../tables/endpoints';
import type { ClientHub } from './client-hub';

/** Finds the client for who acts, and names the person where the caller named nobody. */
export type WhoCalls = (options: HelixCallOptions) => {
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

  async call<Id extends EndpointId>(
    id: Id,
    args: EndpointArgs<Id>,
    options: HelixCallOptions = {},
  ): Promise<EndpointAnswer<Id>> {
    return (await this.callAny(id, args, options)) as EndpointAnswer<Id>;
  }

  async callAny(id: string, args: AnyCallArgs, options: HelixCallOptions = {}): Promise<unknown> {
    const { hub, user } = this.#who(id, options);
    return await hub.client.helix.callAny(id, args, { ...options, user });
  }

  async pagesAny(
    id: string,
    args: AnyCallArgs,
    options: HelixCallOptions & { readonly cap?: number } = {},
  ): Promise<readonly unknown[]> {
    const { hub, user } = this.#who(id, options);
    return await hub.client.helix.pagesAny(id, args, { ...options, user });
  }

  pageByPage(
    id: string,
    args: AnyCallArgs,
    options: HelixCallOptions & { readonly cap?: number } = {},
  ): AsyncIterable<AnswerPage> {
    const { hub, user } = this.#who(id, options);
    return hub.client.helix.pagesAny(id, args, { ...options, user }).byPage();
  }

  async request(request: UncheckedRequest, options: HelixCallOptions = {}): Promise<unknown> {
    const { hub, user } = this.#whoCalls(options);
    return await hub.client.helix.request(request, { ...options, user });
  }

  /** Calls that take no person's token (app only, or none at all) must not be given a person. */
  #who(id: string, options: HelixCallOptions): ReturnType<WhoCalls> {
    const row = findEndpoint(id);
    const needsNobody = row !== undefined && !row.tokens.includes('user');
    return this.#whoCalls(needsNobody && options.user === undefined ? { ...options, token: 'app' } : options);
  }
}
