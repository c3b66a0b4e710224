import type { Scope } from './scopes';
import type { FromShape, Shape } from './shape';

/**
 * Whose permission an event needs: the broadcaster's; a moderator's (or the broadcaster's in that role); that of the user
 * who reads chat; that of the user it is about; nobody's, so any user token will do; the application's own.
 */
export type EventOwner = 'broadcaster' | 'moderator' | 'chatter' | 'user' | 'anyone' | 'app';

/** With an app token (conduit, webhook): the user in the condition field `from` must have granted these before. */
export interface EventAppGrant {
  readonly from: string;
  readonly allOf: readonly Scope[];
  /** What replaces the grant. */
  readonly unless?: string;
}

/** A row as it is written in `events/<category>.ts`; what is left out has the value given here. */
export interface EventSpec {
  /** Plain words for a list of events. */
  readonly label: string;
  /** Default `ga`. */
  readonly status?: 'ga' | 'open beta' | 'beta';
  /** Condition fields that must be given. */
  readonly condition: readonly string[];
  /** Condition fields that narrow it down. */
  readonly optional?: readonly string[];
  /** Of these optional fields, one has to be given and no more. */
  readonly oneOf?: readonly string[];
  /** One scope of each group is needed. Default: none. */
  readonly scopes?: readonly (readonly Scope[])[];
  /** Scopes that add to the event. */
  readonly optionalScopes?: readonly Scope[];
  readonly owner: EventOwner;
  readonly appGrants?: readonly EventAppGrant[];
  /** False: comes by webhook or conduit only. Default true. */
  readonly websocket?: false;
  /** True: the notification has a list `events` instead of `event`. Default false. */
  readonly batching?: true;
  /** What a subscription costs if the user it is about never authorised the client id. Default 0. */
  readonly cost?: 1;
  /** What `event` holds. */
  readonly fields: { readonly [field: string]: Shape };
  /** Other names under which a field has been seen. */
  readonly aliases?: { readonly [field: string]: readonly string[] };
  readonly notes?: readonly string[];
}

/** Rows by `type@version`. */
export interface EventSpecs {
  readonly [typeAndVersion: string]: EventSpec;
}

/** Example events by `type@version`. */
export interface EventSamples {
  readonly [typeAndVersion: string]: Readonly<Record<string, unknown>>;
}

/** One version of one EventSub type with everything filled in. */
export interface EventRow {
  readonly type: string;
  readonly version: string;
  readonly label: string;
  readonly category: string;
  readonly status: 'ga' | 'open beta' | 'beta';
  /** A newer version of the type; null for the newest. */
  readonly supersededBy: string | null;
  readonly condition: readonly string[];
  readonly optionalCondition: readonly string[];
  /** Of these, which are also in `optionalCondition`, exactly one has to be given; empty: no such rule. */
  readonly oneOf: readonly string[];
  /** One scope of each group is needed; no groups: no scope. */
  readonly scopeGroups: readonly (readonly Scope[])[];
  readonly optionalScopes: readonly Scope[];
  readonly ownerRole: EventOwner;
  /** The condition field that must hold the id of the token's user; null where it does not matter. */
  readonly owner: 'broadcaster_user_id' | 'moderator_user_id' | 'user_id' | null;
  readonly appGrants: readonly EventAppGrant[];
  readonly websocket: boolean;
  readonly batching: boolean;
  /** Cost of a subscription without the user's authorisation; with it, it is always 0. */
  readonly cost: 0 | 1;
  readonly fields: { readonly [field: string]: Shape };
  readonly aliases: { readonly [field: string]: readonly string[] };
  readonly notes: readonly string[];
  /** A realistic `event` with invented people. */
  readonly sample: Readonly<Record<string, unknown>>;
}

type Exactly<All extends string> = {
  [One in All]: { readonly [K in One]: string } & { readonly [K in Exclude<All, One>]?: undefined };
}[All];

/** The condition of a subscription. */
export type ConditionOf<S> = {
  readonly [K in S extends { readonly condition: readonly (infer C extends string)[] } ? C : never]: string;
} & (S extends { readonly oneOf: readonly (infer All extends string)[] }
  ? Exactly<All>
  : {
      readonly [
        K in S extends { readonly optional: readonly (infer O extends string)[] } ? O : never
      ]?: string;
    });

/** The `event` of a notification. */
export type PayloadOf<S> = S extends { readonly fields: infer F } ? FromShape<F> : never;
