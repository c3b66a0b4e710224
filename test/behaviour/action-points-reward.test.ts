import assert from 'node:assert/strict';
import { createPointsRewardAction } from '../../src/behaviour/action-points-reward';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { actionContext, commandMsg, streamer, twitchOf, viewer, type TestContext } from './support/world';

interface Reward {
  readonly id: string;
  readonly title: string;
  readonly ours: boolean;
}

const posture: Reward = { id: '5f0c6d3e-1a2b-4c3d-8e4f-90a1b2c3d4e5', title: 'Posture check', ours: true };
const water: Reward = { id: '5f0c6d3e-1a2b-4c3d-8e4f-90a1b2c3d4e6', title: 'Drink water', ours: true };
const foreign: Reward = {
  id: '5f0c6d3e-1a2b-4c3d-8e4f-90a1b2c3d4e7',
  title: 'From another tool',
  ours: false,
};

function raw(title: string, id: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    title,
    cost: 350,
    prompt: '',
    is_user_input_required: false,
    background_color: '#9147FF',
    is_enabled: true,
    is_paused: false,
    is_in_stock: true,
    redemptions_redeemed_current_stream: null,
    max_per_stream_setting: { is_enabled: false, max_per_stream: 0 },
    max_per_user_per_stream_setting: { is_enabled: true, max_per_user_per_stream: 2 },
    global_cooldown_setting: { is_enabled: true, global_cooldown_seconds: 300 },
    ...changes,
  };
}

function world(rewards: readonly Reward[] = [posture, water, foreign]): TestContext {
  const context = actionContext();
  const { answers } = context.helix;
  answers['get-custom-reward'] = ({ query }) => ({
    data: rewards
      .filter(({ ours }) => ours || query['only_manageable_rewards'] !== true)
      .map(({ id, title }) => raw(title, id)),
  });
  answers['create-custom-rewards'] = ({ body }) => ({
    data: [raw(String(body['title']), 'new', { cost: body['cost'] })],
  });
  answers['update-custom-reward'] = ({ query, body }) => {
    const found = rewards.find(({ id }) => id === query['id']);
    return { data: [raw(found?.title ?? '', String(query['id']), body)] };
  };
  answers['delete-custom-reward'] = () => null;
  answers['get-users'] = () => ({
    data: [{ ...streamer, display_name: streamer.name, broadcaster_type: '' }],
  });
  return context;
}

async function run(
  operation: string,
  context: TestContext,
  params: Record<string, unknown> = {},
  msg: FlowMessage = {},
): Promise<FlowMessage> {
  const { outputs } = await createPointsRewardAction().run(msg, operation, params, context);
  return outputs[0] as FlowMessage;
}

async function refusal(work: Promise<unknown>): Promise<TwitchError> {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  assert(error instanceof TwitchError);
  return error;
}

const writes = (context: TestContext): { id: string; query: object; body: object }[] =>
  context.helix.calls
    .filter(({ id }) => id !== 'get-custom-reward')
    .map(({ id, query, body }) => ({ id, query, body }));

describe('twitch-points-reward', () => {
  it('creates a reward with what stands in the fields', async () => {
    const context = world();
    const msg = await run('create', context, {
      title: 'Name a boat',
      cost: 500,
      prompt: 'Any name',
      input: 'yes',
      queue: 'skip',
      color: '9147ff',
      perStream: 10,
      perUser: 1,
      cooldown: 60,
    });
    assert.deepEqual(writes(context), [
      {
        id: 'create-custom-rewards',
        query: { broadcaster_id: streamer.id },
        body: {
          title: 'Name a boat',
          cost: 500,
          prompt: 'Any name',
          is_user_input_required: true,
          should_redemptions_skip_request_queue: true,
          background_color: '#9147FF',
          is_max_per_stream_enabled: true,
          max_per_stream: 10,
          is_max_per_user_per_stream_enabled: true,
          max_per_user_per_stream: 1,
          is_global_cooldown_enabled: true,
          global_cooldown_seconds: 60,
        },
      },
    ]);
    assert.deepEqual(msg['payload'], {
      id: 'new',
      title: 'Name a boat',
      cost: 500,
      prompt: '',
      input: false,
      color: '#9147FF',
      shown: true,
      paused: false,
      inStock: true,
      redeemed: null,
      perStream: null,
      perUser: 2,
      cooldown: 300,
    });
    assert.equal(twitchOf(msg)['summary'], 'A new reward: Name a boat for 500 points.');
  });

  it('changes a reward that is there under this title, whatever its case, instead of failing', async () => {
    const context = world();
    await run('create', context, { title: 'posture CHECK', cost: 100 });
    assert.deepEqual(writes(context), [
      {
        id: 'update-custom-reward',
        query: { broadcaster_id: streamer.id, id: posture.id },
        body: { cost: 100 },
      },
    ]);
  });

  it('leaves what is empty as it is, and switches a limit off with 0', async () => {
    const context = world();
    await run('change', context, { rewards: 'Posture check', perStream: 0, perUser: 0, cooldown: 0 });
    assert.deepEqual(writes(context)[0]?.body, {
      is_max_per_stream_enabled: false,
      is_max_per_user_per_stream_enabled: false,
      is_global_cooldown_enabled: false,
    });
  });

  it('does the same to several rewards, each once', async () => {
    for (const [operation, call, body, summary] of [
      [
        'show',
        'update-custom-reward',
        { is_enabled: true },
        'Posture check and Drink water are shown again.',
      ],
      ['hide', 'update-custom-reward', { is_enabled: false }, 'Posture check and Drink water are hidden.'],
      ['pause', 'update-custom-reward', { is_paused: true }, 'Posture check and Drink water are paused.'],
      ['resume', 'update-custom-reward', { is_paused: false }, 'Posture check and Drink water go on.'],
      ['delete', 'delete-custom-reward', {}, 'Posture check and Drink water are deleted.'],
    ] as const) {
      const context = world();
      const msg = await run(operation, context, { rewards: `Posture check\n${water.id}\nposture check` });
      assert.deepEqual(
        writes(context),
        [posture, water].map(({ id }) => ({ id: call, query: { broadcaster_id: streamer.id, id }, body })),
      );
      assert.deepEqual(msg['payload'], {
        rewards: [posture.title, water.title],
        ids: [posture.id, water.id],
        count: 2,
      });
      assert.equal(twitchOf(msg)['summary'], summary);
    }
  });

  it('takes "all" as every reward that can be changed from here, and nothing as the one that was redeemed', async () => {
    const context = world();
    await run('pause', context, { rewards: 'all' });
    assert.equal(writes(context).length, 2);
    const redeemed = { twitch: { redemption: { id: 'r', rewardId: water.id, title: water.title } } };
    const one = world();
    const msg = await run('pause', one, {}, redeemed);
    assert.deepEqual((msg['payload'] as { rewards: unknown }).rewards, [water.title]);
  });

  it('touches nothing when one of the rewards belongs to another application or is not there', async () => {
    const context = world();
    const error = await refusal(run('hide', context, { rewards: 'Posture check\nFrom another tool' }));
    assert.match(error.message, /"From another tool" was not made by this package/);
    assert.equal(error.cause['summary'], 'From another tool cannot be changed from here.');
    const gone = await refusal(run('hide', context, { rewards: 'Posture check\nNo such thing' }));
    assert.match(gone.message, /no reward "No such thing"/);
    assert.match((await refusal(run('hide', context))).message, /No reward is named/);
    assert.match(
      (await refusal(run('hide', world([foreign]), { rewards: 'all' }))).message,
      /no reward that was made/,
    );
    assert.deepEqual(writes(context), []);
  });

  it('says how far it came when Twitch fails in the middle', async () => {
    const context = world();
    context.helix.answers['update-custom-reward'] = ({ query }) => {
      if (query['id'] === water.id)
        throw new TwitchRequestError('TWITCH_UNAVAILABLE', 'Twitch is away.', { status: 503 });
      return { data: [raw(posture.title, posture.id)] };
    };
    const error = await refusal(run('pause', context, { rewards: 'all' }));
    assert.equal(error.code, 'TWITCH_UNAVAILABLE');
    assert.equal(error.message, 'Twitch is away. That was "Drink water"; done before: Posture check.');
  });

  it('says what is missing or wrong before anything is sent', async () => {
    for (const [operation, params, sentence] of [
      ['create', {}, /needs a title/],
      ['create', { title: 'New' }, /needs a cost/],
      ['create', { title: 'x'.repeat(46), cost: 1 }, /46 characters, at most 45/],
      ['create', { title: 'New', cost: 0 }, /whole number from 1/],
      ['create', { title: 'New', cost: 10, color: 'purple' }, /no color/],
      ['change', { rewards: 'Posture check' }, /nothing to change/],
      ['change', { rewards: 'all', cost: 5 }, /one reward/],
    ] as const) {
      const context = world();
      assert.match((await refusal(run(operation, context, params))).message, sentence);
      assert.deepEqual(writes(context), []);
    }
  });

  it('lists the rewards and whose they are', async () => {
    const msg = await run('lookUp', world());
    const { rewards, count } = msg['payload'] as {
      rewards: { title: string; ours: boolean }[];
      count: number;
    };
    assert.equal(count, 3);
    assert.deepEqual(
      rewards.map(({ title, ours }) => [title, ours]),
      [posture, water, foreign].map(({ title, ours }) => [title, ours]),
    );
    assert.equal(
      twitchOf(msg)['summary'],
      'Ana_Plays has 3 rewards: Posture check, Drink water and From another tool.',
    );
    const some = await run('lookUp', world(), { listed: 'Drink water' });
    assert.equal((some['payload'] as { count: number }).count, 1);
  });

  it('says that channel points are for affiliates and partners', async () => {
    const context = world();
    context.helix.answers['get-custom-reward'] = () => {
      throw new TwitchRequestError('TWITCH_FORBIDDEN', 'forbidden', { status: 403 });
    };
    const error = await refusal(run('pause', context, { rewards: 'all' }));
    assert.equal(error.cause['summary'], 'Channel points are only for affiliates and partners of Twitch.');
  });

  it('acts on no channel but the streamer’s own', async () => {
    const msg = commandMsg('', '!pause');
    twitchOf(msg)['channel'] = { ...viewer };
    assert.equal((await refusal(run('pause', world(), { rewards: 'all' }, msg))).code, 'TWITCH_FORBIDDEN');
  });
});
