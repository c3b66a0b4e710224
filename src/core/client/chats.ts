import type { TokenSource } from '../auth/token-handler';
import type { Clock, Random } from '../clock';
import type { HelixClient } from '../helix/helix-client';
import { ChatClient } from '../irc/chat-client';
import type { ChatClientOptions } from '../irc/chat-client-options';
import type { ChatTransport, OutgoingLine, TransportAnswer } from '../irc/chat-transport';
import { HelixTransport } from '../irc/helix-transport';
import { OwnMessages } from '../irc/own-messages';

/** Chat as a program sets it up; addresses, clock and sign-in come from the client. */
export interface ChatOptions extends Omit<
  ChatClientOptions,
  'url' | 'login' | 'setup' | 'transport' | 'own' | 'channelId' | 'speaker' | 'clock' | 'random'
> {
  /** Id or login of who reads and speaks; null: read anonymously. Left out: whoever is signed in. */
  readonly user?: string | null | undefined;
  /** How `say`, `reply` and `me` send. Helix alone tells why a line was not shown. Default `helix`. */
  readonly sendOver?: 'helix' | 'irc' | undefined;
}

/** How one account's chat differs from the options of the client. */
export type ChatPreferences = Pick<ChatOptions, 'sendOver' | 'verified'>;

export interface ChatParts {
  readonly url: string;
  readonly tokens: TokenSource;
  readonly helix: HelixClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly options: ChatOptions;
  /** Runs before the first login of any chat. */
  readonly setup: () => Promise<void>;
}

/** The chat connections of one client: one per account, and one for reading anonymously. */
export class Chats {
  readonly #parts: ChatParts;
  readonly #clients = new Map<string, ChatClient>();
  readonly #own: OwnMessages;
  #main: ChatClient | null = null;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#own = new OwnMessages(parts.clock);
  }

  /** The chat of the account in the options, made when first asked for. */
  get main(): ChatClient {
    const { user } = this.#parts.options;
    this.#main ??= user === undefined ? this.#create(undefined, true) : this.of(user);
    return this.#main;
  }

  /** The main chat, if it was asked for. */
  get madeMain(): ChatClient | null {
    return this.#main;
  }

  /** The chat of one account, or the anonymous one. Preferences count when it is made: the first who asks decides. */
  of(user: string | null, preferences: ChatPreferences = {}): ChatClient {
    const key = this.#keyOf(user);
    const known = this.#clients.get(key);
    if (known) return known;
    const main = this.#parts.options.user;
    const isMain = main !== undefined && namesOf(main, this.#parts.tokens).includes(key);
    const created = this.#create(user, isMain, preferences);
    this.#clients.set(key, created);
    return created;
  }

  /** All that exist. */
  all(): ReadonlySet<ChatClient> {
    return new Set([...(this.#main ? [this.#main] : []), ...this.#clients.values()]);
  }

  /** Closes one chat and forgets it: the next who asks gets a new one. */
  async closeOne(user: string | null): Promise<void> {
    const key = this.#keyOf(user);
    const chat = this.#clients.get(key);
    if (!chat) return;
    this.#clients.delete(key);
    if (this.#main === chat) this.#main = null;
    await chat.close();
  }

  /** Somebody signed in: what waited for that goes on. What is connected stays so. */
  retry(user: string): void {
    const own = this.#clients.get(this.#keyOf(user));
    for (const chat of new Set([own, this.#main])) chat?.retry();
  }

  async close(): Promise<void> {
    await Promise.all([...this.all()].map((chat) => chat.close()));
  }

  /** Under which name a chat is kept, if it is; else under which it would be. */
  #keyOf(user: string | null): string {
    const names = namesOf(user, this.#parts.tokens);
    return names.find((name) => this.#clients.has(name)) ?? names[0] ?? '';
  }

  #loginOf(user: string | null): string {
    const users = this.#parts.tokens.users();
    const known =
      user === null ? users[0] : users.find(({ userId, login }) => userId === user || login === user);
    return known?.login ?? '';
  }

  /** @param user undefined: whoever is signed in; null: nobody */
  #create(user: string | null | undefined, isMain: boolean, preferences: ChatPreferences = {}): ChatClient {
    const { url, tokens, helix, clock, random, options, setup } = this.#parts;
    const { user: _, sendOver = 'helix', channels, ...rest } = { ...options, ...preferences };
    const name = user?.trim().replace(/^@/, '').toLowerCase() ?? null;
    return new ChatClient({
      ...rest,
      url,
      clock,
      random,
      setup,
      own: this.#own,
      // Rooms to join at the start are those of the main chat; the others join what they are told to.
      channels: isMain ? channels : undefined,
      channelId: (login) => helix.users.id(`@${login}`),
      speaker: () => this.#loginOf(name),
      login:
        user === null
          ? null
          : {
              getToken: () => tokens.getIrcToken(name),
              tokenExpired: (used) => tokens.tokenExpired(used),
            },
      transport: user === null ? undefined : new AccountTransport(helix, tokens, name),
      sendOver,
    });
  }
}

/** All names of an account, its id among them as soon as it has signed in: the same chat is meant by each. */
function namesOf(user: string | null, tokens: TokenSource): readonly string[] {
  if (user === null) return [''];
  const name = user.trim().replace(/^@/, '').toLowerCase();
  const known = tokens.users().find(({ userId, login }) => userId === name || login === name);
  return known ? [known.userId, known.login] : [name];
}

/** Sends over Helix as an account whose id is known only when its token is. */
class AccountTransport implements ChatTransport {
  readonly name = 'helix';
  readonly #helix: HelixClient;
  readonly #tokens: TokenSource;
  readonly #user: string | null;

  constructor(helix: HelixClient, tokens: TokenSource, user: string | null) {
    this.#helix = helix;
    this.#tokens = tokens;
    this.#user = user;
  }

  async send(line: OutgoingLine): Promise<TransportAnswer> {
    const { userId } = await this.#tokens.getUserToken(this.#user, ['user:write:chat']);
    return await new HelixTransport(this.#helix, { senderId: userId }).send(line);
  }
}
