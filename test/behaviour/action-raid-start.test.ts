import assert from 'node:assert/strict';
import { createRaidStartAction } from '../../src/behaviour/action-raid-start';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { actionContext, bot, commandMsg, other, streamer, twitchOf, type TestContext } from './support/world';

function world(overrides: Parameters<typeof actionContext>[0] = {}): TestContext {
  const context = actionContext(overrides);
  context.helix.answers['start-a-raid'] = () => ({ data: [{ created_at: '', is_mature: false }] });
  context.helix.answers['cancel-a-raid'] = () => null;
  context.helix.answers['get-channel-information'] = () => ({ data: [{ game_name: 'Art', title: 'Moors' }] });
  context.helix.answers['get-streams'] = () => ({ data: [{ id: '1' }] });
  return context;
}

function named(): FlowMessage {
  const msg = commandMsg(`@${other.name}`, '!raid');
  twitchOf(msg)['target'] = { login: other.login, name: other.name };
  return msg;
}

async function run(
  operation: string,
  context: TestContext,
  msg: FlowMessage = named(),
  params: Record<string, unknown> = {},
): Promise<FlowMessage> {
  const { outputs } = await createRaidStartAction().run(msg, operation, params, context);
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

describe('twitch-raid-start', () => {
  it('starts a raid with the streamer’s sign-in and says where it goes', async () => {
    const context = world();
    const msg = await run('start', context);
    assert.deepEqual(context.helix.calls[0]?.query, {
      from_broadcaster_id: streamer.id,
      to_broadcaster_id: other.id,
    });
    assert.equal(context.helix.calls[0]?.user, streamer.id);
    assert.equal(
      twitchOf(msg)['summary'],
      'We raid Tidewater, live now with Art: https://www.twitch.tv/tidewater',
    );
    assert.equal((msg['payload'] as { inSeconds: number }).inSeconds, 90);
  });

  it('calls it off', async () => {
    const context = world();
    const msg = await run('cancel', context, {});
    assert.deepEqual(context.helix.calls[0]?.query, { broadcaster_id: streamer.id });
    assert.deepEqual(msg['payload'], { raiding: false });
    assert.equal(twitchOf(msg)['summary'], 'The raid was called off.');
  });

  it('raids nobody who was not named, whatever set the flow off', async () => {
    for (const msg of [commandMsg('', '!raid'), chatLine(), {}]) {
      const context = world();
      const error = await refusal(run('start', context, msg));
      assert.equal(error.code, 'TWITCH_INPUT_INVALID');
      assert.match(String(error.cause['summary']), /Name someone: !raid @name|Nobody was named/);
      assert.equal(context.helix.calls.length, 0);
    }
    const context = world();
    await run('start', context, {}, { whom: '@Tidewater' });
    assert.equal(context.helix.calls[0]?.query['to_broadcaster_id'], other.id);
  });

  function chatLine(): FlowMessage {
    const msg = commandMsg('hello');
    delete twitchOf(msg)['command'];
    return msg;
  }

  it('says in words for chat why not', async () => {
    for (const [operation, status, words] of [
      ['start', 400, /Tidewater cannot be raided now/],
      ['start', 404, /cannot be raided/],
      ['start', 409, /being prepared already/],
      ['start', 429, /Too many raids/],
      ['cancel', 404, /No raid is being prepared/],
    ] as const) {
      const context = world();
      const id = operation === 'start' ? 'start-a-raid' : 'cancel-a-raid';
      context.helix.answers[id] = () => {
        throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'no', { status });
      };
      const error = await refusal(run(operation, context));
      assert.match(String(error.cause['summary']), words);
      assert.equal(error.cause.status, status);
    }
    const offline = world({ live: { isLive: () => false } });
    assert.match(String((await refusal(run('start', offline))).cause['summary']), /only while Ana_Plays/);
    const self = await refusal(run('start', world(), {}, { whom: streamer.login }));
    assert.match(String(self.cause['summary']), /cannot raid itself/);
  });

  it('is for the own channel only', async () => {
    const msg = named();
    twitchOf(msg)['channel'] = bot;
    const error = await refusal(run('start', world(), msg));
    assert.equal(error.code, 'TWITCH_FORBIDDEN');
  });
});
