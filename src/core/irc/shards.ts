import type { Clock, Timer } from '../clock';
import type { ChatState } from './chat-client-options';
import type { Capability } from './connection';
import type { Shard } from './shard';
import type { ShardInfo, ShardManager } from './shard-manager';

/** How long a connection may stay away before its rooms go to the others, in milliseconds: longer than a few attempts take. */
const downMs = 30_000;

interface Entry {
  readonly shard: Shard;
  readonly info: ShardInfo;
  /** Runs while the connection is away. */
  timer: Timer;
  isAway: boolean;
}

export interface ShardsOptions {
  readonly clock: Clock;
  readonly manager: ShardManager;
  /** Makes a connection with this number; it is started by the caller of {@link Shards.open}. */
  readonly make: (number: number) => Shard;
}

/** The connections of a chat client: which room goes where, and what becomes of the rooms of one that stays away. */
export class Shards {
  readonly #options: ShardsOptions;
  readonly #entries = new Map<number, Entry>();
  /** What connections ask of the server. Shared by all of them: what is added counts for those that come later, too. */
  readonly capabilities: Capability[] = ['tags', 'commands'];
  #infos: readonly ShardInfo[] = [];
  #opened = 0;

  constructor(options: ShardsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  *[Symbol.iterator](): IterableIterator<Shard> {
    for (const { shard } of this.#entries.values()) yield shard;
  }

  get(number: number): Shard | undefined {
    return this.#entries.get(number)?.shard;
  }

  /** The name the server knows us by, null before the first login. */
  get nick(): string | null {
    // Asked with many lines, and nearly always answered by the first.
    for (const { shard } of this.#entries.values()) if (shard.nick !== null) return shard.nick;
    return null;
  }

  /** How they stand, as one: connected if any is, with the error of one that is not. */
  get state(): Omit<ChatState, 'login'> {
    const shards = [...this];
    const worst = shards.find((shard) => shard.error !== null) ?? shards[0];
    const connected = shards.find((shard) => shard.phase === 'connected' || shard.phase === 'moving');
    return {
      phase: connected?.phase ?? worst?.phase ?? 'idle',
      error: worst?.error ?? null,
      retryAt: worst?.retryAt ?? null,
      shards: shards.map(({ number, phase, rooms, error }) => ({
        number,
        phase,
        channels: rooms.length,
        error,
      })),
    };
  }

  /** Asks to be told of others who come and leave, on connections that are open as well. */
  hearMembership(): void {
    if (this.capabilities.includes('membership')) return;
    this.capabilities.push('membership');
    for (const shard of this) shard.send('CAP REQ :twitch.tv/membership');
  }

  /** Any connection that can be written to, for rooms that are not joined. */
  any(): Shard | undefined {
    let first: Shard | undefined;
    for (const shard of this) {
      if (shard.nick !== null) return shard;
      first ??= shard;
    }
    return first;
  }

  /** The connection for a new room, opened when the manager wants another one. */
  place(login: string): Shard {
    const number = this.#options.manager.place(login, this.#infos);
    return (number === null ? undefined : this.get(number)) ?? this.open();
  }

  open(): Shard {
    const number = this.#opened++;
    const shard = this.#options.make(number);
    const info = {
      number,
      get channels() {
        return shard.rooms.length;
      },
    };
    this.#entries.set(number, { shard, info, timer: undefined, isAway: false });
    this.#infos = [...this.#infos, info];
    shard.start();
    return shard;
  }

  /** To be told whenever a connection changes its phase. */
  onPhase(shard: Shard): void {
    const entry = this.#entries.get(shard.number);
    if (entry === undefined) return;
    const isAway = shard.nick === null && shard.phase !== 'closed' && shard.phase !== 'idle';
    if (isAway === entry.isAway) return;
    entry.isAway = isAway;
    this.#options.clock.clearTimeout(entry.timer);
    if (isAway) this.#watch(entry);
  }

  close(): void {
    for (const { shard, timer } of this.#entries.values()) {
      this.#options.clock.clearTimeout(timer);
      shard.close();
    }
  }

  #watch(entry: Entry): void {
    entry.timer = this.#options.clock.setTimeout(() => {
      if (!this.#spread(entry)) this.#watch(entry);
    }, downMs);
  }

  /** Gives the rooms of a connection to those that work. False when there is none. */
  #spread({ shard, info }: Entry): boolean {
    const others = this.#infos.filter(
      (other) => other !== info && (this.get(other.number)?.nick ?? null) !== null,
    );
    if (others.length === 0) return false;
    this.#entries.delete(shard.number);
    this.#infos = this.#infos.filter((other) => other !== info);
    shard.close();
    for (const room of shard.rooms) {
      // Crowded is better than missing: where the manager would open another connection, the emptiest one has to do.
      const wanted = this.#options.manager.place(room.login, others);
      const to = others.find(({ number }) => number === wanted) ?? emptiest(others);
      this.get(to.number)?.add(room);
    }
    return true;
  }
}

function emptiest(infos: readonly ShardInfo[]): ShardInfo {
  return infos.reduce((best, info) => (info.channels < best.channels ? info : best));
}
