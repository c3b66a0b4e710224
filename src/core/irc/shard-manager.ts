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

/**
 * Which rooms go to which shard, opening new ones where the manager wants them.
 *
 * @param open opens a shard and returns its number
 */
export function placeRooms(
  logins: readonly string[],
  shards: readonly ShardInfo[],
  manager: ShardManager,
  open: () => number,
): ReadonlyMap<number, readonly string[]> {
  const infos = shards.map(({ number, channels }) => ({ number, channels }));
  const placed = new Map<number, string[]>();
  for (const login of logins) {
    const number = manager.place(login, infos);
    let info = infos.find((one) => one.number === number);
    if (info === undefined) {
      info = { number: open(), channels: 0 };
      infos.push(info);
    }
    info.channels++;
    const rooms = placed.get(info.number);
    if (rooms === undefined) placed.set(info.number, [login]);
    else rooms.push(login);
  }
  return placed;
}
