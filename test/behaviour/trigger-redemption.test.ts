import assert from 'node:assert/strict';
import type { EventNotification } from '../../src/behaviour/context';
import { MemoryState } from '../../src/behaviour/trigger';
import { createRedemptionBehaviour, type RedemptionSettings } from '../../src/behaviour/trigger-redemption';
import type { TwitchMessage } from '../../src/behaviour/message';
import type { KnownReward } from '../../src/behaviour/rewards';
import { TwitchError } from '../../src/core/errors';
import { settle } from '../support/fake-clock';
import { identities, streamer, triggerContext, viewer } from './support/world';

const lamp: KnownReward = { id: 'r-lamp', title: 'Lamp colour', ours: true };
const water: KnownReward = { id: 'r-water', title: 'Hydrate!', ours: false };

function stage(settings: Partial<RedemptionSettings> = {}, state = new MemoryState()) {
  const context = triggerContext({ state });
  const world = {
    clock: context.clock,
    told: [] as TwitchMessage[],
    errors: [] as string[],
    finished: [] as string[],
    rewards: [lamp, water] as readonly KnownReward[] | Error,
    asked: 0,
    failure: null as TwitchError | null,
    get titles(): unknown[] {
      return world.told.map(({ payload }) => (payload as { reward: string }).reward);
    },
    get canFinish(): unknown[] {
      return world.told.map(({ twitch }) => twitch.redemption?.canFinish);
    },
  };
  const behaviour = createRedemptionBehaviour(
    { reward: null, when: 'redeemed', unfinished: 'leave', after: 300, ...settings },
    context,
    {
      rewards: () => {
        world.asked++;
        return world.rewards instanceof Error
          ? Promise.reject(world.rewards)
          : Promise.resolve(world.rewards);
      },
      finish: ({ id }, as) => {
        world.finished.push(`${id} ${as}`);
        return world.failure ? Promise.reject(world.failure) : Promise.resolve();
      },
      emit: ({ msg }) => void world.told.push(msg),
      tell: (error) => void world.errors.push(error.message),
    },
  );
  const redeem = async (changes: Partial<Redeem> = {}): Promise<void> => {
    behaviour.onEvent(redeemed(changes));
    await settle();
  };
  return Object.assign(world, { behaviour, redeem });
}

interface Redeem {
  readonly id: string;
  readonly reward: { readonly id: string; readonly title: string };
  readonly status: string;
  readonly input: string;
  readonly update: boolean;
}

const people = {
  broadcaster_user_id: streamer.id,
  broadcaster_user_login: streamer.login,
  broadcaster_user_name: streamer.name,
  user_id: viewer.id,
  user_login: viewer.login,
  user_name: viewer.name,
};

function redeemed({
  id = 'red-1',
  reward = lamp,
  status = 'unfulfilled',
  input = 'teal',
  update,
}: Partial<Redeem>): EventNotification {
  return {
    id: `n-${id}`,
    type: `channel.channel_points_custom_reward_redemption.${update ? 'update' : 'add'}`,
    version: '1',
    at: '2026-11-23T12:00:00Z',
    event: {
      id,
      ...people,
      user_input: input,
      status,
      reward: { id: reward.id, title: reward.title, cost: 500, prompt: '' },
      redeemed_at: '2026-11-23T12:00:00Z',
    },
  };
}

const down = new TwitchError('TWITCH_UNAVAILABLE', 'Twitch has a fault.');

describe('twitch-reward-redemption', () => {
  it('tells who redeemed what, with what was typed and whether it can be finished', async () => {
    const made = stage();
    await made.redeem();
    const [msg] = made.told;
    assert.deepEqual(msg?.payload, {
      user: viewer.name,
      reward: 'Lamp colour',
      cost: 500,
      currency: 'points',
      kind: 'custom',
      input: 'teal',
      status: 'open',
      redeemedAt: '2026-11-23T12:00:00Z',
    });
    assert.deepEqual(msg?.twitch.redemption, {
      id: 'red-1',
      rewardId: 'r-lamp',
      title: 'Lamp colour',
      cost: 500,
      input: 'teal',
      canFinish: true,
    });
    assert.deepEqual(
      [msg?.topic, msg?.twitch.user?.login, msg?.twitch.text, msg?.twitch.summary],
      [
        'channel.channel_points_custom_reward_redemption.add',
        viewer.login,
        'teal',
        `${viewer.name} redeemed Lamp colour.`,
      ],
    );
  });

  it('knows which rewards are ours, reads the list again for a new one, and goes without when it cannot', async () => {
    const made = stage();
    await made.redeem({ id: 'a' });
    await made.redeem({ id: 'b', reward: water });
    assert.equal(made.asked, 1);
    const fresh = { id: 'r-new', title: 'New one', ours: true };
    await made.clock.tick(31_000);
    made.rewards = [lamp, water, fresh];
    await made.redeem({ id: 'c', reward: fresh });
    made.rewards = down;
    await made.clock.tick(31_000);
    await made.redeem({ id: 'd', reward: { id: 'r-newer', title: 'Newer' } });
    assert.deepEqual(made.canFinish, [true, false, true, null]);
  });

  it('a list that does not come holds an event up for three seconds at most, and the order stays', async () => {
    const context = triggerContext();
    const told: unknown[] = [];
    const behaviour = createRedemptionBehaviour(
      { reward: null, when: 'redeemed', unfinished: 'leave', after: 300 },
      context,
      {
        rewards: () => new Promise(() => undefined),
        finish: () => Promise.resolve(),
        emit: ({ msg }) => void told.push(msg.twitch.redemption?.id),
        tell: () => undefined,
      },
    );
    behaviour.onEvent(redeemed({ id: 'a' }));
    behaviour.onEvent(redeemed({ id: 'b' }));
    await context.clock.tick(2_900);
    assert.deepEqual(told, []);
    await context.clock.tick(3_200);
    assert.deepEqual(told, ['a', 'b']);
    assert.equal(context.clock.pending, 0);
  });

  it('trap: the same redemption told again after a reconnect fires once', async () => {
    const made = stage({ when: 'both' });
    await made.redeem();
    await made.redeem();
    await made.redeem({ status: 'fulfilled', update: true });
    await made.redeem({ status: 'fulfilled', update: true });
    assert.equal(made.told.length, 2);
  });

  it('passes one reward only: by id, also when it was renamed; by title after an import', async () => {
    const renamed = stage({ reward: { id: 'r-lamp', title: 'Old title' } });
    await renamed.redeem({ id: 'a' });
    await renamed.redeem({ id: 'b', reward: water });
    // Somebody else took the old title for another reward.
    await renamed.redeem({ id: 'c', reward: { id: 'r-x', title: 'Old title' } });
    assert.deepEqual(renamed.titles, ['Lamp colour']);

    const imported = stage({ reward: { id: 'of-another-channel', title: 'lamp COLOUR' } });
    await imported.redeem({ id: 'a' });
    await imported.redeem({ id: 'b', reward: water });
    assert.deepEqual(imported.titles, ['Lamp colour']);
  });

  it('tells what became of a redemption where that is wanted', async () => {
    const made = stage({ when: 'updated' });
    await made.redeem();
    await made.redeem({ status: 'canceled', update: true });
    assert.deepEqual(
      made.told.map(({ payload, twitch }) => [(payload as { status: string }).status, twitch.summary]),
      [['canceled', `${viewer.name} got the points for Lamp colour back.`]],
    );
    assert.deepEqual(made.canFinish, [false], 'a finished one stays finished');
  });

  it("has Twitch's own rewards and power-ups, each once, and no cheers", async () => {
    const made = stage();
    const event = (type: string, version: string, body: Record<string, unknown>): void =>
      made.behaviour.onEvent({
        id: `n-${type}-${made.told.length}`,
        type,
        version,
        at: '2026-11-23T12:00:00Z',
        event: { ...people, ...body },
      });
    event('channel.channel_points_automatic_reward_redemption.add', '2', {
      id: 'auto-1',
      reward: { type: 'send_highlighted_message', channel_points: 100, emote: null },
      message: { text: 'look at me', fragments: [] },
      redeemed_at: '2026-11-23T12:00:00Z',
    });
    event('channel.custom_power_up_redemption.add', '1', {
      id: 'pow-1',
      user_input: '',
      status: 'unfulfilled',
      custom_power_up: { id: 'p-1', title: 'Foghorn', bits: 300, prompt: '' },
      redeemed_at: '2026-11-23T12:00:00Z',
    });
    // The same power-up once more, as bits.
    event('channel.bits.use', '1', {
      bits: 300,
      type: 'custom_power_up',
      message: null,
      power_up: null,
      custom_power_up: { title: 'Foghorn', reward_id: 'p-1' },
    });
    event('channel.bits.use', '1', {
      bits: 100,
      type: 'cheer',
      message: { text: 'Cheer100' },
      power_up: null,
    });
    event('channel.bits.use', '1', {
      bits: 50,
      type: 'power_up',
      message: { text: 'wow', fragments: [] },
      power_up: { type: 'gigantify_an_emote', emote: null, message_effect_id: null },
    });
    await settle();
    assert.deepEqual(
      made.told.map(({ payload, twitch }) => {
        const { reward, kind, cost, currency, input } = payload as Record<string, unknown>;
        return [reward, kind, cost, currency, input, twitch.redemption?.canFinish];
      }),
      [
        ['Highlight My Message', 'automatic', 100, 'points', 'look at me', false],
        ['Foghorn', 'powerUp', 300, 'bits', '', false],
        ['Gigantify an Emote', 'powerUp', 50, 'bits', 'wow', false],
      ],
    );
    assert.equal(made.told[2]?.twitch.summary, `${viewer.name} redeemed Gigantify an Emote for 50 bits.`);
  });

  it('asks for what is paid with bits only where every reward is wanted', () => {
    const types = (settings: Partial<RedemptionSettings>): string[] =>
      stage(settings)
        .behaviour.wanted()
        .map(({ type }) => type.replace('channel.', ''));
    assert.ok(types({}).includes('bits.use'));
    assert.deepEqual(types({ reward: { id: '', title: 'Lamp colour' } }), [
      'channel_points_custom_reward_redemption.add',
      'channel_points_automatic_reward_redemption.add',
    ]);
    assert.deepEqual(types({ when: 'updated' }), ['channel_points_custom_reward_redemption.update']);
  });

  describe('what nobody has finished in time', () => {
    it('is refunded by itself, and one that was finished is not', async () => {
      const made = stage({ unfinished: 'refund', after: 60 });
      await made.redeem({ id: 'a' });
      await made.redeem({ id: 'b' });
      await made.redeem({ id: 'b', status: 'fulfilled', update: true });
      await made.clock.tick(59_000);
      assert.deepEqual(made.finished, []);
      await made.clock.tick(2_000);
      assert.deepEqual(made.finished, ['a canceled']);
      assert.equal(made.clock.pending, 0);
      assert.equal(made.told.length, 2, 'updates are only listened to');
    });

    it('is finished after a restart, at once when the time is over', async () => {
      const state = new MemoryState();
      const before = stage({ unfinished: 'fulfill', after: 60 }, state);
      await before.redeem({ id: 'a' });
      before.behaviour.stop();
      await before.clock.tick(120_000);
      assert.deepEqual(before.finished, []);

      const after = stage({ unfinished: 'fulfill', after: 60 }, state);
      await after.clock.tick(61_000);
      assert.deepEqual(after.finished, ['a fulfilled']);
      assert.equal(await state.get('unfinished'), undefined);
    });

    it('is tried again while Twitch is down, and reported when Twitch says no', async () => {
      const made = stage({ unfinished: 'refund', after: 10 });
      made.failure = down;
      await made.redeem({ id: 'a' });
      await made.clock.tick(10_000);
      await made.clock.tick(30_000);
      assert.deepEqual(made.finished, ['a canceled', 'a canceled']);
      assert.deepEqual(made.errors, []);
      made.failure = new TwitchError('TWITCH_SCOPE_MISSING', 'A permission is missing.');
      await made.clock.tick(30_000);
      assert.deepEqual(made.errors, ['A permission is missing.']);
      assert.equal(made.clock.pending, 0);
    });

    it('cannot be finished for a reward of another application, which is said once', async () => {
      const made = stage({ unfinished: 'refund', after: 10 });
      await made.redeem({ id: 'a', reward: water });
      await made.redeem({ id: 'b', reward: water });
      await made.clock.tick(20_000);
      assert.deepEqual(made.finished, []);
      assert.equal(made.errors.length, 1);
      assert.match(made.errors[0] ?? '', /"Hydrate!" was not made by this package.*Make a copy/);
      assert.equal(made.told.length, 2);
    });

    it('wants a time', () => {
      assert.throws(() => stage({ unfinished: 'refund', after: 0 }), /After how long/);
    });
  });

  describe('its test button', () => {
    it('redeems the chosen reward, each time another redemption, and finishes nothing', async () => {
      const made = stage({ reward: { id: 'r-lamp', title: 'Lamp colour' }, unfinished: 'refund', after: 1 });
      const press = (fields = {}): TwitchMessage => {
        const outcome = made.behaviour.test(fields);
        assert.ok('output' in outcome);
        return outcome.msg;
      };
      const [first, second] = [press(), press({ user_input: 'purple' })];
      assert.notEqual(first.twitch.redemption?.id, second.twitch.redemption?.id);
      assert.match(first.twitch.redemption?.id ?? '', /^test-/);
      assert.deepEqual(
        [first.twitch.test, first.twitch.redemption?.title, first.twitch.redemption?.canFinish],
        [true, 'Lamp colour', true],
      );
      assert.equal(second.twitch.redemption?.input, 'purple');
      assert.equal(first.twitch.channel.id, identities.channel?.id);
      await made.clock.tick(5_000);
      assert.deepEqual(made.finished, []);
    });
  });
});
