import type { Random } from '../../../src/core/clock';

/** Makes lines as a chat server could send them: every kind, tags in any order, and now and then what no server should send. */
export class LineMaker {
  readonly #random: Random;
  /** How many of a thousand lines have something odd. */
  readonly #oddities: number;
  #count = 0;

  constructor(random: Random, oddities = 60) {
    this.#random = random;
    this.#oddities = oddities;
  }

  line(): string {
    this.#count++;
    const [command, middle, texts, names] = this.#pick(kinds);
    const login = this.#pick(logins);
    const tags = this.#tags(names);
    const prefix = this.#pick([
      `:${login}!${login}@${login}.tmi.twitch.tv `,
      ':tmi.twitch.tv ',
      `:${login}.tmi.twitch.tv `,
      '',
    ]);
    const text = texts === null ? '' : ` ${this.#chance(40) ? '' : ':'}${this.#pick(texts)}`;
    const line = `${tags === '' ? '' : `@${tags} `}${prefix}${command}${middle}${text}`;
    return this.#chance(this.#oddities) ? this.#odd(line) : line;
  }

  #tags(names: readonly string[]): string {
    const wanted = names.filter(() => !this.#chance(80));
    for (let left = this.#below(3); left > 0 && this.#chance(300); left--) wanted.push(this.#pick(tagNames));
    if (this.#chance(200)) wanted.sort(() => this.#random() - 0.5);
    return wanted.map((name) => this.#tag(name)).join(';');
  }

  #tag(name: string): string {
    if (this.#chance(2)) return name;
    switch (name) {
      case 'emotes':
        return `emotes=${this.#pick(emoteTags)}`;
      case 'badges':
      case 'badge-info':
      case 'source-badges':
        return `${name}=${this.#pick(badgeTags)}`;
      case 'id':
        return `id=3f9a1b6c-0000-4000-8000-${this.#count.toString(16).padStart(12, '0')}`;
      case 'tmi-sent-ts':
        return `tmi-sent-ts=${1_777_900_000_000 + this.#count}`;
      default:
        return `${name}=${this.#pick(values)}`;
    }
  }

  #odd(line: string): string {
    const spaces = [...line.matchAll(/ /g)].map(({ index }) => index);
    const space = spaces.length === 0 ? line.length : this.#pick(spaces);
    switch (this.#below(8)) {
      case 0:
        return `${line.slice(0, space)} ${line.slice(space)}`;
      case 1:
        return line.replace(/PRIVMSG|NOTICE|JOIN|PING/, (command) => command.toLowerCase());
      case 2:
        return `${line} `;
      case 3:
        return ` ${line}`;
      case 4:
        return line.replace('@', `@${this.#pick(['__proto__=x', 'constructor=y', '=z', 'flag'])};`);
      case 5:
        return line.replace('=', `=${this.#pick(['\\', '\\x', 'a\\n', '\\r', '\\\\s', 'a=b'])}`);
      case 6:
        return line.slice(0, space);
      default:
        return line.replace(';', ';;');
    }
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #chance(ofThousand: number): boolean {
    return this.#random() * 1_000 < ofThousand;
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)]!;
  }
}

const logins = ['kestrel77', 'owlbot', 'mira_bakes', 'a', 'x_25_letters_is_the_longest'];
const sayings = [
  'hello there',
  'Kappa Keepo 🦉 Kappa',
  '@Mira_Bakes yes: that :one',
  '\u0001ACTION waves 👋🏽 Kappa\u0001',
  '\u0001ACTION never ends',
  '!poll Best? | Chips | 水 | Cake',
  'two  spaces  and a trailing one ',
  ':)',
  'cheer100 Cheer1 wow',
  'it ends invisibly \u{e0000}',
  '\u2028 separators \u2029 and \ufeff',
  'e\u0301 👨‍👩‍👧 \ud800 lone',
  '@fake=tags :x!x@x PRIVMSG #y :injected',
  'word',
];
const values = [
  '',
  '0',
  '1',
  '1',
  '0',
  '90210',
  '411000111',
  '#FF4500',
  'Kestrel77',
  '水の人',
  'a\\sb',
  'semi\\:colon',
  'back\\\\slash',
  'line\\nbreak',
  'cr\\rhere',
  'eq=ual',
  '/slash/',
  '3012',
  'Prime',
  '12345678901234567890',
];
const badgeTags = [
  '',
  'subscriber/6',
  'broadcaster/1,subscriber/3012',
  'moderator/1,partner/1',
  'vip/1',
  'founder/0',
  'predictions/blue-1',
  'predictions/Yes\\sor/no',
  'lead_moderator/1',
  'bare',
  'subscriber/',
];
const emoteTags = [
  '',
  '25:0-4',
  '25:0-4,6-10/1902:12-16',
  'emotesv2_abc:0-1',
  '25:0-4/25:6-10',
  '25:90-99',
  '304456832_TK:6-10/25:0-4',
  '25:0-4,2-6',
  'x',
  '25:4-0',
];
const person = [
  'badge-info',
  'badges',
  'color',
  'display-name',
  'emotes',
  'id',
  'mod',
  'room-id',
  'subscriber',
  'tmi-sent-ts',
  'turbo',
  'user-id',
  'user-type',
];
const reply = [
  'reply-parent-display-name',
  'reply-parent-msg-body',
  'reply-parent-msg-id',
  'reply-parent-user-id',
  'reply-parent-user-login',
];
const noticeNames = [
  ...person,
  'login',
  'msg-id',
  'msg-param-sub-plan',
  'msg-param-cumulative-months',
  'msg-param-displayName',
  'system-msg',
];
const tagNames = [
  'bits',
  'client-nonce',
  'custom-reward-id',
  'emote-only',
  'first-msg',
  'flags',
  'msg-id',
  'returning-chatter',
  'source-badges',
  'source-id',
  'source-room-id',
  'vip',
  'historical',
];

/** Command, parameters before the text, texts (null for none), usual tags. */
type Kind = readonly [
  command: string,
  middle: string,
  texts: readonly string[] | null,
  tags: readonly string[],
];

const kinds: readonly Kind[] = [
  ['PRIVMSG', ' #blueacorn', sayings, [...person, 'first-msg', 'flags', 'returning-chatter']],
  ['PRIVMSG', ' #blueacorn', sayings, [...person, 'client-nonce', ...reply]],
  ['PRIVMSG', ' #mossy', sayings, [...person, 'bits', 'source-room-id', 'source-id', 'source-badges']],
  ['PRIVMSG', ' #mossy', sayings, []],
  ['USERNOTICE', ' #blueacorn', sayings, noticeNames],
  ['USERNOTICE', ' #blueacorn', null, noticeNames],
  ['CLEARCHAT', ' #blueacorn', logins, ['ban-duration', 'room-id', 'target-user-id', 'tmi-sent-ts']],
  ['CLEARCHAT', ' #blueacorn', null, ['room-id', 'tmi-sent-ts']],
  ['CLEARMSG', ' #blueacorn', sayings, ['login', 'room-id', 'target-msg-id', 'tmi-sent-ts']],
  ['ROOMSTATE', ' #blueacorn', null, ['emote-only', 'followers-only', 'r9k', 'room-id', 'slow', 'subs-only']],
  [
    'USERSTATE',
    ' #blueacorn',
    null,
    ['badge-info', 'badges', 'color', 'display-name', 'emote-sets', 'mod', 'user-type'],
  ],
  ['GLOBALUSERSTATE', '', null, ['badge-info', 'badges', 'color', 'display-name', 'emote-sets', 'user-id']],
  ['NOTICE', ' #blueacorn', sayings, ['msg-id']],
  ['NOTICE', ' *', ['Login authentication failed'], []],
  [
    'WHISPER',
    ' owlbot',
    sayings,
    ['badges', 'color', 'display-name', 'emotes', 'message-id', 'thread-id', 'user-id'],
  ],
  ['JOIN', ' #blueacorn', null, []],
  ['PART', ' #blueacorn', null, []],
  ['PING', '', ['tmi.twitch.tv'], []],
  ['PONG', ' tmi.twitch.tv', ['heartbeat'], []],
  ['RECONNECT', '', null, []],
  ['CAP', ' * ACK', ['twitch.tv/tags twitch.tv/commands'], []],
  ['001', ' owlbot', ['Welcome, GLHF!'], []],
  ['353', ' owlbot = #blueacorn', ['a b c'], []],
  ['366', ' owlbot #blueacorn', ['End of /NAMES list'], []],
  ['421', ' owlbot WHO', ['Unknown command'], []],
  ['CONFETTI', ' #blueacorn 17', ['new things'], ['new-tag']],
];
