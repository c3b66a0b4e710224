import type { ChatMode, ModeState } from './chat-modes';
import type { StateStore } from './context';
import { isPlain } from './incoming';

/** How a mode was before a node changed it. */
export interface Remembered {
  readonly before: ModeState;
  /** Names the newest change: what was planned with an older one holds no longer. */
  readonly stamp: string;
}

/**
 * How the chat was before nodes of an account changed it, one key per channel and mode. The drawer is the account's, so that
 * one node can put back what others have changed.
 */
export class ModeMemory {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  /** Null where nothing was changed, or it cannot be read. */
  async find(channelId: string, mode: ChatMode): Promise<Remembered | null> {
    const saved = await this.#state.get(key(channelId, mode)).catch(() => undefined);
    if (!isPlain(saved) || typeof saved['stamp'] !== 'string' || typeof saved['on'] !== 'boolean')
      return null;
    const value = typeof saved['value'] === 'number' ? saved['value'] : null;
    return { before: { on: saved['on'], value }, stamp: saved['stamp'] };
  }

  /** A store that cannot be written says so itself; the change at Twitch stands. */
  async keep(channelId: string, mode: ChatMode, { before, stamp }: Remembered): Promise<void> {
    await this.#state.set(key(channelId, mode), { ...before, stamp }).catch(() => undefined);
  }

  async forget(channelId: string, mode: ChatMode): Promise<void> {
    await this.#state.set(key(channelId, mode), undefined).catch(() => undefined);
  }
}

function key(channelId: string, mode: ChatMode): string {
  return `chatMode ${channelId} ${mode}`;
}
