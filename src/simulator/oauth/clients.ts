import { type Random, text } from '../random';

const CLIENT_ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const KEY_LENGTH = 30;

export interface Client {
  readonly id: string;
  /** Null for a public client. */
  readonly secret: string | null;
  readonly redirectUris: readonly string[];
}

/** The applications that are registered here. */
export class ClientBook {
  readonly #random: Random;
  readonly #clients = new Map<string, Client>();

  constructor(random: Random) {
    this.#random = random;
  }

  register(type: 'public' | 'confidential', redirectUris: readonly string[] = ['http://localhost']): Client {
    const key = (): string => text(this.#random, KEY_LENGTH, CLIENT_ID_ALPHABET);
    const client: Client = { id: key(), secret: type === 'confidential' ? key() : null, redirectUris };
    this.#clients.set(client.id, client);
    return client;
  }

  find(clientId: string): Client | undefined {
    return this.#clients.get(clientId);
  }
}
