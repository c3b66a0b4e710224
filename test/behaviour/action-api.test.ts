import assert from 'node:assert/strict';
import { TwitchRequestError } from '../../src/core/errors';
import { allEndpoints, endpoint } from '../../src/tables/endpoints';
import { createApiAction } from '../../src/behaviour/action-api';
import { callFieldRows, splitFields } from '../../src/behaviour/call-fields';
import type { ActionContext, ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { actionContext, bot, commandMsg, other, streamer, type TestContext } from './support/world';

function run(
  params: Record<string, unknown>,
  context: TestContext,
  msg: FlowMessage = commandMsg(''),
): Promise<ActionResult> {
  return createApiAction().run(msg, 'call', { as: 'channel', ...params }, context);
}

function world(id: string, answer: unknown, overrides: Partial<ActionContext> = {}): TestContext {
  const context = actionContext(overrides);
  context.helix.answers[id] = () => answer;
  return context;
}

const testMsg = (): FlowMessage => {
  const msg = commandMsg('');
  Object.assign(msg['twitch'] as object, { test: true });
  return msg;
};

describe('twitch-api', () => {
  it('makes a call of the table and brings what is in it', async () => {
    const context = world('get-users', { data: [{ id: '1', login: 'ana' }] });
    const { outputs } = await run({ call: 'get-users', fields: { login: 'ana, ben' } }, context);
    assert.deepEqual(context.helix.calls[0]?.query, { login: ['ana', 'ben'] });
    assert.equal(context.helix.calls[0]?.user, streamer.id);
    assert.deepEqual((outputs[0] as FlowMessage)['payload'], [{ id: '1', login: 'ana' }]);
  });

  it('brings the whole answer if so wished', async () => {
    const answer = { data: [], total: 7, pagination: {} };
    const context = world('get-channel-followers', answer);
    const { outputs } = await run({ call: 'get-channel-followers', fields: {}, whole: true }, context);
    assert.deepEqual((outputs[0] as FlowMessage)['payload'], answer);
  });

  it('says ok where Twitch says nothing', async () => {
    const context = world('unban-user', null);
    const { outputs } = await run({ call: 'unban-user', fields: { user_id: 'Tidewater' } }, context);
    assert.deepEqual((outputs[0] as FlowMessage)['payload'], { ok: true });
  });

  it('fills in who acts and the channel, and turns names into ids', async () => {
    const context = world('ban-user', { data: [] });
    const fields = { 'data.user_id': '@Tidewater', 'data.duration': '60', 'data.reason': 'caps' };
    await run({ call: 'ban-user', fields, as: 'bot' }, context);
    const [call] = context.helix.calls;
    assert.deepEqual(call?.query, { moderator_id: bot.id, broadcaster_id: streamer.id });
    assert.deepEqual(call?.body, { data: { user_id: other.id, duration: 60, reason: 'caps' } });
    assert.equal(call?.user, bot.id);
  });

  it('takes an object of the body as a whole, too', async () => {
    const context = world('ban-user', { data: [] });
    await run({ call: 'ban-user', fields: { data: '{"user_id": "302"}', 'data.reason': 'caps' } }, context);
    assert.deepEqual(context.helix.calls[0]?.body, { data: { user_id: '302', reason: 'caps' } });
  });

  it('makes lists of objects out of lists of texts', async () => {
    const context = world('create-poll', { data: [] });
    await run({ call: 'create-poll', fields: { title: 'Q', choices: 'A, B', duration: '60' } }, context);
    assert.deepEqual(context.helix.calls[0]?.body, {
      title: 'Q',
      choices: [{ title: 'A' }, { title: 'B' }],
      duration: 60,
      broadcaster_id: streamer.id,
    });
  });

  it('says so when nobody bears a name', async () => {
    await assert.rejects(
      run({ call: 'unban-user', fields: { user_id: 'nobody_at_all' } }, world('unban-user', null)),
      /nobody named nobody_at_all/,
    );
  });

  it('refuses a field that the call does not have, unless it is sent anyway', async () => {
    const context = world('get-users', { data: [] });
    await assert.rejects(run({ call: 'get-users', fields: { nick: 'ana' } }, context), /has no field "nick"/);
    await run({ call: 'get-users', fields: { nick: 'ana' }, sendAnyway: true }, context);
    assert.deepEqual(context.helix.calls[0]?.query, { nick: 'ana' });
    assert.equal(context.helix.calls[0]?.unchecked, true);
  });

  it('brings one message for each page, with no more than wished in all', async () => {
    const pages = [
      { data: [1, 2], total: 3 },
      { data: [3], total: 3 },
    ];
    const context = world('get-channel-followers', pages);
    const params = { call: 'get-channel-followers', fields: {}, pages: 'each', most: 3 };
    const last = await run(params, context);
    const messages = [...context.emitted, last].map(({ outputs }) => outputs[0] as FlowMessage);
    const [id] = messages.map(({ parts }) => (parts as { id: string }).id);
    assert.deepEqual(
      messages.map(({ payload, parts }) => [payload, parts]),
      [
        [[1, 2], { id, type: 'array', len: 1, index: 0 }],
        [[3], { id, type: 'array', len: 1, index: 1, count: 2 }],
      ],
    );
    const other = world('get-channel-followers', pages);
    const whole = await run({ ...params, whole: true }, other);
    assert.deepEqual(
      [...other.emitted, whole].map(({ outputs }) => (outputs[0] as FlowMessage)['payload']),
      pages,
    );
  });

  it('sends a page on before the next one is asked for, and keeps what was sent when a later one fails', async () => {
    const context = world('get-channel-followers', null);
    let sentBefore = -1;
    context.helix.pageByPage = async function* () {
      yield await Promise.resolve({ items: [1], answer: {}, isLast: false });
      sentBefore = context.emitted.length;
      throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'Twitch is ill.', {});
    };
    const params = { call: 'get-channel-followers', fields: {}, pages: 'each' };
    await assert.rejects(run(params, context), /ill/);
    assert.equal(sentBefore, 1);
    assert.equal(context.emitted.length, 1);
  });

  it('reads all pages', async () => {
    const context = world('get-channel-followers', { data: [{ user_id: '1' }, { user_id: '2' }] });
    const { outputs } = await run({ call: 'get-channel-followers', fields: {}, pages: 'all' }, context);
    assert.equal(((outputs[0] as FlowMessage)['payload'] as unknown[]).length, 2);
  });

  it('sends one message per item, numbered, when asked to', async () => {
    const context = world('get-users', { data: [{ id: '1' }, { id: '2' }] });
    const { outputs } = await run({ call: 'get-users', fields: {}, perItem: true }, context);
    const messages = outputs[0] as FlowMessage[];
    assert.deepEqual(
      messages.map(({ payload }) => payload),
      [{ id: '1' }, { id: '2' }],
    );
    const parts = messages.map((msg) => msg['parts'] as Record<string, unknown>);
    assert.deepEqual(
      parts.map(({ index, count, type, len }) => ({ index, count, type, len })),
      [
        { index: 0, count: 2, type: 'array', len: 1 },
        { index: 1, count: 2, type: 'array', len: 1 },
      ],
    );
    assert.equal(parts[0]?.['id'], parts[1]?.['id']);
  });

  it('acts as the application itself', async () => {
    const context = world('get-users', { data: [] });
    await run({ call: 'get-users', fields: { login: 'ana' }, as: 'app' }, context);
    assert.equal(context.helix.calls[0]?.token, 'app');
    assert.equal(context.helix.calls[0]?.user, undefined);
  });

  it('makes any other call by its path', async () => {
    const context = world('POST /brand/new', { data: { x: 1 } });
    const { outputs } = await run(
      { call: 'other', method: 'POST', path: 'brand/new', query: { a: 1 }, body: '{"b": 2}' },
      context,
    );
    assert.deepEqual(context.helix.calls[0]?.body, { b: 2 });
    assert.deepEqual((outputs[0] as FlowMessage)['payload'], { x: 1 });
    await assert.rejects(run({ call: 'other', method: 'GET' }, context), /path of the call is empty/);
    await assert.rejects(run({ call: 'other', path: '/x', query: '[1]' }, context), /wants an object/);
    await assert.rejects(run({ call: 'other', path: '/x', body: '{' }, context), /not JSON/);
  });

  it('says so when no call is chosen, or one that is not there', async () => {
    await assert.rejects(run({ call: '' }, actionContext()), /No call is chosen/);
    await assert.rejects(run({ call: 'make-coffee' }, actionContext()), /no call "make-coffee"/);
  });

  describe('behind a test button', () => {
    it('reads for real: that changes nothing', async () => {
      const context = world(
        'get-users',
        { data: [] },
        { pretend: () => Promise.reject(new Error('not reached')) },
      );
      assert.deepEqual((await run({ call: 'get-users', fields: {} }, context, testMsg())).notes, []);
    });

    it('writes in the practice world, to people who are there', async () => {
      const practice = world(
        'ban-user',
        { data: [] },
        { practice: true, findUsers: () => Promise.resolve([]) },
      );
      const real = actionContext({
        granted: () => ['moderator:manage:banned_users'],
        pretend: () => Promise.resolve(practice),
      });
      const { notes } = await run({ call: 'ban-user', fields: { 'data.user_id': '302' } }, real, testMsg());
      assert.deepEqual(notes, ['test-not-sent']);
      assert.deepEqual(practice.helix.calls[0]?.body, { data: { user_id: streamer.id } });
      assert.deepEqual(real.helix.made, []);
    });

    it('does not stumble over things that the practice world does not have', async () => {
      const practice = actionContext({ practice: true });
      practice.helix.answers['delete-custom-reward'] = () => {
        throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'not found', { status: 404 });
      };
      const real = actionContext({
        granted: () => ['channel:manage:redemptions'],
        pretend: () => Promise.resolve(practice),
      });
      const { outputs } = await run({ call: 'delete-custom-reward', fields: { id: 'r1' } }, real, testMsg());
      assert.equal((outputs[0] as FlowMessage)['payload'], null);
    });
  });
});

describe('the fields of a call', () => {
  it('have a name of their own in every endpoint', () => {
    for (const row of allEndpoints()) {
      const names = callFieldRows(row).map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, row.id);
    }
  });

  it('go where the call wants them', () => {
    assert.deepEqual(
      splitFields(
        endpoint('update-chat-settings'),
        {
          broadcaster_id: '1',
          moderator_id: '2',
          slow_mode: 'true',
          slow_mode_wait_time: '10',
          emote_mode: '',
        },
        false,
      ),
      {
        query: { broadcaster_id: '1', moderator_id: '2' },
        body: { slow_mode: true, slow_mode_wait_time: 10 },
      },
    );
  });

  it('leave what cannot be made to fit to the check of the call', () => {
    assert.deepEqual(splitFields(endpoint('create-poll'), { duration: 'long' }, false).body, {
      duration: 'long',
    });
  });
});
