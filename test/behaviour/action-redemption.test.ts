import assert from 'node:assert/strict';
import { createRedemptionAction } from '../../src/behaviour/action-redemption';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { actionContext, other, streamer, twitchOf, viewer, type TestContext } from './support/world';

const action = createRedemptionAction();

function refused(status: number): Error {
  const code = status === 403 ? 'TWITCH_FORBIDDEN' : 'TWITCH_REQUEST_FAILED';
  return new TwitchRequestError(code, `Twitch said ${status}.`, { status });
}

function redemptionMsg(changes: Record<string, unknown> = {}, extra: FlowMessage = {}): FlowMessage {
  return {
    _msgid: 'm1',
    topic: 'channel.channel_points_custom_reward_redemption.add',
    payload: 'the lamp is teal',
    twitch: {
      id: 'n1',
      type: 'channel.channel_points_custom_reward_redemption.add',
      at: 0,
      account: 'my account',
      channel: streamer,
      user: { ...viewer, roles: [], anonymous: false },
      target: null,
      redemption: {
        id: 'red-1',
        rewardId: 'r-lamp',
        title: 'Lamp colour',
        cost: 500,
        input: 'teal',
        canFinish: true,
        ...changes,
      },
      summary: 'Pixel_Heron redeemed Lamp colour.',
      event: { id: 'red-1', status: 'unfulfilled', reward: { id: 'r-lamp' } },
    },
    ...extra,
  };
}

function row(status: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'red-1',
    user_id: viewer.id,
    user_login: viewer.login,
    user_name: viewer.name,
    user_input: 'teal',
    status,
    ...changes,
  };
}

/** A Twitch where the redemption is open, and finished once. */
function open(): TestContext {
  const context = actionContext();
  let status = 'UNFULFILLED';
  context.helix.answers['update-redemption-status'] = ({ body }) => {
    if (status !== 'UNFULFILLED') throw refused(400);
    status = String(body['status']);
    return { data: [row(status)] };
  };
  context.helix.answers['get-custom-reward-redemption'] = () => ({ data: [row(status)] });
  return context;
}

const caught = (type = 'function'): FlowMessage => ({
  error: { message: 'the lamp is off', source: { id: 'f1', type, name: '' } },
});

async function run(
  context: TestContext,
  msg: FlowMessage,
  params: Record<string, unknown> = {},
  operation = 'auto',
): Promise<FlowMessage> {
  const { outputs } = await action.run(msg, operation, params, context);
  const [out] = outputs;
  assert.ok(out && !Array.isArray(out));
  return out;
}

describe('twitch-redemption-finish', () => {
  it('fulfills what comes along the wire of success', async () => {
    const context = open();
    const msg = await run(context, redemptionMsg());
    assert.deepEqual(context.helix.calls[0]?.query, {
      id: ['red-1'],
      broadcaster_id: streamer.id,
      reward_id: 'r-lamp',
    });
    assert.deepEqual(context.helix.calls[0]?.body, { status: 'FULFILLED' });
    assert.deepEqual(msg['payload'], {
      redemptionId: 'red-1',
      rewardId: 'r-lamp',
      reward: 'Lamp colour',
      user: viewer.name,
      status: 'fulfilled',
      done: true,
    });
    assert.equal(twitchOf(msg)['summary'], `Lamp colour of ${viewer.name} is done.`);
    assert.equal((twitchOf(msg)['redemption'] as { id: string }).id, 'red-1', 'the context stays');
  });

  it('refunds what a Catch node sends', async () => {
    const context = open();
    const msg = await run(context, redemptionMsg({}, caught()));
    assert.deepEqual(context.helix.calls[0]?.body, { status: 'CANCELED' });
    assert.equal(twitchOf(msg)['summary'], `${viewer.name} got the points for Lamp colour back.`);
  });

  it('does what it was told where it was told', async () => {
    const context = open();
    await run(context, redemptionMsg(), {}, 'refund');
    assert.deepEqual(context.helix.calls[0]?.body, { status: 'CANCELED' });
    const again = open();
    await run(again, redemptionMsg({}, caught()), {}, 'fulfill');
    assert.deepEqual(again.helix.calls[0]?.body, { status: 'FULFILLED' });
  });

  it('finishes once: the second time is told, not an error', async () => {
    const context = open();
    await run(context, redemptionMsg());
    const msg = await run(context, redemptionMsg({}, caught()));
    assert.deepEqual(
      [(msg['payload'] as { done: boolean }).done, (msg['payload'] as { status: string }).status],
      [false, 'fulfilled'],
    );
    assert.equal(twitchOf(msg)['summary'], `Lamp colour of ${viewer.name} was done already.`);
  });

  it('one that Twitch does not know any more is finished as far as anybody can tell', async () => {
    const context = actionContext();
    for (const id of ['update-redemption-status', 'get-custom-reward-redemption']) {
      context.helix.answers[id] = () => {
        throw refused(404);
      };
    }
    const msg = await run(context, redemptionMsg());
    assert.deepEqual(
      [(msg['payload'] as { done: boolean }).done, (msg['payload'] as { status: unknown }).status],
      [false, null],
    );
  });

  it('a request that Twitch refuses although it is open is an error', async () => {
    const context = open();
    context.helix.answers['update-redemption-status'] = () => {
      throw refused(400);
    };
    await assert.rejects(run(context, redemptionMsg()), /Twitch said 400/);
  });

  it('trap: its own failure that comes round through a Catch node is not tried again', async () => {
    const context = open();
    const { outputs } = await action.run(
      redemptionMsg({}, caught('twitch-redemption-finish')),
      'auto',
      {},
      context,
    );
    assert.deepEqual([outputs, context.helix.made], [[null], []]);
  });

  it('refuses a reward of another application in one sentence, before and after asking Twitch', async () => {
    const before = open();
    const sentence = /"Lamp colour" was not made by this package.*Make a copy we manage/;
    await assert.rejects(run(before, redemptionMsg({ canFinish: false })), sentence);
    assert.deepEqual(before.helix.made, []);
    const after = open();
    after.helix.answers['update-redemption-status'] = () => {
      throw refused(403);
    };
    const msg = redemptionMsg({ canFinish: null });
    await assert.rejects(run(after, msg), sentence);
    assert.equal(twitchOf(msg)['summary'], '"Lamp colour" cannot be refunded or fulfilled from here.');
  });

  it("says that Twitch's own rewards and power-ups need no finishing", async () => {
    const msg = redemptionMsg({ canFinish: false, title: 'Highlight My Message' });
    (msg['twitch'] as Record<string, unknown>)['event'] = { reward: { type: 'send_highlighted_message' } };
    await assert.rejects(run(open(), msg), /one of Twitch's own rewards/);
  });

  it('one that skipped the queue is done already', async () => {
    const msg = redemptionMsg({ canFinish: false });
    (msg['twitch'] as Record<string, unknown>)['event'] = { status: 'fulfilled', reward: { id: 'r-lamp' } };
    const out = await run(open(), msg);
    assert.equal((out['payload'] as { done: boolean }).done, false);
  });

  it('says how to choose the reward when the message knows nothing', async () => {
    await assert.rejects(
      run(open(), { payload: 'from a foreign node' }),
      /choose the reward whose newest open/,
    );
  });

  describe('the newest open one of a reward', () => {
    function withRewards(context = open()): TestContext {
      context.helix.answers['get-custom-reward'] = ({ query }) => ({
        data: [
          { id: 'r-lamp', title: 'Lamp colour' },
          ...(query['only_manageable_rewards'] ? [] : [{ id: 'r-water', title: 'Hydrate!' }]),
        ],
      });
      return context;
    }
    const params = { which: 'newest', reward: { id: 'of-another-channel', title: 'lamp colour' } };

    it('is finished when a foreign node has dropped what the message knew', async () => {
      const context = withRewards();
      context.helix.answers['get-custom-reward-redemption'] = ({ query }) => {
        assert.deepEqual([query['status'], query['sort'], query['first']], ['UNFULFILLED', 'NEWEST', 1]);
        return { data: [row('UNFULFILLED', { id: 'red-9', user_name: other.name })] };
      };
      const msg = await run(context, { payload: 'from a foreign node', ...caught() }, params);
      assert.deepEqual(context.helix.calls.at(-1)?.query['id'], ['red-9']);
      assert.deepEqual(context.helix.calls.at(-1)?.body, { status: 'CANCELED' });
      assert.equal((msg['payload'] as { reward: string }).reward, 'Lamp colour');
    });

    it('is nobody, which is told', async () => {
      const context = withRewards();
      context.helix.answers['get-custom-reward-redemption'] = () => ({ data: [] });
      const msg = await run(context, {}, params);
      assert.equal((msg['payload'] as { done: boolean }).done, false);
      assert.equal(twitchOf(msg)['summary'], 'Nobody waits for Lamp colour.');
    });

    it('wants a reward that the channel has, and that is ours', async () => {
      await assert.rejects(run(withRewards(), {}, { which: 'newest' }), /No reward is chosen/);
      const gone = { which: 'newest', reward: 'Nothing like it' };
      await assert.rejects(run(withRewards(), {}, gone), /has no reward "Nothing like it"/);
      const foreign = { which: 'newest', reward: 'Hydrate!' };
      await assert.rejects(run(withRewards(), {}, foreign), /"Hydrate!" was not made by this package/);
    });
  });

  describe('a test', () => {
    it('that a button made up changes nothing at Twitch, and answers as if it had', async () => {
      const context = open();
      const msg = redemptionMsg({ id: 'test-abc' });
      (msg['twitch'] as Record<string, unknown>)['test'] = true;
      const out = await run(context, msg);
      assert.deepEqual(context.helix.made, []);
      assert.equal((out['payload'] as { status: string }).status, 'fulfilled');
    });

    it('on a real account checks the permission', async () => {
      const context = actionContext({ pretend: () => Promise.resolve(actionContext({ practice: true })) });
      const msg = redemptionMsg({ id: 'test-abc' });
      (msg['twitch'] as Record<string, unknown>)['test'] = true;
      await assert.rejects(
        run(context, msg),
        (error) => error instanceof TwitchError && error.code === 'TWITCH_SCOPE_MISSING',
      );
    });
  });
});
