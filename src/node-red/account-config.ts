import { plainName } from '../behaviour/rules';
import { completeUrls, mayCarryTokens, twitchUrls, type Urls } from '../core/urls';
import { textOf } from './json';
import { packageInfo } from './package-info';
import { stableId, textSetting, type NodeConfig, type RedSettings, type RuntimeNode } from './red';

/** practice: the simulated channel; channel: the streamer's own; read: somebody's chat, without sign-in. */
export type AccountUse = 'practice' | 'channel' | 'read';

/** What the account's dialog saved, looked through. Nobody's login, id or secret is in it but the client secret. */
export interface AccountConfig {
  /** The same after every deploy, in every instance of a subflow. */
  readonly id: string;
  /** `msg.twitch.account`. */
  readonly name: string;
  readonly use: AccountUse;
  /** Login of the channel that is read, for `read`. */
  readonly channel: string;
  /** '' when none is known: nobody can sign in then. */
  readonly clientId: string;
  /** Somebody typed the client id into the account; else it is a default that may change without signing anybody out. */
  readonly ownClientId: boolean;
  readonly clientSecret: string | undefined;
  readonly moreChannels: readonly string[];
  readonly urls: Urls;
  /** What is wrong with the addresses; '' if nothing. */
  readonly urlProblem: string;
  /** The account belongs to a bot that Twitch has verified: wider chat limits. */
  readonly verified: boolean;
  readonly sendVia: 'helix' | 'irc';
  readonly testsMayAct: boolean;
  readonly knownBots: ReadonlySet<string>;
}

const LOGIN = /^\w{1,25}$/;

/** @param config a migrated configuration; `${ENV}` values are replaced by Node-RED before */
export function readAccountConfig(
  config: NodeConfig,
  node: Pick<RuntimeNode, 'id' | '_alias' | 'credentials'>,
  settings: RedSettings,
): AccountConfig {
  const use = config['use'];
  const id = stableId(node);
  const typedClientId = textOf(config['clientId']);
  const { urls, problem } = readUrls(config);
  return {
    id,
    name: textOf(config['name']) || id,
    use: use === 'channel' || use === 'read' ? use : 'practice',
    channel: plainName(textOf(config['channel'])),
    clientId: typedClientId || defaultClientId(settings),
    ownClientId: typedClientId !== '',
    clientSecret: textOf(node.credentials?.['clientSecret']) || undefined,
    moreChannels: lines(config['moreChannels'])
      .map(plainName)
      .filter((login) => LOGIN.test(login)),
    urls,
    urlProblem: problem,
    verified: config['limits'] === 'verified',
    sendVia: config['sendVia'] === 'irc' ? 'irc' : 'helix',
    testsMayAct: config['testsMayAct'] === true,
    knownBots: new Set(lines(config['knownBots']).map(plainName)),
  };
}

/** The client id of an account that names none: settings.js, then the publisher's. */
export function defaultClientId(settings: RedSettings): string {
  return textSetting(settings, 'twitchAccountClientId') ?? packageInfo().clientId;
}

/** Whether text can be a channel name. */
export function isLogin(login: string): boolean {
  return LOGIN.test(login);
}

/** Custom addresses, if the account names any, else Twitch's. */
function readUrls(config: NodeConfig): { urls: Urls; problem: string } {
  if (config['server'] !== 'custom') return { urls: twitchUrls, problem: '' };
  return checkUrls({
    id: config['idUrl'],
    helix: config['helixUrl'],
    irc: config['ircUrl'],
    eventSub: config['eventSubUrl'],
  });
}

/** All four addresses, or Twitch's with what is wrong: a custom server that lacks one does not fall back to Twitch's for it. */
export function checkUrls(given: Readonly<Record<keyof Urls, unknown>>): { urls: Urls; problem: string } {
  const found: { -readonly [Name in keyof Urls]?: string } = {};
  for (const name of ['id', 'helix', 'irc', 'eventSub'] as const) {
    const url = textOf(given[name]);
    if (url === '') return { urls: twitchUrls, problem: `the address "${name}" is missing` };
    if (!mayCarryTokens(url)) {
      return { urls: twitchUrls, problem: `the address "${name}" is neither encrypted nor on this machine` };
    }
    found[name] = url;
  }
  return { urls: completeUrls(found), problem: '' };
}

function lines(value: unknown): string[] {
  return textOf(value)
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
