/** One connection, as far as placing rooms needs to know it. */
export interface ShardInfo {
  readonly number: number;
  /** Rooms that belong to it, joined or not. */
  readonly channels: number;
}

/** Spreads rooms over connections. Bring your own to keep busy rooms apart. */
export interface ShardManager {
  /** Number of the shard for a room, or null to open a new one. */
  place(login: string, shards: readonly ShardInfo[]): number | null;
}

/** Fills one connection after the other, each with at most `limit` rooms; the emptiest one first, so that losses even out. */
export class FillingShardManager implements ShardManager {
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  place(_login: string, shards: readonly ShardInfo[]): number | null {
    let best: ShardInfo | null = null;
    for (const shard of shards) {
      if (shard.channels < this.#limit && (best === null || shard.channels < best.channels)) best = shard;
    }
    return best?.number ?? null;
  }
}
