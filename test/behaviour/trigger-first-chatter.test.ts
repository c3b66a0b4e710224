import assert from 'node:assert/strict';
import {
  createFirstChatterBehaviour,
  type FirstChatterSettings,
} from '../../src/behaviour/trigger-first-chatter';
import { MOST_SEEN } from '../../src/behaviour/seen-people';
import { MemoryState } from '../../src/behaviour/trigger';
import { bot, identities, line, other, streamer, triggerContext, viewer } from './support/world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const defaults: FirstChatterSettings = {
  when: 'stream',
  days: 30,
  who: 'everyone',
  people: '',
  notPeople: '',
  ownLines: false,
  knownBots: false,
  sharedChat: false,
  details: false,
};

/** A channel whose stream the test switches. */
function scene(settings: Partial<FirstChatterSettings> = {}, state = new MemoryState()) {
  const stream: { live: boolean | null; startedAt: number | null } = { live: true, startedAt: 1_000 };
  const context = triggerContext({
    state,
    live: { isLive: () => stream.live, startedAt: () => stream.startedAt },
  });
  const node = createFirstChatterBehaviour({ ...defaults, ...settings }, context);
  const writes = (by: Parameters<typeof line>[1] = {}): string | null =>
    node.onChat(line('hello', by))?.msg.twitch.summary ?? null;
  return { context, node, state, stream, writes };
}

describe('twitch-first-chatter', () => {
  it('welcomes everybody once in a stream, with the line as payload', () => {
    const { node, writes } = scene();
    const result = node.onChat(line('hello all'));
    assert.equal(result?.output, 'first');
    assert.equal(result.msg.payload, 'hello all');
    assert.equal(result.msg.topic, 'chat.first');
    assert.equal(result.msg.twitch.type, 'chat.first');
    assert.equal(result.msg.twitch.summary, 'Welcome, Pixel_Heron!');
    assert.equal(writes(), null);
    assert.equal(writes({ user: other }), 'Welcome, Tidewater!');
  });

  it('leaves out bots, the bot, shared chat, the streamer at home and whoever is named', () => {
    const { writes } = scene({ notPeople: 'Tidewater' });
    assert.equal(writes({ user: { id: '9', login: 'nightbot', name: 'Nightbot' } }), null);
    assert.equal(writes({ user: bot }), null);
    assert.equal(writes({ sharedFrom: '77' }), null);
    assert.equal(writes({ user: streamer, roles: ['broadcaster'] }), null);
    assert.equal(writes({ user: other }), null);
    assert.ok(writes());
  });

  it('can be for VIPs only, and then a line of somebody else counts nothing', () => {
    const { writes } = scene({ who: 'vips' });
    assert.equal(writes(), null);
    assert.ok(writes({ roles: ['vip'] }));
    assert.equal(writes({ roles: ['vip'] }), null);
  });

  it('says nothing before the stream, and then counts from its start', () => {
    const { stream, writes } = scene();
    stream.live = false;
    assert.equal(writes(), null);
    stream.live = true;
    assert.ok(writes());
  });

  it('begins anew with another stream, but not with one that was only gone for minutes', async () => {
    const { context, node, stream, writes } = scene();
    assert.ok(writes());
    await context.clock.tick(2 * HOUR);
    node.onOffline(streamer.id);
    await context.clock.tick(10 * 60_000);
    stream.startedAt = context.clock.now();
    assert.equal(writes(), null, 'back after ten minutes');
    node.onOffline(streamer.id);
    await context.clock.tick(20 * 60_000);
    stream.startedAt = context.clock.now();
    assert.ok(writes());
    node.stop();
  });

  it('remembers in the middle of a stream over a restart, however long that took', async () => {
    const first = scene();
    first.writes();
    first.node.stop();
    const second = scene({}, first.state);
    await second.context.clock.tick(3 * HOUR);
    await second.node.start();
    assert.equal(second.writes(), null);
    assert.ok(second.writes({ user: other }));
    second.node.stop();
  });

  it('saves after half a minute at the latest, and gathers what comes until then', async () => {
    const { context, state, writes } = scene();
    writes();
    writes({ user: other });
    assert.equal(await state.get('seen'), undefined);
    await context.clock.tick(30_000);
    assert.match(JSON.stringify(await state.get('seen')), /301 302/);
    assert.equal(context.clock.pending, 0);
  });

  it('keeps numbers of users and nothing else', async () => {
    const { node, state, writes } = scene();
    writes();
    node.stop();
    assert.doesNotMatch(JSON.stringify(await state.get('seen')), /heron|hello/i);
  });

  it('takes a long silence for the end of a stream where nobody can tell whether it is live', async () => {
    const { context, node, stream, writes } = scene();
    stream.live = null;
    stream.startedAt = null;
    assert.ok(writes());
    await context.clock.tick(3 * HOUR);
    assert.equal(writes(), null);
    await context.clock.tick(4 * HOUR + 1);
    assert.ok(writes());
    node.stop();
  });

  it('takes the first line ever from Twitch, and stores nothing for it', async () => {
    const { node, state, writes } = scene({ when: 'ever' });
    assert.equal(writes(), null);
    assert.equal(writes({ firstEver: true }), 'Pixel_Heron is here for the first time. Welcome!');
    node.stop();
    assert.equal(await state.get('seen'), undefined);
  });

  describe('after a while', () => {
    it('welcomes back who has not written for that many days', async () => {
      const { context, node, writes } = scene({ when: 'days', days: 7 });
      assert.equal(writes(), null, 'nobody knows yet who was here before');
      await context.clock.tick(6 * DAY);
      assert.equal(writes(), null);
      await context.clock.tick(7 * DAY);
      assert.equal(writes(), 'Welcome back, Pixel_Heron!');
      assert.equal(writes(), null);
      assert.ok(writes({ user: other }), 'unknown for longer than that');
      node.stop();
    });

    it('counts the first line ever from the first day on', () => {
      const { node, writes } = scene({ when: 'days', days: 7 });
      assert.ok(writes({ firstEver: true }));
      node.stop();
    });

    it('remembers over a restart, and forgets who decides nothing any more', async () => {
      const first = scene({ when: 'days', days: 7 });
      await first.context.clock.tick(8 * DAY);
      first.writes();
      await first.context.clock.tick(5 * DAY);
      first.writes({ user: other });
      await first.context.clock.tick(3 * DAY);
      first.writes({ user: other });
      first.node.stop();
      assert.doesNotMatch(JSON.stringify(await first.state.get('seen')), new RegExp(viewer.id));
      const second = scene({ when: 'days', days: 7 }, first.state);
      await second.context.clock.tick(16 * DAY);
      await second.node.start();
      assert.equal(second.writes({ user: other }), null);
      assert.equal(second.writes(), 'Welcome back, Pixel_Heron!');
      second.node.stop();
    });
  });

  it('does not take the memory of another way of counting, or one that cannot be read', async () => {
    const first = scene();
    first.writes();
    first.node.stop();
    const second = scene({ when: 'days' }, first.state);
    await second.node.start();
    assert.equal(second.writes(), null);
    second.node.stop();
    const state = new MemoryState();
    await state.set('seen', { when: 'stream', channels: { ana_plays: { people: 7 } } });
    const third = scene({}, state);
    await third.node.start();
    assert.ok(third.writes());
    third.node.stop();
  });

  it('remembers a bounded number of people', async () => {
    const { node, state, writes } = scene();
    for (let id = 1; id <= MOST_SEEN + 50; id++)
      writes({ user: { id: String(1_000_000_000 + id), login: `u${id}`, name: `U${id}` } });
    node.stop();
    const saved = JSON.stringify(await state.get('seen'));
    assert.ok(saved.length < 600_000, `${saved.length} characters`);
    assert.doesNotMatch(saved, /\b1000000001\b/);
  });

  it('can be looked at without counting', () => {
    const { node, writes } = scene();
    assert.ok(node.glance(line('hello')));
    assert.equal(node.glance(line('hello', { user: bot })), null);
    assert.ok(writes());
  });

  it('tests again and again, whatever is remembered, for each way of counting', () => {
    for (const when of ['stream', 'ever', 'days'] as const) {
      for (const who of ['everyone', 'vips', 'named'] as const) {
        const { context, node } = scene({ when, who, people: 'Somebody' });
        for (const _ of [1, 2]) {
          const outcome = node.test({});
          assert.ok('output' in outcome, `${when} ${who}`);
          assert.equal(outcome.msg.twitch.test, true);
        }
        assert.equal(context.clock.pending, 0);
      }
    }
    assert.deepEqual(scene().node.test({ user: 'nightbot' }), { stoppedBy: 'knownBots' });
  });

  it('works for an account that only reads a channel', () => {
    const context = triggerContext({
      identities: () => ({ ...identities, signedIn: { channel: null, bot: null } }),
      live: { isLive: () => null },
    });
    const node = createFirstChatterBehaviour(defaults, context);
    assert.ok(node.onChat(line('hello', { channel: { id: '', login: 'ana_plays' } })));
    node.stop();
  });
});
