import { IrcClient } from './socket-client';
import type { Stand } from './stand';

/** Chat clients of a test, closed together. */
export class IrcRoom {
  readonly #stand: Stand;
  readonly #clients: IrcClient[] = [];

  constructor(stand: Stand) {
    this.#stand = stand;
  }

  /** Logs somebody in, `justinfan…` anonymously, and joins a channel. */
  async join(
    who: string,
    channel = 'harborlight_tv',
    scopes: readonly string[] = ['chat:read', 'chat:edit', 'whispers:read'],
  ): Promise<IrcClient> {
    const client = new IrcClient(`${this.#stand.url}/irc`);
    this.#clients.push(client);
    await client.opened();
    client.send('CAP REQ :twitch.tv/tags twitch.tv/commands');
    if (!who.startsWith('justinfan')) client.send(`PASS oauth:${this.#stand.token(who, scopes)}`);
    client.send(`NICK ${who}`, `JOIN #${channel}`);
    await client.line(`ROOMSTATE #${channel}`);
    client.received.length = 0;
    return client;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}
