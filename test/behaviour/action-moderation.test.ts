import assert from 'node:assert/strict';
import { createModerationAction } from '../../src/behaviour/action-moderation';
import type { ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
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

const post = { broadcaster_id: streamer.id, moderator_id: streamer.id };

function world(overrides: Parameters<typeof actionContext>[0] = {}): TestContext {
  const context = actionContext(overrides);
  const { answers } = context.helix;
  for (const id of ['ban-user', 'warn-chat-user']) answers[id] = () => ({ data: [{}] });
  for (const id of ['unban-user', 'delete-chat-messages', 'manage-held-automod-messages'])
    answers[id] = () => null;
  answers['get-unban-requests'] = () => ({ data: [{ id: 'request-7' }] });
  answers['resolve-unban-requests'] = () => ({
    data: [{ user_name: other.name, user_login: other.login }],
  });
  return context;
}

function named(name = '!timeout'): FlowMessage {
  const msg = commandMsg(`@${other.name}`, name);
  twitchOf(msg)['target'] = { login: other.login, name: other.name };
  return msg;
}

/** Behind a chat message: no command, no target. */
function spoken(more: Record<string, unknown> = {}): FlowMessage {
  const msg = commandMsg('hello');
  const twitch = twitchOf(msg);
  delete twitch['command'];
  Object.assign(twitch, more);
  return msg;
}

function start(
  operation: string,
  context: TestContext,
  params: Record<string, unknown> = {},
  msg: FlowMessage = named(),
): Promise<ActionResult> {
  return createModerationAction().run(msg, operation, params, context);
}

async function run(...args: Parameters<typeof start>): Promise<FlowMessage> {
  return (await start(...args)).outputs[0] as FlowMessage;
}

async function refusal(work: Promise<unknown>): Promise<TwitchError> {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  assert(error instanceof TwitchError);
  return error;
}

describe('twitch-moderation', () => {
  it('keeps somebody from writing for a while', async () => {
    const context = world();
    const msg = await run('timeout', context, { for: 300, reason: 'caps' });
    assert.deepEqual(context.helix.calls[0]?.query, post);
    assert.deepEqual(context.helix.calls[0]?.body, {
      data: { user_id: other.id, duration: 300, reason: 'caps' },
    });
    assert.equal(twitchOf(msg)['summary'], 'Tidewater cannot write for 5 minutes.');
    const { until, seconds } = msg['payload'] as { until: number; seconds: number };
    assert.deepEqual([until - context.clock.now(), seconds], [300_000, 300]);
  });

  it('bans, unbans and warns', async () => {
    const context = world();
    await run('ban', context);
    assert.deepEqual(context.helix.calls[0]?.body, { data: { user_id: other.id } });
    const back = await run('unban', context);
    assert.deepEqual(context.helix.calls[1]?.query, { ...post, user_id: other.id });
    assert.equal(twitchOf(back)['summary'], 'Tidewater may write again.');
    await run('warn', context, { warning: 'please' });
    assert.deepEqual(context.helix.calls[2]?.body, { data: { user_id: other.id, reason: 'please' } });
    assert.deepEqual((await refusal(start('warn', context))).cause['parameter'], 'warning');
  });

  it('acts as the bot where that is chosen', async () => {
    const context = world();
    await run('ban', context, { as: 'bot' });
    assert.equal(context.helix.calls[0]?.user, bot.id);
    assert.equal(context.helix.calls[0]?.query['moderator_id'], bot.id);
  });

  it('never falls on whoever typed the command; behind a chat message it is its author', async () => {
    for (const operation of ['timeout', 'ban', 'unban', 'warn']) {
      const context = world();
      const error = await refusal(
        start(operation, context, { warning: 'x' }, commandMsg('', `!${operation}`)),
      );
      assert.equal(error.cause['summary'], `Name someone: !${operation} @name`);
      assert.equal(context.helix.calls.length, 0);
    }
    const context = world();
    await run('timeout', context, {}, spoken());
    assert.deepEqual(context.helix.calls[0]?.body, { data: { user_id: viewer.id, duration: 600 } });
  });

  it('leaves the streamer alone', async () => {
    const context = world();
    const error = await refusal(start('ban', context, { whom: streamer.login }));
    assert.equal(error.cause['summary'], 'Ana_Plays is the streamer.');
    assert.equal(context.helix.calls.length, 0);
  });

  it('deletes the line that set it off, and guesses none', async () => {
    const context = world();
    await run('delete', context, {}, spoken());
    assert.deepEqual(context.helix.calls[0]?.query, { ...post, message_id: 'line-1' });
    const error = await refusal(start('delete', context, {}, {}));
    assert.equal(error.code, 'TWITCH_INPUT_INVALID');
    assert.equal(context.helix.calls.length, 1);
  });

  it('does not ask Twitch about what a test button made up', async () => {
    const context = world();
    const result = await start('delete', context, {}, spoken({ message: { id: 'test-1' } }));
    assert.deepEqual(result.notes, ['test-not-sent']);
    const held = await start('approve', context, {}, spoken({ held: { messageId: 'test-2' } }));
    const request = await start('deny', context, {}, spoken({ unbanRequest: { id: 'test-3' } }));
    assert.deepEqual([...held.notes, ...request.notes], ['test-not-sent', 'test-not-sent']);
    assert.equal(context.helix.calls.length, 0);
  });

  it('answers the unban request that comes in, or the open one of the person named', async () => {
    const context = world();
    const msg = await run('approve', context, { note: 'ok' }, spoken({ unbanRequest: { id: 'r-1' } }));
    assert.deepEqual(context.helix.calls[0]?.query, {
      ...post,
      unban_request_id: 'r-1',
      status: 'approved',
      resolution_text: 'ok',
    });
    assert.equal(twitchOf(msg)['summary'], 'The unban request of Tidewater was approved.');
    await run('deny', context, {}, named('!deny'));
    assert.equal(context.helix.calls[1]?.query['user_id'], other.id);
    assert.equal(context.helix.calls[2]?.query['unban_request_id'], 'request-7');
    assert.equal(context.helix.calls[2]?.query['status'], 'denied');
    context.helix.answers['get-unban-requests'] = () => ({ data: [] });
    const error = await refusal(start('deny', context, {}, named('!deny')));
    assert.equal(error.cause['summary'], 'Tidewater has no open unban request.');
  });

  it('decides on the held message that comes in', async () => {
    const context = world();
    await run('approve', context, {}, spoken({ held: { messageId: 'h-1' } }));
    assert.deepEqual(context.helix.calls[0]?.body, { user_id: streamer.id, msg_id: 'h-1', action: 'ALLOW' });
    await run('deny', context, { about: 'heldMessage', request: 'h-2' }, {});
    assert.deepEqual(context.helix.calls[1]?.body, { user_id: streamer.id, msg_id: 'h-2', action: 'DENY' });
    const error = await refusal(start('deny', context, { about: 'heldMessage' }, {}));
    assert.match(String(error.cause['summary']), /no held message/);
  });

  it('cuts a reason that is too long, and refuses a time that Twitch does not have', async () => {
    const context = world();
    await run('ban', context, { reason: 'x'.repeat(600) });
    const body = context.helix.calls[0]!.body as { data: { reason: string } };
    assert.equal(Array.from(body.data.reason).length, 500);
    const error = await refusal(start('timeout', context, { for: 3_000_000 }));
    assert.match(String(error.cause['summary']), /from 1 second to /);
  });

  it('says in words for chat why Twitch refused', async () => {
    for (const [operation, call, status, words] of [
      ['timeout', 'ban-user', 400, /Tidewater cannot be timed out/],
      ['ban', 'ban-user', 400, /cannot be banned/],
      ['ban', 'ban-user', 403, /takes a moderator of Ana_Plays/],
      ['ban', 'ban-user', 409, /Somebody else is moderating Tidewater/],
      ['unban', 'unban-user', 400, /Tidewater is not banned/],
      ['delete', 'delete-chat-messages', 404, /gone already/],
      ['delete', 'delete-chat-messages', 400, /moderator’s or the streamer’s/],
    ] as const) {
      const context = world();
      context.helix.answers[call] = () => {
        throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'no', { status });
      };
      const msg = named();
      const error = await refusal(start(operation, context, {}, msg));
      assert.match(String(error.cause['summary']), words);
      assert.equal(twitchOf(msg)['summary'], error.cause['summary']);
    }
  });
});
