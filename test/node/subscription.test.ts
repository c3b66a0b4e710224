import assert from 'node:assert/strict';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import type { World } from '../../src/simulator/world/world';
import { dig } from '../support/dig';
import { settle } from '../support/fake-clock';
import { FlowBench } from '../support/flow-bench';
import { textKey } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn, serverOf } from '../support/twitch-flow';

/** So many people who do not subscribe yet. */
function crowd(world: World, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(770_000_000 + index);
    world.addUser({ id, login: `guest_${index}`, name: `Guest_${index}` });
    return id;
  });
}

describe('twitch-subscription', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  async function practice(fields: Record<string, unknown> = {}): Promise<World> {
    await bench.load([practiceAccount, node('sub', 'twitch-subscription', { fields }), ...ends]);
    await bench.waitForStatus('sub', 'practice');
    return (await bench.world()).simulator.world;
  }

  const kinds = (): unknown[] => bench.messages('out').map((msg) => dig(msg, 'payload.kind'));

  /** A cheer comes after all that happened before it. */
  async function afterwards(world: World): Promise<void> {
    world.cheer({ login: world.cast.vip.login, bits: 77 });
    await bench.waitFor('out', (msg) => dig(msg, 'payload.bits') === 77);
  }

  it('tells a bomb of 50 gifts as one message, and everything else once', async () => {
    const world = await practice();
    const { subscriber, viewers } = world.cast;
    const [first, , third, fourth] = viewers;
    assert(first && third && fourth);
    world.gift({ from: subscriber.login, recipients: crowd(world, 50) });
    const msg = await bench.waitFor('out');
    assert.deepEqual([dig(msg, 'payload.kind'), dig(msg, 'payload.count')], ['giftBomb', 50]);
    assert.equal(dig(msg, 'twitch.user.login'), subscriber.login);
    assert.equal((dig(msg, 'payload.recipients') as unknown[]).length, 50);
    world.subscribe({ login: third.login, isPrime: true });
    world.subscribe({ login: first.login, months: 4, text: 'four!' });
    world.gift({ from: null, recipients: [fourth.login] });
    world.upgrade({ login: first.login });
    world.upgrade({ login: fourth.login, gifter: subscriber.login });
    world.payForward({ login: fourth.login, to: viewers[5]?.login ?? '', gifter: subscriber.login });
    await afterwards(world);
    // The time in which events wait for what chat shows: 30 s of the practice world.
    await new Promise<void>((resolve) => bench.account('acc').hub.clock.setTimeout(resolve, 35_000));
    assert.deepEqual(kinds(), [
      'giftBomb',
      'sub',
      'resub',
      'gift',
      'upgrade',
      'upgrade',
      'payItForward',
      'cheer',
    ]);
  });

  for (const announced of ['after', 'never'] as const) {
    it(`tells a bomb once whose announcement comes ${announced}`, async () => {
      const world = await practice();
      world.gift({ from: world.cast.subscriber.login, recipients: crowd(world, 5), announced });
      const msg = await bench.waitFor('out');
      assert.deepEqual([dig(msg, 'payload.kind'), dig(msg, 'payload.count')], ['giftBomb', 5]);
      await afterwards(world);
      assert.deepEqual(kinds(), ['giftBomb', 'cheer']);
    });
  }

  it('tells a bomb whose gifts never all arrive', async () => {
    const world = await practice();
    world.gift({ from: null, recipients: crowd(world, 5), shown: 2 });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.count'), 5);
    assert.equal(dig(msg, 'twitch.user.anonymous'), true);
  });

  it('tells a sub that chat does not show', async () => {
    const world = await practice();
    const login = world.cast.viewers[4]?.login ?? '';
    world.subscribe({ login, tier: '2000', inChat: false });
    const msg = await bench.waitFor('out');
    assert.deepEqual([dig(msg, 'payload.kind'), dig(msg, 'payload.amount')], ['sub', 1000]);
    assert.equal(dig(msg, 'twitch.user.login'), login);
  });

  it('takes up a bomb over a deploy', async () => {
    const world = await practice();
    world.gift({ from: world.cast.subscriber.login, recipients: crowd(world, 5), shown: 3 });
    const kept = bench.account('acc').drawer('sub');
    while (dig(await kept.get('gathering'), 'bombs.open.0.seen') !== 3) await settle();
    await bench.deploy(
      [practiceAccount, node('sub', 'twitch-subscription', { name: 'x' }), ...ends],
      'nodes',
    );
    const msg = await bench.waitFor('out');
    assert.deepEqual(
      [dig(msg, 'payload.count'), dig(msg, 'twitch.user.login')],
      [5, world.cast.subscriber.login],
    );
  });

  it('has a test button that sends another kind each time', async () => {
    await practice({ atLeast: 100 });
    for (let press = 0; press < 3; press++)
      assert.equal((await bench.admin.post('/twitch/nodes/sub/test').send({})).status, 204);
    await bench.until(() => (bench.messages('out').length === 3 ? true : undefined), 'three tests');
    assert.equal(new Set(kinds()).size, 3);
    for (const msg of bench.messages('out')) assert.equal(dig(msg, 'twitch.test'), true);
    await bench.admin.post('/twitch/nodes/sub/test').send({ kind: 'giftBomb', count: 50 });
    await bench.waitFor('out', (msg) => dig(msg, 'payload.count') === 50);
  });

  describe('on a real account', () => {
    let simulator: Simulator;

    beforeEach(async () => {
      simulator = await startSimulator({ viewers: 'none', devicePollSeconds: 1 });
    });

    afterEach(async () => {
      await bench.unload();
      await simulator.close();
    });

    it('hears subs, bombs and bits in chat where nobody ever signs in, without those of a shared chat', async () => {
      const { login } = simulator.users.broadcaster;
      const use = { name: '', version: 1, use: 'read', channel: login, ...serverOf(simulator.urls) };
      const account = { id: 'acc', type: 'twitch-account', ...use };
      await bench.load([account, node('sub', 'twitch-subscription'), ...ends]);
      await bench.waitForStatus('sub', 'connected');
      const { world } = simulator;
      simulator.faults.irc.sendRaw(
        `@id=x1;room-id=${world.cast.broadcaster.id};source-room-id=999;source-msg-id=sub;msg-id=sharedchatnotice;login=elsewhere;` +
          `display-name=Elsewhere;user-id=5;msg-param-sub-plan=1000;system-msg=x :tmi.twitch.tv USERNOTICE #${login}`,
      );
      world.subscribe({ login: world.cast.viewers[4]?.login ?? '' });
      world.gift({ from: world.cast.subscriber.login, recipients: crowd(world, 50) });
      await afterwards(world);
      assert.deepEqual(kinds(), ['sub', 'giftBomb', 'cheer']);
      assert.equal(dig(bench.messages('out')[1], 'payload.count'), 50);
    });

    it('needs only the permissions of the kinds that were chosen', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['bits:read'] });
      const fields = { kinds: ['cheer'] };
      await bench.load([channelAccount(simulator), node('sub', 'twitch-subscription', { fields }), ...ends]);
      await bench.waitForStatus('sub', 'connected');
      simulator.world.cheer({ login: simulator.users.vip.login, bits: 5, isAnonymous: true });
      const msg = await bench.waitFor('out');
      assert.equal(dig(msg, 'twitch.user.anonymous'), true);
      assert.equal(dig(msg, 'twitch.summary'), 'An anonymous viewer cheered 5 bits.');
    });

    it('hears chat while a permission is missing, says so, and hears events once it is given', async () => {
      const { login } = simulator.users.broadcaster;
      await seedSignIn(bench.userDir, simulator, { login, scopes: ['chat:read'] });
      await bench.load([channelAccount(simulator), node('sub', 'twitch-subscription'), ...ends]);
      const status = await bench.waitForStatus('sub', 'permission-missing');
      assert.deepEqual([status.fill, status.shape], ['red', 'ring']);
      const caught = await bench.waitFor('caught');
      assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_SCOPE_MISSING');
      const { world } = simulator;
      world.subscribe({ login: world.cast.viewers[4]?.login ?? '' });
      assert.equal(dig(await bench.waitFor('out'), 'twitch.event.kind'), 'sub');

      const started = await bench.admin.post('/twitch/accounts/acc/sign-in').send({
        slot: 'channel',
        use: 'channel',
        clientId: simulator.clientId,
        ...serverOf(simulator.urls),
        scopes: [],
      });
      assert.equal(started.status, 200, started.text);
      simulator.faults.eventSub.delayNextWelcome(1_500);
      simulator.approveDevice(String(dig(started.body, 'userCode')), login);
      await bench.until(
        () => bench.statuses('sub').map(textKey).at(-1) === 'connecting' || undefined,
        'the sign-in has arrived',
      );
      const between = world.cast.viewers[5]?.login;
      world.subscribe({ login: between ?? '' });
      const shown = await bench.waitFor('out', (next) => dig(next, 'twitch.user.login') === between);
      assert.equal(dig(shown, 'twitch.event.kind'), 'sub', 'chat is heard until the events are there');
      await bench.waitForStatus('sub', 'connected');
      world.subscribe({ login: world.cast.viewers[6]?.login ?? '' });
      const msg = await bench.waitFor('out', (next) => dig(next, 'twitch.event.notice_type') === 'sub');
      assert.equal(dig(msg, 'twitch.user.login'), world.cast.viewers[6]?.login);
      assert.equal(bench.messages('out').length, 3);
      assert.equal(bench.messages('caught').length, 1);
    });
  });
});
