import assert from 'node:assert/strict';
import { createConditionAction } from '../../src/behaviour/action-condition';
import type { ActionContext } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import {
  actionContext,
  bot,
  commandMsg,
  other,
  streamer,
  twitchOf,
  viewer,
  type TestContext,
} from './support/world';

function world(overrides: Partial<ActionContext> = {}): TestContext {
  const context = actionContext({
    granted: () => ['moderator:read:followers', 'channel:read:subscriptions'],
    ...overrides,
  });
  context.helix.answers['get-streams'] = () => ({ data: [{ viewer_count: 20 }] });
  context.helix.answers['get-channel-information'] = () => ({ data: [{ game_name: 'Just Chatting' }] });
  context.helix.answers['get-channel-followers'] = () => ({ data: [], total: 9 });
  context.helix.answers['get-broadcaster-subscriptions'] = () => ({ data: [] });
  return context;
}

type Answer = ['yes' | 'no', FlowMessage];

async function ask(
  operation: string,
  params: Record<string, unknown>,
  msg: FlowMessage = commandMsg('now'),
  context = world(),
  action = createConditionAction(),
): Promise<Answer> {
  const { outputs } = await action.run(msg, operation, params, context);
  const index = outputs.findIndex((output) => output !== null);
  assert.equal(outputs.filter((output) => output !== null).length, 1, 'exactly one output');
  return [index === 0 ? 'yes' : 'no', outputs[index] as FlowMessage];
}

function as(roles: readonly string[], extra: Record<string, unknown> = {}): FlowMessage {
  const msg = commandMsg('now');
  const twitch = msg['twitch'] as Record<string, unknown>;
  return { ...msg, twitch: { ...twitch, user: { ...viewer, roles, anonymous: false }, ...extra } };
}

const offline = { 'get-streams': () => ({ data: [] }) };

describe('twitch-condition', () => {
  it('lets a message through as it is, payload and all, when the channel is live', async () => {
    const msg = { ...commandMsg('now'), payload: { colour: 'red' }, lamp: 7 };
    const [output, sent] = await ask('live', {}, msg);
    assert.equal(output, 'yes');
    assert.deepEqual(sent['payload'], { colour: 'red' });
    assert.equal(sent['lamp'], 7);
    assert.equal(twitchOf(sent)['refused'], undefined);
  });

  it('says why not, for the flow and for chat, and keeps the payload', async () => {
    const context = world();
    Object.assign(context.helix.answers, offline);
    const [output, sent] = await ask('live', {}, commandMsg('now'), context);
    assert.equal(output, 'no');
    assert.equal(sent['payload'], 'now');
    assert.deepEqual(twitchOf(sent)['refused'], { reason: 'not-live', seconds: null });
    assert.equal(twitchOf(sent)['summary'], 'Pixel_Heron, this works only while the stream is live.');
  });

  it('gates a message that no node of ours made', async () => {
    const context = world();
    Object.assign(context.helix.answers, offline);
    const [output, sent] = await ask('live', {}, { payload: 1 }, context);
    assert.equal(output, 'no');
    assert.equal(sent['payload'], 1);
    assert.equal(twitchOf(sent)['summary'], 'This works only while the stream is live.');
    assert.equal((await ask('live', {}, { payload: 1 }))[0], 'yes');
  });

  it('asks Twitch once for messages that come together', async () => {
    const context = world();
    const action = createConditionAction();
    for (const _ of [1, 2, 3]) await ask('live', {}, commandMsg('x'), context, action);
    await ask('viewers', { viewers: 5 }, commandMsg('x'), context, action);
    assert.deepEqual(context.helix.made, ['get-streams']);
    await context.clock.tick(5_000);
    await ask('live', {}, commandMsg('x'), context, action);
    assert.equal(context.helix.made.length, 2);
  });

  it('does not remember an answer that failed', async () => {
    const context = world();
    const action = createConditionAction();
    context.helix.answers['get-streams'] = () => {
      throw new Error('down');
    };
    await assert.rejects(ask('live', {}, commandMsg('x'), context, action));
    context.helix.answers['get-streams'] = () => ({ data: [{ viewer_count: 1 }] });
    assert.equal((await ask('live', {}, commandMsg('x'), context, action))[0], 'yes');
  });

  it('compares category and number of viewers', async () => {
    assert.equal((await ask('category', { category: 'Chess\n just chatting ' }))[0], 'yes');
    const [output, sent] = await ask('category', { category: 'Chess\nArt' });
    assert.equal(output, 'no');
    assert.equal(twitchOf(sent)['summary'], 'Pixel_Heron, this works only in Chess or Art.');
    assert.deepEqual(twitchOf(sent)['refused'], { reason: 'other-category', seconds: null });
    assert.equal((await ask('viewers', { viewers: 20 }))[0], 'yes');
    const few = await ask('viewers', { viewers: 21 });
    assert.equal(few[0], 'no');
    assert.deepEqual(twitchOf(few[1])['refused'], { reason: 'too-few-viewers', seconds: null });
  });

  it('reads the role of who did it from the chat line, never of whom it was aimed at', async () => {
    const context = world();
    const role = async (roles: readonly string[], wanted: string, extra = {}): Promise<string> =>
      (await ask('role', { role: wanted, people: 'tidewater, x' }, as(roles, extra), context))[0];
    assert.equal(await role(['vip'], 'vips'), 'yes');
    assert.equal(await role(['moderator'], 'vips'), 'yes');
    assert.equal(await role([], 'vips'), 'no');
    assert.equal(await role([], 'subscribers', { target: { login: 'x', name: 'X' } }), 'no');
    assert.equal(await role([], 'named'), 'no');
    assert.equal(await role([], 'named', { user: { ...other, roles: [], anonymous: false } }), 'yes');
    const streamerDid = { user: { ...streamer, roles: [], anonymous: false }, message: undefined };
    assert.equal(await role([], 'moderators', streamerDid), 'yes');
    assert.deepEqual(context.helix.made, []);
  });

  it('does not guess a role that nobody told', async () => {
    await assert.rejects(ask('role', { role: 'vips' }, as([], { message: undefined })), {
      code: 'TWITCH_INPUT_INVALID',
    });
    await assert.rejects(ask('role', { role: 'vips' }, { payload: 1 }), /no person in the message/);
  });

  it('asks whether a person follows, and for how long', async () => {
    const context = world();
    assert.equal((await ask('follower', { days: 0 }, as([]), context))[0], 'no');
    assert.deepEqual(context.helix.calls[0]?.query, { broadcaster_id: streamer.id, user_id: viewer.id });
    const since = new Date(context.clock.now() - 10 * 86_400_000).toISOString();
    context.helix.answers['get-channel-followers'] = () => ({ data: [{ followed_at: since }], total: 9 });
    assert.equal((await ask('follower', { days: 10 }, as([]), context))[0], 'yes');
    const [output, sent] = await ask('follower', { days: 11 }, as([]), context);
    assert.equal(output, 'no');
    assert.equal(twitchOf(sent)['summary'], 'Pixel_Heron, this is for followers of at least 11 days.');
  });

  it('does not take an answer without the permission for "does not follow"', async () => {
    await assert.rejects(ask('follower', {}, as([]), world({ granted: () => [] })), {
      code: 'TWITCH_SCOPE_MISSING',
    });
  });

  it('knows subscribers by their badge, and asks Twitch for the others and for tiers', async () => {
    const context = world();
    assert.equal((await ask('subscriber', { tier: '1' }, as(['subscriber']), context))[0], 'yes');
    assert.deepEqual(context.helix.made, []);
    assert.equal((await ask('subscriber', { tier: '1' }, as([]), context))[0], 'no');
    context.helix.answers['get-broadcaster-subscriptions'] = () => ({ data: [{ tier: '2000' }] });
    assert.equal((await ask('subscriber', { tier: '2' }, as(['subscriber']), context))[0], 'yes');
    assert.equal((await ask('subscriber', { tier: '3' }, as(['subscriber']), context))[0], 'no');
    assert.equal((await ask('subscriber', { whom: 'tidewater' }, as([]), context))[0], 'yes');
    assert.deepEqual(context.helix.calls.at(-1)?.query['user_id'], [other.id]);
  });

  it('takes the streamer for a follower and subscriber, and nobody anonymous', async () => {
    const anonymous = { user: { id: null, login: null, name: 'Anonymous', roles: [], anonymous: true } };
    const own = { user: { ...streamer, roles: [], anonymous: false } };
    for (const operation of ['follower', 'subscriber']) {
      assert.equal((await ask(operation, {}, as([], own)))[0], 'yes');
      assert.equal((await ask(operation, {}, as([], anonymous)))[0], 'no');
    }
  });

  describe('as a wait', () => {
    it('lets one through, then says how many seconds are left', async () => {
      const context = world();
      const action = createConditionAction();
      const go = (msg = as([])): Promise<Answer> => ask('cooldown', { wait: 30 }, msg, context, action);
      assert.equal((await go())[0], 'yes');
      await context.clock.tick(10_000);
      const [output, sent] = await go();
      assert.equal(output, 'no');
      assert.deepEqual(twitchOf(sent)['refused'], { reason: 'wait', seconds: 20 });
      assert.equal((await go())[0], 'no', 'every message gets an answer');
      assert.equal((await go(as(['broadcaster'])))[0], 'yes');
      await context.clock.tick(20_000);
      assert.equal((await go())[0], 'yes');
    });

    it('can hold each person alone', async () => {
      const context = world();
      const action = createConditionAction();
      const go = (user: typeof viewer): Promise<Answer> =>
        ask(
          'cooldown',
          { wait: 30, waitFor: 'person' },
          as([], { user: { ...user, roles: [], anonymous: false } }),
          context,
          action,
        );
      assert.equal((await go(viewer))[0], 'yes');
      assert.equal((await go(other))[0], 'yes');
      assert.equal((await go(bot))[0], 'yes');
      assert.equal((await go(viewer))[0], 'no');
    });

    it('lasts over a restart', async () => {
      const context = world();
      await ask('cooldown', { wait: 600 }, as([]), context);
      assert.equal((await ask('cooldown', { wait: 600 }, as([]), context))[0], 'no');
    });

    it('is not touched by tests', async () => {
      const context = world();
      const action = createConditionAction();
      const test = (): FlowMessage => as([], { test: true });
      assert.equal((await ask('cooldown', { wait: 600 }, test(), context, action))[0], 'yes');
      assert.equal((await ask('cooldown', { wait: 600 }, as([]), context, action))[0], 'yes');
      assert.equal((await ask('cooldown', { wait: 600 }, test(), context, action))[0], 'yes');
    });

    it('lets only one of two through that come at the same moment', async () => {
      const context = world();
      const action = createConditionAction();
      const both = await Promise.all(
        [1, 2].map(() => ask('cooldown', { wait: 30 }, as([]), context, action)),
      );
      assert.deepEqual(both.map(([output]) => output).toSorted(), ['no', 'yes']);
    });
  });

  it('refuses what it does not know', async () => {
    await assert.rejects(ask('mood', {}), { code: 'TWITCH_INPUT_INVALID' });
  });
});
