import assert from 'node:assert/strict';
import { createUserAction } from '../../src/behaviour/action-user';
import type { ActionContext } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { age } from '../../src/behaviour/words';
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

const profile = {
  id: viewer.id,
  login: viewer.login,
  display_name: viewer.name,
  description: 'paints birds',
  broadcaster_type: '',
  profile_image_url: 'https://static.example/heron.png',
  created_at: '2019-05-01T08:00:00Z',
};

const follow = { user_id: viewer.id, followed_at: '2025-09-20T18:00:00Z' };
const subscription = { user_id: viewer.id, tier: '1000', is_gift: false };

function listed(person: { readonly id: string; readonly login: string; readonly name: string }): object {
  return { user_id: person.id, user_login: person.login, user_name: person.name };
}

function world(overrides: Partial<ActionContext> = {}): TestContext {
  const context = actionContext({ granted: () => ['moderator:read:followers'], ...overrides });
  const { answers } = context.helix;
  answers['get-users'] = ({ query }) => ({ data: query['id'] === viewer.id ? [profile] : [] });
  answers['get-user-chat-color'] = () => ({ data: [{ user_id: viewer.id, color: '#1E90FF' }] });
  answers['get-channel-followers'] = () => ({ total: 7, data: [follow] });
  answers['get-broadcaster-subscriptions'] = () => ({ total: 3, points: 3, data: [subscription] });
  answers['get-chatters'] = () => ({
    total: 4,
    data: [streamer, bot, { id: '9', login: 'nightbot', name: 'Nightbot' }, viewer].map(listed),
  });
  return context;
}

async function run(
  operation: string,
  msg: FlowMessage,
  params: Record<string, unknown>,
  context: TestContext,
): Promise<FlowMessage> {
  const { outputs } = await createUserAction().run(msg, operation, params, context);
  return outputs[0] as FlowMessage;
}

function refusing(status: number): () => never {
  return () => {
    throw new TwitchRequestError(
      status === 403 ? 'TWITCH_FORBIDDEN' : 'TWITCH_REQUEST_FAILED',
      'Twitch said no',
      { status },
    );
  };
}

describe('twitch-user', () => {
  it('tells about who typed the command, how long the follow is and whether there is a subscription', async () => {
    const context = world();
    const msg = await run('about', commandMsg('', '!followage'), {}, context);
    assert.deepEqual(msg['payload'], {
      id: viewer.id,
      login: viewer.login,
      name: viewer.name,
      description: 'paints birds',
      avatar: profile.profile_image_url,
      kind: 'viewer',
      createdAt: profile.created_at,
      accountAge: '7 years 6 months',
      color: '#1E90FF',
      follows: true,
      followedAt: follow.followed_at,
      followAge: '1 year 2 months',
      subscribes: true,
      tier: 1,
      gifted: false,
    });
    assert.equal(
      twitchOf(msg)['summary'],
      'Pixel_Heron has followed Ana_Plays for 1 year 2 months and is a subscriber (tier 1).',
    );
    const call = context.helix.calls.find(({ id }) => id === 'get-channel-followers');
    assert.deepEqual(call?.query, { broadcaster_id: streamer.id, user_id: viewer.id });
    assert.equal(call?.user, streamer.id);
  });

  it('says plainly that somebody neither follows nor subscribes', async () => {
    const context = world();
    context.helix.answers['get-channel-followers'] = () => ({ total: 7, data: [] });
    context.helix.answers['get-broadcaster-subscriptions'] = () => ({ total: 3, points: 3, data: [] });
    const msg = await run('about', {}, { whom: `@${viewer.name}` }, context);
    const { follows, followAge, subscribes, tier, gifted } = msg['payload'] as Record<string, unknown>;
    assert.deepEqual([follows, followAge, subscribes, tier, gifted], [false, null, false, null, null]);
    assert.equal(twitchOf(msg)['summary'], 'Pixel_Heron does not follow Ana_Plays.');
  });

  it('leaves empty what nobody here may know, and tells the rest', async () => {
    const context = world({ granted: () => [] });
    context.helix.answers['get-channel-followers'] = () => ({ total: 7, data: [] });
    for (const status of [401, 403]) {
      context.helix.answers['get-broadcaster-subscriptions'] = refusing(status);
      const msg = await run('about', {}, { whom: viewer.login, channel: other.login }, context);
      const { follows, subscribes } = msg['payload'] as Record<string, unknown>;
      assert.deepEqual([follows, subscribes], [null, null]);
      assert.equal(twitchOf(msg)['summary'], 'Pixel_Heron has been on Twitch for 7 years 6 months.');
    }
  });

  it('fails when Twitch fails: an unanswered question is no "does not follow"', async () => {
    const context = world();
    context.helix.answers['get-channel-followers'] = refusing(500);
    await assert.rejects(run('about', {}, { whom: viewer.login }, context), {
      code: 'TWITCH_REQUEST_FAILED',
    });
  });

  it('says that somebody whose account is closed is not there', async () => {
    const context = world();
    await assert.rejects(run('about', {}, { whom: other.login }, context), (error: TwitchError) => {
      assert.equal(error.cause['summary'], 'There is nobody named Tidewater.');
      return true;
    });
  });

  it('picks a viewer from chat: not the streamer, not the bot, no known bot', async () => {
    const context = world();
    const msg = await run('randomChatter', {}, {}, context);
    assert.deepEqual(msg['payload'], { ...viewer, of: 1 });
    assert.equal(twitchOf(msg)['summary'], 'Pixel_Heron was picked from 1 viewer in chat.');
    assert.deepEqual(context.helix.calls[0]?.query, {
      broadcaster_id: streamer.id,
      moderator_id: streamer.id,
    });
  });

  it('picks everybody with the same chance', async () => {
    const context = world();
    context.helix.answers['get-chatters'] = () => ({ total: 2, data: [viewer, other].map(listed) });
    const picks = new Map<unknown, number>();
    for (let draw = 0; draw < 400; draw += 1) {
      const { id } = (await run('randomChatter', {}, {}, context))['payload'] as { id: string };
      picks.set(id, (picks.get(id) ?? 0) + 1);
    }
    for (const { id } of [viewer, other]) assert.ok((picks.get(id) ?? 0) > 150, JSON.stringify([...picks]));
  });

  it('says so when nobody is in chat', async () => {
    const context = world();
    context.helix.answers['get-chatters'] = () => ({ total: 1, data: [listed(streamer)] });
    await assert.rejects(run('randomChatter', {}, {}, context), (error: TwitchError) => {
      assert.equal(error.cause['summary'], 'Nobody is in chat just now.');
      return true;
    });
  });

  it('lists people over all pages up to the number that is wanted, with the number of all', async () => {
    const context = world();
    const pages = [
      { total: 3, data: [{ ...listed(viewer), followed_at: '2026-01-01T00:00:00Z' }] },
      { total: 3, data: [{ ...listed(other), followed_at: '2025-01-01T00:00:00Z' }] },
    ];
    context.helix.answers['get-channel-followers'] = () => pages;
    const msg = await run('followers', {}, { most: 2 }, context);
    assert.deepEqual(msg['payload'], {
      channel: 'Ana_Plays',
      total: 3,
      complete: false,
      people: [
        { ...viewer, since: '2026-01-01T00:00:00Z' },
        { ...other, since: '2025-01-01T00:00:00Z' },
      ],
    });
    assert.equal(twitchOf(msg)['summary'], 'Ana_Plays has 3 followers.');
  });

  it('refuses a number of people that is none', async () => {
    await assert.rejects(run('chatters', {}, { most: 0 }, world()), { code: 'TWITCH_INPUT_INVALID' });
  });
});

describe('how long ago something was', () => {
  const at = (text: string): number => Date.parse(text);
  for (const [since, now, said] of [
    ['2025-09-20T18:00:00Z', '2026-11-23T12:00:00Z', '1 year 2 months'],
    ['2026-01-31T10:00:00Z', '2026-02-28T10:00:00Z', '1 month'],
    ['2026-01-31T10:00:00Z', '2026-02-28T09:59:00Z', '27 days'],
    ['2024-02-29T00:00:00Z', '2025-02-28T00:00:00Z', '1 year'],
    ['2026-10-20T00:00:00Z', '2026-11-23T00:00:00Z', '1 month 3 days'],
    ['2026-11-20T00:00:00Z', '2026-11-23T05:00:00Z', '3 days'],
    ['2026-11-23T07:30:00Z', '2026-11-23T12:00:00Z', '4 hours 30 minutes'],
    ['2026-11-23T11:59:52Z', '2026-11-23T12:00:00Z', '8 seconds'],
    ['2027-01-01T00:00:00Z', '2026-11-23T12:00:00Z', '0 seconds'],
  ] as const) {
    it(`is ${said} from ${since} to ${now}`, () => assert.equal(age(since, at(now)), said));
  }

  it('is nothing without a date', () => {
    assert.equal(age(null, 0), null);
    assert.equal(age('yesterday', 0), null);
  });
});
