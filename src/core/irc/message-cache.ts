import type { ChatMessage } from './chat-message';

/** The latest messages, at most `size`. Adding costs next to nothing; looking one up walks through them. */
export class MessageCache {
  readonly #size: number;
  readonly #ring: (ChatMessage | undefined)[] = [];
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(message: ChatMessage): void {
    if (this.#size === 0) return;
    this.#ring[this.#next] = message;
    this.#next = (this.#next + 1) % this.#size;
  }

  get(id: string): ChatMessage | undefined {
    return this.#ring.find((message) => message?.id === id);
  }

  clear(): void {
    this.#ring.length = 0;
    this.#next = 0;
  }
}
