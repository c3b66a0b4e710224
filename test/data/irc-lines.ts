// Lines as Twitch sends them, with invented people, and what has to be read from each.

export interface ExpectedPrefix {
  readonly nick: string | null;
  readonly user: string | null;
  readonly host: string | null;
}

export interface ExpectedMessage {
  /** Unescaped values. To be compared by own keys: one name is `__proto__`. */
  readonly tags: Readonly<Record<string, string>>;
  readonly prefix: ExpectedPrefix | null;
  readonly command: string;
  readonly params: readonly string[];
}

export interface ExpectedEmote {
  readonly id: string;
  /** Code points, both inclusive. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** UTF-16 units, the second exclusive: what slice() takes. */
  readonly utf16: readonly [number, number];
}

/** What a chat message or notice made from the line has to say. Only what is given is to be checked. */
export interface ExpectedChat {
  readonly action?: boolean;
  /** Without the frame of an action. */
  readonly text?: string;
  /** By position. */
  readonly emotes?: readonly ExpectedEmote[];
  readonly badges?: Readonly<Record<string, string>>;
  readonly badgeInfo?: Readonly<Record<string, string>>;
  readonly sourceBadges?: Readonly<Record<string, string>>;
  readonly sharedFromElsewhere?: boolean;
}

export interface IrcLine {
  readonly name: string;
  readonly why?: string;
  readonly raw: string;
  /** Null: not a message, to be refused without an exception. */
  readonly message: ExpectedMessage | null;
  readonly chat?: ExpectedChat;
}

export interface IrcFrames {
  readonly name: string;
  readonly why?: string;
  /** Texts of successive WebSocket messages. */
  readonly frames: readonly string[];
  readonly messages: readonly ExpectedMessage[];
  /** What is left after the last frame, waiting for its line end. */
  readonly rest: string;
}

const server: ExpectedPrefix = { nick: null, user: null, host: 'tmi.twitch.tv' };

function viewer(login: string): ExpectedPrefix {
  return { nick: login, user: login, host: `${login}.tmi.twitch.tv` };
}

function message(parts: Partial<ExpectedMessage> & { readonly command: string }): ExpectedMessage {
  return { tags: {}, prefix: null, params: [], ...parts };
}

/** 94 single lines. */
export const ircLines: readonly IrcLine[] = [
  {
    name: 'ping without prefix',
    why: 'is answered by PONG with the same parameter',
    raw: 'PING :tmi.twitch.tv',
    message: message({ command: 'PING', params: ['tmi.twitch.tv'] }),
  },
  {
    name: 'pong to own ping',
    raw: ':tmi.twitch.tv PONG tmi.twitch.tv :lat-1729',
    message: message({ prefix: server, command: 'PONG', params: ['tmi.twitch.tv', 'lat-1729'] }),
  },
  {
    name: 'cap ack',
    raw: ':tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands',
    message: message({
      prefix: server,
      command: 'CAP',
      params: ['*', 'ACK', 'twitch.tv/tags twitch.tv/commands'],
    }),
  },
  {
    name: 'cap nak',
    raw: ':tmi.twitch.tv CAP * NAK :twitch.tv/tagz',
    message: message({ prefix: server, command: 'CAP', params: ['*', 'NAK', 'twitch.tv/tagz'] }),
  },
  {
    name: 'welcome 001',
    why: 'a numeric stays a text with its zeros',
    raw: ':tmi.twitch.tv 001 owlbot :Welcome, GLHF!',
    message: message({ prefix: server, command: '001', params: ['owlbot', 'Welcome, GLHF!'] }),
  },
  {
    name: 'welcome 004 dash',
    raw: ':tmi.twitch.tv 004 owlbot :-',
    message: message({ prefix: server, command: '004', params: ['owlbot', '-'] }),
  },
  {
    name: 'motd end',
    raw: ':tmi.twitch.tv 376 owlbot :>',
    message: message({ prefix: server, command: '376', params: ['owlbot', '>'] }),
  },
  {
    name: 'unknown command 421',
    raw: ':tmi.twitch.tv 421 owlbot WHO :Unknown command',
    message: message({ prefix: server, command: '421', params: ['owlbot', 'WHO', 'Unknown command'] }),
  },
  {
    name: 'login failed',
    why: 'has no msg-id, unlike all other notices',
    raw: ':tmi.twitch.tv NOTICE * :Login authentication failed',
    message: message({ prefix: server, command: 'NOTICE', params: ['*', 'Login authentication failed'] }),
  },
  {
    name: 'login bad format',
    raw: ':tmi.twitch.tv NOTICE * :Improperly formatted auth',
    message: message({ prefix: server, command: 'NOTICE', params: ['*', 'Improperly formatted auth'] }),
  },
  {
    name: 'globaluserstate',
    why: 'has no parameter, and emote sets are not always numbers',
    raw: '@badge-info=;badges=;color=#1E90FF;display-name=OwlBot;emote-sets=0,300374282,c1e2d3f4-0000-4000-8000-1234567890ab;user-id=700100200;user-type= :tmi.twitch.tv GLOBALUSERSTATE',
    message: message({
      tags: {
        'badge-info': '',
        badges: '',
        color: '#1E90FF',
        'display-name': 'OwlBot',
        'emote-sets': '0,300374282,c1e2d3f4-0000-4000-8000-1234567890ab',
        'user-id': '700100200',
        'user-type': '',
      },
      prefix: server,
      command: 'GLOBALUSERSTATE',
    }),
  },
  {
    name: 'reconnect',
    raw: ':tmi.twitch.tv RECONNECT',
    message: message({ prefix: server, command: 'RECONNECT' }),
  },
  {
    name: 'join own',
    raw: ':owlbot!owlbot@owlbot.tmi.twitch.tv JOIN #blueacorn',
    message: message({ prefix: viewer('owlbot'), command: 'JOIN', params: ['#blueacorn'] }),
  },
  {
    name: 'join anonymous',
    raw: ':justinfan48213!justinfan48213@justinfan48213.tmi.twitch.tv JOIN #blueacorn',
    message: message({ prefix: viewer('justinfan48213'), command: 'JOIN', params: ['#blueacorn'] }),
  },
  {
    name: 'names 353',
    raw: ':owlbot.tmi.twitch.tv 353 owlbot = #blueacorn :owlbot kestrel77 mossy_lane',
    message: message({
      prefix: { nick: null, user: null, host: 'owlbot.tmi.twitch.tv' },
      command: '353',
      params: ['owlbot', '=', '#blueacorn', 'owlbot kestrel77 mossy_lane'],
    }),
  },
  {
    name: 'names 366',
    raw: ':owlbot.tmi.twitch.tv 366 owlbot #blueacorn :End of /NAMES list',
    message: message({
      prefix: { nick: null, user: null, host: 'owlbot.tmi.twitch.tv' },
      command: '366',
      params: ['owlbot', '#blueacorn', 'End of /NAMES list'],
    }),
  },
  {
    name: 'part other',
    raw: ':mossy_lane!mossy_lane@mossy_lane.tmi.twitch.tv PART #blueacorn',
    message: message({ prefix: viewer('mossy_lane'), command: 'PART', params: ['#blueacorn'] }),
  },
  {
    name: 'legacy mode',
    why: 'is history; a prefix with neither ! nor @ names a host',
    raw: ':jtv MODE #blueacorn +o kestrel77',
    message: message({
      prefix: { nick: null, user: null, host: 'jtv' },
      command: 'MODE',
      params: ['#blueacorn', '+o', 'kestrel77'],
    }),
  },
  {
    name: 'roomstate full',
    raw: '@emote-only=0;followers-only=-1;r9k=0;room-id=90210;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #blueacorn',
    message: message({
      tags: {
        'emote-only': '0',
        'followers-only': '-1',
        r9k: '0',
        'room-id': '90210',
        slow: '0',
        'subs-only': '0',
      },
      prefix: server,
      command: 'ROOMSTATE',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'roomstate partial',
    why: 'changes one mode and leaves the others',
    raw: '@room-id=90210;slow=30 :tmi.twitch.tv ROOMSTATE #blueacorn',
    message: message({
      tags: { 'room-id': '90210', slow: '30' },
      prefix: server,
      command: 'ROOMSTATE',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'userstate after send',
    why: 'carries the id that the sent message got',
    raw: '@badge-info=;badges=moderator/1;client-nonce=8a1c;color=#1E90FF;display-name=OwlBot;emote-sets=0;id=3f9a1b6c-0000-4000-8000-00000000a001;mod=1;subscriber=0;user-type=mod :tmi.twitch.tv USERSTATE #blueacorn',
    message: message({
      tags: {
        'badge-info': '',
        badges: 'moderator/1',
        'client-nonce': '8a1c',
        color: '#1E90FF',
        'display-name': 'OwlBot',
        'emote-sets': '0',
        id: '3f9a1b6c-0000-4000-8000-00000000a001',
        mod: '1',
        subscriber: '0',
        'user-type': 'mod',
      },
      prefix: server,
      command: 'USERSTATE',
      params: ['#blueacorn'],
    }),
    chat: { badges: { moderator: '1' } },
  },
  {
    name: 'privmsg no tags',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :hello there',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'hello there'],
    }),
    chat: { action: false },
  },
  {
    name: 'privmsg full',
    why: 'the badge shows a tier, badge-info has the true months',
    raw: '@badge-info=subscriber/7;badges=subscriber/6,premium/1;client-nonce=f00dfeed00000000000000000000cafe;color=#FF4500;display-name=Kestrel77;emotes=;first-msg=0;flags=;id=3f9a1b6c-0000-4000-8000-000000000001;mod=0;returning-chatter=0;room-id=90210;subscriber=1;tmi-sent-ts=1777900000001;turbo=0;user-id=411000111;user-type= :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :hello there',
    message: message({
      tags: {
        'badge-info': 'subscriber/7',
        badges: 'subscriber/6,premium/1',
        'client-nonce': 'f00dfeed00000000000000000000cafe',
        color: '#FF4500',
        'display-name': 'Kestrel77',
        emotes: '',
        'first-msg': '0',
        flags: '',
        id: '3f9a1b6c-0000-4000-8000-000000000001',
        mod: '0',
        'returning-chatter': '0',
        'room-id': '90210',
        subscriber: '1',
        'tmi-sent-ts': '1777900000001',
        turbo: '0',
        'user-id': '411000111',
        'user-type': '',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'hello there'],
    }),
    chat: { badges: { subscriber: '6', premium: '1' }, badgeInfo: { subscriber: '7' } },
  },
  {
    name: 'privmsg tag order and unknown tag',
    raw: '@user-type=;brand-new-tag=1;room-id=90210;id=3f9a1b6c-0000-4000-8000-000000000002 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :tag order is not fixed',
    message: message({
      tags: {
        'user-type': '',
        'brand-new-tag': '1',
        'room-id': '90210',
        id: '3f9a1b6c-0000-4000-8000-000000000002',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'tag order is not fixed'],
    }),
  },
  {
    name: 'privmsg empty display name',
    why: 'then the login is shown; an empty colour was never chosen',
    raw: '@color=;display-name=;emotes=;user-id=411000112 :mossy_lane!mossy_lane@mossy_lane.tmi.twitch.tv PRIVMSG #blueacorn :x',
    message: message({
      tags: { color: '', 'display-name': '', emotes: '', 'user-id': '411000112' },
      prefix: viewer('mossy_lane'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'x'],
    }),
  },
  {
    name: 'privmsg display name trailing space',
    why: 'is trimmed where it is shown',
    raw: '@display-name=Mossy_Lane\\s;user-id=411000112 :mossy_lane!mossy_lane@mossy_lane.tmi.twitch.tv PRIVMSG #blueacorn :seen on old accounts',
    message: message({
      tags: { 'display-name': 'Mossy_Lane ', 'user-id': '411000112' },
      prefix: viewer('mossy_lane'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'seen on old accounts'],
    }),
  },
  {
    name: 'privmsg localized display name',
    why: 'may look unlike the login',
    raw: '@display-name=小さな梟;user-id=411000113 :littleowl_jp!littleowl_jp@littleowl_jp.tmi.twitch.tv PRIVMSG #blueacorn :こんにちは',
    message: message({
      tags: { 'display-name': '小さな梟', 'user-id': '411000113' },
      prefix: viewer('littleowl_jp'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'こんにちは'],
    }),
  },
  {
    name: 'privmsg single word without colon',
    why: 'a last parameter without spaces needs no colon',
    raw: '@tmi-sent-ts=1777900000003 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn Kappa',
    message: message({
      tags: { 'tmi-sent-ts': '1777900000003' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'Kappa'],
    }),
  },
  {
    name: 'privmsg empty text',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :',
    message: message({ prefix: viewer('kestrel77'), command: 'PRIVMSG', params: ['#blueacorn', ''] }),
  },
  {
    name: 'privmsg colons in text',
    why: 'just the first colon goes away',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn ::) see: http://example.test/a:b :: done',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', ':) see: http://example.test/a:b :: done'],
    }),
  },
  {
    name: 'privmsg spaces in text',
    why: 'emote ranges count every space, so none may be trimmed',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :  two  before,  two after  ',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '  two  before,  two after  '],
    }),
  },
  {
    name: 'privmsg nbsp and invisible suffix',
    why: 'people get round the duplicate rule like this; commands should not see it',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :same again \u{e0000}',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'same again \u{e0000}'],
    }),
  },
  {
    name: 'privmsg line separator in text',
    why: 'does not end a line, and the dot of a regular expression stops there',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :one\u2028two\u0085three\x09tab',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'one\u2028two\u0085three\x09tab'],
    }),
  },
  {
    name: 'channel param with colons',
    why: 'a colon within a middle parameter starts nothing',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #chatrooms:90210:0f0e0d0c-0000-4000-8000-000000000000 :retired feature',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#chatrooms:90210:0f0e0d0c-0000-4000-8000-000000000000', 'retired feature'],
    }),
  },
  {
    name: 'many spaces between parts',
    raw: '@id=1    :kestrel77!kestrel77@kestrel77.tmi.twitch.tv   PRIVMSG    #blueacorn    :ok  ok',
    message: message({
      tags: { id: '1' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'ok  ok'],
    }),
  },
  {
    name: 'trailing spaces after middle',
    why: 'do not make one more parameter',
    raw: ':tmi.twitch.tv HOSTTARGET #blueacorn -   ',
    message: message({ prefix: server, command: 'HOSTTARGET', params: ['#blueacorn', '-'] }),
  },
  {
    name: 'privmsg literal backslash s in text',
    why: 'only tag values have escapes',
    raw: '@id=2 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :C:\\source\\new\\: not escaped here',
    message: message({
      tags: { id: '2' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'C:\\source\\new\\: not escaped here'],
    }),
  },
  {
    name: 'tag escapes all',
    raw: '@a=semi\\:colon;b=sp\\sace;c=back\\\\slash;d=cr\\rlf\\n PING :x',
    message: message({
      tags: { a: 'semi;colon', b: 'sp ace', c: 'back\\slash', d: 'cr\rlf\n' },
      command: 'PING',
      params: ['x'],
    }),
  },
  {
    name: 'tag escape order',
    why: 'escapes are read once from left to right, never replaced one kind after the other',
    raw: '@a=\\\\s;b=\\\\\\s;c=\\\\:;d=\\\\n PING :x',
    message: message({ tags: { a: '\\s', b: '\\ ', c: '\\:', d: '\\n' }, command: 'PING', params: ['x'] }),
  },
  {
    name: 'tag escape unknown and dangling',
    why: 'an unknown escape is its letter, a backslash at the end is nothing',
    raw: '@a=\\b\\e\\=;b=end\\ PING :x',
    message: message({ tags: { a: 'be=', b: 'end' }, command: 'PING', params: ['x'] }),
  },
  {
    name: 'tag value with equals',
    why: 'the first = separates, further ones belong to the value',
    raw: '@url=https://example.test/i?x=1&y=2;n=a==b PING :x',
    message: message({
      tags: { url: 'https://example.test/i?x=1&y=2', n: 'a==b' },
      command: 'PING',
      params: ['x'],
    }),
  },
  {
    name: 'tag without value',
    why: 'counts as an empty text',
    raw: '@flag;empty=;x=1 PING :x',
    message: message({ tags: { flag: '', empty: '', x: '1' }, command: 'PING', params: ['x'] }),
  },
  {
    name: 'tag duplicate last wins',
    raw: '@a=1;b=2;a=3 PING :x',
    message: message({ tags: { a: '3', b: '2' }, command: 'PING', params: ['x'] }),
  },
  {
    name: 'tag empty pieces',
    raw: '@;a=1;;=lost;b=2; PING :x',
    message: message({ tags: { a: '1', b: '2' }, command: 'PING', params: ['x'] }),
  },
  {
    name: 'tag vendor and client keys',
    raw: '@+example.test/react=1;example.test/k-2=v PING :x',
    message: message({
      tags: { '+example.test/react': '1', 'example.test/k-2': 'v' },
      command: 'PING',
      params: ['x'],
    }),
  },
  {
    name: 'tag prototype names',
    why: 'must neither vanish nor reach Object.prototype',
    raw: '@__proto__=p;constructor=c;toString=t;hasOwnProperty=h PING :x',
    message: message({
      tags: { ['__proto__']: 'p', constructor: 'c', toString: 't', hasOwnProperty: 'h' },
      command: 'PING',
      params: ['x'],
    }),
  },
  { name: 'tags only at sign', raw: '@ PING :x', message: message({ command: 'PING', params: ['x'] }) },
  {
    name: 'tag value with colon and comma',
    why: 'the version of a badge can be a word',
    raw: '@badges=predictions/blue-1,bits/1000;flags=0-4:P.6,12-15:A.3/S.5;t=a:b :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :xxxxx and yyyy',
    message: message({
      tags: { badges: 'predictions/blue-1,bits/1000', flags: '0-4:P.6,12-15:A.3/S.5', t: 'a:b' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'xxxxx and yyyy'],
    }),
    chat: { badges: { predictions: 'blue-1', bits: '1000' } },
  },
  {
    name: 'badge info with slash',
    why: 'the first slash separates, further ones belong to the text',
    raw: '@badge-info=predictions/Day\\s2/5\\sblueTeam,subscriber/19;badges=predictions/pink-2,subscriber/18 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :gl',
    message: message({
      tags: {
        'badge-info': 'predictions/Day 2/5 blueTeam,subscriber/19',
        badges: 'predictions/pink-2,subscriber/18',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'gl'],
    }),
    chat: {
      badges: { predictions: 'pink-2', subscriber: '18' },
      badgeInfo: { predictions: 'Day 2/5 blueTeam', subscriber: '19' },
    },
  },
  {
    name: 'prefix nick host',
    raw: ':kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :hi',
    message: message({
      prefix: { nick: 'kestrel77', user: null, host: 'kestrel77.tmi.twitch.tv' },
      command: 'PRIVMSG',
      params: ['#blueacorn', 'hi'],
    }),
  },
  {
    name: 'prefix empty nick',
    raw: ':!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :hi',
    message: message({
      prefix: { nick: '', user: 'kestrel77', host: 'kestrel77.tmi.twitch.tv' },
      command: 'PRIVMSG',
      params: ['#blueacorn', 'hi'],
    }),
  },
  {
    name: 'emotes after emoji',
    why: 'positions are code points while a JavaScript text counts UTF-16 units',
    raw: '@emotes=25:2-6,10-14 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :🦉 Kappa 🎉 Kappa',
    message: message({
      tags: { emotes: '25:2-6,10-14' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '🦉 Kappa 🎉 Kappa'],
    }),
    chat: {
      emotes: [
        { id: '25', start: 2, end: 6, text: 'Kappa', utf16: [3, 8] },
        { id: '25', start: 10, end: 14, text: 'Kappa', utf16: [12, 17] },
      ],
    },
  },
  {
    name: 'emotes cjk',
    raw: '@emotes=425618:6-8 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :おはよう！ LUL 笑',
    message: message({
      tags: { emotes: '425618:6-8' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'おはよう！ LUL 笑'],
    }),
    chat: { emotes: [{ id: '425618', start: 6, end: 8, text: 'LUL', utf16: [6, 9] }] },
  },
  {
    name: 'emotes zwj flag combining',
    why: 'a family is 5 code points, a flag 2, an e with a combining accent 2',
    raw: '@emotes=1902:12-16 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :👨\u200d👩\u200d👧 🇩🇪 e\u0301 Keepo',
    message: message({
      tags: { emotes: '1902:12-16' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '👨\u200d👩\u200d👧 🇩🇪 e\u0301 Keepo'],
    }),
    chat: { emotes: [{ id: '1902', start: 12, end: 16, text: 'Keepo', utf16: [17, 22] }] },
  },
  {
    name: 'emotes several ids',
    why: 'groups come in any order',
    raw: '@emotes=25:0-4/1902:6-10,21-25/305954156:12-19 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :Kappa Keepo PogChamp Keepo',
    message: message({
      tags: { emotes: '25:0-4/1902:6-10,21-25/305954156:12-19' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'Kappa Keepo PogChamp Keepo'],
    }),
    chat: {
      emotes: [
        { id: '25', start: 0, end: 4, text: 'Kappa', utf16: [0, 5] },
        { id: '1902', start: 6, end: 10, text: 'Keepo', utf16: [6, 11] },
        { id: '305954156', start: 12, end: 19, text: 'PogChamp', utf16: [12, 20] },
        { id: '1902', start: 21, end: 25, text: 'Keepo', utf16: [21, 26] },
      ],
    },
  },
  {
    name: 'emotes same id twice',
    raw: '@emotes=25:0-4/25:6-10 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :Kappa Kappa',
    message: message({
      tags: { emotes: '25:0-4/25:6-10' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'Kappa Kappa'],
    }),
    chat: {
      emotes: [
        { id: '25', start: 0, end: 4, text: 'Kappa', utf16: [0, 5] },
        { id: '25', start: 6, end: 10, text: 'Kappa', utf16: [6, 11] },
      ],
    },
  },
  {
    name: 'emotes non numeric ids',
    raw: '@emotes=emotesv2_4c39207000564711868f3196cc0a8748:0-8/304456832_TK:10-16 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :owlbooHYP owlDing',
    message: message({
      tags: { emotes: 'emotesv2_4c39207000564711868f3196cc0a8748:0-8/304456832_TK:10-16' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'owlbooHYP owlDing'],
    }),
    chat: {
      emotes: [
        {
          id: 'emotesv2_4c39207000564711868f3196cc0a8748',
          start: 0,
          end: 8,
          text: 'owlbooHYP',
          utf16: [0, 9],
        },
        { id: '304456832_TK', start: 10, end: 16, text: 'owlDing', utf16: [10, 17] },
      ],
    },
  },
  {
    name: 'emotes broken ranges',
    why: 'what lies outside the text, or is no range, is left out',
    raw: '@emotes=25:04/25:4-0/25:900-904/:0-4/25: :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :Kappa',
    message: message({
      tags: { emotes: '25:04/25:4-0/25:900-904/:0-4/25:' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'Kappa'],
    }),
    chat: { emotes: [] },
  },
  {
    name: 'action with emote',
    why: 'positions start inside the action',
    raw: '@emotes=25:6-10 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :\x01ACTION waves Kappa\x01',
    message: message({
      tags: { emotes: '25:6-10' },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '\x01ACTION waves Kappa\x01'],
    }),
    chat: {
      action: true,
      text: 'waves Kappa',
      emotes: [{ id: '25', start: 6, end: 10, text: 'Kappa', utf16: [6, 11] }],
    },
  },
  {
    name: 'action unclosed',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :\x01ACTION leaves',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '\x01ACTION leaves'],
    }),
    chat: { action: true, text: 'leaves' },
  },
  {
    name: 'ctcp other',
    raw: ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :\x01PING 12345\x01',
    message: message({
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '\x01PING 12345\x01'],
    }),
    chat: { action: false },
  },
  {
    name: 'reply',
    why: 'the @name in front counts for positions; the answered line and the start of the thread differ',
    raw: '@badge-info=;badges=;display-name=Mossy_Lane;emotes=25:11-15;id=3f9a1b6c-0000-4000-8000-000000000011;reply-parent-display-name=Kestrel77;reply-parent-msg-body=is\\sit\\sOK\\:\\syes\\sor\\sno?;reply-parent-msg-id=3f9a1b6c-0000-4000-8000-000000000010;reply-parent-user-id=411000111;reply-parent-user-login=kestrel77;reply-thread-parent-display-name=Kestrel77;reply-thread-parent-msg-id=3f9a1b6c-0000-4000-8000-00000000000f;reply-thread-parent-user-id=411000111;reply-thread-parent-user-login=kestrel77;room-id=90210;user-id=411000112 :mossy_lane!mossy_lane@mossy_lane.tmi.twitch.tv PRIVMSG #blueacorn :@Kestrel77 Kappa yes',
    message: message({
      tags: {
        'badge-info': '',
        badges: '',
        'display-name': 'Mossy_Lane',
        emotes: '25:11-15',
        id: '3f9a1b6c-0000-4000-8000-000000000011',
        'reply-parent-display-name': 'Kestrel77',
        'reply-parent-msg-body': 'is it OK; yes or no?',
        'reply-parent-msg-id': '3f9a1b6c-0000-4000-8000-000000000010',
        'reply-parent-user-id': '411000111',
        'reply-parent-user-login': 'kestrel77',
        'reply-thread-parent-display-name': 'Kestrel77',
        'reply-thread-parent-msg-id': '3f9a1b6c-0000-4000-8000-00000000000f',
        'reply-thread-parent-user-id': '411000111',
        'reply-thread-parent-user-login': 'kestrel77',
        'room-id': '90210',
        'user-id': '411000112',
      },
      prefix: viewer('mossy_lane'),
      command: 'PRIVMSG',
      params: ['#blueacorn', '@Kestrel77 Kappa yes'],
    }),
    chat: { emotes: [{ id: '25', start: 11, end: 15, text: 'Kappa', utf16: [11, 16] }] },
  },
  {
    name: 'shared chat foreign',
    why: 'the sender is moderator elsewhere, which gives no rights here',
    raw: '@badge-info=;badges=;display-name=Kestrel77;emotes=;id=3f9a1b6c-0000-4000-8000-000000000012;mod=0;room-id=90210;source-badge-info=subscriber/3;source-badges=moderator/1,subscriber/3;source-id=3f9a1b6c-0000-4000-8000-000000000013;source-only=0;source-room-id=80808;user-id=411000111 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :hello from next door',
    message: message({
      tags: {
        'badge-info': '',
        badges: '',
        'display-name': 'Kestrel77',
        emotes: '',
        id: '3f9a1b6c-0000-4000-8000-000000000012',
        mod: '0',
        'room-id': '90210',
        'source-badge-info': 'subscriber/3',
        'source-badges': 'moderator/1,subscriber/3',
        'source-id': '3f9a1b6c-0000-4000-8000-000000000013',
        'source-only': '0',
        'source-room-id': '80808',
        'user-id': '411000111',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'hello from next door'],
    }),
    chat: { sourceBadges: { moderator: '1', subscriber: '3' }, sharedFromElsewhere: true },
  },
  {
    name: 'shared chat own',
    raw: '@badges=vip/1;emotes=;id=3f9a1b6c-0000-4000-8000-000000000014;room-id=90210;source-badges=vip/1;source-id=3f9a1b6c-0000-4000-8000-000000000014;source-only=1;source-room-id=90210;vip=1 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :home',
    message: message({
      tags: {
        badges: 'vip/1',
        emotes: '',
        id: '3f9a1b6c-0000-4000-8000-000000000014',
        'room-id': '90210',
        'source-badges': 'vip/1',
        'source-id': '3f9a1b6c-0000-4000-8000-000000000014',
        'source-only': '1',
        'source-room-id': '90210',
        vip: '1',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'home'],
    }),
    chat: { badges: { vip: '1' }, sourceBadges: { vip: '1' }, sharedFromElsewhere: false },
  },
  {
    name: 'cheer',
    raw: '@badges=bits/100;bits=105;emotes=;id=3f9a1b6c-0000-4000-8000-000000000015;room-id=90210;user-id=411000111 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :Cheer100 nice uni5',
    message: message({
      tags: {
        badges: 'bits/100',
        bits: '105',
        emotes: '',
        id: '3f9a1b6c-0000-4000-8000-000000000015',
        'room-id': '90210',
        'user-id': '411000111',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'Cheer100 nice uni5'],
    }),
    chat: { badges: { bits: '100' } },
  },
  {
    name: 'paid pin',
    raw: '@color=#9DA364;emotes=;pinned-chat-paid-amount=1400;pinned-chat-paid-canonical-amount=1400;pinned-chat-paid-currency=NOK;pinned-chat-paid-exponent=2;pinned-chat-paid-is-system-message=0;pinned-chat-paid-level=ONE :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :my hype chat',
    message: message({
      tags: {
        color: '#9DA364',
        emotes: '',
        'pinned-chat-paid-amount': '1400',
        'pinned-chat-paid-canonical-amount': '1400',
        'pinned-chat-paid-currency': 'NOK',
        'pinned-chat-paid-exponent': '2',
        'pinned-chat-paid-is-system-message': '0',
        'pinned-chat-paid-level': 'ONE',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'my hype chat'],
    }),
  },
  {
    name: 'reward and highlight',
    raw: '@custom-reward-id=0a1b2c3d-0000-4000-8000-0000000000ff;emotes=;first-msg=1;msg-id=highlighted-message;returning-chatter=0 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :look at me',
    message: message({
      tags: {
        'custom-reward-id': '0a1b2c3d-0000-4000-8000-0000000000ff',
        emotes: '',
        'first-msg': '1',
        'msg-id': 'highlighted-message',
        'returning-chatter': '0',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'look at me'],
    }),
  },
  {
    name: 'usernotice sub',
    why: 'without a text there is one parameter; who it was is in the tags',
    raw: '@badge-info=subscriber/1;badges=subscriber/0,premium/1;display-name=Mossy_Lane;emotes=;flags=;id=3f9a1b6c-0000-4000-8000-000000000020;login=mossy_lane;mod=0;msg-id=sub;msg-param-cumulative-months=1;msg-param-months=0;msg-param-multimonth-duration=1;msg-param-multimonth-tenure=0;msg-param-should-share-streak=0;msg-param-sub-plan=Prime;msg-param-sub-plan-name=Channel\\sSubscription\\s(blueacorn);msg-param-was-gifted=false;room-id=90210;subscriber=1;system-msg=Mossy_Lane\\ssubscribed\\swith\\sPrime.;tmi-sent-ts=1777900000020;user-id=411000112;user-type= :tmi.twitch.tv USERNOTICE #blueacorn',
    message: message({
      tags: {
        'badge-info': 'subscriber/1',
        badges: 'subscriber/0,premium/1',
        'display-name': 'Mossy_Lane',
        emotes: '',
        flags: '',
        id: '3f9a1b6c-0000-4000-8000-000000000020',
        login: 'mossy_lane',
        mod: '0',
        'msg-id': 'sub',
        'msg-param-cumulative-months': '1',
        'msg-param-months': '0',
        'msg-param-multimonth-duration': '1',
        'msg-param-multimonth-tenure': '0',
        'msg-param-should-share-streak': '0',
        'msg-param-sub-plan': 'Prime',
        'msg-param-sub-plan-name': 'Channel Subscription (blueacorn)',
        'msg-param-was-gifted': 'false',
        'room-id': '90210',
        subscriber: '1',
        'system-msg': 'Mossy_Lane subscribed with Prime.',
        'tmi-sent-ts': '1777900000020',
        'user-id': '411000112',
        'user-type': '',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn'],
    }),
    chat: { badges: { subscriber: '0', premium: '1' }, badgeInfo: { subscriber: '1' } },
  },
  {
    name: 'usernotice resub with text',
    raw: '@display-name=Kestrel77;emotes=25:0-4;id=3f9a1b6c-0000-4000-8000-000000000021;login=kestrel77;msg-id=resub;msg-param-cumulative-months=25;msg-param-months=0;msg-param-should-share-streak=1;msg-param-streak-months=3;msg-param-sub-plan=1000;msg-param-sub-plan-name=Tier\\sOne\\:\\s$4.99;system-msg=Kestrel77\\ssubscribed\\sat\\sTier\\s1.;user-id=411000111 :tmi.twitch.tv USERNOTICE #blueacorn :Kappa two years',
    message: message({
      tags: {
        'display-name': 'Kestrel77',
        emotes: '25:0-4',
        id: '3f9a1b6c-0000-4000-8000-000000000021',
        login: 'kestrel77',
        'msg-id': 'resub',
        'msg-param-cumulative-months': '25',
        'msg-param-months': '0',
        'msg-param-should-share-streak': '1',
        'msg-param-streak-months': '3',
        'msg-param-sub-plan': '1000',
        'msg-param-sub-plan-name': 'Tier One; $4.99',
        'system-msg': 'Kestrel77 subscribed at Tier 1.',
        'user-id': '411000111',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn', 'Kappa two years'],
    }),
    chat: { emotes: [{ id: '25', start: 0, end: 4, text: 'Kappa', utf16: [0, 5] }] },
  },
  {
    name: 'usernotice subgift anonymous',
    raw: '@badges=;display-name=AnAnonymousGifter;emotes=;id=3f9a1b6c-0000-4000-8000-000000000022;login=ananonymousgifter;msg-id=subgift;msg-param-fun-string=FunStringTwo;msg-param-gift-months=1;msg-param-months=2;msg-param-origin-id=da\\s39\\sa3\\see;msg-param-recipient-display-name=Kestrel77;msg-param-recipient-id=411000111;msg-param-recipient-user-name=kestrel77;msg-param-sub-plan=1000;msg-param-sub-plan-name=Channel\\sSubscription;system-msg=An\\sanonymous\\suser\\sgifted\\sa\\sTier\\s1\\ssub\\sto\\sKestrel77!\\s;user-id=274598607 :tmi.twitch.tv USERNOTICE #blueacorn',
    message: message({
      tags: {
        badges: '',
        'display-name': 'AnAnonymousGifter',
        emotes: '',
        id: '3f9a1b6c-0000-4000-8000-000000000022',
        login: 'ananonymousgifter',
        'msg-id': 'subgift',
        'msg-param-fun-string': 'FunStringTwo',
        'msg-param-gift-months': '1',
        'msg-param-months': '2',
        'msg-param-origin-id': 'da 39 a3 ee',
        'msg-param-recipient-display-name': 'Kestrel77',
        'msg-param-recipient-id': '411000111',
        'msg-param-recipient-user-name': 'kestrel77',
        'msg-param-sub-plan': '1000',
        'msg-param-sub-plan-name': 'Channel Subscription',
        'system-msg': 'An anonymous user gifted a Tier 1 sub to Kestrel77! ',
        'user-id': '274598607',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'usernotice submysterygift',
    why: 'the id does not fit a number',
    raw: '@display-name=Mossy_Lane;id=3f9a1b6c-0000-4000-8000-000000000023;login=mossy_lane;msg-id=submysterygift;msg-param-community-gift-id=5512345678901234567;msg-param-mass-gift-count=20;msg-param-origin-id=5512345678901234567;msg-param-sender-count=120;msg-param-sub-plan=1000;system-msg=Mossy_Lane\\sis\\sgifting\\s20\\sTier\\s1\\sSubs!;user-id=411000112 :tmi.twitch.tv USERNOTICE #blueacorn',
    message: message({
      tags: {
        'display-name': 'Mossy_Lane',
        id: '3f9a1b6c-0000-4000-8000-000000000023',
        login: 'mossy_lane',
        'msg-id': 'submysterygift',
        'msg-param-community-gift-id': '5512345678901234567',
        'msg-param-mass-gift-count': '20',
        'msg-param-origin-id': '5512345678901234567',
        'msg-param-sender-count': '120',
        'msg-param-sub-plan': '1000',
        'system-msg': 'Mossy_Lane is gifting 20 Tier 1 Subs!',
        'user-id': '411000112',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'usernotice raid',
    why: 'names of tags keep their capitals, and the address keeps its %s',
    raw: '@display-name=TideWalker;emotes=;id=3f9a1b6c-0000-4000-8000-000000000024;login=tidewalker;msg-id=raid;msg-param-displayName=TideWalker;msg-param-login=tidewalker;msg-param-profileImageURL=https://static-cdn.jtvnw.net/jtv_user_pictures/00000000-0000-4000-8000-000000000000-profile_image-%s.png;msg-param-viewerCount=42;room-id=90210;system-msg=42\\sraiders\\sfrom\\sTideWalker\\shave\\sjoined!;user-id=80808 :tmi.twitch.tv USERNOTICE #blueacorn',
    message: message({
      tags: {
        'display-name': 'TideWalker',
        emotes: '',
        id: '3f9a1b6c-0000-4000-8000-000000000024',
        login: 'tidewalker',
        'msg-id': 'raid',
        'msg-param-displayName': 'TideWalker',
        'msg-param-login': 'tidewalker',
        'msg-param-profileImageURL':
          'https://static-cdn.jtvnw.net/jtv_user_pictures/00000000-0000-4000-8000-000000000000-profile_image-%s.png',
        'msg-param-viewerCount': '42',
        'room-id': '90210',
        'system-msg': '42 raiders from TideWalker have joined!',
        'user-id': '80808',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'usernotice announcement',
    raw: '@display-name=OwlBot;emotes=;id=3f9a1b6c-0000-4000-8000-000000000025;login=owlbot;msg-id=announcement;msg-param-color=PURPLE;system-msg=;user-id=700100200 :tmi.twitch.tv USERNOTICE #blueacorn :stream starts at 8',
    message: message({
      tags: {
        'display-name': 'OwlBot',
        emotes: '',
        id: '3f9a1b6c-0000-4000-8000-000000000025',
        login: 'owlbot',
        'msg-id': 'announcement',
        'msg-param-color': 'PURPLE',
        'system-msg': '',
        'user-id': '700100200',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn', 'stream starts at 8'],
    }),
  },
  {
    name: 'usernotice viewermilestone',
    why: 'its text may lack the colon',
    raw: '@display-name=Kestrel77;login=kestrel77;msg-id=viewermilestone;msg-param-category=watch-streak;msg-param-copoReward=450;msg-param-id=8f04affa-0000-4000-8000-000000000000;msg-param-value=15;system-msg=Kestrel77\\swatched\\s15\\sconsecutive\\sstreams;user-id=411000111 :tmi.twitch.tv USERNOTICE #blueacorn 🫣',
    message: message({
      tags: {
        'display-name': 'Kestrel77',
        login: 'kestrel77',
        'msg-id': 'viewermilestone',
        'msg-param-category': 'watch-streak',
        'msg-param-copoReward': '450',
        'msg-param-id': '8f04affa-0000-4000-8000-000000000000',
        'msg-param-value': '15',
        'system-msg': 'Kestrel77 watched 15 consecutive streams',
        'user-id': '411000111',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn', '🫣'],
    }),
  },
  {
    name: 'usernotice sharedchatnotice',
    why: 'happened in another channel',
    raw: '@display-name=TideWalker;login=tidewalker;msg-id=sharedchatnotice;msg-param-cumulative-months=6;msg-param-sub-plan=1000;room-id=90210;source-id=3f9a1b6c-0000-4000-8000-000000000026;source-msg-id=resub;source-room-id=80808;system-msg=TideWalker\\ssubscribed\\sat\\sTier\\s1.;user-id=411000119 :tmi.twitch.tv USERNOTICE #blueacorn :hi all',
    message: message({
      tags: {
        'display-name': 'TideWalker',
        login: 'tidewalker',
        'msg-id': 'sharedchatnotice',
        'msg-param-cumulative-months': '6',
        'msg-param-sub-plan': '1000',
        'room-id': '90210',
        'source-id': '3f9a1b6c-0000-4000-8000-000000000026',
        'source-msg-id': 'resub',
        'source-room-id': '80808',
        'system-msg': 'TideWalker subscribed at Tier 1.',
        'user-id': '411000119',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn', 'hi all'],
    }),
    chat: { sharedFromElsewhere: true },
  },
  {
    name: 'usernotice unknown msg id',
    why: 'passes with all its tags',
    raw: '@login=kestrel77;msg-id=gigawave2027;msg-param-energy=9000;system-msg=Something\\snew;user-id=411000111 :tmi.twitch.tv USERNOTICE #blueacorn',
    message: message({
      tags: {
        login: 'kestrel77',
        'msg-id': 'gigawave2027',
        'msg-param-energy': '9000',
        'system-msg': 'Something new',
        'user-id': '411000111',
      },
      prefix: server,
      command: 'USERNOTICE',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'clearchat all',
    raw: '@room-id=90210;tmi-sent-ts=1777900000030 :tmi.twitch.tv CLEARCHAT #blueacorn',
    message: message({
      tags: { 'room-id': '90210', 'tmi-sent-ts': '1777900000030' },
      prefix: server,
      command: 'CLEARCHAT',
      params: ['#blueacorn'],
    }),
  },
  {
    name: 'clearchat timeout',
    raw: '@ban-duration=600;room-id=90210;target-user-id=411000119;tmi-sent-ts=1777900000031 :tmi.twitch.tv CLEARCHAT #blueacorn :rudebird',
    message: message({
      tags: {
        'ban-duration': '600',
        'room-id': '90210',
        'target-user-id': '411000119',
        'tmi-sent-ts': '1777900000031',
      },
      prefix: server,
      command: 'CLEARCHAT',
      params: ['#blueacorn', 'rudebird'],
    }),
  },
  {
    name: 'clearchat ban',
    why: 'no duration means for good',
    raw: '@room-id=90210;target-user-id=411000119;tmi-sent-ts=1777900000032 :tmi.twitch.tv CLEARCHAT #blueacorn :rudebird',
    message: message({
      tags: { 'room-id': '90210', 'target-user-id': '411000119', 'tmi-sent-ts': '1777900000032' },
      prefix: server,
      command: 'CLEARCHAT',
      params: ['#blueacorn', 'rudebird'],
    }),
  },
  {
    name: 'clearmsg',
    why: 'often lacks the room',
    raw: '@login=rudebird;room-id=;target-msg-id=3f9a1b6c-0000-4000-8000-000000000033;tmi-sent-ts=1777900000033 :tmi.twitch.tv CLEARMSG #blueacorn :some: rude words',
    message: message({
      tags: {
        login: 'rudebird',
        'room-id': '',
        'target-msg-id': '3f9a1b6c-0000-4000-8000-000000000033',
        'tmi-sent-ts': '1777900000033',
      },
      prefix: server,
      command: 'CLEARMSG',
      params: ['#blueacorn', 'some: rude words'],
    }),
  },
  {
    name: 'notice with msg id',
    raw: '@msg-id=slow_on :tmi.twitch.tv NOTICE #blueacorn :This room is now in slow mode. You may send messages every 30 seconds.',
    message: message({
      tags: { 'msg-id': 'slow_on' },
      prefix: server,
      command: 'NOTICE',
      params: ['#blueacorn', 'This room is now in slow mode. You may send messages every 30 seconds.'],
    }),
  },
  {
    name: 'notice suspended',
    raw: '@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #ghost_town :This channel does not exist or has been suspended.',
    message: message({
      tags: { 'msg-id': 'msg_channel_suspended' },
      prefix: server,
      command: 'NOTICE',
      params: ['#ghost_town', 'This channel does not exist or has been suspended.'],
    }),
  },
  {
    name: 'whisper',
    raw: '@badges=;color=#8A2BE2;display-name=Kestrel77;emotes=;message-id=17;thread-id=411000111_700100200;turbo=0;user-id=411000111;user-type= :kestrel77!kestrel77@kestrel77.tmi.twitch.tv WHISPER owlbot :psst: hello',
    message: message({
      tags: {
        badges: '',
        color: '#8A2BE2',
        'display-name': 'Kestrel77',
        emotes: '',
        'message-id': '17',
        'thread-id': '411000111_700100200',
        turbo: '0',
        'user-id': '411000111',
        'user-type': '',
      },
      prefix: viewer('kestrel77'),
      command: 'WHISPER',
      params: ['owlbot', 'psst: hello'],
    }),
  },
  {
    name: 'hosttarget start',
    why: 'ended in October 2022',
    raw: ':tmi.twitch.tv HOSTTARGET #blueacorn :tidewalker 120',
    message: message({ prefix: server, command: 'HOSTTARGET', params: ['#blueacorn', 'tidewalker 120'] }),
  },
  {
    name: 'unknown command',
    why: 'passes as it is',
    raw: '@x=1 :tmi.twitch.tv CONFETTI #blueacorn three four :and five',
    message: message({
      tags: { x: '1' },
      prefix: server,
      command: 'CONFETTI',
      params: ['#blueacorn', 'three', 'four', 'and five'],
    }),
  },
  {
    name: 'lower case command',
    why: 'commands become upper case',
    raw: 'ping :tmi.twitch.tv',
    message: message({ command: 'PING', params: ['tmi.twitch.tv'] }),
  },
  {
    name: 'long tags',
    why: 'tags can be 8191 bytes long',
    raw: '@emotes=;reply-parent-msg-body=word\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\sword\\send;room-id=90210 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIVMSG #blueacorn :short',
    message: message({
      tags: {
        emotes: '',
        'reply-parent-msg-body':
          'word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word end',
        'room-id': '90210',
      },
      prefix: viewer('kestrel77'),
      command: 'PRIVMSG',
      params: ['#blueacorn', 'short'],
    }),
  },
  { name: 'malformed empty', raw: '', message: null },
  { name: 'malformed spaces', raw: '   ', message: null },
  { name: 'malformed tags only', raw: '@a=1;b=2', message: null },
  { name: 'malformed tags and space', raw: '@a=1 ', message: null },
  { name: 'malformed prefix only', raw: ':tmi.twitch.tv', message: null },
  {
    name: 'malformed tags prefix no command',
    raw: '@a=1 :kestrel77!kestrel77@kestrel77.tmi.twitch.tv ',
    message: null,
  },
  {
    name: 'malformed leading space',
    why: 'a line begins with @, a colon or the command',
    raw: ' PING :tmi.twitch.tv',
    message: null,
  },
];

/** 6 sequences of frames. */
export const ircFrames: readonly IrcFrames[] = [
  {
    name: 'frame several lines',
    frames: [
      ':tmi.twitch.tv 001 owlbot :Welcome, GLHF!\r\n:tmi.twitch.tv 002 owlbot :Your host is tmi.twitch.tv\r\nPING :tmi.twitch.tv\r\n',
    ],
    messages: [
      message({ prefix: server, command: '001', params: ['owlbot', 'Welcome, GLHF!'] }),
      message({ prefix: server, command: '002', params: ['owlbot', 'Your host is tmi.twitch.tv'] }),
      message({ command: 'PING', params: ['tmi.twitch.tv'] }),
    ],
    rest: '',
  },
  {
    name: 'frame line split',
    frames: [
      ':kestrel77!kestrel77@kestrel77.tmi.twitch.tv PRIV',
      'MSG #blueacorn :split ',
      'text\r\nPING :a\r\n',
    ],
    messages: [
      message({ prefix: viewer('kestrel77'), command: 'PRIVMSG', params: ['#blueacorn', 'split text'] }),
      message({ command: 'PING', params: ['a'] }),
    ],
    rest: '',
  },
  {
    name: 'frame crlf split',
    why: 'the carriage return is not part of the text',
    frames: ['PING :a\r', '\nPING :b\r\n'],
    messages: [message({ command: 'PING', params: ['a'] }), message({ command: 'PING', params: ['b'] })],
    rest: '',
  },
  {
    name: 'frame bare lf and empty lines',
    frames: ['PING :a\nPING :b\r\n\r\n\nPING :c\r\n'],
    messages: [
      message({ command: 'PING', params: ['a'] }),
      message({ command: 'PING', params: ['b'] }),
      message({ command: 'PING', params: ['c'] }),
    ],
    rest: '',
  },
  {
    name: 'frame unfinished rest',
    why: 'waits for more, and is forgotten when the socket closes',
    frames: ['PING :a\r\nPING :b'],
    messages: [message({ command: 'PING', params: ['a'] })],
    rest: 'PING :b',
  },
  {
    name: 'frame separator inside text',
    frames: ['PING :a\u2028b\u0085c\r\n'],
    messages: [message({ command: 'PING', params: ['a\u2028b\u0085c'] })],
    rest: '',
  },
];
