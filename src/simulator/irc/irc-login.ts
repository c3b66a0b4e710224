import type { IrcFaults, LoginFailure } from '../faults/irc-faults';
import type { TokenInfo, TokenLookup } from '../oauth/token-registry';
import type { UserState } from '../world/state';
import type { IrcLimits } from './irc-limits';
import type { ServerLine } from './irc-line';
import type { IrcLogin, IrcSession } from './irc-session';
import { globalUserstateTags } from './irc-tags';

export interface LoginContext {
  readonly findUser: (id: string) => UserState | undefined;
  readonly tokens: TokenLookup;
  readonly limits: IrcLimits;
  readonly faults: IrcFaults;
}

const NICK = /^[a-z0-9][a-z0-9_]{0,24}$/;
const ANONYMOUS_NICK = /^justinfan\d+$/;

/**
 * Logs the session in as soon as NICK, and for an account PASS, have come. A refused one gets the notice of irc-notes §2
 * and is closed.
 *
 * @returns whether the session has just been logged in
 */
export function tryLogin(session: IrcSession, context: LoginContext): boolean {
  const { wantedNick, password } = session;
  if (session.login || wantedNick === null) return false;
  const isAnonymous = ANONYMOUS_NICK.test(wantedNick);
  if (password === null && !isAnonymous && NICK.test(wantedNick)) return false;

  const outcome = judge(wantedNick, isAnonymous ? null : password, context);
  session.password = null;
  session.wantedNick = null;
  if (typeof outcome === 'string') {
    session.sendAlways({ command: 'NOTICE', params: ['*'], text: outcome });
    session.close();
    return false;
  }
  session.login = outcome;
  session.send(...welcome(outcome));
  return true;
}

function judge(nick: string, password: string | null, context: LoginContext): IrcLogin | LoginFailure {
  const fault = context.faults.takeLoginFailure();
  if (fault) return fault;
  if (!NICK.test(nick)) return 'Invalid NICK';
  if (password === null)
    return context.limits.take('login', nick, false) ? { nick, account: null } : 'Login unsuccessful';
  if (!password.startsWith('oauth:')) return 'Improperly formatted auth';

  const account = accountOf(password.slice('oauth:'.length), context);
  if (!context.limits.take('login', nick, account?.user.verified ?? false)) return 'Login unsuccessful';
  // The nick of somebody else's token was accepted at times and refused at others: here it is refused.
  return account?.user.login === nick ? { nick, account } : 'Login authentication failed';
}

/** Who owns a living user token with the scope that chat needs. */
function accountOf(accessToken: string, context: LoginContext): { user: UserState; token: TokenInfo } | null {
  const token = context.tokens.find(accessToken);
  if (!token?.valid || token.userId === null || !token.scopes.includes('chat:read')) return null;
  const user = context.findUser(token.userId);
  return user ? { user, token } : null;
}

function welcome({ nick, account }: IrcLogin): ServerLine[] {
  const numeric = (command: string, text: string): ServerLine => ({ command, params: [nick], text });
  const lines = [
    numeric('001', 'Welcome, GLHF!'),
    numeric('002', 'Your host is tmi.twitch.tv'),
    numeric('003', 'This server is rather new'),
    numeric('004', '-'),
    numeric('375', '-'),
    numeric('372', 'You are in a maze of twisty passages, all alike.'),
    numeric('376', '>'),
  ];
  if (account) lines.push({ command: 'GLOBALUSERSTATE', tags: globalUserstateTags(account.user) });
  return lines;
}
