import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { coverage } from '../../../src/simulator/helix/handlers';
import type { EndpointRow, FieldSpec, FieldSpecs } from '../../../src/tables/endpoint-row';
import { allEndpoints } from '../../../src/tables/endpoints';
import { type CallOptions, Rig } from '../support/rig';
import { shapeProblems } from '../support/shape-check';

type Values = Record<string, unknown>;

/** What an endpoint needs besides values for its required fields. */
interface Preparation {
  readonly query?: Values;
  readonly body?: Values;
  /** Login; default the broadcaster. */
  readonly as?: string;
}

/** Endpoints that only answer from the table. Everything a streamer's flow can reach is written by hand. */
const GENERIC_CATEGORIES = ['Analytics', 'CCLs', 'Entitlements', 'Extensions', 'Guest Star'];

const rows = allEndpoints().filter((row) => row.status !== 'removed');

describe('endpoints of the simulated Helix', () => {
  it('are written by hand or answer from the table, visibly', () => {
    const { handWritten, generic } = coverage();
    assert.equal(handWritten.length + generic.length, 147);
    for (const id of generic) {
      const row = rows.find((each) => each.id === id)!;
      assert.ok(
        GENERIC_CATEGORIES.includes(row.category),
        `${id} (${row.category}) has no handler of its own`,
      );
    }
  });

  for (const row of rows) {
    it(`${row.id} answers a minimal request, and refuses it without token`, async () => {
      const rig = await Rig.start();
      const socket = await prepareSocket(row, rig);
      try {
        const { query = {}, body, as } = await preparationOf(row, rig, socket);
        const options: CallOptions = {
          ...credentials(row, rig, as),
          query: { ...minimal(row.query, rig, row), ...query } as NonNullable<CallOptions['query']>,
          ...(row.body ? { body: { ...minimal(row.body, rig, row), ...body } } : {}),
        };
        const what = `${row.method} ${row.path}`;
        if (row.tokens.length > 0) {
          await rig.refused(what, { ...options, token: null }, 401, /OAuth token is missing/);
        }
        const answer = await rig.call(what, options);
        assert.equal(answer.status, row.success, JSON.stringify(answer.body));
        assertShape(row, answer.body);
      } finally {
        socket?.terminate();
        await rig.close();
      }
    });
  }
});

function assertShape(row: EndpointRow, body: Values | string | undefined): void {
  const { container, fields = {}, beside = {} } = row.answer;
  if (container === 'none') {
    assert.equal(body, undefined);
    return;
  }
  if (container === 'text/calendar') {
    assert.ok(typeof body === 'string' && body.startsWith('BEGIN:VCALENDAR'));
    return;
  }
  const shape =
    container === 'root' ? fields : { data: container === 'data[]' ? [fields] : fields, ...beside };
  // Lists of subscriptions may leave out what a transport does not have; their shape is the EventSub server's test.
  if (row.id.includes('eventsub-subscription')) return;
  assert.deepEqual(shapeProblems(body, shape as never), []);
}

/** A value for each required field, and for the first of each group of which one is needed. */
function minimal(specs: FieldSpecs, rig: Rig, row: EndpointRow): Values {
  const wanted = new Set(Object.keys(specs).filter((name) => specs[name]!.required));
  for (const check of row.checks) {
    const group = 'exactlyOne' in check ? check.exactlyOne : 'atLeastOne' in check ? check.atLeastOne : [];
    const [first] = group;
    if (first !== undefined && specs[first] && !group.some((name) => wanted.has(name))) wanted.add(first);
  }
  return Object.fromEntries([...wanted].map((name) => [name, valueOf(name, specs[name]!, rig, row)]));
}

function valueOf(name: string, spec: FieldSpec, rig: Rig, row: EndpointRow): unknown {
  const { broadcaster, bot, viewers } = rig.sim.users;
  const ids: Values = {
    broadcaster_id: broadcaster.id,
    from_broadcaster_id: broadcaster.id,
    to_broadcaster_id: rig.sim.world.cast.streamers[0]!.id,
    moderator_id: broadcaster.id,
    editor_id: broadcaster.id,
    sender_id: broadcaster.id,
    from_user_id: broadcaster.id,
    to_user_id: bot.id,
    target_user_id: viewers[0]!.id,
    guest_id: viewers[0]!.id,
    user_id:
      row.owner !== null && row.owner !== 'token-owner' && row.owner.param === 'user_id'
        ? broadcaster.id
        : viewers[0]!.id,
  };
  if (name in ids) return ids[name];
  const inner = (): Values => minimal(spec.fields ?? {}, rig, row);
  const values: Record<FieldSpec['type'], () => unknown> = {
    integer: () => spec.min ?? 1,
    number: () => spec.min ?? 1,
    boolean: () => true,
    rfc3339: () => '2026-12-24T18:00:00Z',
    'string[]': () => ['x'],
    'integer[]': () => [1],
    object: inner,
    'object[]': () =>
      Array.from({ length: spec.min ?? 1 }, (_, index) => ({
        ...inner(),
        ...(spec.fields?.['title'] ? { title: `Choice ${index}` } : {}),
      })),
    map: () => ({}),
    string: () => spec.enum?.[0] ?? (spec.unit ? String(spec.min) : 'ab'),
  };
  return values[spec.type]();
}

function credentials(
  row: EndpointRow,
  rig: Rig,
  as: string | undefined,
): Pick<CallOptions, 'token' | 'clientId'> {
  if (row.tokens.length === 0) return { token: null, clientId: null };
  if (row.tokens.includes('user')) return { token: rig.token(as ?? rig.sim.users.broadcaster.login) };
  if (row.tokens.includes('app')) {
    // What was sold in an extension, only the extension itself is told.
    const { clientId } = row.id === 'get-extension-transactions' ? rig.sim.extension : rig.sim.confidential;
    return { token: rig.sim.issueAppToken({ clientId }).accessToken, clientId };
  }
  const { clientId, secret } = rig.sim.extension;
  const head = ['{"alg":"HS256"}', '{"role":"external"}']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(head).digest('base64url');
  return { token: `${head}.${signature}`, clientId };
}

async function prepareSocket(row: EndpointRow, rig: Rig): Promise<WebSocket | undefined> {
  if (row.id !== 'create-eventsub-subscription' && row.id !== 'delete-eventsub-subscription')
    return undefined;
  return new WebSocket(rig.sim.urls.eventSub);
}

async function preparationOf(
  row: EndpointRow,
  rig: Rig,
  socket: WebSocket | undefined,
): Promise<Preparation> {
  const { world, users } = rig.sim;
  const home = users.broadcaster.id;
  const channel = world.channel(home)!;
  const viewer = users.viewers[0]!;
  const lamp = channel.rewards.find((reward) => reward.clientId === rig.sim.clientId)!;
  const redeem = () => world.redeem({ login: viewer.login, reward: lamp.id, text: 'green' });
  const segment = channel.schedule.segments[0]!;
  switch (row.id) {
    case 'create-eventsub-subscription':
    case 'delete-eventsub-subscription': {
      const [frame] = (await once(socket!, 'message')) as [Buffer];
      const body = {
        type: 'channel.update',
        version: '2',
        condition: { broadcaster_user_id: home },
        transport: { method: 'websocket', session_id: JSON.parse(String(frame)).payload.session.id },
      };
      if (row.id === 'create-eventsub-subscription') return { body };
      return { query: { id: (await rig.ok('POST /eventsub/subscriptions', { body }, 202)).data[0].id } };
    }
    case 'modify-channel-information':
      return { body: { game_id: '509658' } };
    case 'end-poll':
      return { body: { id: world.createPoll({ title: 'x', choices: ['a', 'b'], durationS: 60 }).id } };
    case 'end-prediction': {
      const { id } = world.createPrediction({ title: 'x', outcomes: ['a', 'b'], windowS: 60 });
      return { body: { id, status: 'CANCELED' } };
    }
    case 'unban-user':
      world.moderation.ban({ channel: home, user: viewer.id });
      return {};
    case 'remove-channel-moderator':
      return { query: { user_id: users.moderator.id } };
    case 'remove-channel-vip':
      return { query: { user_id: users.vip.id } };
    case 'remove-suspicious-status-from-chat-user':
      world.review.setSuspicious(home, home, viewer.id, 'RESTRICTED');
      return {};
    case 'manage-held-automod-messages':
      return { body: { msg_id: world.review.hold(home, viewer.id, 'rude').id } };
    case 'resolve-unban-requests':
      world.moderation.ban({ channel: home, user: viewer.id });
      return { query: { unban_request_id: world.review.requestUnban(home, viewer.id, 'please').id } };
    case 'pin-chat-message':
      return { query: { message_id: world.say({ login: viewer.login, text: 'pin me' }) } };
    case 'update-pinned-chat-message':
    case 'unpin-chat-message': {
      const id = world.say({ login: viewer.login, text: 'pin me' });
      world.spotlight.pin(home, home, id, 60);
      return { query: { message_id: id } };
    }
    case 'update-custom-reward':
    case 'delete-custom-reward':
      return { query: { id: lamp.id } };
    case 'get-custom-reward-redemption':
      redeem();
      return { query: { reward_id: lamp.id, status: 'UNFULFILLED' } };
    case 'update-redemption-status':
      return { query: { reward_id: lamp.id, id: redeem().id } };
    case 'check-user-subscription':
      return { query: { user_id: users.subscriber.id }, as: users.subscriber.login };
    case 'cancel-a-raid':
      world.raids.start(home, world.cast.streamers[0]!.id);
      return {};
    case 'get-stream-markers':
      world.streams.mark(home, 'here');
      return {};
    case 'create-clip-from-vod':
      return { query: { vod_id: channel.stream!.videoId, vod_offset: 60 } };
    case 'get-videos':
    case 'delete-videos':
      return { query: { id: channel.stream!.videoId } };
    case 'get-teams':
      return { query: { name: 'harborfriends' } };
    case 'update-channel-stream-schedule-segment':
      return { query: { id: segment.id }, body: { title: 'Later' } };
    case 'get-extension-transactions': {
      const extensionId = rig.sim.extension.clientId;
      const product = { sku: 'confetti', name: 'Confetti', bits: 50 };
      const { id } = world.extensionSales.buy({ extensionId, channel: home, user: viewer.id, product });
      return { query: { extension_id: extensionId, id } };
    }
    case 'update-user-chat-color':
      return { query: { color: 'blue' } };
    case 'update-conduits':
      return { body: { id: aConduit(rig) } };
    case 'delete-conduit':
      return { query: { id: aConduit(rig) } };
    case 'get-conduit-shards':
      return { query: { conduit_id: aConduit(rig) } };
    case 'update-conduit-shards': {
      const shards = [{ id: '0', transport: { method: 'websocket', session_id: 'x' } }];
      return { body: { conduit_id: aConduit(rig), shards } };
    }
    default:
      return {};
  }
}

/** A conduit of the application whose app tokens are issued without being asked for another. */
function aConduit({ sim }: Rig): string {
  const { clientId } = sim.confidential;
  const { body } = sim.eventSub.subscriptions.conduits.create({ clientId, shardCount: 1 });
  return (body as { data: { id: string }[] }).data[0]?.id ?? '';
}
