import assert from 'node:assert/strict';
import { EventSubClient, subscribe } from '../support/eventsub-client';
import { Stand } from '../support/stand';

const POLLS = ['channel:read:polls'];
const RFC3339_NANO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

describe('simulator EventSub: sessions', () => {
  let stand: Stand;
  let clients: EventSubClient[] = [];

  const connect = (url = `${stand.url}/ws`): EventSubClient => {
    const client = new EventSubClient(url);
    clients.push(client);
    return client;
  };

  /** A session that has a subscription and so is kept. */
  const keep = async (): Promise<EventSubClient> => {
    const client = connect();
    const session = await client.sessionId();
    assert.equal(subscribe(stand, { type: 'channel.poll.begin', session, scopes: POLLS }).status, 202);
    return client;
  };

  const startPoll = (): void => {
    const [running] = stand.world.channel('harborlight_tv')!.polls;
    if (running?.status === 'ACTIVE') stand.world.endPoll();
    stand.world.createPoll({ title: 'Tea?', choices: ['Yes', 'No'], durationS: 60 });
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

  it('welcomes with a session id, nanosecond times and a keepalive period of ten seconds', async () => {
    const { metadata, payload } = await connect().frame('session_welcome');
    assert.match(metadata.message_timestamp, RFC3339_NANO);
    assert.match(metadata.message_id, /^[0-9a-f-]{36}$/);
    const { id, connected_at: connectedAt, ...rest } = payload.session!;
    assert.match(id, /^AgoQ\S{40,}$/);
    assert.match(connectedAt, RFC3339_NANO);
    assert.deepEqual(rest, {
      status: 'connected',
      keepalive_timeout_seconds: 10,
      reconnect_url: null,
      recovery_url: null,
    });
  });

  const periods = [
    ['30', 30],
    ['3', 10],
    ['9999', 600],
    ['often', 10],
  ] as const;
  for (const [asked, given] of periods) {
    it(`answers keepalive_timeout_seconds=${asked} with ${given}`, async () => {
      const client = connect(`${stand.url}/ws?keepalive_timeout_seconds=${asked}`);
      const { payload } = await client.frame('session_welcome');
      assert.equal(payload.session?.keepalive_timeout_seconds, given);
    });
  }

  it('sends keepalives only when nothing else was sent for the period', async () => {
    const client = await keep();
    await stand.clock.tick(9000);
    startPoll();
    await client.frame('notification');
    await stand.clock.tick(9000);
    assert.deepEqual(client.frames('session_keepalive'), []);
    await stand.clock.tick(1000);
    const { metadata, payload } = await client.frame('session_keepalive');
    assert.deepEqual(Object.keys(metadata), ['message_id', 'message_type', 'message_timestamp']);
    assert.deepEqual(payload, {});
    await stand.clock.tick(10_000);
    await client.frame('session_keepalive', 1);
  });

  it('closes with 4003 when nothing is subscribed within ten seconds of the welcome', async () => {
    const idle = connect();
    await idle.sessionId();
    const busy = await keep();
    await stand.clock.tick(10_000);
    assert.equal(await idle.closed, 4003);
    assert.equal(busy.socket.readyState, busy.socket.OPEN);
    assert.equal(stand.eventSub.sessions.size, 1);
  });

  it('does not take the session away when its only subscription is removed later', async () => {
    const client = await keep();
    const [subscription] = stand.eventSub.live();
    stand.eventSub.subscriptions.remove({ ...subscription!, id: subscription!.id });
    await stand.clock.tick(30_000);
    assert.equal(client.socket.readyState, client.socket.OPEN);
  });

  it('closes with 4001 when the client sends a message or a ping', async () => {
    const talker = await keep();
    talker.socket.send('hello');
    assert.equal(await talker.closed, 4001);
    const pinger = await keep();
    pinger.socket.ping();
    assert.equal(await pinger.closed, 4001);
    assert.deepEqual(statuses(stand), [
      'websocket_received_inbound_traffic',
      'websocket_received_inbound_traffic',
    ]);
  });

  it('pings, with a payload on demand, and closes with 4002 when no pong comes', async () => {
    const client = await keep();
    const payloads: string[] = [];
    client.socket.on('ping', (data: Buffer) => payloads.push(data.toString()));
    stand.faults.eventSub.ping({}, { payload: 'are you there', deadlineMs: 5000 });
    while (payloads.length < 1) await new Promise((resolve) => setImmediate(resolve));
    // A round trip of another client: the pong has arrived by then.
    await keep();
    await stand.clock.tick(5000);
    startPoll();
    await client.frame('notification');
    assert.deepEqual(payloads, ['are you there']);
    const silent = new EventSubClient(`${stand.url}/ws`);
    clients.push(silent);
    const session = await silent.sessionId();
    subscribe(stand, { type: 'channel.poll.end', session, scopes: POLLS });
    silent.socket.pause();
    stand.faults.eventSub.ping({ sessionId: session }, { deadlineMs: 5000 });
    await stand.clock.tick(5000);
    assert.ok(statuses(stand).includes('websocket_failed_ping_pong'));
    silent.socket.resume();
    assert.equal(await silent.closed, 4002);
  });

  for (const [code, status] of [
    [4000, 'websocket_internal_error'],
    [4005, 'websocket_network_timeout'],
    [4006, 'websocket_network_error'],
    [1012, 'websocket_disconnected'],
  ] as const) {
    it(`closes with ${code} on demand; its subscriptions are then ${status}`, async () => {
      const client = await keep();
      assert.equal(stand.faults.eventSub.close(code), 1);
      assert.equal(await client.closed, code);
      assert.deepEqual(statuses(stand), [status]);
    });
  }

  it('moves a session: new socket, same id, same subscriptions; the old socket ends with 4004 after 30 s', async () => {
    const old = await keep();
    assert.equal(stand.faults.eventSub.reconnect(), 1);
    const { session } = (await old.frame('session_reconnect')).payload;
    assert.ok(session);
    assert.equal(session.status, 'reconnecting');
    assert.equal(session?.keepalive_timeout_seconds, null);
    startPoll();
    await old.frame('notification');

    const fresh = connect(session.reconnect_url!);
    const welcome = await fresh.frame('session_welcome');
    assert.equal(welcome.payload.session?.id, session?.id);
    startPoll();
    await fresh.frame('notification');
    assert.equal(old.frames('notification').length, 1);
    assert.equal(stand.eventSub.live().length, 1);
    await stand.clock.tick(29_999);
    assert.equal(old.socket.readyState, old.socket.OPEN);
    assert.deepEqual(old.frames('session_keepalive'), []);
    await stand.clock.tick(1);
    assert.equal(await old.closed, 4004);
    startPoll();
    await fresh.frame('notification', 1);
  });

  it('may give a moved session a new id and a late welcome', async () => {
    const old = await keep();
    stand.faults.eventSub.reconnect({}, { newSessionId: true, welcomeAfterMs: 5000 });
    const { session } = (await old.frame('session_reconnect')).payload;
    const fresh = await connect(session!.reconnect_url!).opened();
    startPoll();
    await old.frame('notification');
    assert.deepEqual(fresh.received, []);
    await stand.clock.tick(5000);
    const id = await fresh.sessionId();
    assert.notEqual(id, session?.id);
    startPoll();
    const { payload } = await fresh.frame('notification');
    assert.deepEqual(payload.subscription?.['transport'], { method: 'websocket', session_id: id });
  });

  it('ends a session that does not move within 30 s with 4004', async () => {
    const client = await keep();
    stand.faults.eventSub.reconnect();
    const { session } = (await client.frame('session_reconnect')).payload;
    await stand.clock.tick(30_000);
    assert.equal(await client.closed, 4004);
    assert.deepEqual(statuses(stand), ['websocket_failed_to_reconnect']);
    assert.equal(await connect(session!.reconnect_url!).closed, 4007);
  });

  it('waits the 30 s for a session whose old socket went away while it was asked to move', async () => {
    const old = await keep();
    stand.faults.eventSub.reconnect();
    const { session } = (await old.frame('session_reconnect')).payload;
    old.socket.close(1000);
    await old.closed;
    await stand.clock.tick(5000);
    const fresh = connect(session!.reconnect_url!);
    await fresh.sessionId();
    startPoll();
    await fresh.frame('notification');
  });

  it('answers wrong, used and refused reconnect addresses with 4007', async () => {
    assert.equal(await connect(`${stand.url}/ws?challenge=guess&id=AgoQ`).closed, 4007);
    const old = await keep();
    stand.faults.eventSub.reconnect({}, { refuse: true });
    const refused = (await old.frame('session_reconnect')).payload.session!.reconnect_url!;
    assert.equal(await connect(refused).closed, 4007);
    stand.faults.eventSub.reconnect();
    const good = (await old.frame('session_reconnect', 1)).payload.session!.reconnect_url!;
    await connect(good).sessionId();
    assert.equal(await connect(good).closed, 4007);
  });

  it('moves a session again while the first move is still fresh', async () => {
    const first = await keep();
    stand.faults.eventSub.reconnect();
    const second = connect((await first.frame('session_reconnect')).payload.session!.reconnect_url!);
    await second.sessionId();
    stand.faults.eventSub.reconnect();
    const third = connect((await second.frame('session_reconnect')).payload.session!.reconnect_url!);
    await third.sessionId();
    startPoll();
    await third.frame('notification');
    await stand.clock.tick(30_000);
    assert.deepEqual(await Promise.all([first.closed, second.closed]), [4004, 4004]);
    assert.equal(third.socket.readyState, third.socket.OPEN);
  });

  it('notices a dropped socket at once, or as late as wanted', async () => {
    const first = await keep();
    stand.faults.eventSub.drop();
    assert.equal(await first.closed, 1006);
    while (stand.eventSub.live().length > 0) await new Promise((resolve) => setImmediate(resolve));
    const second = await keep();
    stand.faults.eventSub.drop({}, { noticedAfterMs: 60_000 });
    assert.equal(await second.closed, 1006);
    await stand.clock.tick(59_000);
    assert.equal(stand.eventSub.live().length, 1);
    await stand.clock.tick(1000);
    assert.equal(stand.eventSub.live().length, 0);
  });

  it('leaves a half-open socket open and dead', async () => {
    const client = await keep();
    assert.equal(stand.faults.eventSub.halfOpen(), 1);
    startPoll();
    await stand.clock.tick(30_000);
    assert.equal(client.received.length, 1);
    assert.equal(client.socket.readyState, client.socket.OPEN);
  });

  it('holds keepalives back while notifications go on', async () => {
    const client = await keep();
    stand.faults.eventSub.silenceKeepalives(45_000);
    await stand.clock.tick(30_000);
    startPoll();
    await client.frame('notification');
    assert.deepEqual(client.frames('session_keepalive'), []);
    await stand.clock.tick(30_000);
    await client.frame('session_keepalive');
  });

  it('sends the welcome late or never on demand', async () => {
    stand.faults.eventSub.delayNextWelcome(8000);
    const late = await connect().opened();
    await stand.clock.tick(7999);
    assert.deepEqual(late.received, []);
    await stand.clock.tick(1);
    await late.sessionId();
    stand.faults.eventSub.delayNextWelcome(null);
    const never = await connect().opened();
    await stand.clock.tick(60_000);
    assert.deepEqual(never.received, []);
    assert.equal(never.socket.readyState, never.socket.OPEN);
  });

  it('sends unknown, broken, huge and binary frames on demand', async () => {
    const client = await keep();
    const frames = [
      '{"metadata":{"message_type":"session_party"},"payload":{}}',
      '{"broken',
      'x'.repeat(1_000_000),
    ];
    for (const frame of frames) stand.faults.eventSub.sendRaw(frame);
    let isBinary = false;
    client.socket.on('message', (_, binary) => (isBinary ||= binary));
    stand.faults.eventSub.sendRaw(Buffer.from('bytes'));
    await client.find((text) => text === 'bytes');
    assert.deepEqual(client.received.slice(1, 4), frames);
    assert.equal(isBinary, true);
  });
});

/** Statuses of all subscriptions that are still listed. */
function statuses(stand: Stand): unknown[] {
  const answer = stand.eventSub.subscriptions.list({
    clientId: 'teststand0000000000000000000000',
    userId: '410000100',
    filters: {},
  });
  return (answer.body as { data: { status: string }[] }).data.map(({ status }) => status);
}
