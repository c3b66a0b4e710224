import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwitchError } from '../../../src/core/errors';
import { checkForToken, checkRequest } from '../../../src/core/helix/check-request';
import type { RequestArgs } from '../../../src/core/helix/request-args';
import type { FieldSpecs } from '../../../src/tables/endpoint-row';
import { allEndpoints, endpoint, type EndpointId } from '../../../src/tables/endpoints';
import { valuesOutside } from '../../support/broken-request';
import { fullRequest } from '../../support/sample-request';

function refusal(id: EndpointId, args: RequestArgs): TwitchError {
  try {
    checkRequest(endpoint(id), args);
  } catch (error) {
    assert.ok(error instanceof TwitchError);
    assert.equal(error.code, 'TWITCH_INPUT_INVALID');
    assert.equal(error.cause.endpoint, id);
    return error;
  }
  throw new Error('was not refused');
}

const poll = { broadcaster_id: '1', title: 'Q', choices: [{ title: 'a' }, { title: 'b' }], duration: 60 };

describe('checkRequest', () => {
  it('names endpoint, parameter, reason and remedy', () => {
    const error = refusal('create-poll', { body: { ...poll, title: 'x'.repeat(61) } });
    assert.equal(error.cause.parameter, 'title');
    assert.equal(error.cause.reason, 'is longer than 60 characters');
    assert.equal(error.message, 'Create Poll: "title" is longer than 60 characters. Shorten it.');
  });

  const refused: readonly [string, EndpointId, RequestArgs, string][] = [
    ['a missing field', 'create-poll', { body: { ...poll, title: undefined } }, 'title'],
    ['an empty text where one is needed', 'create-poll', { body: { ...poll, title: '' } }, 'title'],
    ['an unknown field', 'create-poll', { body: { ...poll, titel: 'Q' } }, 'titel'],
    [
      'a field that only an object prototype has',
      'create-poll',
      { body: { ...poll, toString: 'Q' } },
      'toString',
    ],
    [
      'a field in the query that belongs into the body',
      'create-poll',
      { query: { title: 'Q' }, body: poll },
      'title',
    ],
    ['null', 'create-poll', { body: { ...poll, title: null } }, 'title'],
    ['an id that is a number', 'create-poll', { body: { ...poll, broadcaster_id: 1 } }, 'broadcaster_id'],
    ['a number that is a text', 'create-poll', { body: { ...poll, duration: '60' } }, 'duration'],
    ['a broken number', 'create-poll', { body: { ...poll, duration: 60.5 } }, 'duration'],
    ['a number that is none', 'create-poll', { body: { ...poll, duration: NaN } }, 'duration'],
    ['a number below the least', 'create-poll', { body: { ...poll, duration: 14 } }, 'duration'],
    ['a number above the most', 'create-poll', { body: { ...poll, duration: 1801 } }, 'duration'],
    ['too few elements', 'create-poll', { body: { ...poll, choices: [{ title: 'a' }] } }, 'choices'],
    [
      'too many elements',
      'create-poll',
      { body: { ...poll, choices: Array.from({ length: 6 }, () => ({ title: 'a' })) } },
      'choices',
    ],
    ['a list that is none', 'create-poll', { body: { ...poll, choices: 'a,b' } }, 'choices'],
    [
      'a fault deep inside',
      'create-poll',
      { body: { ...poll, choices: [{ title: 'a' }, { title: 'x'.repeat(26) }] } },
      'choices[1].title',
    ],
    [
      'an unknown field deep inside',
      'create-poll',
      { body: { ...poll, choices: [{ title: 'a' }, { name: 'b' }] } },
      'choices[1].name',
    ],
    [
      'a value that is not offered',
      'end-poll',
      { body: { broadcaster_id: '1', id: '2', status: 'DONE' } },
      'status',
    ],
    [
      'a text that fits neither list nor pattern',
      'update-user-chat-color',
      { query: { user_id: '1', color: '#12' } },
      'color',
    ],
    [
      'no point in time',
      'get-clips',
      { query: { broadcaster_id: '1', started_at: 'yesterday' } },
      'started_at',
    ],
    ['a flag that is a text', 'search-channels', { query: { query: 'a', live_only: 'true' } }, 'live_only'],
    ['an empty list', 'get-users', { query: { id: [] } }, 'id'],
    ['an empty value in a list', 'get-users', { query: { id: ['1', ''] } }, 'id'],
    ['a number in a list of ids', 'get-users', { query: { id: ['1', 2] } }, 'id'],
    ['too many values of a key', 'get-users', { query: { id: Array(101).fill('1') } }, 'id'],
    [
      'too many values of two keys together',
      'get-users',
      { query: { id: Array(60).fill('1'), login: Array(41).fill('a') } },
      'id',
    ],
    [
      'a missing wrapper',
      'ban-user',
      { query: { broadcaster_id: '1', moderator_id: '2' }, body: { user_id: '3' } },
      'user_id',
    ],
    [
      'a body where none is taken',
      'create-clip',
      { query: { broadcaster_id: '1' }, body: { title: 'x' } },
      'body',
    ],
    ['none of several', 'get-games', {}, 'id'],
    [
      'more than one of several',
      'get-clips',
      { query: { broadcaster_id: '1', game_id: '2' } },
      'broadcaster_id',
    ],
    [
      'one of two that go together',
      'get-game-analytics',
      { query: { started_at: '2026-01-01T00:00:00Z' } },
      'ended_at',
    ],
    [
      'a missing companion',
      'end-prediction',
      { body: { broadcaster_id: '1', id: '2', status: 'RESOLVED' } },
      'winning_outcome_id',
    ],
    [
      'a companion inside an object',
      'create-eventsub-subscription',
      {
        body: {
          type: 'stream.online',
          version: '1',
          condition: { broadcaster_user_id: '1' },
          transport: { method: 'websocket' },
        },
      },
      'transport.session_id',
    ],
    [
      'two that exclude each other',
      'update-automod-settings',
      { query: { broadcaster_id: '1', moderator_id: '1' }, body: { overall_level: 1, bullying: 1 } },
      'bullying',
    ],
    [
      'a raid on oneself',
      'start-a-raid',
      { query: { from_broadcaster_id: '1', to_broadcaster_id: '1' } },
      'to_broadcaster_id',
    ],
    [
      'a clip that begins before its video',
      'create-clip-from-vod',
      { query: { editor_id: '1', broadcaster_id: '1', vod_id: '2', vod_offset: 10, title: 'x' } },
      'vod_offset',
    ],
    ['a query that is a text', 'get-users', { query: 'id=1' as never }, 'query'],
  ];
  for (const [what, id, args, parameter] of refused) {
    it(`refuses ${what}`, () => assert.equal(refusal(id, args).cause.parameter, parameter));
  }

  const accepted: readonly [string, EndpointId, RequestArgs][] = [
    ['one value of a key that can be repeated', 'get-users', { query: { login: 'ana' } }],
    ['nothing where nothing is needed', 'get-users', {}],
    ['an empty text that clears something', 'update-user', { query: { description: '' } }],
    ['what is undefined', 'get-users', { query: { id: undefined, login: 'ana' } }],
    [
      'a colour by name or by number',
      'update-user-chat-color',
      { query: { user_id: '1', color: '#9146FF' } },
    ],
    [
      '25 emoji in a choice of 25 characters',
      'create-poll',
      { body: { ...poll, choices: [{ title: '🎉'.repeat(25) }, { title: 'b' }] } },
    ],
    [
      'a free object',
      'create-eventsub-subscription',
      {
        body: {
          type: 'stream.online',
          version: '1',
          condition: { anything: '1' },
          transport: { method: 'websocket', session_id: 's' },
        },
      },
    ],
  ];
  for (const [what, id, args] of accepted) {
    it(`accepts ${what}`, () => checkRequest(endpoint(id), args));
  }

  it('refuses an app-only field with a user token, and a user-only omission with an app token', () => {
    const announcement = endpoint('send-chat-announcement');
    const args = {
      query: { broadcaster_id: '1', moderator_id: '1' },
      body: { message: 'x', for_source_only: true },
    };
    checkRequest(announcement, args);
    checkForToken(announcement, args, 'app');
    assert.throws(() => checkForToken(announcement, args, 'user'), /app token/);
    checkForToken(endpoint('get-users'), {}, 'user');
    assert.throws(() => checkForToken(endpoint('get-users'), {}, 'app'), /at least one/);
  });
});

describe('checkRequest, for every row of the table', () => {
  const rows = allEndpoints();

  it('covers 149 rows', () => assert.equal(rows.length, 149));

  for (const row of rows) {
    it(`${row.id}: a full request passes; each required field missing and each limit crossed by one is refused`, () => {
      checkRequest(row, fullRequest(row));
      eachField(row.query, 'query');
      if (row.body) eachField(row.body, 'body');

      function eachField(specs: FieldSpecs, where: 'query' | 'body'): void {
        for (const [name, spec] of Object.entries(specs)) {
          if (spec.required) expectRefusal(where, name, undefined);
          for (const wrong of [null, ...valuesOutside(spec)]) expectRefusal(where, name, wrong);
        }
      }

      function expectRefusal(where: 'query' | 'body', name: string, value: unknown): void {
        const args = fullRequest(row);
        const part = { ...args[where], [name]: value };
        assert.throws(
          () => checkRequest(row, { ...args, [where]: part }),
          (error: unknown) =>
            error instanceof TwitchError && String(error.cause.parameter).replace(/[[.].*$/, '') === name,
          `${name} = ${JSON.stringify(value)?.slice(0, 60)}`,
        );
      }
    });
  }
});
