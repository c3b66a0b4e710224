import type { StateStore } from '../behaviour/context';
import { systemClock, type Clock, type Timer } from '../core/clock';
import { TwitchError } from '../core/errors';
import type { Document } from './document';
import { isRecord } from './json';
import type { NodeContext } from './red';

/** The bounds of the store; a value beyond them is refused, never cut. */
export const stateLimits = {
  /** Characters of JSON in one value. */
  valueLength: 1_000_000,
  /** Keys of one drawer. */
  keys: 1_000,
  /** Characters of JSON of all drawers together. */
  totalLength: 16_000_000,
  /** How long changes are gathered before they are written. */
  writeDelayMs: 250,
  /** How old the mark of a drawer's last use may get before reading from it renews the mark. */
  markEveryMs: 24 * 60 * 60 * 1000,
  /** How long after a failed write it is tried again. */
  retryDelayMs: 30_000,
  /** A drawer that no node has read or written for so long is thrown away (a node that was deleted). */
  forgetAfterMs: 400 * 24 * 60 * 60 * 1000,
} as const;

const FORMAT = 1;

interface Drawer {
  /** When it was last read (to the day) or written, milliseconds since 1970. */
  at: number;
  /** Values as JSON text: what is read later cannot have been changed by the one who wrote it. */
  readonly values: Map<string, string>;
}

/**
 * What nodes remember beyond a restart: cooldowns, waiting polls with their message, counters. One document, one drawer per
 * node, gathered writes. The clock is the wall clock: the file outlives any simulated time.
 */
export class DocumentStateStore {
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #onProblem: (text: string) => void;
  readonly #drawers = new Map<string, Drawer>();
  #length = 0;
  #opening: Promise<void> | undefined;
  #timer: Timer;
  #dirty = false;
  #writing: Promise<void> = Promise.resolve();
  #complained = false;

  /** @param onProblem told once per trouble, for the log */
  constructor(options: { document: Document; onProblem?: (text: string) => void; clock?: Clock }) {
    this.#document = options.document;
    this.#onProblem = options.onProblem ?? (() => {});
    this.#clock = options.clock ?? systemClock;
  }

  /** The drawer of one node. `owner` has to be the same after a restart. */
  drawer(owner: string): StateStore {
    return {
      get: async (key) => {
        await this.#open();
        this.#markUsed(owner);
        const text = this.#drawers.get(owner)?.values.get(key);
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      },
      set: async (key, value) => {
        await this.#open();
        this.#put(owner, key, value);
      },
    };
  }

  /** Throws away what a node remembers. */
  async erase(owner: string): Promise<void> {
    await this.#open();
    const drawer = this.#drawers.get(owner);
    if (!drawer) return;
    for (const text of drawer.values.values()) this.#length -= text.length;
    this.#drawers.delete(owner);
    this.#writeSoon();
  }

  /** Writes what is not yet written and waits for it. */
  async flush(): Promise<void> {
    await this.#opening;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dirty) this.#write();
    await this.#writing;
  }

  /** A node that only remembers is in use, too: what it remembers must not be thrown away as that of a deleted one. */
  #markUsed(owner: string): void {
    const drawer = this.#drawers.get(owner);
    const now = this.#clock.now();
    if (!drawer || now - drawer.at < stateLimits.markEveryMs) return;
    drawer.at = now;
    this.#writeSoon();
  }

  #writeSoon(): void {
    this.#dirty = true;
    this.#timer ??= this.#clock.setTimeout(() => this.#write(), stateLimits.writeDelayMs);
  }

  #put(owner: string, key: string, value: unknown): void {
    let drawer = this.#drawers.get(owner);
    const before = drawer?.values.get(key);
    const text = value === undefined ? undefined : JSON.stringify(value);
    if (text === before) return;
    const grown = (text?.length ?? 0) - (before?.length ?? 0);
    if (text !== undefined) {
      const tooMany = before === undefined && (drawer?.values.size ?? 0) >= stateLimits.keys;
      if (
        tooMany ||
        text.length > stateLimits.valueLength ||
        this.#length + grown > stateLimits.totalLength
      ) {
        throw new TwitchError(
          'TWITCH_STORE_FAILED',
          'This node wanted to remember more than the memory of the Twitch nodes holds, so the newest is forgotten. ' +
            'Remember less, or use a Node-RED context store for it.',
          { reason: 'state store is full' },
        );
      }
    }
    if (!drawer) {
      drawer = { at: 0, values: new Map() };
      this.#drawers.set(owner, drawer);
    }
    drawer.at = this.#clock.now();
    if (text === undefined) drawer.values.delete(key);
    else drawer.values.set(key, text);
    this.#length += grown;
    if (drawer.values.size === 0) this.#drawers.delete(owner);
    this.#writeSoon();
  }

  #open(): Promise<void> {
    this.#opening ??= this.#read();
    return this.#opening;
  }

  async #read(): Promise<void> {
    let text: string | null;
    try {
      text = await this.#document.read();
    } catch (error) {
      this.#complain('could not be read', error);
      return;
    }
    if (text === null) return;
    const drawers = parseState(text);
    if (drawers) {
      const oldest = this.#clock.now() - stateLimits.forgetAfterMs;
      for (const [owner, drawer] of drawers) {
        if (drawer.at < oldest) continue;
        this.#drawers.set(owner, drawer);
        for (const value of drawer.values.values()) this.#length += value.length;
      }
      return;
    }
    try {
      const aside = await this.#document.setAside(this.#clock.now());
      this.#onProblem(
        `The memory of the Twitch nodes was damaged. It starts empty; the old one is kept as ${aside}.`,
      );
    } catch (error) {
      this.#complain('was damaged and could not be moved away', error);
    }
  }

  #write(): void {
    this.#timer = undefined;
    this.#dirty = false;
    this.#writing = this.#writing.then(async () => {
      try {
        await this.#document.write(formatState(this.#drawers));
        this.#complained = false;
      } catch (error) {
        this.#complain('could not be written', error);
        this.#dirty = true;
        this.#timer ??= this.#clock.setTimeout(() => this.#write(), stateLimits.retryDelayMs);
      }
    });
  }

  #complain(what: string, error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#onProblem(
      `The memory of the Twitch nodes ${what} (${reason}). What they remember is lost when Node-RED stops; check free space and permissions of the user directory.`,
    );
  }
}

/** A node's drawer in one of Node-RED's own context stores (settings.js `contextStorage`), for those who chose one. */
export function contextDrawer(context: NodeContext, store: string): StateStore {
  return {
    get: (key) =>
      new Promise((resolve, reject) => {
        context.get(contextKey(key), store, (error, value) => {
          if (error) reject(error);
          else resolve(value);
        });
      }),
    set: (key, value) =>
      new Promise((resolve, reject) => {
        context.set(contextKey(key), value, store, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

function contextKey(key: string): string {
  return `twitch_${key.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
}

function formatState(drawers: ReadonlyMap<string, Drawer>): string {
  const parts: string[] = [];
  for (const [owner, drawer] of drawers) {
    const values = [...drawer.values].map(([key, text]) => `${JSON.stringify(key)}:${text}`);
    parts.push(`${JSON.stringify(owner)}:{"at":${drawer.at},"values":{${values.join(',')}}}`);
  }
  return `{"format":${FORMAT},"drawers":{\n${parts.join(',\n')}\n}}\n`;
}

/** null if the text is not a state document of this format. */
function parseState(text: string): Map<string, Drawer> | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(data) || data['format'] !== FORMAT || !isRecord(data['drawers'])) return null;
  const drawers = new Map<string, Drawer>();
  for (const [owner, entry] of Object.entries(data['drawers'])) {
    if (!isRecord(entry) || typeof entry['at'] !== 'number' || !isRecord(entry['values'])) return null;
    const values = new Map<string, string>();
    for (const [key, value] of Object.entries(entry['values'])) values.set(key, JSON.stringify(value));
    drawers.set(owner, { at: entry['at'], values });
  }
  return drawers;
}
