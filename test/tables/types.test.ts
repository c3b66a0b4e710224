// The compiler is what is tested here: `npm test` compiles this file, and an `@ts-expect-error` over a line
// that compiles is itself an error. The tests at run time only show that the lines were there.
import assert from 'node:assert/strict';
import type {
  EndpointAnswer,
  EndpointArgsRest,
  EndpointBody,
  EndpointId,
  EndpointItem,
  EndpointQuery,
  PagedEndpointId,
} from '../../src/tables/endpoints';
import type { EventCondition, EventPayload, EventType, NewestVersion } from '../../src/tables/events';
import type { LimitName } from '../../src/tables/limits';
import type { Scope } from '../../src/tables/scopes';

type IsAny<T> = 0 extends 1 & T ? true : false;
type Same<A, B> = IsAny<A> extends true ? false : [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Compiles only where both types are the same. */
function same<A, B>(yes: Same<A, B>): void {
  assert.equal(yes, true);
}

/** The signature of a client that is built on the table. */
function call<Id extends EndpointId>(id: Id, ...args: EndpointArgsRest<Id>): EndpointAnswer<Id> | undefined {
  return args.length > 5 ? (JSON.parse(id) as EndpointAnswer<Id>) : undefined;
}

function pages<Id extends PagedEndpointId>(id: Id): readonly EndpointItem<Id>[] {
  return id.length > 99 ? (JSON.parse(id) as EndpointItem<Id>[]) : [];
}

function given<T>(value: T): T {
  return value;
}

describe('types of the endpoint table', () => {
  it('refuse an id that is not in the table', () => {
    given<EndpointId>('create-poll');
    // @ts-expect-error there is no such endpoint
    given<EndpointId>('create-pol');
    // @ts-expect-error there is no such endpoint
    call('create-pol');
  });

  it('refuse a missing parameter', () => {
    call('get-polls', { query: { broadcaster_id: '1' } });
    // @ts-expect-error broadcaster_id is missing
    call('get-polls', { query: {} });
    // @ts-expect-error query is missing
    call('get-polls', {});
    // @ts-expect-error everything is missing
    call('get-polls');
    const choices = [{ title: 'Chips' }, { title: 'Fruit' }];
    call('create-poll', { body: { broadcaster_id: '1', title: 'Best snack?', choices, duration: 60 } });
    // @ts-expect-error duration is missing
    call('create-poll', { body: { broadcaster_id: '1', title: 'Best snack?', choices } });
  });

  it('ask for nothing where nothing is required', () => {
    call('get-global-emotes');
    call('get-streams');
    call('get-streams', { query: { first: 5 } });
  });

  it('refuse a parameter that the endpoint does not have', () => {
    given<EndpointQuery<'get-users'>>({ login: 'lumen_forge' });
    // @ts-expect-error it is called login
    given<EndpointQuery<'get-users'>>({ name: 'lumen_forge' });
    // @ts-expect-error no body is sent
    call('get-streams', { body: { first: 5 } });
    // @ts-expect-error it goes into the query
    call('start-a-raid', { body: { from_broadcaster_id: '1', to_broadcaster_id: '2' } });
  });

  it('refuse a value of another type or outside an enum', () => {
    given<EndpointQuery<'get-videos'>>({ user_id: '1', sort: 'views' });
    // @ts-expect-error not a way to sort
    given<EndpointQuery<'get-videos'>>({ user_id: '1', sort: 'likes' });
    // @ts-expect-error ids are texts
    given<EndpointQuery<'get-videos'>>({ user_id: 1 });
    given<EndpointBody<'update-chat-settings'>>({
      non_moderator_chat_delay: true,
      non_moderator_chat_delay_duration: 4,
    });
    // @ts-expect-error 2, 4 or 6 seconds
    given<EndpointBody<'update-chat-settings'>>({ non_moderator_chat_delay_duration: 3 });
    // A pattern beside the enum leaves the field open.
    given<EndpointQuery<'update-user-chat-color'>>({ user_id: '1', color: '#9146FF' });
  });

  it('take one value or a list where the key can be repeated, and only there', () => {
    given<EndpointQuery<'get-users'>>({ id: '1', login: ['lumen_forge', 'pixel_heron'] });
    // @ts-expect-error one channel at a time
    given<EndpointQuery<'get-polls'>>({ broadcaster_id: ['1', '2'] });
  });

  it('want the odd bodies as Twitch wants them on the wire', () => {
    given<EndpointBody<'ban-user'>>({ data: { user_id: '1', duration: 600 } });
    // @ts-expect-error it is wrapped in data
    given<EndpointBody<'ban-user'>>({ user_id: '1', duration: 600 });
    given<EndpointBody<'check-automod-status'>>({ data: [{ msg_id: '1', msg_text: 'hello' }] });
    // @ts-expect-error data is a list
    given<EndpointBody<'check-automod-status'>>({ data: { msg_id: '1', msg_text: 'hello' } });
    given<EndpointBody<'update-user-extensions'>>({
      data: { panel: { '1': { active: true, id: 'x', version: '1' } } },
    });
    // @ts-expect-error active is missing
    given<EndpointBody<'update-user-extensions'>>({ data: { panel: { '1': { id: 'x' } } } });
    same<EndpointBody<'create-clip'>, undefined>(true);
  });

  it('know the answer, with what is null, nested or beside data', () => {
    type Poll = EndpointItem<'create-poll'>;
    same<Poll['choices'][number]['votes'], number>(true);
    same<Poll['ended_at'], string | null>(true);
    same<EndpointAnswer<'get-broadcaster-subscriptions'>['points'], number>(true);
    same<EndpointAnswer<'get-polls'>['pagination']['cursor'], string | undefined>(true);
    same<EndpointAnswer<'get-extension-live-channels'>['pagination'], string>(true);
    same<EndpointAnswer<'unban-user'>, null>(true);
    same<EndpointAnswer<'get-channel-icalendar'>, string>(true);
    same<EndpointAnswer<'get-channel-guest-star-settings'>['slot_count'], number>(true);
    same<EndpointAnswer<'delete-videos'>['data'], readonly string[]>(true);
    same<EndpointItem<'delete-videos'>, string>(true);
    same<EndpointAnswer<'get-user-active-extensions'>['data']['panel'][string]['active'], boolean>(true);
    same<
      NonNullable<EndpointItem<'get-predictions'>['outcomes'][number]['top_predictors']>[number]['user_id'],
      string
    >(true);
    // @ts-expect-error not a field of the answer
    given<keyof Poll>('winner');
  });

  it('page only what has pages, the schedule by its segments', () => {
    assert.deepEqual(pages('get-clips'), []);
    // @ts-expect-error has no pages
    assert.deepEqual(pages('get-global-emotes'), []);
    same<EndpointItem<'get-channel-stream-schedule'>['start_time'], string>(true);
  });
});

describe('types of the event table', () => {
  it('refuse a type or a version that is not in the table', () => {
    given<EventType>('channel.follow');
    // @ts-expect-error there is no such type
    given<EventType>('channel.followed');
    same<NewestVersion<'channel.moderate'>, '2'>(true);
    same<NewestVersion<'channel.guest_star_session.begin'>, 'beta'>(true);
    // @ts-expect-error version 1 is withdrawn
    given<EventCondition<'channel.follow', '1'>>({ broadcaster_user_id: '1' });
  });

  it('refuse a condition that is incomplete or has too much', () => {
    given<EventCondition<'channel.follow'>>({ broadcaster_user_id: '1', moderator_user_id: '2' });
    // @ts-expect-error moderator_user_id is missing
    given<EventCondition<'channel.follow'>>({ broadcaster_user_id: '1' });
    given<EventCondition<'channel.channel_points_custom_reward.update'>>({ broadcaster_user_id: '1' });
    given<EventCondition<'channel.raid'>>({ to_broadcaster_user_id: '1' });
    // @ts-expect-error one direction only
    given<EventCondition<'channel.raid'>>({ to_broadcaster_user_id: '1', from_broadcaster_user_id: '2' });
    // @ts-expect-error one direction at least
    given<EventCondition<'channel.raid'>>({});
  });

  it('know the event', () => {
    same<EventPayload<'channel.poll.end'>['choices'][number]['votes'], number>(true);
    same<EventPayload<'channel.cheer'>['user_id'], string | null>(true);
    same<EventPayload<'stream.offline'>['id'], string | undefined>(true);
    same<EventPayload<'automod.message.hold', '1'>['level'], number>(true);
    // @ts-expect-error only in version 1
    same<EventPayload<'automod.message.hold'>['level'], number>(true);
    // New values come without notice, so an unknown one is allowed.
    given<EventPayload<'channel.poll.end'>['status']>('paused');
  });
});

describe('types of the small tables', () => {
  it('refuse a scope or a limit that is not in the table', () => {
    given<Scope>('channel:manage:polls');
    // @ts-expect-error there is no such scope
    given<Scope>('channel:manage:pols');
    given<LimitName>('poll.title');
    // @ts-expect-error there is no such limit
    given<LimitName>('poll.name');
  });
});
