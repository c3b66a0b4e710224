import assert from 'node:assert/strict';
import { type ApiBody, EventSubClient, subscribe } from '../support/eventsub-client';
import { CLIENT_ID, Stand } from '../support/stand';

const BROADCASTER = '410000100';
const MODERATOR = '410000201';
const BOT = '410000202';
const POLLS = ['channel:read:polls'];
const EVERY_MODERATION_SCOPE = [
  'moderator:read:blocked_terms',
  'moderator:manage:chat_settings',
  'moderator:read:unban_requests',
  'moderator:read:banned_users',
  'moderator:read:chat_messages',
  'moderator:read:warnings',
  'moderator:read:moderators',
];

function rewardCondition(i: number): Record<string, string> {
  return { broadcaster_user_id: BROADCASTER, reward_id: `reward-${i}` };
}

describe('simulator EventSub: subscriptions', () => {
  let stand: Stand;
  let clients: EventSubClient[] = [];

  const open = async (): Promise<string> => {
    const client = new EventSubClient(`${stand.url}/ws`);
    clients.push(client);
    return client.sessionId();
  };

  const list = (
    filters: Record<string, string> = {},
    userId = BROADCASTER,
  ): { status: number; body: ApiBody } => {
    const answer = stand.eventSub.subscriptions.list({ clientId: CLIENT_ID, userId, filters });
    return { status: answer.status, body: answer.body as ApiBody };
  };

  beforeEach(async () => {
    stand = await Stand.start();
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('accepts with 202 and the whole subscription', async () => {
    const session = await open();
    const { status, body } = subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS });
    assert.equal(status, 202);
    const { id, created_at: createdAt, transport, ...rest } = body.data[0]!;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(String(createdAt), /\.\d{9}Z$/);
    assert.deepEqual(Object.keys(transport as object), ['method', 'session_id', 'connected_at']);
    assert.deepEqual(rest, {
      status: 'enabled',
      type: 'channel.poll.end',
      version: '1',
      condition: { broadcaster_user_id: BROADCASTER },
      cost: 0,
    });
    const { data: _, ...totals } = body;
    assert.deepEqual(totals, { total: 1, total_cost: 0, max_total_cost: 10 });
  });

  const bad: [what: string, wish: object, message: RegExp][] = [
    ['an unknown type', { type: 'channel.party' }, /unknown type/],
    ['an unknown version', { type: 'channel.follow', version: '1' }, /versions of channel\.follow are 2/],
    [
      'a type that is not on WebSockets',
      { type: 'user.authorization.grant', condition: { client_id: CLIENT_ID } },
      /websockets/,
    ],
    [
      'a missing condition field',
      { type: 'channel.poll.end', condition: {} },
      /missing condition field broadcaster_user_id/,
    ],
    [
      'an empty condition field',
      { type: 'channel.poll.end', condition: { broadcaster_user_id: '' } },
      /missing/,
    ],
    [
      'a condition field too many',
      { type: 'channel.poll.end', condition: { broadcaster_user_id: BROADCASTER, user_id: '1' } },
      /unexpected condition field user_id/,
    ],
    [
      'a number for an id',
      { type: 'channel.poll.end', condition: { broadcaster_user_id: 410_000_100 } },
      /must be a string/,
    ],
    [
      'both directions of a raid',
      {
        type: 'channel.raid',
        condition: { from_broadcaster_user_id: BROADCASTER, to_broadcaster_user_id: BROADCASTER },
      },
      /exactly one/,
    ],
    ['no direction of a raid', { type: 'channel.raid', condition: {} }, /exactly one/],
  ];
  for (const [what, wish, message] of bad) {
    it(`refuses ${what} with 400`, async () => {
      const session = await open();
      const { status, body } = subscribe(stand, { type: '', scopes: POLLS, session, ...wish });
      assert.equal(status, 400);
      assert.equal(body.error, 'Bad Request');
      assert.match(body.message ?? '', message);
    });
  }

  it('refuses unknown and ended sessions, other transports and app tokens', async () => {
    const session = await open();
    const wish = { type: 'channel.poll.end', scopes: POLLS };
    assert.equal(subscribe(stand, { ...wish, session: 'nonsense' }).status, 400);
    stand.faults.eventSub.close(4000, { sessionId: session });
    assert.equal(subscribe(stand, { ...wish, session }).status, 400);
    const request = {
      clientId: CLIENT_ID,
      scopes: POLLS,
      type: 'channel.poll.end',
      version: '1',
      condition: { broadcaster_user_id: BROADCASTER },
    };
    const webhook = { method: 'webhook', callback: 'https://example.test', secret: 'sssssssssss' };
    const { subscriptions } = stand.eventSub;
    assert.equal(subscriptions.create({ ...request, userId: null, transport: webhook }).status, 400);
    const socket = { method: 'websocket', session_id: await open() };
    assert.equal(subscriptions.create({ ...request, userId: null, transport: socket }).status, 401);
  });

  it('refuses a session that has not been welcomed yet', async () => {
    stand.faults.eventSub.delayNextWelcome(null);
    const client = await new EventSubClient(`${stand.url}/ws`).opened();
    clients.push(client);
    const session = [...stand.eventSub.sessions][0]!.id;
    assert.equal(subscribe(stand, { type: 'stream.online', session }).status, 400);
  });

  it('lets a session have subscriptions of one user only', async () => {
    const session = await open();
    assert.equal(subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS }).status, 202);
    const other = subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS, as: 'moss_and_moor' });
    assert.equal(other.status, 400);
    assert.match(other.body.message ?? '', /different users/);
  });

  it('refuses with 403 when a scope is missing, naming it; any one of a group will do', async () => {
    const session = await open();
    const wish = { type: 'channel.poll.end', session };
    const refused = subscribe(stand, wish);
    assert.equal(refused.status, 403);
    assert.match(
      refused.body.message ?? '',
      /missing proper authorization.*channel:read:polls or channel:manage:polls/,
    );
    assert.equal(subscribe(stand, { ...wish, scopes: ['channel:manage:polls'] }).status, 202);
  });

  it('wants one scope of every group', async () => {
    const session = await open();
    const condition = { broadcaster_user_id: BROADCASTER, moderator_user_id: MODERATOR };
    const wish = { type: 'channel.moderate', version: '2', session, as: 'pine_marten', condition };
    const almost = subscribe(stand, { ...wish, scopes: EVERY_MODERATION_SCOPE });
    assert.equal(almost.status, 403);
    assert.match(almost.body.message ?? '', /moderator:read:vips/);
    const scopes = [...EVERY_MODERATION_SCOPE, 'moderator:read:vips'];
    assert.equal(subscribe(stand, { ...wish, scopes }).status, 202);
  });

  it("refuses with 403 somebody else's channel, somebody else's moderator id, and who is no moderator", async () => {
    const session = await open();
    const as = 'anchor_ana';
    const polls = { broadcaster_user_id: BROADCASTER };
    assert.equal(
      subscribe(stand, { type: 'channel.poll.end', condition: polls, session, as, scopes: POLLS }).status,
      403,
    );
    const follow = {
      type: 'channel.follow',
      version: '2',
      session,
      as,
      scopes: ['moderator:read:followers'],
    };
    for (const id of [MODERATOR, '410000301']) {
      const condition = { broadcaster_user_id: BROADCASTER, moderator_user_id: id };
      assert.equal(subscribe(stand, { ...follow, condition }).status, 403);
    }
    const bySelf = { broadcaster_user_id: BROADCASTER, moderator_user_id: MODERATOR };
    assert.equal(subscribe(stand, { ...follow, as: 'pine_marten', condition: bySelf }).status, 202);
  });

  it('refuses chat with 403 to who is banned there', async () => {
    stand.world.moderation.ban({ channel: BROADCASTER, user: 'anchor_ana' });
    const condition = { broadcaster_user_id: BROADCASTER, user_id: '410000301' };
    const scopes = ['user:read:chat'];
    const session = await open();
    const wish = { type: 'channel.chat.message', session, condition, scopes, as: 'anchor_ana' };
    assert.equal(subscribe(stand, wish).status, 403);
  });

  it('refuses the same again on the same session with 409 and the id; another session may have it', async () => {
    const session = await open();
    const wish = { type: 'channel.poll.end', session, scopes: POLLS };
    const { body } = subscribe(stand, wish);
    const again = subscribe(stand, wish);
    assert.equal(again.status, 409);
    assert.ok(again.body.message?.includes(body.data[0]!.id));
    assert.equal(subscribe(stand, { ...wish, session: await open() }).status, 202);
    assert.equal(subscribe(stand, { ...wish, type: 'channel.poll.begin' }).status, 202);
  });

  it('takes absent and empty optional condition fields for the same, and shows them empty', async () => {
    const session = await open();
    const type = 'channel.channel_points_custom_reward_redemption.add';
    const scopes = ['channel:read:redemptions'];
    const first = subscribe(stand, { type, session, scopes });
    assert.deepEqual(first.body.data[0]?.['condition'], { broadcaster_user_id: BROADCASTER, reward_id: '' });
    const condition = { broadcaster_user_id: BROADCASTER, reward_id: '' };
    assert.equal(subscribe(stand, { type, session, scopes, condition }).status, 409);
    const one = { broadcaster_user_id: BROADCASTER, reward_id: 'abc' };
    assert.equal(subscribe(stand, { type, session, scopes, condition: one }).status, 202);
  });

  it('allows three sessions with subscriptions per client and user', async () => {
    const types = ['channel.poll.begin', 'channel.poll.progress', 'channel.poll.end', 'channel.update'];
    const answers = [];
    for (const type of types) {
      const version = type === 'channel.update' ? '2' : '1';
      answers.push(subscribe(stand, { type, version, session: await open(), scopes: POLLS }));
    }
    assert.deepEqual(
      answers.map(({ status }) => status),
      [202, 202, 202, 429],
    );
    assert.match(answers[3]?.body.message ?? '', /websocket transports/);
    stand.faults.eventSub.close(4000, { sessionId: String([...stand.eventSub.sessions][0]?.id) });
    assert.equal(
      subscribe(stand, { type: 'channel.poll.end', session: await open(), scopes: POLLS }).status,
      202,
    );
  });

  it('counts a half-dead session until it is noticed', async () => {
    const wish = { type: 'channel.poll.end', scopes: POLLS };
    for (let i = 0; i < 3; i++) subscribe(stand, { ...wish, session: await open() });
    stand.faults.eventSub.drop({}, { noticedAfterMs: 20_000 });
    await Promise.all(clients.map((client) => client.closed));
    const session = await open();
    const refused = subscribe(stand, { ...wish, session });
    assert.equal(refused.status, 429);
    assert.match(refused.body.message ?? '', /type and condition/);
    const [orphan] = stand.eventSub.live();
    assert.equal(
      stand.eventSub.subscriptions.remove({ clientId: CLIENT_ID, userId: BROADCASTER, id: orphan!.id })
        .status,
      204,
    );
    assert.equal(subscribe(stand, { ...wish, session }).status, 202);
  });

  it('allows 300 subscriptions per session', async () => {
    const session = await open();
    const type = 'channel.channel_points_custom_reward_redemption.add';
    const scopes = ['channel:read:redemptions'];
    for (let i = 0; i < 300; i++) {
      assert.equal(subscribe(stand, { type, session, scopes, condition: rewardCondition(i) }).status, 202);
    }
    assert.equal(subscribe(stand, { type, session, scopes, condition: rewardCondition(300) }).status, 429);
    assert.equal(list().body.data.length, 100);
    const second = list({ after: list().body.pagination?.cursor ?? '' });
    assert.notEqual(second.body.data[0]?.id, list().body.data[0]?.id);
    const third = list({ after: second.body.pagination?.cursor ?? '' });
    assert.deepEqual(third.body.pagination, {});
    assert.equal(third.body.total, 300);
  });

  it('costs one for a channel that never authorised the application, up to ten; nothing for the others', async () => {
    const session = await open();
    stand.token('moss_and_moor', []);
    const ids = stand.world.cast.viewers.map(({ id }) => id);
    const online = (id: string) =>
      subscribe(stand, { type: 'stream.online', session, condition: { broadcaster_user_id: id } });
    assert.equal(online('410000902').body.data[0]?.cost, 0);
    for (const id of ids.slice(0, 10)) assert.equal(online(id).body.data[0]?.cost, 1);
    assert.equal(list().body.total_cost, 10);
    const refused = online(ids[10]!);
    assert.equal(refused.status, 429);
    assert.match(refused.body.message ?? '', /cost/);
  });

  it("lists by one filter only, and only what is one's own", async () => {
    const session = await open();
    const { body } = subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS });
    subscribe(stand, { type: 'channel.update', version: '2', session });
    assert.equal(list({ type: 'channel.poll.end' }).body.total, 1);
    assert.equal(list({ user_id: BROADCASTER }).body.total, 2);
    assert.equal(list({ user_id: BOT }).body.total, 0);
    assert.equal(list({ subscription_id: body.data[0]!.id }).body.total, 1);
    assert.equal(list({ status: 'websocket_disconnected' }).body.total, 0);
    assert.equal(list({ conduit_id: 'x' }).body.total, 0);
    assert.equal(list({}, BOT).body.total, 0);
    assert.equal(list({ type: 'channel.poll.end', status: 'enabled' }).status, 400);
    assert.equal(list({ after: '%%%' }).status, 200);
  });

  it("removes with 204, once, and only one's own", async () => {
    const session = await open();
    const { body } = subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS });
    const remove = (userId: string) =>
      stand.eventSub.subscriptions.remove({ clientId: CLIENT_ID, userId, id: body.data[0]!.id }).status;
    assert.deepEqual([remove(BOT), remove(BROADCASTER), remove(BROADCASTER)], [404, 204, 404]);
    assert.equal(list().body.total, 0);
  });

  it('lists what a lost session had for an hour, with the reason and the time', async () => {
    const session = await open();
    subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS });
    stand.faults.eventSub.close(4006);
    const [lost] = list().body.data;
    assert.equal(lost?.status, 'websocket_network_error');
    assert.match(JSON.stringify(lost?.['transport']), /"disconnected_at":"[^"]+Z"/);
    await stand.clock.tick(3_600_001);
    assert.equal(list().body.total, 0);
  });
});
