import type { EndpointAnswer, EndpointBody, EndpointId, EndpointQuery } from '../../tables/endpoints';
import type { EndpointRow } from '../../tables/endpoint-row';
import type { Clock } from '../clock';
import type { TokenInfo, TokenLookup } from '../oauth/token-registry';
import type { ApiAnswer, SubscriptionApi } from '../parts';
import type { World } from '../world/world';

/** What every handler works with. */
export interface HelixParts {
  readonly world: World;
  readonly tokens: TokenLookup;
  readonly clock: Clock;
  readonly subscriptions: SubscriptionApi;
  /** The extension whose signed tokens are accepted. */
  readonly extension: ExtensionKey;
}

export interface ExtensionKey {
  readonly clientId: string;
  /** Base64, as Twitch shows it. */
  readonly secret: string;
}

/** A call that passed all checks that the table knows. */
export interface HelixCall<Id extends EndpointId> extends HelixParts {
  readonly row: EndpointRow;
  readonly clientId: string;
  /** Null for calls without a token of OAuth. */
  readonly token: TokenInfo | null;
  /** Who acts: the token's user, or with an app token the one that the owner's parameter names. '' for nobody. */
  readonly actorId: string;
  /** Repeatable keys are lists here, whatever was sent. */
  readonly query: EndpointQuery<Id>;
  readonly body: EndpointBody<Id>;
}

/** An answer that is not made from the table: status and body as they are. */
export class DirectAnswer {
  readonly answer: ApiAnswer;

  constructor(answer: ApiAnswer) {
    this.answer = answer;
  }
}

/** Answers a call, typed by its row. Refuses with a WorldRefusal. */
export type Handler<Id extends EndpointId> = (call: HelixCall<Id>) => EndpointAnswer<Id> | DirectAnswer;

export type HandlerMap = { readonly [Id in EndpointId]?: Handler<Id> };

/** The values of a repeatable key. */
export function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
