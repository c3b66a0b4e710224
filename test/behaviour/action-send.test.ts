import assert from 'node:assert/strict';
import { createSendAction } from '../../src/behaviour/action-send';
import type { ActionContext, ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import {
  actionContext,
  bot,
  commandMsg,
  identities,
  other,
  streamer,
  twitchOf,
  viewer,
  type TestContext,
} from './support/world';

function run(
  operation: string,
  msg: FlowMessage,
  params: Record<string, unknown> = {},
  context: TestContext = world(),
): Promise<ActionResult> {
  return createSendAction().run(msg, operation, { as: 'bot', ...params }, context);
}

function world(overrides: Partial<ActionContext> = {}): TestContext {
  const context = actionContext(overrides);
  for (const id of ['send-chat-announcement', 'pin-chat-message', 'unpin-chat-message', 'send-whisper']) {
    context.helix.answers[id] = () => null;
  }
  context.helix.answers['get-pinned-chat-message'] = () => ({ data: [{ message_id: 'pinned-1' }] });
  return context;
}

describe('twitch-send-message', () => {
  it('replies to the line the message came from, as the bot', async () => {
    const context = world();
    const msg = commandMsg('', '!hi');
    const { outputs } = await run('send', msg, { text: 'Hello!' }, context);
    assert.deepEqual(context.chat.sent, [
      { channel: streamer, text: 'Hello!', as: 'bot', replyTo: 'line-1' },
    ]);
    const sent = outputs[0] as FlowMessage;
    assert.deepEqual(sent['payload'], {
      sent: true,
      id: 'm-1',
      text: 'Hello!',
      as: 'helperbot',
      parts: 1,
      replyTo: 'line-1',
    });
    assert.deepEqual(twitchOf(sent)['action'], { operation: 'send', as: 'helperbot', limits: null });
  });

  it('puts answers to moderators before what else waits', async () => {
    const context = world();
    const msg = commandMsg('', '!hi');
    const twitch = msg['twitch'] as Record<string, unknown>;
    const byModerator = { ...msg, twitch: { ...twitch, user: { ...viewer, roles: ['moderator'] } } };
    await run('send', byModerator, { text: 'Yes' }, context);
    await run('send', byModerator, { text: 'Plain', answer: false }, context);
    await run('send', msg, { text: 'Later' }, context);
    assert.deepEqual(
      context.chat.sent.map(({ priority }) => priority),
      [true, undefined, undefined],
    );
  });

  it('sends a plain line where there is none to reply to, or if so wished', async () => {
    const context = world();
    await run('send', { payload: 'Good evening' }, {}, context);
    await run('send', commandMsg(''), { text: 'Plain', answer: false }, context);
    assert.deepEqual(
      context.chat.sent.map(({ replyTo }) => replyTo),
      [undefined, undefined],
    );
  });

  it('speaks as the channel if so wished, and without a bot', async () => {
    const context = world();
    await run('send', {}, { text: 'x', as: 'channel' }, context);
    assert.equal(context.chat.sent[0]?.as, 'channel');
    const alone = world({
      identities: () => ({ ...identities, signedIn: { channel: streamer, bot: null } }),
    });
    const { outputs } = await run('send', {}, { text: 'x' }, alone);
    assert.equal(((outputs[0] as FlowMessage)['payload'] as { as: string }).as, 'ana_plays');
  });

  it('sends to the channel the message is about', async () => {
    const context = world();
    const msg = commandMsg('');
    Object.assign(msg['twitch'] as object, { channel: other });
    await run('send', msg, { text: 'x' }, context);
    assert.equal(context.chat.sent[0]?.channel.id, other.id);
  });

  it('says what happened when no text is filled in', async () => {
    const context = world();
    await run('send', { payload: { winner: 'Chips' }, twitch: { summary: 'Chips won.' } }, {}, context);
    assert.equal(context.chat.sent[0]?.text, 'Chips won.');
  });

  it("never repeats a viewer's words by itself", async () => {
    await assert.rejects(run('send', commandMsg('rude words')), { code: 'TWITCH_INPUT_INVALID' });
  });

  it('picks one of several lines, at random without repeating, or in turn', async () => {
    const text = 'one\ntwo\n\nthree';
    const turn = world();
    const action = createSendAction();
    for (let index = 0; index < 4; index++) await action.run({}, 'send', { text, pick: 'turn' }, turn);
    assert.deepEqual(
      turn.chat.sent.map((sent) => sent.text),
      ['one', 'two', 'three', 'one'],
    );
    const random = world();
    for (let index = 0; index < 40; index++) await action.run({}, 'send', { text, pick: 'random' }, random);
    const said = random.chat.sent.map((sent) => sent.text);
    assert.deepEqual([...new Set(said)].toSorted(), ['one', 'three', 'two']);
    assert.ok(said.every((line, index) => line !== said[index - 1]));
  });

  it('remembers whose turn it is over a restart', async () => {
    const first = world();
    await createSendAction().run({}, 'send', { text: 'one\ntwo', pick: 'turn' }, first);
    const second = world({ state: first.state });
    await createSendAction().run({}, 'send', { text: 'one\ntwo', pick: 'turn' }, second);
    assert.equal(second.chat.sent[0]?.text, 'two');
  });

  it('says several lines as one when nothing is picked', async () => {
    const context = world();
    await run('send', {}, { text: 'one\ntwo' }, context);
    assert.equal(context.chat.sent[0]?.text, 'one two');
  });

  it('takes a list as one of several', async () => {
    const context = world();
    await run('send', {}, { text: ['only'], pick: 'whole' }, context);
    assert.equal(context.chat.sent[0]?.text, 'only');
  });

  it('lets no line end through: it could begin a command', async () => {
    const context = world();
    await run('send', {}, { text: 'a\r\nPRIVMSG #x :b\0' }, context);
    assert.equal(context.chat.sent[0]?.text, 'a PRIVMSG #x :b');
  });

  it('sends no slash commands, and says which node does it', async () => {
    await assert.rejects(
      run('send', {}, { text: '/ban somebody' }),
      /"\/ban" was not sent: chat takes no commands/,
    );
    await assert.rejects(run('send', {}, { text: ' .announce hi' }), /Choose "announce" in this node/);
    const context = world();
    await run('send', {}, { text: '/me dances' }, context);
    await run('send', {}, { text: '... and so on' }, context);
    assert.deepEqual(
      context.chat.sent.map(({ text }) => text),
      ['/me dances', '... and so on'],
    );
  });

  it('tells Catch why Twitch dropped a line', async () => {
    const context = world();
    context.chat.result = {
      sent: false,
      messageId: null,
      dropReason: { code: 'msg_banned', message: 'banned' },
      parts: 1,
    };
    await assert.rejects(run('send', {}, { text: 'x' }, context), (error) => {
      const { code, cause, message } = error as { code: string; cause: { reason: string }; message: string };
      assert.equal(code, 'TWITCH_MESSAGE_DROPPED');
      assert.equal(cause.reason, 'msg_banned');
      assert.match(message, /^Twitch did not show the message: /);
      return true;
    });
  });

  it('says a line again that came too soon: after the time that Twitch names, or is known for', async () => {
    for (const [dropReason, retryAfterSeconds, ms] of [
      [{ code: 'msg_slowmode', message: 'You may send again in 7 seconds.' }, null, 8_000],
      [{ code: 'msg_ratelimit', message: 'Too quickly.' }, 30, 30_000],
      [{ code: 'msg_duplicate', message: 'Identical.' }, 30, 30_000],
      [{ code: 'msg_slowmode', message: 'Slow mode.' }, null, 30_000],
    ] as const) {
      const context = world();
      context.chat.result = { sent: false, messageId: null, dropReason, retryAfterSeconds, parts: 1 };
      const began = context.clock.now();
      let sentAt = 0;
      const sending = run('send', {}, { text: 'x' }, context).then(() => (sentAt = context.clock.now()));
      await context.clock.tick(ms - 1);
      assert.equal(context.chat.sent.length, 1);
      context.chat.result = { sent: true, messageId: 'm-2', dropReason: null, parts: 1 };
      await context.clock.tick(1);
      await sending;
      assert.equal(context.chat.sent.length, 2);
      // The message may have gone on as "waiting" at the very same moment.
      assert.equal(sentAt - began, ms);
      assert.equal(context.clock.pending, 0);
    }
  });

  it('gives up after three tries, and does not repeat the first half of a long text', async () => {
    const context = world();
    const dropReason = { code: 'msg_ratelimit', message: 'Too quickly.' };
    context.chat.result = { sent: false, messageId: null, dropReason, retryAfterSeconds: 5, parts: 1 };
    const failed = assert.rejects(run('send', {}, { text: 'x' }, context), {
      code: 'TWITCH_MESSAGE_DROPPED',
    });
    await context.clock.tick(10_000);
    await failed;
    assert.equal(context.chat.sent.length, 3);
    context.chat.result = { ...context.chat.result, parts: 2 };
    await assert.rejects(run('send', {}, { text: 'x' }, context), { code: 'TWITCH_MESSAGE_DROPPED' });
    assert.equal(context.chat.sent.length, 4);
  });

  it('lets the flow go on when a line waits for half a minute, and tells later what became of it', async () => {
    const context = world();
    const dropReason = { code: 'msg_ratelimit', message: 'Too quickly.' };
    context.chat.result = { sent: false, messageId: null, dropReason, retryAfterSeconds: 40, parts: 1 };
    const running = run('send', {}, { text: 'x' }, context);
    await context.clock.tick(30_000);
    const { outputs, later } = await running;
    const payload = (outputs[0] as FlowMessage)['payload'] as Record<string, unknown>;
    assert.deepEqual([payload['sent'], payload['waiting']], [false, true]);
    const failed = assert.rejects(later ?? Promise.resolve(), { code: 'TWITCH_MESSAGE_DROPPED' });
    await context.clock.tick(60_000);
    await failed;
    assert.equal(context.clock.pending, 0);
  });

  it('stops waiting when the node closes', async () => {
    const context = world();
    const dropReason = { code: 'msg_ratelimit', message: 'Too quickly.' };
    context.chat.result = { sent: false, messageId: null, dropReason, retryAfterSeconds: 20, parts: 1 };
    const failed = assert.rejects(run('send', {}, { text: 'x' }, context), { code: 'TWITCH_ABORTED' });
    await context.clock.tick(1_000);
    context.closing.abort();
    await failed;
    assert.equal(context.clock.pending, 0);
  });

  it('says what Twitch says of a reason that is not known', async () => {
    const context = world();
    context.chat.result = {
      sent: false,
      messageId: null,
      dropReason: { code: 'msg_new', message: 'New reason.' },
      parts: 1,
    };
    await assert.rejects(run('send', {}, { text: 'x' }, context), /New reason\./);
  });

  it('wants a sign-in', async () => {
    const nobody = world({
      identities: () => ({ channel: streamer, signedIn: { channel: null, bot: null } }),
    });
    await assert.rejects(run('send', {}, { text: 'x' }, nobody), { code: 'TWITCH_SIGN_IN_NEEDED' });
  });
});

describe('announcing', () => {
  it('is done by the bot as moderator, in a colour', async () => {
    const context = world();
    await run('announce', commandMsg(''), { text: 'Hear!', color: 'green' }, context);
    assert.deepEqual(context.helix.calls[0]?.query, { broadcaster_id: streamer.id, moderator_id: bot.id });
    assert.deepEqual(context.helix.calls[0]?.body, { message: 'Hear!', color: 'green' });
    assert.equal(context.helix.calls[0]?.user, bot.id);
  });

  it('takes 500 characters: Twitch would cut the rest in silence', async () => {
    await assert.rejects(run('announce', {}, { text: 'x'.repeat(501) }), /at most 500 characters/);
  });
});

describe('pinning', () => {
  it('pins the line the message came from, until the stream ends', async () => {
    const context = world();
    const { outputs } = await run('pin', commandMsg(''), {}, context);
    assert.deepEqual(context.helix.calls[0]?.query, {
      broadcaster_id: streamer.id,
      moderator_id: bot.id,
      message_id: 'line-1',
    });
    assert.deepEqual((outputs[0] as FlowMessage)['payload'], {
      pinned: true,
      id: 'line-1',
      seconds: null,
      as: 'helperbot',
    });
  });

  it('pins a new line for a time', async () => {
    const context = world();
    await run('pin', commandMsg(''), { pinText: 'Rules: be kind', for: 300 }, context);
    assert.equal(context.chat.sent[0]?.text, 'Rules: be kind');
    assert.equal(context.helix.calls[0]?.query['message_id'], 'm-1');
    assert.equal(context.helix.calls[0]?.query['duration_seconds'], 300);
  });

  it('does not guess which line', async () => {
    await assert.rejects(run('pin', { payload: 'x' }), /no chat line/);
    await assert.rejects(run('pin', commandMsg(''), { for: 5 }), /30 to 1800 seconds/);
  });

  it('does not ask Twitch for a line that a test made up', async () => {
    const context = world();
    const msg = commandMsg('');
    Object.assign(msg['twitch'] as object, { test: true, message: { id: 'test-1' } });
    await run('pin', msg, {}, context);
    assert.deepEqual(context.helix.made, []);
  });

  it('takes down what is pinned', async () => {
    const context = world();
    await run('unpin', {}, {}, context);
    assert.equal(context.helix.calls[1]?.query['message_id'], 'pinned-1');
    context.helix.answers['get-pinned-chat-message'] = () => ({ data: [] });
    await assert.rejects(run('unpin', {}, {}, context), /Nothing is pinned/);
  });
});

describe('whispering', () => {
  it('goes to the person named, else to who did it', async () => {
    const context = world();
    await run('whisper', commandMsg(''), { text: 'psst', whom: '@Tidewater' }, context);
    await run('whisper', commandMsg(''), { text: 'psst' }, context);
    assert.deepEqual(
      context.helix.calls.map(({ query }) => query),
      [
        { from_user_id: bot.id, to_user_id: other.id },
        { from_user_id: bot.id, to_user_id: viewer.id },
      ],
    );
  });

  it('does not go to oneself', async () => {
    await assert.rejects(
      run('whisper', {}, { text: 'x', whom: 'helperbot' }),
      /cannot whisper to themselves/,
    );
  });
});

const testMsg = (): FlowMessage => {
  const msg = commandMsg('');
  Object.assign(msg['twitch'] as object, { test: true, message: { id: 'test-9' } });
  return msg;
};

describe('sending behind a test button', () => {
  it('says it in the practice world, as a plain line', async () => {
    const practice = world({ practice: true });
    const real = world({ granted: () => ['user:write:chat'], pretend: () => Promise.resolve(practice) });
    const { notes, outputs } = await run('send', testMsg(), { text: 'x' }, real);
    assert.deepEqual(notes, ['test-not-sent']);
    assert.deepEqual(real.chat.sent, []);
    assert.deepEqual(practice.chat.sent, [{ channel: streamer, text: 'x', as: 'bot' }]);
    assert.equal(twitchOf(outputs[0])['practice'], true);
  });

  it('whispers to somebody of the practice world when it does not know the name there', async () => {
    const practice = world({ practice: true, findUsers: () => Promise.resolve([]) });
    const real = world({ granted: () => ['user:manage:whispers'], pretend: () => Promise.resolve(practice) });
    await run('whisper', testMsg(), { text: 'x' }, real);
    assert.equal(practice.helix.calls[0]?.query['to_user_id'], streamer.id);
  });

  it('in practice mode acts, without a reply to a line that is not there', async () => {
    const context = world({ practice: true });
    await run('send', testMsg(), { text: 'x' }, context);
    assert.deepEqual(context.chat.sent, [{ channel: streamer, text: 'x', as: 'bot' }]);
  });
});
