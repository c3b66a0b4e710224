import { TwitchScopeError, toTwitchError } from '../core/errors';
import { endpoint, type EndpointId } from '../tables/endpoints';
import type { ActionContext, ActionNote, ActionResult, Identity, Person } from './context';
import { isPlain, isTest, writableContext } from './incoming';
import type { ActionPart, ChannelRef, FlowMessage, TwitchContext } from './message';
import { inputRefusal, refusal, refusalSummary } from './refusal';
import { channelFor, personFor, type PersonRule } from './rules';

/** What an action is about to do. */
export interface Deed {
  readonly operation: string;
  /** Whose sign-in acts; null: nobody in particular. */
  readonly as: Identity | null;
  /** The calls whose permissions a test is checked against. */
  readonly calls: readonly EndpointId[];
  /** It changes something at Twitch: a test on a real account only pretends. */
  readonly writes: boolean;
}

/** What came out of it. */
export interface Outcome {
  readonly payload: unknown;
  /** Replaces `msg.twitch.summary`; left out: the old one stays. */
  readonly summary?: string | null;
  /** `msg.topic` of a message that had no context of ours, such as one from an inject node. */
  readonly topic: string;
  /** Which output it leaves by. Default: the first. */
  readonly output?: number;
  /** It was not asked of Twitch, because a test made up what it is about. */
  readonly notSent?: true;
  /** Its place among several messages, as a join node reads it. */
  readonly parts?: Readonly<Record<string, unknown>>;
  /** One message for each of these instead of one with the payload. */
  readonly items?: readonly unknown[];
  /** What still goes on: see {@link ActionResult.later}. */
  readonly later?: Promise<void>;
}

/** One message on its way through an action. */
export class Run {
  readonly msg: FlowMessage;
  readonly deed: Deed;
  /** Where the action acts: the account's own context, or the practice world. */
  readonly context: ActionContext;
  readonly pretending: boolean;
  /** The account's own context, for what is only looked up. */
  readonly real: ActionContext;

  constructor(msg: FlowMessage, deed: Deed, real: ActionContext, acting: ActionContext) {
    this.msg = msg;
    this.deed = deed;
    this.real = real;
    this.context = acting;
    this.pretending = acting !== real;
  }

  /** Who acts. @throws TwitchError TWITCH_SIGN_IN_NEEDED */
  actor(): Person {
    return actorOf(this.context, this.deed.as ?? 'channel');
  }

  /** The channel to act in; for a pretended action the practice channel, whatever the message says. */
  channel(field: string | null): Promise<ChannelRef> {
    if (!this.pretending) return channelFor(field, this.msg, this.context);
    return channelFor(null, {}, this.context);
  }

  /** As `channel`, where Twitch lets nobody but the streamer do it. */
  async ownChannel(what: string): Promise<ChannelRef> {
    const channel = await this.channel(null);
    const actor = this.actor();
    if (channel.id === actor.id) return channel;
    throw refusal(
      'TWITCH_FORBIDDEN',
      `${what} can be run only by the streamer of the channel.`,
      `${what} can be run only by the streamer: the message is about ${channel.name}, and this account is signed in as ${actor.name}.`,
      { channel: channel.login },
    );
  }

  /** Whom it is done to. A pretended action is done to somebody of the practice world if it does not know the name. */
  async person(field: string | null, rule: PersonRule = {}): Promise<Person> {
    if (!this.pretending) return personFor(field, this.msg, this.context, rule);
    const wanted = await personFor(field, this.msg, this.real, rule);
    const [known] = await this.context.findUsers([wanted.login]);
    return known ?? actorOf(this.context, 'channel');
  }
}

/** Who is signed in; without a bot the channel speaks for itself. */
export function actorOf(context: Pick<ActionContext, 'identities'>, as: Identity): Person {
  const { signedIn } = context.identities();
  const actor = as === 'bot' ? (signedIn.bot ?? signedIn.channel) : signedIn.channel;
  if (actor !== null) return actor;
  throw refusal(
    'TWITCH_SIGN_IN_NEEDED',
    'The Twitch account is not signed in.',
    'Nobody is signed in with this account. Open the account and sign in.',
  );
}

/** Options of a call that somebody makes and that ends with the node. */
export function callAs(
  actor: Person,
  { signal }: Pick<ActionContext, 'signal'>,
): { readonly user: string; readonly signal: AbortSignal } {
  return { user: actor.id, signal };
}

/**
 * Does the work of an action and puts its outcome into the message.
 *
 * @throws TwitchError; its sentence for chat, if it has one, stands in `msg.twitch.summary` for what a Catch node wires on
 */
export async function act(
  msg: FlowMessage,
  deed: Deed,
  context: ActionContext,
  work: (run: Run) => Promise<Outcome>,
): Promise<ActionResult> {
  const run = new Run(msg, deed, context, await actingContext(msg, deed, context));
  try {
    return finish(run, await work(run));
  } catch (error) {
    throw told(run.msg, deed, context, error);
  }
}

/** Notes the sentence for chat of an error in the message; the error is a TwitchError in any case. */
export function told(msg: FlowMessage, deed: Deed, context: ActionContext, error: unknown): Error {
  const summary = refusalSummary(error);
  if (summary !== null)
    writableContext(msg, () => freshContext(context, deed.operation))['summary'] = summary;
  return toTwitchError(error);
}

async function actingContext(msg: FlowMessage, deed: Deed, context: ActionContext): Promise<ActionContext> {
  if (!deed.writes || context.pretend === null || !isTest(msg)) return context;
  for (const id of deed.calls) assertGranted(id, deed.as ?? 'channel', context);
  return await context.pretend();
}

function assertGranted(id: EndpointId, as: Identity, context: ActionContext): void {
  actorOf(context, as);
  const { scopes, name } = endpoint(id);
  const granted = context.granted(as) ?? [];
  if (scopes.length === 0 || scopes.some((scope) => granted.includes(scope))) return;
  throw new TwitchScopeError(
    `${name}: the permission for it is missing. Open the account and sign in again, it is asked for.`,
    { endpoint: id, missingScopes: scopes },
  );
}

/** Puts an outcome into the message. */
export function finish(run: Run, outcome: Outcome): ActionResult {
  const { msg, context, deed } = run;
  const hadContext = isPlain(msg['twitch']);
  const twitch = writableContext(msg, () => freshContext(context, outcome.topic));
  msg['payload'] = outcome.payload;
  if (!hadContext && (msg['topic'] === undefined || msg['topic'] === '')) msg['topic'] = outcome.topic;
  if (outcome.summary !== undefined) twitch['summary'] = outcome.summary;
  twitch['action'] = actionPart(context, deed);
  if (outcome.parts !== undefined) msg['parts'] = outcome.parts;
  const notes: ActionNote[] = [];
  if (run.pretending) twitch['practice'] = true;
  if (run.pretending || outcome.notSent) notes.push('test-not-sent');
  const outputs: null[] = Array.from({ length: outcome.output ?? 0 }, () => null);
  const sent = outcome.items === undefined ? msg : itemMessages(run, outcome.items);
  return { outputs: [...outputs, sent], notes, ...(outcome.later && { later: outcome.later }) };
}

/** One message per element, numbered so that a join node can put them together again. */
function itemMessages({ msg, context }: Run, items: readonly unknown[]): FlowMessage[] {
  const id = partsId(context);
  return items.map((payload, index) => ({
    ...msg,
    payload,
    parts: { id, type: 'array', count: items.length, len: 1, index },
  }));
}

/** Tells messages that belong together from others. */
export function partsId(context: Pick<ActionContext, 'random'>): string {
  return Math.floor(context.random() * Number.MAX_SAFE_INTEGER).toString(16);
}

function actionPart(context: ActionContext, { operation, as }: Deed): ActionPart {
  const { signedIn } = context.identities();
  const actor = as === null ? null : as === 'bot' ? (signedIn.bot ?? signedIn.channel) : signedIn.channel;
  const limits = actor === null ? null : (context.limits?.(actor.id) ?? null);
  return { operation, as: actor?.login ?? null, limits };
}

/** `msg.twitch` for a message that no trigger of ours has made. */
function freshContext(context: ActionContext, type: string): TwitchContext {
  const fresh: TwitchContext = {
    id: '',
    type,
    at: context.clock.now(),
    account: context.account,
    channel: context.identities().channel ?? { id: '', login: '', name: '' },
    user: null,
    target: null,
    summary: null,
    event: null,
  };
  if (context.practice) fresh.practice = true;
  return fresh;
}

/** An operation that the node does not have: a flow file written by hand, or by a newer version. */
export function unknownOperation(operation: string): Error {
  return inputRefusal(
    'Something is filled in wrongly.',
    `This node cannot do "${operation}". Open it and choose what to do.`,
    {
      parameter: 'operation',
    },
  );
}
