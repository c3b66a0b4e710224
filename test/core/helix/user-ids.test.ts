import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import type { FieldSpecs } from '../../../src/tables/endpoint-row';
import { allEndpoints } from '../../../src/tables/endpoints';
import { allScopes } from '../../../src/tables/scopes';
import { userIdFields } from '../../../src/tables/user-id-fields';
import { FakeClock } from '../../support/fake-clock';
import { TestServer, type SeenRequest } from '../../support/http-server';
import { fullRequest } from '../../support/sample-request';
import { FixedTokens } from '../../support/token-source';

/** Twitch's ids of the people in these tests: `person_7` has the id 1007. */
function idOfLogin(login: string): string {
  return String(1000 + Number(login.replace('person_', '')));
}

interface Place {
  readonly where: 'query' | 'body';
  readonly steps: readonly string[];
  readonly isList: boolean;
}

function placesIn(where: 'query' | 'body', specs: FieldSpecs, above: readonly string[] = []): Place[] {
  return Object.entries(specs).flatMap(([name, spec]) => [
    ...(userIdFields.has(name) ? [{ where, steps: [...above, name], isList: spec.repeatable === true }] : []),
    ...(spec.type === 'object' ? placesIn(where, spec.fields ?? {}, [...above, name]) : []),
  ]);
}

describe('A login where a call wants an id', () => {
  let server: TestServer;
  let clock: FakeClock;
  let helix: HelixClient;

  beforeEach(async () => {
    server = await TestServer.start((request) => ({
      json: request.path === '/helix/users' ? { data: people(request) } : { data: [{ id: 'x' }] },
    }));
    clock = new FakeClock();
    const scopes = allScopes().map((row) => row.scope);
    const tokens = new FixedTokens(
      ...['1000', '1001', '1002', '1003'].map((userId) => ({ userId, login: `login_${userId}`, scopes })),
    );
    tokens.clientSecret = 'secret';
    helix = new HelixClient({ urls: { helix: `${server.origin}/helix` }, tokens, clock });
  });
  afterEach(async () => {
    await helix.close();
    await server.close();
  });

  function people({ query }: SeenRequest): object[] {
    return query
      .getAll('login')
      .filter((login) => /^person_\d+$/.test(login))
      .map((login) => ({ id: idOfLogin(login), login, display_name: login.toUpperCase() }));
  }

  /** Requests other than look-ups, and the look-ups. */
  function seen(): { calls: readonly SeenRequest[]; lookUps: readonly SeenRequest[] } {
    const lookUps = server.seen.filter(({ path }) => path === '/helix/users');
    return { lookUps, calls: server.seen.filter((request) => !lookUps.includes(request)) };
  }

  for (const row of allEndpoints()) {
    const places = [...placesIn('query', row.query), ...placesIn('body', row.body ?? {})];
    if (row.status === 'removed' || places.length === 0 || row.tokens.every((kind) => kind === 'jwt'))
      continue;

    it(`${row.id}: ${places.map(({ steps }) => steps.join('.')).join(', ')}`, async () => {
      const request = fullRequest(row);
      const given = places.filter(({ where, steps }) => holderOf(request[where], steps) !== undefined);
      const { owner } = row;
      for (const [index, place] of given.entries()) {
        // Who acts must be one of those who are signed in; the others may be anybody.
        const isOwner = owner !== null && typeof owner === 'object' && owner.param === place.steps.at(-1);
        const login = isOwner ? '@Person_1' : `person_${index + 4}`;
        holderOf(request[place.where], place.steps)![place.steps.at(-1)!] = place.isList
          ? [login, '55']
          : login;
      }
      const options = row.tokens.includes('user') ? { user: '1001' } : {};
      await helix.callAny(row.id, request, options);
      const { calls, lookUps } = seen();
      assert.equal(calls.length, 1);
      assert.equal(lookUps.length, given.length > 0 ? 1 : 0);
      for (const [index, { where, steps, isList }] of given.entries()) {
        const name = steps.at(-1)!;
        const isOwner = owner !== null && typeof owner === 'object' && owner.param === name;
        const id = isOwner ? '1001' : String(1000 + index + 4);
        const sent =
          where === 'query'
            ? calls[0]!.query.getAll(name)
            : [holderOf(JSON.parse(calls[0]!.body) as object, steps)![name]].flat();
        assert.deepEqual(sent, isList ? [id, '55'] : [id], steps.join('.'));
      }
    });
  }

  function holderOf(part: object | undefined, steps: readonly string[]): Record<string, unknown> | undefined {
    let holder = part as Record<string, unknown> | undefined;
    for (const step of steps.slice(0, -1)) holder = holder?.[step] as Record<string, unknown> | undefined;
    return Object.hasOwn(holder ?? {}, steps.at(-1)!) ? holder : undefined;
  }

  it('costs no request when it is an id already, and none the second time', async () => {
    await helix.call('get-channel-information', { query: { broadcaster_id: ['12', '13'] } });
    assert.equal(seen().lookUps.length, 0);
    await helix.call('get-channel-information', { query: { broadcaster_id: 'person_5' } });
    await helix.call('get-channel-information', { query: { broadcaster_id: '@PERSON_5' } });
    assert.equal(seen().lookUps.length, 1);
    assert.deepEqual(
      seen().calls.map(({ query }) => query.getAll('broadcaster_id')),
      [['12', '13'], ['1005'], ['1005']],
    );
  });

  it('is looked up a hundred at a time, and the ids are split as ever', async () => {
    const logins = Array.from({ length: 250 }, (_, index) => `person_${index}`);
    await helix.call('get-user-chat-color', { query: { user_id: logins } });
    const { lookUps, calls } = seen();
    assert.deepEqual(
      lookUps.map(({ query }) => query.getAll('login').length),
      [100, 100, 50],
    );
    assert.deepEqual(
      calls.flatMap(({ query }) => query.getAll('user_id')),
      logins.map(idOfLogin),
    );
  });

  it('is looked up for a list read in pages, when it is read', async () => {
    const list = helix.pages('get-channel-followers', { query: { broadcaster_id: 'person_1' } });
    assert.equal(server.seen.length, 0);
    await list;
    assert.equal(seen().calls[0]!.query.get('broadcaster_id'), '1001');
    assert.equal(seen().calls[0]!.headers.authorization, 'Bearer token-1001-0');
  });

  it('is found in the condition of a subscription too', async () => {
    await helix.call('create-eventsub-subscription', {
      body: {
        type: 'channel.raid',
        version: '1',
        condition: { to_broadcaster_user_id: 'person_2' },
        transport: { method: 'websocket', session_id: 's' },
      },
    });
    const [call] = seen().calls;
    assert.deepEqual((JSON.parse(call!.body) as { condition: object }).condition, {
      to_broadcaster_user_id: '1002',
    });
  });

  it('goes to get-users as what it is', async () => {
    await helix.call('get-users', { query: { id: ['12', 'person_3', '@Person_4'] } });
    assert.equal(server.seen.length, 1);
    assert.deepEqual(server.seen[0]!.query.getAll('id'), ['12']);
    assert.deepEqual(server.seen[0]!.query.getAll('login'), ['person_3', 'person_4']);
  });

  it('is refused by name of call and field when nobody has it or can have it', async () => {
    for (const name of ['nobody_here', 'no body!']) {
      await assert.rejects(
        helix.call('start-a-raid', { query: { from_broadcaster_id: '1001', to_broadcaster_id: name } }),
        (error: unknown) =>
          error instanceof TwitchError &&
          error.code === 'TWITCH_INPUT_INVALID' &&
          error.cause.endpoint === 'start-a-raid' &&
          error.cause.parameter === 'to_broadcaster_id' &&
          error.message.includes(name),
      );
    }
    assert.equal(seen().calls.length, 0);
  });

  it('is not even looked up when something else about the call is wrong', async () => {
    await assert.rejects(
      helix.callAny('ban-user', {
        query: { broadcaster_id: 'person_1', moderator_id: 'person_1' },
        body: { data: { user_id: 'person_2', duration: 0 } },
      }),
      (error: unknown) => error instanceof TwitchError && error.cause.parameter === 'data.duration',
    );
    assert.equal(server.seen.length, 0);
  });

  it('cannot pass for another than who it is: a raid on the own channel by its login is refused', async () => {
    await assert.rejects(
      helix.call('start-a-raid', { query: { from_broadcaster_id: '1001', to_broadcaster_id: 'person_1' } }),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_INPUT_INVALID',
    );
    assert.equal(seen().calls.length, 0);
  });

  it('is given up with the call', async () => {
    server.handle(() => ({ fault: 'hang' }));
    const giveUp = new AbortController();
    const call = helix.call(
      'get-channel-information',
      { query: { broadcaster_id: 'person_5' } },
      { signal: giveUp.signal },
    );
    giveUp.abort();
    await assert.rejects(
      call,
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_ABORTED',
    );
  });

  it('every field that ends in the id of a person is known as one', () => {
    const others = new Set<string>();
    const look = (specs: FieldSpecs): void => {
      for (const [name, spec] of Object.entries(specs)) {
        if (/(?:user|broadcaster|moderator|sender|editor|guest)_id$/.test(name) && !userIdFields.has(name)) {
          others.add(name);
        }
        look(spec.fields ?? {});
      }
    };
    for (const row of allEndpoints()) {
      look(row.query);
      look(row.body ?? {});
    }
    assert.deepEqual([...others], []);
  });
});
