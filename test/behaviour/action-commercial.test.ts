import assert from 'node:assert/strict';
import { createCommercialAction } from '../../src/behaviour/action-commercial';
import { adSchedule } from '../../src/behaviour/ad-schedule';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { actionContext, commandMsg, other, streamer, twitchOf, type TestContext } from './support/world';

const at = Date.UTC(2026, 10, 23, 12, 0, 0);
const plan = {
  next_ad_at: at / 1000 + 60,
  last_ad_at: 0,
  duration: 90,
  snooze_count: 3,
  snooze_refresh_at: 0,
  preroll_free_time: 0,
};

function world(changes: Partial<typeof plan> = {}): TestContext {
  const context = actionContext();
  const { answers } = context.helix;
  answers['get-ad-schedule'] = () => ({ data: [{ ...plan, ...changes }] });
  answers['snooze-next-ad'] = () => ({
    data: [{ snooze_count: 2, snooze_refresh_at: at / 1000 + 3600, next_ad_at: at / 1000 + 360 }],
  });
  answers['start-commercial'] = ({ body }) => ({
    data: [{ length: body['length'], message: '', retry_after: 480 }],
  });
  answers['get-users'] = () => ({ data: [{ ...streamer, broadcaster_type: 'affiliate' }] });
  return context;
}

async function run(
  operation: string,
  context: TestContext,
  params: Record<string, unknown> = {},
  msg: FlowMessage = {},
): Promise<FlowMessage> {
  const { outputs } = await createCommercialAction().run(msg, operation, params, context);
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

function failing(status: number): () => never {
  return () => {
    throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'Twitch said no', { status });
  };
}

describe('twitch-commercial', () => {
  it('puts off an ad that is due, and says how many snoozes are left', async () => {
    const context = world();
    const msg = await run('snooze', context, { dueWithin: 90 });
    assert.deepEqual(context.helix.made, ['get-ad-schedule', 'snooze-next-ad']);
    assert.deepEqual(msg['payload'], {
      snoozed: true,
      snoozesLeft: 2,
      snoozeRefreshAt: at + 3_600_000,
      nextAdAt: at + 360_000,
      inSeconds: 360,
    });
    assert.equal(twitchOf(msg)['summary'], 'The next ad was put off by 5 minutes, 2 snoozes are left.');
  });

  it('wastes no snooze on an ad that is far away', async () => {
    const context = world({ next_ad_at: at / 1000 + 1500 });
    const error = await refusal(run('snooze', context, { dueWithin: 90 }));
    assert.deepEqual(context.helix.made, ['get-ad-schedule']);
    assert.equal(error.cause['summary'], 'No ad is due: the next one comes in 25 minutes.');
    assert.match(error.message, /Nothing was done/);
    await run('snooze', context, {});
    assert.deepEqual(context.helix.made.slice(-1), ['snooze-next-ad'], 'blank: whenever it comes');
  });

  it('says so when no ad is planned, or no snooze is left', async () => {
    const none = await refusal(run('snooze', world({ next_ad_at: 0 }), { dueWithin: 90 }));
    assert.equal(none.cause['summary'], 'No ad is planned.');
    const empty = world({ snooze_count: 0, snooze_refresh_at: at / 1000 + 600 });
    const error = await refusal(run('snooze', empty, { dueWithin: 90 }));
    assert.equal(error.cause['summary'], 'No snoozes are left. One comes back in 10 minutes.');
    assert.equal(error.cause.retryAt, at + 600_000);
    assert.deepEqual(empty.helix.made, ['get-ad-schedule']);
  });

  it('says so when there can be no ads at all', async () => {
    const context = world({ next_ad_at: 0 });
    context.helix.answers['get-users'] = () => ({
      data: [{ ...streamer, display_name: streamer.name, broadcaster_type: '' }],
    });
    const error = await refusal(run('snooze', context, { dueWithin: 90 }));
    assert.equal(error.cause['summary'], 'Ads are only for affiliates and partners of Twitch.');
  });

  it('runs an ad break as long as the command says, else a minute', async () => {
    for (const [typed, length] of [
      ['90', 90],
      ['120s', 120],
      ['', 60],
    ] as const) {
      const context = world();
      const msg = await run('run', context, {}, commandMsg(typed, '!ad'));
      assert.deepEqual(context.helix.calls[0]?.body, { broadcaster_id: streamer.id, length });
      assert.deepEqual(msg['payload'], { running: true, length, nextAllowedIn: 480 });
    }
    for (const typed of ['45', 'long', '240']) {
      const context = world();
      const error = await refusal(run('run', context, {}, commandMsg(typed, '!ad')));
      assert.equal(error.cause['summary'], 'An ad break lasts 30, 60, 90, 120, 150 or 180 seconds.');
      assert.deepEqual(context.helix.made, []);
    }
  });

  it('runs one only if one is due, where that is wanted', async () => {
    const far = world({ next_ad_at: at / 1000 + 1500 });
    await refusal(run('runIfDue', far, { dueWithin: 90 }));
    assert.deepEqual(far.helix.made, ['get-ad-schedule']);
    const near = world();
    await run('runIfDue', near, { dueWithin: 90 });
    assert.deepEqual(near.helix.made, ['get-ad-schedule', 'start-commercial']);
  });

  it('tells when the next ad comes', async () => {
    const msg = await run('lookUp', world());
    assert.equal(twitchOf(msg)['summary'], 'The next ad comes in 1 minute and lasts 90 seconds.');
    const none = await run('lookUp', world({ next_ad_at: 0 }));
    assert.equal(twitchOf(none)['summary'], 'No ad is planned.');
  });

  it('says in a sentence why Twitch refuses', async () => {
    const soon = world();
    soon.helix.answers['start-commercial'] = failing(429);
    assert.equal((await refusal(run('run', soon))).cause['summary'], 'It is too early for another ad.');
    const offline = world();
    offline.helix.answers['start-commercial'] = failing(400);
    assert.match((await refusal(run('run', offline))).message, /only while Ana_Plays is live/);
    const small = world();
    small.helix.answers['start-commercial'] = failing(403);
    small.helix.answers['get-users'] = () => ({
      data: [{ ...streamer, display_name: streamer.name, broadcaster_type: '' }],
    });
    assert.match((await refusal(run('run', small))).message, /only for affiliates and partners/);
  });

  it('acts on no channel but the streamer’s own', async () => {
    const msg = commandMsg('', '!ad');
    twitchOf(msg)['channel'] = { ...other };
    assert.equal((await refusal(run('run', world(), {}, msg))).code, 'TWITCH_FORBIDDEN');
  });

  it('reads times in both forms that Twitch is known for', () => {
    assert.equal(adSchedule({ next_ad_at: '2026-11-23T12:00:00Z' }).nextAt, at);
    assert.equal(adSchedule({ next_ad_at: String(at / 1000) }).nextAt, at);
    assert.equal(adSchedule({ next_ad_at: '' }).nextAt, null);
    assert.equal(adSchedule(undefined).nextAt, null);
  });
});
