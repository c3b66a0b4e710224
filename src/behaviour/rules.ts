import { refusal, inputRefusal } from './refusal';
import {
  channelOf,
  commandOf,
  contextOf,
  messageIdOf,
  part,
  summaryOf,
  textOf,
  typedTexts,
  userOf,
} from './incoming';
import type { Identities, Person } from './context';
import { TEST_ID_PREFIX, type ChannelRef, type FlowMessage } from './message';

/**
 * What an action takes when a field is blank (DESIGN.md §6, the message contract). One function per rule; the grey
 * sentences of the forms name them. `field` is always the evaluated field, null when blank.
 */

/** What a rule needs to turn a name into a person. */
export interface PeopleSource {
  readonly identities: () => Identities;
  readonly findUsers: (loginsOrIds: readonly string[]) => Promise<readonly Person[]>;
}

/**
 * Channel: field, else the channel the message is about, else the account's own.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID for a name nobody bears, TWITCH_SIGN_IN_NEEDED when the account has no channel
 */
export async function channelFor(
  field: string | null,
  msg: FlowMessage,
  source: PeopleSource,
): Promise<ChannelRef> {
  const own = source.identities().channel;
  const wanted = field === null ? channelOf(msg) : { id: '', login: plainName(field), name: field };
  if (wanted === null) return ownChannel(source);
  if (
    own !== null &&
    own.id !== '' &&
    (wanted.id === own.id || wanted.login === own.login || field === own.id)
  ) {
    return own;
  }
  if (wanted.id !== '') return wanted;
  const [found] = await source.findUsers([wanted.login]);
  if (found === undefined) {
    throw inputRefusal(
      `There is no channel named ${wanted.name}.`,
      `There is no channel named ${wanted.name} at Twitch. Check the spelling.`,
      { parameter: 'channel' },
    );
  }
  return found;
}

/** The account's own channel. */
export async function ownChannel(source: PeopleSource): Promise<ChannelRef> {
  const own = source.identities().channel;
  if (own !== null && own.id !== '') return own;
  if (own !== null && own.login !== '') {
    const [found] = await source.findUsers([own.login]);
    if (found !== undefined) return found;
  }
  throw refusal(
    'TWITCH_SIGN_IN_NEEDED',
    'The Twitch account is not signed in.',
    'This account has no channel yet. Open the account and sign in.',
  );
}

/** Which people a rule may take. */
export interface PersonRule {
  /** Only somebody who was named: nothing that harms falls on whoever typed the command. */
  readonly namedOnly?: true;
  /** Never who did it, whatever the message comes from. */
  readonly onlyTarget?: true;
}

/**
 * Person: field, else the one it was aimed at, else who did it.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID when nobody is named, the person is anonymous, or nobody bears the name
 */
export async function personFor(
  field: string | null,
  msg: FlowMessage,
  source: PeopleSource,
  rule: PersonRule = {},
): Promise<Person> {
  const wanted = field === null ? personInMessage(msg, rule) : { login: plainName(field), name: field };
  if (wanted.id !== undefined) return { id: wanted.id, login: wanted.login, name: wanted.name };
  const [found] = await source.findUsers([wanted.login]);
  if (found === undefined) {
    throw inputRefusal(
      `There is nobody named ${wanted.name}.`,
      `There is nobody named ${wanted.name} at Twitch. Check the spelling.`,
      { parameter: 'whom' },
    );
  }
  return found;
}

function personInMessage(msg: FlowMessage, rule: PersonRule): { id?: string; login: string; name: string } {
  const context = contextOf(msg);
  const target = part(context, 'target');
  const command = commandOf(msg);
  const isExcluded = rule.onlyTarget || (rule.namedOnly && command !== null);
  const user = isExcluded ? null : part(context, 'user');
  for (const person of [target, user]) {
    const login = textOf(person?.['login']);
    if (login === null) continue;
    const id = textOf(person?.['id']);
    return { ...(id === null ? {} : { id }), login, name: textOf(person?.['name']) ?? login };
  }
  if (user?.['anonymous'] === true) {
    throw inputRefusal(
      'That was an anonymous viewer.',
      'It was an anonymous viewer: there is nobody to do this to.',
      {
        parameter: 'whom',
      },
    );
  }
  if (command !== null) {
    const sentence = `Name someone: ${command.name} @name`;
    throw inputRefusal(sentence, `Nobody was named. ${sentence}`, { parameter: 'whom' });
  }
  if (rule.onlyTarget) {
    throw inputRefusal(
      'Nobody was named.',
      'Nobody is named in the message. Fill in whom, or wire this node behind a command with a name: !raid @name',
      { parameter: 'whom' },
    );
  }
  throw inputRefusal(
    'Nobody was named.',
    'There is no person in the message. Fill in whom, or wire this node behind something that a person did.',
    { parameter: 'whom' },
  );
}

/**
 * Doer: field, else who did it. A question about somebody ("does this person follow?") is about who typed the command,
 * never about the one it was aimed at. Null for an anonymous viewer.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID when there is nobody, or nobody bears the name
 */
export async function doerFor(
  field: string | null,
  msg: FlowMessage,
  source: PeopleSource,
): Promise<Person | null> {
  if (field !== null) return personFor(field, msg, source);
  const user = userOf(msg);
  if (user?.anonymous === true) return null;
  if (user === null || user.login === null) {
    throw inputRefusal(
      'Nobody did this.',
      'There is no person in the message. Fill in who, or wire this node behind something that a person did.',
      { parameter: 'whom' },
    );
  }
  if (user.id !== null) return { id: user.id, login: user.login, name: user.name };
  return personFor(user.login, msg, source);
}

/** A name as people type it: without the @, lower case, out of a link to the channel if it is one. */
export function plainName(text: string): string {
  const link = /^(?:https?:\/\/)?(?:www\.|m\.)?twitch\.tv\/(\w+)/i.exec(text.trim());
  return (link?.[1] ?? text.trim().replace(/^[@#]/, '')).toLowerCase();
}

/**
 * Value (title, poll line, winner, length): field, else the words after the command, else the payload if it is a number or
 * a text other than the line that somebody wrote in chat; null if there is nothing. What a viewer writes becomes a title
 * or names a winner only through a command, which says who may, or through a field that asks for it.
 */
export function valueFor(field: string | null, msg: FlowMessage): string | null {
  return field ?? valueInMessage(msg, bringsChatLine(msg));
}

/** The same for what can do no harm, such as the link of a clip to look up: a line of chat counts. */
export function valueOrLine(field: string | null, msg: FlowMessage): string | null {
  return field ?? valueInMessage(msg, false);
}

function valueInMessage(msg: FlowMessage, isLine: boolean): string | null {
  const words = textOf(commandOf(msg)?.text);
  if (words !== null) return words.trim();
  const payload = msg['payload'];
  if (typeof payload === 'number' && Number.isFinite(payload)) return String(payload);
  return isLine ? null : (textOf(payload)?.trim() ?? null);
}

/** Whether the payload is the line that somebody wrote in chat, as the trigger has put it there. */
export function bringsChatLine(msg: FlowMessage): boolean {
  const context = contextOf(msg);
  // What was typed with channel points comes as an object: as a text it was put there by the flow, and is meant.
  const typed = part(context, 'redemption') === null ? context?.['text'] : null;
  const line = textOf(part(context, 'message')?.['text']) ?? textOf(typed);
  return line !== null && textOf(msg['payload'])?.trim() === line.trim();
}

/**
 * Text of send: field, else the payload if it is a text other than what the person typed, else the summary. Nothing
 * repeats a viewer's words by default.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID when there is nothing to say
 */
export function textToSay(field: string | null, msg: FlowMessage): string {
  if (field !== null) return field;
  const payload = textOf(msg['payload']);
  if (payload !== null && !repeatsTyped(payload, msg)) return payload;
  const summary = summaryOf(msg);
  if (summary !== null) return summary;
  // From a Catch node, about something that is nothing for chat: it must not vanish behind a failure of this node.
  const failure = textOf(part(msg, 'error')?.['message']);
  if (failure !== null) {
    throw inputRefusal(
      'There is nothing to say.',
      `Something went wrong before, and there is nothing to say about it in chat: ${failure}`,
      { parameter: 'text' },
    );
  }
  throw inputRefusal(
    'There is nothing to say.',
    payload === null
      ? 'There is nothing to say: the text is empty, and the message brings no text and no summary. Fill in the text.'
      : "There is nothing to say: the text is empty, and a viewer's words are never repeated unasked. Fill in the text, {text} if you mean that.",
    { parameter: 'text' },
  );
}

function repeatsTyped(payload: string, msg: FlowMessage): boolean {
  const said = payload.trim();
  return typedTexts(msg).some((typed) => typed.trim() === said);
}

/**
 * Reply: the line that the message came from, null without one or when a test made it up (there is no such line at
 * Twitch): then it becomes a plain line.
 */
export function replyFor(msg: FlowMessage): string | null {
  const id = messageIdOf(msg);
  return id === null || id.startsWith(TEST_ID_PREFIX) ? null : id;
}

/**
 * Delete, pin: field, else the line that the message came from.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID without one
 */
export function lineFor(field: string | null, msg: FlowMessage): string {
  const id = field ?? messageIdOf(msg);
  if (id !== null) return id;
  throw inputRefusal(
    'There is no chat line to do this to.',
    'There is no chat line in the message. Wire this node behind a chat message or a command.',
    { parameter: 'message' },
  );
}

/**
 * Redemption: the one the message is about.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID without one
 */
export function redemptionFor(msg: FlowMessage): { readonly id: string; readonly rewardId: string } {
  const redemption = part(contextOf(msg), 'redemption');
  const id = textOf(redemption?.['id']);
  const rewardId = textOf(redemption?.['rewardId']);
  if (id !== null && rewardId !== null) return { id, rewardId };
  throw inputRefusal(
    'There is no redemption to finish.',
    'There is no redemption in the message. Wire this node behind "channel points redeemed", or choose the reward whose newest open redemption is meant.',
    { parameter: 'redemption' },
  );
}
