import type { ChatLine } from '../../../src/behaviour/chat-line';
import type {
  ActionResult,
  AnswerPage,
  ActionContext,
  ActionParams,
  AnyCallArgs,
  ChatSender,
  EventNotification,
  EventSource,
  HelixCaller,
  HelixCallOptions,
  Identities,
  Person,
  SendResult,
  TriggerContext,
} from '../../../src/behaviour/context';
import type { FlowMessage } from '../../../src/behaviour/message';
import { MemoryState } from '../../../src/behaviour/trigger';
import type { EndpointAnswer, EndpointArgs, EndpointId } from '../../../src/tables/endpoints';
import { seededRandom } from '../../../src/core/clock';
import { FakeClock } from '../../support/fake-clock';

/** The people and things that the tests of the behaviours play with. */

export const streamer: Person = { id: '100', login: 'ana_plays', name: 'Ana_Plays' };
export const bot: Person = { id: '200', login: 'helperbot', name: 'HelperBot' };
export const viewer: Person = { id: '301', login: 'pixel_heron', name: 'Pixel_Heron' };
export const other: Person = { id: '302', login: 'tidewater', name: 'Tidewater' };

export const identities: Identities = { channel: streamer, signedIn: { channel: streamer, bot } };

export interface HelixCallSeen {
  readonly id: string;
  readonly query: Record<string, unknown>;
  readonly body: Record<string, unknown>;
  readonly user: string | undefined;
  readonly token: string | undefined;
  readonly unchecked: boolean;
}

type Answer = (call: HelixCallSeen) => unknown;

/** Helix as a test wants it to answer: a function per endpoint; anything else is a failure of the test. */
export class FakeHelix implements HelixCaller {
  readonly calls: HelixCallSeen[] = [];
  readonly answers: Record<string, Answer> = {};

  /** Ids of the calls made, in order. */
  get made(): string[] {
    return this.calls.map(({ id }) => id);
  }

  async call<Id extends EndpointId>(
    id: Id,
    args: EndpointArgs<Id>,
    options: HelixCallOptions = {},
  ): Promise<EndpointAnswer<Id>> {
    return (await this.callAny(id, args, options)) as EndpointAnswer<Id>;
  }

  callAny(id: string, args: AnyCallArgs, options: HelixCallOptions = {}): Promise<unknown> {
    const seen: HelixCallSeen = {
      id,
      query: { ...args.query },
      body: { ...args.body },
      user: options.user,
      token: options.token,
      unchecked: options.unchecked === true,
    };
    this.calls.push(seen);
    const answer = this.answers[id];
    if (answer === undefined) return Promise.reject(new Error(`nobody expected ${id}`));
    return new Promise((resolve) => resolve(answer(seen)));
  }

  async pagesAny(id: string, args: AnyCallArgs, options: HelixCallOptions = {}): Promise<readonly unknown[]> {
    const answer = (await this.callAny(id, args, options)) as { data: readonly unknown[] };
    return answer.data;
  }

  /** Pages as they were prepared: a list of answers, or one. */
  async *pageByPage(
    id: string,
    args: AnyCallArgs,
    options: HelixCallOptions = {},
  ): AsyncGenerator<AnswerPage> {
    const answers = [await this.callAny(id, args, options)].flat() as { data: readonly unknown[] }[];
    for (const [index, answer] of answers.entries()) {
      yield { items: answer.data, answer, isLast: index === answers.length - 1 };
    }
  }

  request(
    request: { readonly method: string; readonly path: string; readonly body?: unknown },
    options: HelixCallOptions = {},
  ): Promise<unknown> {
    return this.callAny(`${request.method} ${request.path}`, request as AnyCallArgs, options);
  }
}

export class FakeEvents implements EventSource {
  readonly wanted: { type: string; condition: Readonly<Record<string, string>>; user: string }[] = [];
  /** Set to refuse every subscription. */
  refuse: Error | null = null;
  readonly #listeners = new Map<object, { type: string; listener: (n: EventNotification) => void }>();

  get listening(): number {
    return this.#listeners.size;
  }

  subscribe(
    wanted: Parameters<EventSource['subscribe']>[0],
    listener: (notification: EventNotification) => void,
  ): ReturnType<EventSource['subscribe']> {
    this.wanted.push({ type: wanted.type, condition: wanted.condition, user: wanted.user });
    const key = {};
    if (this.refuse === null) this.#listeners.set(key, { type: wanted.type, listener });
    const ready = this.refuse === null ? Promise.resolve() : Promise.reject(this.refuse);
    ready.catch(() => undefined);
    return { ready, stop: () => void this.#listeners.delete(key) };
  }

  emit(type: string, event: unknown): void {
    const notification = { id: 'n-1', type, version: '1', at: '2026-11-23T12:00:00.000Z', event };
    const entries = [...this.#listeners.values()];
    for (const entry of entries) if (entry.type === type) entry.listener(notification);
  }
}

export class FakeSender implements ChatSender {
  readonly sent: Parameters<ChatSender['send']>[0][] = [];
  result: SendResult = { sent: true, messageId: 'm-1', dropReason: null, parts: 1 };

  send(message: Parameters<ChatSender['send']>[0]): Promise<SendResult> {
    this.sent.push(message);
    return Promise.resolve(this.result);
  }
}

export interface TestContext extends ActionContext {
  readonly helix: FakeHelix;
  readonly events: FakeEvents;
  readonly chat: FakeSender;
  readonly clock: FakeClock;
  readonly state: MemoryState;
  /** What was sent while the action still worked. */
  readonly emitted: ActionResult[];
  readonly closing: AbortController;
}

/** An action's world in which the streamer and a bot are signed in with every permission. */
export function actionContext(overrides: Partial<ActionContext> = {}): TestContext {
  const people = [streamer, bot, viewer, other];
  const closing = new AbortController();
  const emitted: ActionResult[] = [];
  return {
    account: 'my account',
    practice: false,
    identities: () => identities,
    helix: new FakeHelix(),
    events: new FakeEvents(),
    chat: new FakeSender(),
    live: { isLive: () => true },
    clock: new FakeClock(),
    random: seededRandom(7),
    state: new MemoryState(),
    shared: new MemoryState(),
    signal: closing.signal,
    emitted,
    emit: (result: ActionResult) => void emitted.push(structuredClone(result)),
    closing,
    findUsers: (wanted) =>
      Promise.resolve(people.filter(({ id, login }) => wanted.includes(id) || wanted.includes(login))),
    isKnownBot: (login) => login === 'nightbot',
    granted: () => [],
    pretend: null,
    ...overrides,
  } as TestContext;
}

/** A trigger's world in the channel of the streamer. */
export function triggerContext(
  overrides: Partial<TriggerContext> = {},
): TriggerContext & { clock: FakeClock } {
  return {
    account: 'my account',
    practice: false,
    identities: () => identities,
    clock: new FakeClock(),
    random: seededRandom(7),
    state: new MemoryState(),
    live: { isLive: () => true },
    isKnownBot: (login) => login === 'nightbot',
    ...overrides,
  } as TriggerContext & { clock: FakeClock };
}

export function line(text: string, overrides: Partial<ChatLine> = {}): ChatLine {
  return {
    type: 'message',
    id: 'line-1',
    sentAt: Date.UTC(2026, 10, 23, 12, 0, 0),
    channel: { id: streamer.id, login: streamer.login },
    user: viewer,
    text,
    commandText: text.trim(),
    isAction: false,
    roles: [],
    bits: 0,
    firstEver: false,
    returning: false,
    mark: null,
    rewardId: null,
    replyTo: null,
    sharedFrom: null,
    isOwn: false,
    color: null,
    badges: {},
    badgeInfo: {},
    fragments: [],
    tags: {},
    ...overrides,
  };
}

/** A message as a command node sends it. */
export function commandMsg(text: string, name = '!poll'): FlowMessage {
  return {
    _msgid: 'a1',
    topic: 'chat.command',
    payload: text,
    twitch: {
      id: 'line-1',
      type: 'chat.command',
      at: 0,
      account: 'my account',
      channel: streamer,
      user: { ...viewer, roles: [], anonymous: false },
      target: null,
      text: `${name} ${text}`.trim(),
      message: { id: 'line-1', text: `${name} ${text}`.trim() },
      command: { name, args: {}, list: text.split(' '), text, uses: 1 },
      summary: null,
      event: null,
    },
  };
}

/** `msg.twitch` of a message, for assertions. */
export function twitchOf(msg: FlowMessage | FlowMessage[] | null | undefined): Record<string, unknown> {
  if (msg === null || msg === undefined || Array.isArray(msg)) throw new Error('no message left there');
  return msg['twitch'] as Record<string, unknown>;
}

export type Params = ActionParams;
