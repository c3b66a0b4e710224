import type { ChatOccurrence } from '../behaviour/chat-line';
import type { HearingSettings } from '../behaviour/hearing';
import { plainName } from '../behaviour/rules';
import type { ChatInterest } from '../behaviour/trigger';
import { TwitchInputError, type TwitchError } from '../core/errors';
import { isLogin } from './account-config';
import type { ChatReader, RoomStanding } from './chat-reader';
import type { Ear } from './events-in';
import type { SettingsReader } from './settings-reader';
import type { TriggerParts } from './trigger';

/** The folded fields that every node that hears chat has. */
export function hearingSettings(settings: SettingsReader): HearingSettings {
  return {
    ownLines: settings.flag('ownLines'),
    knownBots: settings.flag('knownBots'),
    sharedChat: settings.flag('sharedChat'),
    details: settings.flag('details'),
  };
}

/**
 * Keeps a trigger in the chat it listens to, over sign-ins and lost connections, and its status true.
 *
 * @param options ownOnly: the account's own channel, whatever more channels it reads
 */
export function hearChat(
  parts: TriggerParts,
  interest: ChatInterest,
  listener: (heard: ChatOccurrence) => void,
  options: { readonly ownOnly?: boolean } = {},
): Ear {
  const ear = new ChatEar(parts, interest, listener, options.ownOnly ?? false);
  return { refresh: () => ear.refresh(), stop: () => ear.stop() };
}

class ChatEar {
  readonly #parts: TriggerParts;
  readonly #interest: ChatInterest;
  readonly #listener: (heard: ChatOccurrence) => void;
  readonly #ownOnly: boolean;
  #reader: ChatReader | null = null;
  #channels: readonly string[] = [];
  #ends: (() => void)[] = [];
  /** The room whose refusal was told last, so that it is told once. */
  #told = '';

  constructor(
    parts: TriggerParts,
    interest: ChatInterest,
    listener: (heard: ChatOccurrence) => void,
    ownOnly: boolean,
  ) {
    this.#ownOnly = ownOnly;
    this.#parts = parts;
    this.#interest = interest;
    this.#listener = listener;
    this.refresh();
  }

  /** Somebody may have signed in: another channel, another reader. What stays the same is not touched. */
  refresh(): void {
    const channels = this.#wantedChannels();
    if (channels.length === 0) {
      this.#let();
      this.#parts.setStanding(null);
      return;
    }
    const wrong = channels.find((channel) => !isLogin(channel));
    if (wrong !== undefined) {
      this.#let();
      this.#parts.setStanding('invalid-input', this.#once(notAChannel(wrong)));
      return;
    }
    const reader = this.#parts.account.chatReader(this.#reader);
    if (reader === this.#reader && channels.join(' ') === this.#channels.join(' ')) {
      this.#show();
      return;
    }
    // The new one is heard before the old one is let go, so that no room is left and joined again.
    const before = this.#ends;
    this.#reader = reader;
    this.#channels = channels;
    this.#ends = this.#listen(reader, channels);
    for (const end of before) end();
    this.#show();
  }

  stop(): void {
    this.#let();
  }

  #let(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#reader = null;
    this.#channels = [];
  }

  #wantedChannels(): readonly string[] {
    const { account, settings } = this.#parts;
    const typed = settings
      .text('channel')
      .split(/[\s,]+/)
      .filter((name) => name !== '')
      .map(plainName);
    if (typed.length > 0) return [...new Set(typed)];
    const own = account.identities().channel?.login ?? '';
    const more = this.#ownOnly ? [] : account.config.moreChannels;
    return [...new Set([own, ...more])].filter((login) => login !== '');
  }

  #listen(reader: ChatReader, channels: readonly string[]): (() => void)[] {
    const { account } = this.#parts;
    const ends = channels.map((channel) => reader.want(channel));
    for (const type of this.#interest.kinds) {
      const words = type === 'message' ? this.#interest.words : undefined;
      const rooms = roomless.has(type) ? undefined : channels;
      ends.push(reader.hear({ type, channels: rooms, words }, (event) => this.#listener(event)));
    }
    if (account.config.use === 'read') {
      ends.push(
        reader.hear({ type: 'roomstate', channels }, ({ channel }) =>
          account.learnChannel(channel.id, channel.login),
        ),
      );
    }
    ends.push(reader.watch(() => this.#readerChanged()));
    return ends;
  }

  /** A connection whose sign-in has ended serves until it breaks; then chat is read without one. */
  #readerChanged(): void {
    const { account } = this.#parts;
    const isSignedOut = account.standing === 'sign-in';
    if (isSignedOut && this.#reader && account.chatReader(this.#reader) !== this.#reader) this.refresh();
    else this.#show();
  }

  /** The worst of the rooms. */
  #show(): void {
    const reader = this.#reader;
    if (!reader) return;
    const standings = this.#channels.map((channel) => reader.standing(channel));
    const refused = standings.find((standing) => standing.state === 'refused');
    const retrying = standings.find((standing) => standing.state === 'retrying');
    const worst: RoomStanding = refused ?? retrying ?? standings.find(isConnecting) ?? { state: 'joined' };
    if (worst.state === 'refused') this.#parts.setStanding('cannot-join', this.#once(worst.error));
    else if (worst.state === 'joined') this.#parts.setStanding(null);
    else this.#parts.setStanding(worst.state);
    if (worst.state === 'joined') this.#told = '';
  }

  /** The error when it is news. */
  #once(error: TwitchError): TwitchError | undefined {
    if (this.#told === error.message) return undefined;
    this.#told = error.message;
    return error;
  }
}

/** What is said to the reader and not in a room. */
const roomless: ReadonlySet<ChatOccurrence['type']> = new Set(['whisper', 'globaluserstate']);

function isConnecting(standing: RoomStanding): boolean {
  return standing.state === 'connecting';
}

function notAChannel(name: string): TwitchError {
  return new TwitchInputError(
    `"${name}" cannot be a channel's name: letters without accents, digits and underscores, 25 at most. Correct the channel in the node.`,
    { parameter: 'channel', channel: name },
  );
}
