import assert from 'node:assert/strict';
import { createChatModeAction } from '../../src/behaviour/action-chat-mode';
import type { Action } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { settle } from '../support/fake-clock';
import { actionContext, bot, streamer, twitchOf, type TestContext } from './support/world';

const post = { broadcaster_id: streamer.id, moderator_id: streamer.id };

/** A chat at Twitch, as far as its modes go. */
interface Room {
  readonly context: TestContext;
  readonly settings: Record<string, unknown>;
  shield: boolean;
}

function room(
  settings: Record<string, unknown> = {},
  overrides: Parameters<typeof actionContext>[0] = {},
): Room {
  const context = actionContext(overrides);
  const found: Room = {
    context,
    shield: false,
    settings: {
      slow_mode: false,
      slow_mode_wait_time: null,
      follower_mode: false,
      follower_mode_duration: null,
      emote_mode: false,
      subscriber_mode: false,
      unique_chat_mode: false,
      ...settings,
    },
  };
  const { answers } = context.helix;
  answers['get-chat-settings'] = () => ({ data: [{ ...found.settings }] });
  answers['update-chat-settings'] = ({ body }) => {
    Object.assign(found.settings, body);
    for (const [flag, value] of [
      ['slow_mode', 'slow_mode_wait_time'],
      ['follower_mode', 'follower_mode_duration'],
    ] as const) {
      if (found.settings[flag] === false) found.settings[value] = null;
    }
    return { data: [{}] };
  };
  answers['get-shield-mode-status'] = () => ({ data: [{ is_active: found.shield }] });
  answers['update-shield-mode-status'] = ({ body }) => {
    found.shield = body['is_active'] === true;
    return { data: [{}] };
  };
  answers['delete-chat-messages'] = () => null;
  return found;
}

async function run(
  action: Action,
  operation: string,
  { context }: Pick<Room, 'context'>,
  params: Record<string, unknown> = {},
): Promise<FlowMessage> {
  const { outputs } = await action.run({}, operation, params, context);
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

describe('twitch-chat-mode', () => {
  it('turns every mode on and off', async () => {
    for (const [operation, flag, summary, params] of [
      ['slow', 'slow_mode', 'Slow mode is on: one message every 45 seconds.', { seconds: 45 }],
      [
        'followersOnly',
        'follower_mode',
        'Only those who have followed for 10 minutes can write now.',
        { minutes: 10 },
      ],
      ['emoteOnly', 'emote_mode', 'Only emotes can be written now.', {}],
      ['subOnly', 'subscriber_mode', 'Only subscribers can write now.', {}],
      ['unique', 'unique_chat_mode', 'Every message has to be a new one now.', {}],
    ] as const) {
      const chat = room();
      const action = createChatModeAction();
      const msg = await run(action, operation, chat, params);
      assert.equal(chat.settings[flag], true);
      assert.equal(twitchOf(msg)['summary'], summary);
      const off = await run(action, operation, chat, { turn: 'off' });
      assert.equal(chat.settings[flag], false);
      assert.match(String(twitchOf(off)['summary']), / is off\.$/);
      assert.deepEqual(chat.context.helix.calls.at(-1)?.body, { [flag]: false });
    }
    const chat = room();
    await run(createChatModeAction(), 'shield', chat);
    assert.equal(chat.shield, true);
  });

  it('sends the amount with the mode, and acts as the bot where that is chosen', async () => {
    const chat = room();
    await run(createChatModeAction(), 'slow', chat, { seconds: 10, as: 'bot' });
    const call = chat.context.helix.calls.at(-1);
    assert.deepEqual(call?.body, { slow_mode: true, slow_mode_wait_time: 10 });
    assert.deepEqual(call?.query, { ...post, moderator_id: bot.id });
    assert.equal(call?.user, bot.id);
  });

  it('changes nothing that is so already, and says so', async () => {
    const chat = room({ emote_mode: true });
    const msg = await run(createChatModeAction(), 'emoteOnly', chat);
    assert.deepEqual(chat.context.helix.made, ['get-chat-settings']);
    assert.equal((msg['payload'] as { changed: boolean }).changed, false);
    assert.equal(twitchOf(msg)['summary'], 'Only emotes can be written now.');
  });

  it('clears the chat', async () => {
    const chat = room();
    const msg = await run(createChatModeAction(), 'clear', chat);
    assert.deepEqual(chat.context.helix.calls[0]?.query, post);
    assert.equal(twitchOf(msg)['summary'], 'The chat was cleared.');
  });

  it('puts back what any node of the account has changed, as it was before the first change', async () => {
    const chat = room({ slow_mode: true, slow_mode_wait_time: 5 });
    await run(createChatModeAction(), 'slow', chat, { seconds: 60 });
    await run(createChatModeAction(), 'slow', chat, { seconds: 120 });
    await run(createChatModeAction(), 'shield', chat);
    const another = createChatModeAction();
    const msg = await run(another, 'putBack', chat);
    assert.deepEqual(msg['payload'], { restored: ['slow', 'shield'] });
    assert.equal(chat.settings['slow_mode_wait_time'], 5);
    assert.equal(chat.shield, false);
    const again = await run(another, 'putBack', chat);
    assert.equal(twitchOf(again)['summary'], 'Nothing had to be put back.');
  });

  it('goes back and forth', async () => {
    const chat = room({ follower_mode: true, follower_mode_duration: 5 });
    const action = createChatModeAction();
    const params = { turn: 'toggle' };
    await run(action, 'emoteOnly', chat, params);
    assert.equal(chat.settings['emote_mode'], true);
    await run(action, 'emoteOnly', chat, params);
    assert.equal(chat.settings['emote_mode'], false);
    await run(action, 'followersOnly', chat, params);
    assert.equal(chat.settings['follower_mode'], false);
  });

  it('puts a mode back by itself after a while', async () => {
    const chat = room({ slow_mode: true, slow_mode_wait_time: 5 });
    const msg = await run(createChatModeAction(), 'slow', chat, { seconds: 60, after: 300 });
    assert.equal(twitchOf(msg)['summary'], 'Slow mode is on: one message every 1 minute, for 5 minutes.');
    await chat.context.clock.tick(299_999);
    assert.equal(chat.settings['slow_mode_wait_time'], 60);
    await chat.context.clock.tick(1);
    await settle();
    assert.equal(chat.settings['slow_mode_wait_time'], 5);
    assert.equal(chat.context.clock.pending, 0);
  });

  it('leaves alone what another node has changed or put back meanwhile', async () => {
    const chat = room();
    await run(createChatModeAction(), 'slow', chat, { seconds: 60, after: 300 });
    await run(createChatModeAction(), 'slow', chat, { seconds: 90 });
    await chat.context.clock.tick(300_000);
    await settle();
    assert.equal(chat.settings['slow_mode_wait_time'], 90);
    await run(createChatModeAction(), 'putBack', chat);
    assert.equal(chat.settings['slow_mode'], false);
  });

  it('remembers over a restart, and puts back at once what came due meanwhile', async () => {
    const chat = room();
    await run(createChatModeAction(), 'emoteOnly', chat, { after: 60 });
    chat.context.closing.abort();
    await chat.context.clock.tick(120_000);
    assert.equal(chat.settings['emote_mode'], true);
    const { state, shared, clock } = chat.context;
    const after = room({}, { state, shared, clock });
    const action = createChatModeAction();
    await action.resume?.(after.context, {
      result: () => assert.fail('no message'),
      error: (error) => assert.fail(String(error)),
    });
    await clock.tick(1);
    await settle();
    assert.deepEqual(after.context.helix.calls.at(-1)?.body, { emote_mode: false });
  });

  it('says which step failed, and puts back the rest all the same', async () => {
    const chat = room();
    const action = createChatModeAction();
    await run(action, 'slow', chat);
    await run(action, 'shield', chat);
    chat.context.helix.answers['update-chat-settings'] = () => {
      throw new TwitchRequestError('TWITCH_FORBIDDEN', 'no', { status: 403 });
    };
    const error = await refusal(run(action, 'putBack', chat));
    assert.equal(
      error.cause['summary'],
      'Slow mode could not be put back: that takes a moderator of Ana_Plays.',
    );
    assert.equal(chat.shield, false);
    const changing = await refusal(run(action, 'emoteOnly', chat));
    assert.match(String(changing.cause['summary']), /^Emote-only mode could not be changed/);
  });

  it('refuses a time that is none', async () => {
    assert.equal(
      (await refusal(run(createChatModeAction(), 'slow', room(), { after: 0 }))).code,
      'TWITCH_INPUT_INVALID',
    );
  });
});
