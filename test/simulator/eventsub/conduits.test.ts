import assert from 'node:assert/strict';
import { type ApiBody, EventSubClient } from '../support/eventsub-client';
import { CLIENT_ID, Stand } from '../support/stand';

const BROADCASTER = '410000100';
const BOT = '410000202';

describe('simulator EventSub: conduits', () => {
  let stand: Stand;
  let clients: EventSubClient[];

  beforeEach(async () => {
    stand = await Stand.start();
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await stand.close();
  });

  const open = async (): Promise<string> => {
    const client = new EventSubClient(`${stand.url}/ws`);
    clients.push(client);
    return client.sessionId();
  };
  const conduits = (): Stand['eventSub']['subscriptions']['conduits'] =>
    stand.eventSub.subscriptions.conduits;
  const make = (shardCount = 2, clientId = CLIENT_ID): string =>
    (conduits().create({ clientId, shardCount }).body as { data: { id: string }[] }).data[0]?.id ?? '';
  const attach = (
    conduitId: string,
    id: string,
    session_id: string,
  ): { data: object[]; errors: { message: string }[] } =>
    conduits().attach({
      clientId: CLIENT_ID,
      conduitId,
      shards: [{ id, transport: { method: 'websocket', session_id } }],
    }).body as { data: object[]; errors: { message: string }[] };
  const subscribe = (
    type: string,
    transport: Record<string, string>,
    condition: Record<string, string> = { broadcaster_user_id: BROADCASTER },
    userId: string | null = null,
  ): { status: number } =>
    stand.eventSub.subscriptions.create({
      clientId: CLIENT_ID,
      userId,
      scopes: [],
      type,
      version: '1',
      condition,
      transport,
    });

  it('are 5 for an application at most, and each application sees its own', () => {
    for (let n = 0; n < 5; n += 1) make();
    assert.equal(conduits().create({ clientId: CLIENT_ID, shardCount: 1 }).status, 429);
    const foreign = make(1, 'another-application');
    assert.equal((conduits().list(CLIENT_ID).body as ApiBody).data.length, 5);
    assert.equal(conduits().remove({ clientId: CLIENT_ID, id: foreign }).status, 404);
  });

  it('have from 1 to 20,000 shards', () => {
    const id = make(20_000);
    for (const shardCount of [0, 20_001, 1.5]) {
      assert.equal(conduits().create({ clientId: CLIENT_ID, shardCount }).status, 400);
      assert.equal(conduits().resize({ clientId: CLIENT_ID, id, shardCount }).status, 400);
    }
    assert.equal(conduits().resize({ clientId: CLIENT_ID, id, shardCount: 1 }).status, 200);
    assert.equal(conduits().resize({ clientId: CLIENT_ID, id: 'unknown', shardCount: 1 }).status, 404);
  });

  it('answer 202 where single shards are refused, and say which and why', async () => {
    const [id, session] = [make(), await open()];
    assert.match(attach(id, '2', session).errors[0]?.message ?? '', /shard id/);
    assert.match(attach(id, '0', 'unknown').errors[0]?.message ?? '', /session/);
    assert.equal(attach(id, '0', session).data.length, 1);
    assert.match(attach(id, '1', session).errors[0]?.message ?? '', /another shard/);
  });

  it('take no session that has subscriptions of its own, and give none to one of theirs', async () => {
    const [id, own, theirs] = [make(), await open(), await open()];
    const asUser = (session_id: string): number =>
      subscribe('stream.online', { method: 'websocket', session_id }, undefined, BROADCASTER).status;
    assert.equal(asUser(own), 202);
    assert.match(attach(id, '0', own).errors[0]?.message ?? '', /of its own/);
    attach(id, '0', theirs);
    assert.equal(asUser(theirs), 400);
  });

  it('keep a session open that has nothing but its shard', async () => {
    const [id, used, unused] = [make(), await open(), await open()];
    attach(id, '0', used);
    await stand.clock.tick(10_000);
    assert.deepEqual(
      [...stand.eventSub.sessions].map((session) => session.id),
      [used],
    );
    assert.notEqual(unused, used);
  });

  it('want an app token, and what the users in the condition allowed the application', () => {
    const transport = { method: 'conduit', conduit_id: make() };
    const poll = (): number => subscribe('channel.poll.end', transport).status;
    assert.equal(subscribe('channel.poll.end', transport, undefined, BROADCASTER).status, 401);
    assert.equal(subscribe('stream.online', { method: 'websocket', session_id: 'any' }).status, 401);
    assert.equal(subscribe('stream.online', { method: 'conduit', conduit_id: 'unknown' }).status, 400);
    assert.equal(poll(), 403);
    stand.tokens.add('of the broadcaster', { userId: BROADCASTER, scopes: ['channel:read:polls'] });
    assert.equal(poll(), 202);
    assert.equal(poll(), 409);
    const chat = { broadcaster_user_id: BROADCASTER, user_id: BOT };
    stand.tokens.add('of the bot', { userId: BOT, scopes: ['user:read:chat'] });
    assert.equal(subscribe('channel.chat.message', transport, chat).status, 403);
    stand.tokens.add('of the bot again', { userId: BOT, scopes: ['user:bot'] });
    // The bot is no moderator there, so that the broadcaster has to allow it.
    const channel = stand.world.channel(BROADCASTER);
    channel?.moderators.delete(BOT);
    assert.equal(subscribe('channel.chat.message', transport, chat).status, 403);
    stand.tokens.add('of the broadcaster again', { userId: BROADCASTER, scopes: ['channel:bot'] });
    assert.equal(subscribe('channel.chat.message', transport, chat).status, 202);
  });

  it('are deleted after three days without a connected shard', async () => {
    const [unused, used] = [make(), make()];
    const session = await open();
    attach(used, '0', session);
    await stand.clock.tick(72 * 3_600_000 + 1_000);
    assert.deepEqual(
      (conduits().list(CLIENT_ID).body as ApiBody).data.map(({ id }) => id),
      [used],
    );
    assert.notEqual(unused, used);
  });
});
