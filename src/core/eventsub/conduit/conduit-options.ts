import { TwitchInputError } from '../../errors';

/** Shards of one conduit. Source: EventSub notes §9. */
export const MOST_SHARDS = 20_000;

/** Events of an application instead of single users, spread over sockets in any number of processes. */
export interface ConduitOptions {
  /**
   * Id of a conduit that exists. Left out: the only one that the application has; where it has none, the process that
   * holds shard 0 makes one.
   */
  readonly id?: string | undefined;
  /** Shards of the conduit in all processes together, 1 to 20,000; default 1. A smaller conduit is enlarged. */
  readonly shardCount?: number | undefined;
  /** Numbers of the shards that this process connects, from 0; default: all. */
  readonly shards?: readonly number[] | undefined;
}

export interface ConduitPlan {
  readonly id: string | null;
  readonly shardCount: number;
  readonly shards: readonly number[];
  /** This process has all shards: nobody else can want what it does not want. */
  readonly holdsAll: boolean;
  /** This process makes and enlarges the conduit; one alone must, or there would be several. */
  readonly leads: boolean;
}

/** @throws {TwitchInputError} for numbers that cannot be */
export function planConduit({ id, shardCount = 1, shards }: ConduitOptions): ConduitPlan {
  if (!Number.isInteger(shardCount) || shardCount < 1 || shardCount > MOST_SHARDS) {
    throw invalid('shardCount', `must be a whole number from 1 to ${MOST_SHARDS}`);
  }
  const own = [...new Set(shards ?? Array.from({ length: shardCount }, (_, shard) => shard))];
  const isRight = own.every((shard) => Number.isInteger(shard) && shard >= 0 && shard < shardCount);
  if (own.length === 0 || !isRight) {
    throw invalid('shards', `must be numbers from 0 to ${shardCount - 1}, at least one`);
  }
  return {
    id: id ?? null,
    shardCount,
    shards: own,
    holdsAll: own.length === shardCount,
    leads: own.includes(0),
  };
}

function invalid(parameter: string, reason: string): TwitchInputError {
  return new TwitchInputError(`The conduit cannot be used: ${parameter} ${reason}.`, { parameter, reason });
}
