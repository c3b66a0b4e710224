import assert from 'node:assert/strict';
import { createModeratorRoleAction } from '../../src/behaviour/action-moderator-role';
import type { Action } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import {
  actionContext,
  commandMsg,
  other,
  streamer,
  twitchOf,
  viewer,
  type TestContext,
} from './support/world';

const DAY = 86_400;

function world(overrides: Parameters<typeof actionContext>[0] = {}): TestContext {
  const context = actionContext(overrides);
  for (const id of [
    'add-channel-moderator',
    'remove-channel-moderator',
    'add-channel-vip',
    'remove-channel-vip',
  ])
    context.helix.answers[id] = () => null;
  return context;
}

/** `!vip @tidewater` as the command node sends it. */
function named(name = '!vip'): FlowMessage {
  const msg = commandMsg(`@${other.name}`, name);
  twitchOf(msg)['target'] = { login: other.login, name: other.name };
  return msg;
}

async function run(
  action: Action,
  operation: string,
  context: TestContext,
  params: Record<string, unknown> = {},
  msg: FlowMessage = named(),
): Promise<FlowMessage> {
  const { outputs } = await action.run(msg, operation, params, context);
  return outputs[0] as FlowMessage;
}

function refusing(status: number): () => never {
  return () => {
    throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'Twitch said no', { status });
  };
}

async function refusal(work: Promise<unknown>): Promise<TwitchError> {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  assert(error instanceof TwitchError);
  return error;
}

describe('twitch-moderator-role', () => {
  it('gives and takes each role with the streamer’s sign-in', async () => {
    for (const [operation, call, summary] of [
      ['moderator', 'add-channel-moderator', 'Tidewater is now a moderator.'],
      ['removeModerator', 'remove-channel-moderator', 'Tidewater is no longer a moderator.'],
      ['vip', 'add-channel-vip', 'Tidewater is now a VIP.'],
      ['removeVip', 'remove-channel-vip', 'Tidewater is no longer a VIP.'],
    ] as const) {
      const context = world();
      const msg = await run(createModeratorRoleAction(), operation, context);
      assert.deepEqual(context.helix.made, [call]);
      assert.deepEqual(context.helix.calls[0]?.query, { broadcaster_id: streamer.id, user_id: other.id });
      assert.equal(context.helix.calls[0]?.user, streamer.id);
      assert.equal(twitchOf(msg)['summary'], summary);
    }
  });

  it('does nothing to whoever typed the command: somebody has to be named', async () => {
    const context = world();
    const error = await refusal(run(createModeratorRoleAction(), 'vip', context, {}, commandMsg('', '!vip')));
    assert.equal(error.cause['summary'], 'Name someone: !vip @name');
    assert.deepEqual(context.helix.made, []);
  });

  it('takes who redeemed, where no command was typed', async () => {
    const context = world();
    const msg = { twitch: { user: { ...viewer, roles: [], anonymous: false } } };
    const answer = await run(createModeratorRoleAction(), 'vip', context, { for: DAY }, msg);
    assert.deepEqual(answer['payload'], {
      person: viewer.name,
      login: viewer.login,
      role: 'vip',
      has: true,
      until: context.clock.now() + DAY * 1000,
    });
    assert.equal(twitchOf(answer)['summary'], 'Pixel_Heron is now a VIP for 1 day.');
  });

  it('takes a role for a while back by itself', async () => {
    const context = world();
    await run(createModeratorRoleAction(), 'vip', context, { for: DAY });
    await context.clock.tick(DAY * 1000 - 1);
    assert.deepEqual(context.helix.made, ['add-channel-vip']);
    await context.clock.tick(1);
    assert.deepEqual(context.helix.made, ['add-channel-vip', 'remove-channel-vip']);
    assert.deepEqual(context.helix.calls[1]?.query, { broadcaster_id: streamer.id, user_id: other.id });
  });

  it('takes it back after a restart, and is not put out by somebody who did it by hand', async () => {
    const before = world();
    await run(createModeratorRoleAction(), 'moderator', before, { for: 60 });
    before.closing.abort();
    const after = world({ state: before.state });
    after.helix.answers['remove-channel-moderator'] = refusing(400);
    await after.clock.tick(120_000);
    const errors: unknown[] = [];
    await createModeratorRoleAction().resume?.(after, {
      result: () => assert.fail('no message leaves'),
      error: (error) => errors.push(error),
    });
    await after.clock.tick(0);
    assert.deepEqual(after.helix.made, ['remove-channel-moderator']);
    assert.deepEqual(errors, []);
    assert.equal(await after.state.get('later'), undefined);
  });

  it('sets the time anew when the role is given again, and forgets it when it is given for good', async () => {
    const context = world();
    const action = createModeratorRoleAction();
    await run(action, 'vip', context, { for: 60 });
    context.helix.answers['add-channel-vip'] = refusing(422);
    await run(action, 'vip', context, { for: 600 });
    await context.clock.tick(120_000);
    assert.ok(!context.helix.made.includes('remove-channel-vip'));
    const msg = await run(action, 'vip', context);
    assert.equal((msg['payload'] as { until: unknown }).until, null);
    await context.clock.tick(3_600_000);
    assert.ok(!context.helix.made.includes('remove-channel-vip'));
  });

  it('leaves a role alone that somebody had for good before', async () => {
    const context = world();
    context.helix.answers['add-channel-vip'] = refusing(422);
    const error = await refusal(run(createModeratorRoleAction(), 'vip', context, { for: 60 }));
    assert.equal(error.cause['summary'], 'Tidewater is a VIP or a moderator already.');
    await context.clock.tick(3_600_000);
    assert.deepEqual(context.helix.made, ['add-channel-vip']);
  });

  it('says in a sentence why Twitch refuses', async () => {
    for (const [operation, status, sentence] of [
      ['moderator', 422, 'Tidewater is a VIP: take that role away first.'],
      ['moderator', 400, 'Tidewater is a moderator already, or cannot be one.'],
      ['vip', 409, 'All VIP places of the channel are taken.'],
      ['vip', 425, 'The channel cannot have VIPs yet.'],
      ['removeVip', 422, 'Tidewater is no VIP.'],
      ['removeModerator', 400, 'Tidewater is no moderator.'],
    ] as const) {
      const context = world();
      for (const id of Object.keys(context.helix.answers)) context.helix.answers[id] = refusing(status);
      const error = await refusal(run(createModeratorRoleAction(), operation, context));
      assert.equal(error.cause['summary'], sentence);
    }
  });

  it('refuses a time that is none, and channels of others', async () => {
    const context = world();
    const error = await refusal(run(createModeratorRoleAction(), 'vip', context, { for: -1 }));
    assert.match(error.message, /more than 0/);
    const elsewhere = named();
    twitchOf(elsewhere)['channel'] = { ...viewer };
    assert.equal(
      (await refusal(run(createModeratorRoleAction(), 'vip', context, {}, elsewhere))).code,
      'TWITCH_FORBIDDEN',
    );
    assert.deepEqual(context.helix.made, []);
  });
});
