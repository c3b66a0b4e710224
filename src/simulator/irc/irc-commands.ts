import type { IrcFaults } from '../faults/irc-faults';
import type { TokenLookup } from '../oauth/token-registry';
import type { ChannelState, UserState } from '../world/state';
import { characters } from '../world/text';
import type { World } from '../world/world';
import { MAX_ROOMS, type IrcLimits } from './irc-limits';
import { SERVER_NAME, userPrefix, type ClientLine, type ServerLine } from './irc-line';
import { tryLogin } from './irc-login';
import type { IrcRooms } from './irc-rooms';
import { CAPABILITIES, type Capability, type IrcSession } from './irc-session';
import { roomstateTags, userstateTags } from './irc-tags';

/** What the commands work on. */
export interface IrcContext {
  readonly world: World;
  readonly tokens: TokenLookup;
  readonly limits: IrcLimits;
  readonly faults: IrcFaults;
  readonly rooms: IrcRooms;
  readonly onLogin: (session: IrcSession) => void;
  readonly onJoin: (session: IrcSession, channel: ChannelState) => void;
  readonly onPart: (session: IrcSession, channel: ChannelState) => void;
}

type Command = (session: IrcSession, line: ClientLine, context: IrcContext) => void;

const MAX_CHARACTERS = 500;
/** Longest list of names in one 353 line. */
const NAMES_PER_LINE = 25;
/** The marks around a CTCP message. */
const CTCP = '\u0001';
/** All other slash commands left IRC in 2023: the server takes them and does nothing. */
const SLASH_COMMAND = /^[/.][a-z]/i;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['CAP', capabilities],
  ['PASS', pass],
  ['NICK', nick],
  ['JOIN', join],
  ['PART', part],
  ['PRIVMSG', privmsg],
  ['PING', ping],
  ['PONG', (session) => void (session.isPongDue = false)],
  ['QUIT', (session) => session.close()],
  // Generic IRC clients introduce themselves with USER; Twitch has no use for it.
  ['USER', () => {}],
]);

/** Acts on one line of a client. */
export function obey(session: IrcSession, line: ClientLine, context: IrcContext): void {
  const command = COMMANDS.get(line.command);
  if (command) command(session, line, context);
  else session.send({ command: '421', params: [session.nick, line.command], text: 'Unknown command' });
}

function capabilities(session: IrcSession, line: ClientLine): void {
  const answer = (verb: string, text: string): void =>
    session.send({ command: 'CAP', params: ['*', verb], text });
  const verb = line.params[0]?.toUpperCase();
  if (verb === 'LS') answer('LS', CAPABILITIES.join(' '));
  // END needs no answer: there is no negotiation pause.
  if (verb !== 'REQ') return;
  const asked = line.params[1] ?? '';
  const wanted = asked.split(' ').filter((name) => name !== '');
  const known = wanted.filter((name): name is Capability => CAPABILITIES.some((each) => each === name));
  // One request is granted or refused as a whole.
  if (known.length < wanted.length || known.length === 0) {
    answer('NAK', asked);
    return;
  }
  for (const name of known) session.capabilities.add(name);
  answer('ACK', asked);
}

function pass(session: IrcSession, line: ClientLine, context: IrcContext): void {
  session.password = line.params[0] ?? '';
  if (tryLogin(session, loginContext(context))) context.onLogin(session);
}

function nick(session: IrcSession, line: ClientLine, context: IrcContext): void {
  session.wantedNick = line.params[0] ?? '';
  if (tryLogin(session, loginContext(context))) context.onLogin(session);
}

function loginContext({ world, tokens, limits, faults }: IrcContext): Parameters<typeof tryLogin>[1] {
  return { findUser: (id) => world.user(id), tokens, limits, faults };
}

function ping(session: IrcSession, line: ClientLine): void {
  const [token] = line.params;
  if (token === undefined) session.send({ from: null, command: 'PONG', text: SERVER_NAME });
  else session.send({ command: 'PONG', params: [SERVER_NAME], text: token });
}

function join(session: IrcSession, line: ClientLine, context: IrcContext): void {
  const { login } = session;
  if (!login) return;
  for (const name of channelNames(line)) {
    if (!context.limits.take('join', login.nick, login.account?.user.verified ?? false)) continue;
    const channel = channelOf(name, context.world);
    // A name that nobody has gets no answer at all, nor does a room that the client is in already.
    if (!channel || session.rooms.has(channel.id) || context.faults.takeIgnoredJoin(channel.owner.login))
      continue;
    const refusal = joinRefusal(session, channel, context);
    if (refusal) {
      session.send(refusal);
      continue;
    }
    context.rooms.enter(session, channel);
    session.send(...roomIntroduction(session, channel, context.world));
    context.onJoin(session, channel);
  }
}

function joinRefusal(
  session: IrcSession,
  channel: ChannelState,
  context: IrcContext,
): ServerLine | undefined {
  const name = channel.owner.login;
  if (channel.suspended) {
    return notice(channel, 'msg_channel_suspended', 'This channel does not exist or has been suspended.');
  }
  const user = session.login?.account?.user;
  if (!user) return undefined;
  if (channel.bans.get(user.id)?.endsAt === null) {
    return notice(channel, 'msg_banned', `You are permanently banned from talking in ${name}.`);
  }
  if (!context.limits.isEnforced || isCrew(channel, user.id)) return undefined;
  let others = 0;
  for (const room of context.rooms.roomsOf(user.id)) if (!isCrew(room, user.id)) others += 1;
  if (others < MAX_ROOMS) return undefined;
  context.limits.report('rooms', user.login);
  return notice(
    channel,
    'msg_concurrent_channel_limit_reached',
    `You cannot join ${name}: too many channels joined.`,
  );
}

/** What a client gets on entering a room (irc-notes §4), in this order. */
function roomIntroduction(session: IrcSession, channel: ChannelState, world: World): ServerLine[] {
  const { nick } = session;
  const room = `#${channel.owner.login}`;
  const lines: ServerLine[] = [{ from: userPrefix(nick), command: 'JOIN', params: [room] }];
  if (session.capabilities.has('twitch.tv/membership')) {
    const from = `${nick}.${SERVER_NAME}`;
    const others = [...channel.present.keys()].flatMap((id) => world.user(id)?.login ?? []);
    const names = [nick, ...others.filter((login) => login !== nick)];
    for (let start = 0; start < names.length; start += NAMES_PER_LINE) {
      const text = names.slice(start, start + NAMES_PER_LINE).join(' ');
      lines.push({ from, command: '353', params: [nick, '=', room], text });
    }
    lines.push({ from, command: '366', params: [nick, room], text: 'End of /NAMES list' });
  }
  const user = session.login?.account?.user;
  if (user) {
    const tags = userstateTags(user, world.roles(channel, user.id));
    lines.push({ tags, command: 'USERSTATE', params: [room] });
  }
  lines.push({ tags: roomstateTags(channel, channel.settings), command: 'ROOMSTATE', params: [room] });
  return lines;
}

function part(session: IrcSession, line: ClientLine, context: IrcContext): void {
  for (const name of channelNames(line)) {
    const channel = channelOf(name, context.world);
    if (!channel || !session.rooms.has(channel.id)) continue;
    context.rooms.leave(session, channel);
    session.send({ from: userPrefix(session.nick), command: 'PART', params: [name] });
    context.onPart(session, channel);
  }
}

function privmsg(session: IrcSession, line: ClientLine, context: IrcContext): void {
  const account = session.login?.account;
  const [target, typed] = line.params;
  if (!account || target === undefined || typed === undefined || typed === '') return;
  // Neither a missing scope nor an unknown room is ever reported.
  if (!account.token.scopes.includes('chat:edit')) return;
  const channel = channelOf(target, context.world);
  if (!channel) return;
  const action = actionText(typed);
  const text = action ?? typed;
  if (action === null && SLASH_COMMAND.test(text)) return;
  if (characters(text) > MAX_CHARACTERS) context.limits.report('message-length', session.nick);

  const nonce = line.tags.get('client-nonce');
  const replyTo = line.tags.get('reply-parent-msg-id');
  const { user } = account;
  const result = context.world.chat.send({
    from: user.id,
    channel: channel.id,
    text,
    isAction: action !== null,
    origin: session,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(nonce === undefined ? {} : { nonce }),
  });
  if (result.sent) {
    if (!session.rooms.has(channel.id)) return;
    const tags = userstateTags(user, result.line.roles, { id: result.line.id, nonce });
    session.send({ tags, command: 'USERSTATE', params: [`#${channel.owner.login}`] });
  } else if (result.code === 'msg_ratelimit') {
    // Too fast is silence on IRC (irc-notes §11).
    context.limits.report('message-rate', session.nick);
  } else {
    session.send(notice(channel, result.code, result.message));
  }
}

/** The words of `/me words`, also written `.me` or as CTCP ACTION, whose closing mark may be missing; null for a plain line. */
function actionText(typed: string): string | null {
  if (/^[/.]me /.test(typed)) return typed.slice('/me '.length);
  const opening = `${CTCP}ACTION `;
  if (!typed.startsWith(opening)) return null;
  return typed.slice(opening.length, typed.endsWith(CTCP) ? -1 : undefined);
}

function notice(channel: ChannelState, id: string, text: string): ServerLine {
  return { tags: { 'msg-id': id }, command: 'NOTICE', params: [`#${channel.owner.login}`], text };
}

function channelNames(line: ClientLine): string[] {
  return (line.params[0] ?? '').split(',').filter((name) => name !== '');
}

/** The channel of `#login`: in lower case, never by id. */
function channelOf(name: string, world: World): ChannelState | undefined {
  if (!name.startsWith('#')) return undefined;
  const channel = world.channel(name.slice(1));
  return channel?.owner.login === name.slice(1) ? channel : undefined;
}

function isCrew(channel: ChannelState, userId: UserState['id']): boolean {
  return channel.id === userId || channel.moderators.has(userId);
}
