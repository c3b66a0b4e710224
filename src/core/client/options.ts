import type { TokenStore } from '../auth/token-store';
import type { Clock, Random } from '../clock';
import type { ConduitOptions } from '../eventsub/conduit/conduit-options';
import type { EventSubOptions } from '../eventsub/eventsub-options';
import type { ChatClientEvents } from '../irc/chat-client-options';
import type { Urls } from '../urls';
import type { ChatOptions } from './chats';
import type { Tokens } from './tokens';

export const clientDefaults = {
  /** User handles that are kept, so that a login is looked up once. */
  userCache: 1_000,
} as const;

/** How events are received. */
export interface ClientEventSubOptions extends Pick<
  EventSubOptions,
  'keepaliveSeconds' | 'lingerMs' | 'perSession' | 'socket' | 'paced' | 'creation'
> {
  /**
   * For operators of many channels, with a client secret: everything hangs on a conduit of the application instead of
   * sessions of single users. See docs/scale.md.
   */
  readonly conduit?: ConduitOptions | undefined;
  /** false: state is not read again after a gap, which costs a few requests. With a conduit that is the default. */
  readonly recover?: boolean | undefined;
}

export interface TwitchClientOptions {
  readonly clientId: string;
  /** Only of applications of type Confidential. */
  readonly clientSecret?: string | undefined;
  /**
   * A source of tokens (a TokenManager), hooks that bring them (a TokenHandler), or one token. Without it there are
   * the sign-ins of `store`; without those too, chat can be read anonymously and nothing else.
   */
  readonly tokens?: Tokens | undefined;
  /** Where sign-ins are kept; in memory by default. Goes without `tokens`. */
  readonly store?: TokenStore | undefined;
  /** Twitch's where they are left out. */
  readonly urls?: Partial<Urls> | undefined;
  /** false: `start` does not connect to chat. */
  readonly chat?: ChatOptions | false | undefined;
  readonly eventSub?: ClientEventSubOptions | undefined;
  /** Runs once, before the first login to chat and before `start` goes on. */
  readonly setup?: (() => void | Promise<void>) | undefined;
  readonly userCache?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

/** The events of the main chat, and the client's own. */
export interface TwitchClientEvents extends ChatClientEvents {
  /** Everything is closed. */
  closed: [];
}
