import { TwitchInputError } from './errors';

/** Where the four protocols are spoken. Every address can be replaced: practice mode, a mock server, a proxy. */
export interface Urls {
  /** OAuth, without a slash at the end: `https://id.twitch.tv/oauth2`. Names the server that a sign-in belongs to. */
  readonly id: string;
  /** Helix, without a slash at the end: `https://api.twitch.tv/helix`. */
  readonly helix: string;
  /** Chat over WebSocket. */
  readonly irc: string;
  /** EventSub over WebSocket. */
  readonly eventSub: string;
}

/** Twitch itself. */
export const twitchUrls: Urls = Object.freeze({
  id: 'https://id.twitch.tv/oauth2',
  helix: 'https://api.twitch.tv/helix',
  irc: 'wss://irc-ws.chat.twitch.tv',
  eventSub: 'wss://eventsub.wss.twitch.tv/ws',
});

const secureProtocols: ReadonlySet<string> = new Set(['https:', 'wss:']);
const plainProtocols: ReadonlySet<string> = new Set(['http:', 'ws:']);

/** Twitch's addresses, with those of `custom` in their place. Slashes at the end are dropped. */
export function completeUrls(custom: Partial<Urls> = {}): Urls {
  return {
    id: withoutEndSlash(custom.id ?? twitchUrls.id),
    helix: withoutEndSlash(custom.helix ?? twitchUrls.helix),
    irc: custom.irc ?? twitchUrls.irc,
    eventSub: custom.eventSub ?? twitchUrls.eventSub,
  };
}

/** Whether a host name (as `URL.hostname` gives it) is this machine: `localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host === '::1') return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Whether a token may travel to `url`: over TLS to anywhere, without TLS to this machine only. False for what is no address. */
export function mayCarryTokens(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  if (secureProtocols.has(parsed.protocol)) return true;
  return plainProtocols.has(parsed.protocol) && isLoopback(parsed.hostname);
}

/**
 * Guards every request that carries a token or a secret.
 *
 * @param name which address it is, for the message: `id`, `helix`, `irc` or `eventSub`
 * @throws {TwitchInputError} when the address is malformed, or neither TLS nor loopback
 */
export function assertMayCarryTokens(url: string, name: keyof Urls): void {
  if (mayCarryTokens(url)) return;
  throw new TwitchInputError(
    `The server address "${name}" may not be given a sign-in: it is neither encrypted nor on this machine. ` +
      `Use an address that begins with https:// or wss://, or one on 127.0.0.1.`,
    { parameter: name, reason: 'not encrypted' },
  );
}

function withoutEndSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
