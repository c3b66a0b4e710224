import assert from 'node:assert/strict';
import { createShoutoutAction } from '../../src/behaviour/action-shoutout';
import type { Action, ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { settle } from '../support/fake-clock';
import {
  actionContext,
  commandMsg,
  other,
  streamer,
  twitchOf,
  viewer,
  type TestContext,
} from './support/world';

const MINUTE = 60_000;

function world(overrides: Parameters<typeof actionContext>[0] = {}): TestContext {
  const context = actionContext(overrides);
  context.helix.answers['send-a-shoutout'] = () => null;
  context.helix.answers['get-channel-information'] = () => ({ data: [{ game_name: 'Art', title: 'Moors' }] });
  context.helix.answers['get-streams'] = () => ({ data: [] });
  return context;
}

/** `!so @tidewater` as the command node sends it. */
function so(person = other): FlowMessage {
  const msg = commandMsg(`@${person.name}`, '!so');
  twitchOf(msg)['target'] = { login: person.login, name: person.name };
  return msg;
}

function raid(): FlowMessage {
  const msg = so();
  const twitch = twitchOf(msg);
  delete twitch['command'];
  twitch['target'] = null;
  return msg;
}

function given(context: TestContext): (string | undefined)[] {
  return context.helix.calls
    .filter(({ id }) => id === 'send-a-shoutout')
    .map(({ query }) => query['to_broadcaster_id'] as string);
}

function only({ outputs }: ActionResult): FlowMessage {
  return outputs[0] as FlowMessage;
}

function start(
  action: Action,
  context: TestContext,
  msg: FlowMessage = so(),
  params: Record<string, unknown> = {},
): Promise<ActionResult> {
  return action.run(msg, 'shoutout', params, context);
}

function refusing(status: number, code: 'TWITCH_REQUEST_FAILED' | 'TWITCH_RATE_LIMITED'): () => never {
  return () => {
    throw new TwitchRequestError(code, 'Twitch said no', { status });
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

describe('twitch-shoutout', () => {
  it('gives one to the person named, and tells category and link', async () => {
    const context = world();
    const msg = only(await start(createShoutoutAction(), context));
    assert.deepEqual(context.helix.calls[0]?.query, {
      from_broadcaster_id: streamer.id,
      to_broadcaster_id: other.id,
      moderator_id: streamer.id,
    });
    assert.deepEqual(msg['payload'], {
      person: 'Tidewater',
      login: 'tidewater',
      link: 'https://www.twitch.tv/tidewater',
      category: 'Art',
      title: 'Moors',
      live: false,
      waited: 0,
    });
    assert.equal(
      twitchOf(msg)['summary'],
      'Go and see Tidewater, last seen with Art: https://www.twitch.tv/tidewater',
    );
  });

  it('takes who raided, but after a command nobody who was not named', async () => {
    const context = world();
    await start(createShoutoutAction(), context, raid());
    assert.deepEqual(given(context), [viewer.id]);
    const unnamed = commandMsg('', '!so');
    const error = await refusal(start(createShoutoutAction(), world(), unnamed));
    assert.equal(error.cause['summary'], 'Name someone: !so @name');
  });

  it('knows that somebody never streamed, or is live now', async () => {
    const never = world();
    never.helix.answers['get-channel-information'] = () => ({ data: [{ game_name: '', title: '' }] });
    assert.equal(
      twitchOf(only(await start(createShoutoutAction(), never)))['summary'],
      'Go and see Tidewater: https://www.twitch.tv/tidewater',
    );
    const live = world();
    live.helix.answers['get-streams'] = () => ({ data: [{ id: '1' }] });
    assert.match(
      String(twitchOf(only(await start(createShoutoutAction(), live)))['summary']),
      /live now with Art/,
    );
  });

  it('is given all the same when category and title cannot be looked up', async () => {
    const context = world();
    context.helix.answers['get-channel-information'] = refusing(500, 'TWITCH_REQUEST_FAILED');
    context.helix.answers['get-streams'] = refusing(500, 'TWITCH_REQUEST_FAILED');
    const msg = only(await start(createShoutoutAction(), context));
    assert.equal((msg['payload'] as { category: unknown }).category, null);
  });

  it('says a line besides, with what came out of it', async () => {
    const context = world();
    const params = { say: true, text: 'Visit {target}, they do {payload.category}! {summary}' };
    const msg = only(await start(createShoutoutAction(), context, so(), params));
    assert.equal(
      context.chat.sent[0]?.text,
      'Visit Tidewater, they do Art! Go and see Tidewater, last seen with Art: https://www.twitch.tv/tidewater',
    );
    assert.equal((msg['payload'] as { said: unknown }).said, true);
    const dropped = world();
    dropped.chat.result = { ...dropped.chat.result, sent: false };
    const again = only(await start(createShoutoutAction(), dropped, so(), params));
    assert.equal((again['payload'] as { said: unknown }).said, false);
  });

  it('waits two minutes for the next one, in the order in which they came', async () => {
    const action = createShoutoutAction();
    const context = world();
    const done: string[] = [];
    const note = (name: string) => (result: ActionResult) => {
      done.push(`${name} after ${(only(result)['payload'] as { waited: number }).waited} s`);
    };
    void start(action, context, so(other)).then(note('first'));
    void start(action, context, so(viewer)).then(note('second'));
    await settle();
    assert.deepEqual(done, ['first after 0 s']);
    await context.clock.tick(2 * MINUTE - 1);
    assert.equal(done.length, 1);
    await context.clock.tick(1);
    await settle();
    assert.deepEqual(done, ['first after 0 s', 'second after 120 s']);
    assert.equal(context.clock.pending, 0);
  });

  it('lets others pass whose hour is over', async () => {
    const action = createShoutoutAction();
    const context = world();
    await start(action, context, so(other));
    const again = start(action, context, so(other));
    const next = start(action, context, so(viewer));
    await settle();
    await context.clock.tick(2 * MINUTE);
    await next;
    assert.deepEqual(given(context), [other.id, viewer.id]);
    await context.clock.tick(58 * MINUTE);
    await again;
    assert.deepEqual(given(context), [other.id, viewer.id, other.id]);
  });

  it('serves two messages that wait for the same person with one shoutout, and says one line', async () => {
    const action = createShoutoutAction();
    const context = world();
    const params = { say: true };
    await start(action, context, so(viewer), params);
    const both = [start(action, context, so(other), params), start(action, context, so(other), params)];
    await settle();
    await context.clock.tick(2 * MINUTE);
    await Promise.all(both);
    assert.deepEqual(given(context), [viewer.id, other.id]);
    assert.equal(context.chat.sent.length, 2);
  });

  it('tries again for an hour when somebody else has given one', async () => {
    const action = createShoutoutAction();
    const context = world();
    let refusals = 0;
    context.helix.answers['send-a-shoutout'] = () => {
      refusals += 1;
      if (refusals <= 3) throw new TwitchRequestError('TWITCH_RATE_LIMITED', 'too early', { status: 429 });
      return null;
    };
    const waits = start(action, context);
    for (let minutes = 0; minutes < 8; minutes += 2) {
      await settle();
      await context.clock.tick(2 * MINUTE);
    }
    assert.equal((only(await waits)['payload'] as { waited: number }).waited, 360);
    const busy = world();
    busy.helix.answers['send-a-shoutout'] = refusing(429, 'TWITCH_RATE_LIMITED');
    const gaveUp = refusal(start(createShoutoutAction(), busy));
    for (let minutes = 0; minutes <= 64; minutes += 2) {
      await settle();
      await busy.clock.tick(2 * MINUTE);
    }
    assert.equal((await gaveUp).code, 'TWITCH_RATE_LIMITED');
    assert.equal(busy.clock.pending, 0);
  });

  it('without the line says when the next one can be given', async () => {
    const action = createShoutoutAction();
    const context = world();
    await start(action, context, so(other), { queue: false });
    await context.clock.tick(30_000);
    const error = await refusal(start(action, context, so(viewer), { queue: false }));
    assert.equal(error.code, 'TWITCH_RATE_LIMITED');
    assert.equal(error.cause['summary'], 'The next shoutout can be given in 90 seconds.');
    assert.equal(error.cause.retryAt, context.clock.now() + 90_000);
  });

  it('loses nothing over a restart, and remembers whose hour is not over', async () => {
    const before = world();
    const first = createShoutoutAction();
    await start(first, before, so(other));
    const lost = start(first, before, so(viewer));
    await settle();
    before.closing.abort();
    assert.equal((await refusal(lost)).cause['kept'], true);
    assert.equal(before.clock.pending, 0);

    const after = world({ state: before.state, clock: before.clock });
    const second = createShoutoutAction();
    const results: FlowMessage[] = [];
    void second.resume?.(after, {
      result: (result) => results.push(only(result)),
      error: (error) => assert.fail(String(error)),
    });
    await settle();
    assert.deepEqual(given(after), []);
    await before.clock.tick(2 * MINUTE);
    await settle();
    assert.deepEqual(given(after), [viewer.id]);
    assert.equal((results[0]!['payload'] as { person: string }).person, viewer.name);
    const error = await refusal(start(second, after, so(other), { queue: false }));
    assert.equal(error.code, 'TWITCH_RATE_LIMITED');
  });

  it('says in words for chat why not: the channel is offline, it is the channel itself, or takes a moderator', async () => {
    const offline = world({ live: { isLive: () => false } });
    assert.match(
      String((await refusal(start(createShoutoutAction(), offline))).cause['summary']),
      /only while Ana_Plays is live/,
    );
    assert.equal(offline.helix.calls.length, 0);
    const self = await refusal(start(createShoutoutAction(), world(), so(streamer)));
    assert.match(String(self.cause['summary']), /themselves/);
    const context = world();
    context.helix.answers['send-a-shoutout'] = refusing(403, 'TWITCH_REQUEST_FAILED');
    const msg = so();
    const error = await refusal(start(createShoutoutAction(), context, msg));
    assert.equal(error.cause['summary'], 'Only moderators can give a shoutout.');
    assert.equal(twitchOf(msg)['summary'], error.cause['summary']);
  });

  it('goes on behind a test button on a real account, whatever the practice world says', async () => {
    const practice = world({ practice: true });
    practice.helix.answers['send-a-shoutout'] = refusing(429, 'TWITCH_RATE_LIMITED');
    const context = world({
      granted: () => ['moderator:manage:shoutouts'],
      pretend: () => Promise.resolve(practice),
    });
    const msg = so();
    twitchOf(msg)['test'] = true;
    const result = await start(createShoutoutAction(), context, msg);
    assert.deepEqual(result.notes, ['test-not-sent']);
    assert.deepEqual(given(context), []);
  });
});
