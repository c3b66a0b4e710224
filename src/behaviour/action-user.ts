import type { EndpointId } from '../tables/endpoints';
import { numberParam, textParam } from './action-params';
import { within } from './choice-line';
import type { Action, ActionParams, Person } from './context';
import { EventReader } from './event-reader';
import type { ChannelRef } from './message';
import { refusal } from './refusal';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { readUserInfo, userSentence } from './user-info';
import { counted, tierNumber } from './words';

/** A list of people of a channel. */
interface PeopleList {
  readonly deed: Deed;
  readonly call: EndpointId;
  /** Twitch wants to know which moderator asks. */
  readonly asModerator?: true;
  readonly more: (person: EventReader) => Readonly<Record<string, string | number | boolean | null>>;
  readonly sentence: (channel: ChannelRef, count: number) => string;
}

function reads(operation: string, call: EndpointId): { readonly deed: Deed; readonly call: EndpointId } {
  return { deed: { operation, as: 'channel', calls: [call], writes: false }, call };
}

const nothingMore = (): Readonly<Record<string, never>> => ({});

const chatters: PeopleList = {
  ...reads('chatters', 'get-chatters'),
  asModerator: true,
  more: nothingMore,
  sentence: (_channel, count) => `${counted(count, 'person is', 'people are')} in chat.`,
};

const lists: Readonly<Record<string, PeopleList>> = {
  followers: {
    ...reads('followers', 'get-channel-followers'),
    more: (person) => ({ since: person.text('followed_at') }),
    sentence: (channel, count) => `${channel.name} has ${counted(count, 'follower')}.`,
  },
  subscribers: {
    ...reads('subscribers', 'get-broadcaster-subscriptions'),
    more: (person) => ({ tier: tierNumber(person.text('tier')), gifted: person.flag('is_gift') }),
    sentence: (channel, count) => `${channel.name} has ${counted(count, 'subscriber')}.`,
  },
  chatters,
  moderators: {
    ...reads('moderators', 'get-moderators'),
    more: nothingMore,
    sentence: (channel, count) => `${channel.name} has ${counted(count, 'moderator')}.`,
  },
  vips: {
    ...reads('vips', 'get-vips'),
    more: nothingMore,
    sentence: (channel, count) => `${channel.name} has ${counted(count, 'VIP')}.`,
  },
};

const aboutDeed = { operation: 'about', as: 'channel', calls: [], writes: false } as const satisfies Deed;
const chatterDeed = reads('randomChatter', 'get-chatters').deed;

/** Most people that one list brings. */
export const MOST_PEOPLE = 10_000;
const USUAL_PEOPLE = 100;

/** The node twitch-user. */
export function createUserAction(): Action {
  return {
    run(msg, operation, params, context) {
      if (operation === 'about') return act(msg, aboutDeed, context, (run) => aboutOne(run, params));
      if (operation === 'randomChatter')
        return act(msg, chatterDeed, context, (run) => pickChatter(run, params));
      const list = Object.hasOwn(lists, operation) ? lists[operation] : undefined;
      if (list === undefined) return Promise.reject(unknownOperation(operation));
      return act(msg, list.deed, context, (run) => listPeople(run, params, list));
    },
  };
}

async function aboutOne(run: Run, params: ActionParams): Promise<Outcome> {
  const channel = await run.channel(textParam(params, 'channel'));
  const person = await run.person(textParam(params, 'whom'));
  const payload = await readUserInfo(run.context, run.actor(), person, channel);
  return { payload, summary: userSentence(payload, channel), topic: 'user' };
}

async function listPeople(run: Run, params: ActionParams, list: PeopleList): Promise<Outcome> {
  const most = within('most', numberParam(params, 'most') ?? USUAL_PEOPLE, 1, MOST_PEOPLE, 'people');
  const channel = await run.channel(textParam(params, 'channel'));
  const { people, total } = await readPeople(run, channel, list, most);
  return {
    payload: {
      channel: channel.name,
      total: total ?? people.length,
      complete: total === null ? people.length < most : people.length >= total,
      people,
    },
    summary: list.sentence(channel, total ?? people.length),
    topic: `user.${list.deed.operation}`,
  };
}

interface ListedPerson {
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** Up to `most` people, and how many there are in all where Twitch counts them. */
async function readPeople(
  run: Run,
  channel: ChannelRef,
  list: PeopleList,
  most: number,
): Promise<{ readonly people: readonly ListedPerson[]; readonly total: number | null }> {
  const { context } = run;
  const actor = run.actor();
  const query = {
    broadcaster_id: channel.id,
    ...(list.asModerator ? { moderator_id: actor.id } : {}),
  };
  const people: ListedPerson[] = [];
  let total: number | null = null;
  const pages = context.helix.pageByPage(list.call, { query }, { ...callAs(actor, context), cap: most });
  for await (const { items, answer } of pages) {
    total ??= new EventReader(answer).number('total');
    for (const item of items) {
      const reader = new EventReader(item);
      const found = person(reader);
      if (found !== null) people.push({ ...found, ...list.more(reader) });
    }
  }
  return { people: people.slice(0, most), total };
}

function person(reader: EventReader): Person | null {
  const found = reader.person('user');
  return found?.id === undefined ? null : { id: found.id, login: found.login, name: found.name };
}

/** Somebody who is in chat, other than the streamer, the bot and known bots. */
async function pickChatter(run: Run, params: ActionParams): Promise<Outcome> {
  const { context } = run;
  const channel = await run.channel(textParam(params, 'channel'));
  const { people } = await readPeople(run, channel, chatters, MOST_PEOPLE);
  const { signedIn } = context.identities();
  const ours = new Set([channel.id, signedIn.channel?.id, signedIn.bot?.id]);
  const guests = people.filter(({ id, login }) => !ours.has(id) && !context.isKnownBot(login));
  const picked = guests[Math.floor(context.random() * guests.length)];
  if (picked === undefined) {
    throw refusal(
      'TWITCH_INPUT_INVALID',
      'Nobody is in chat just now.',
      `Nobody but you and bots is in the chat of ${channel.name} just now. Twitch's list lags a little behind.`,
      { channel: channel.login },
    );
  }
  return {
    payload: { ...picked, of: guests.length },
    summary: `${picked.name} was picked from ${counted(guests.length, 'viewer')} in chat.`,
    topic: 'user.randomChatter',
  };
}
