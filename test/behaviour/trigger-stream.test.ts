import assert from 'node:assert/strict';
import type { EventNotification, TriggerContext } from '../../src/behaviour/context';
import type { TwitchMessage } from '../../src/behaviour/message';
import { shownFields, type Shown, type StreamNow } from '../../src/behaviour/stream/stream-facts';
import {
  createStreamBehaviour,
  type StreamBehaviour,
  type StreamSettings,
} from '../../src/behaviour/trigger-stream';
import { twitchStreamOnline } from '../../src/definitions/nodes/twitch-stream-online';
import { settle, type FakeClock } from '../support/fake-clock';
import { streamer, triggerContext } from './support/world';

const MINUTE = 60_000;

const channel = {
  broadcaster_user_id: streamer.id,
  broadcaster_user_login: streamer.login,
  broadcaster_user_name: streamer.name,
};

interface Told {
  readonly output: string;
  readonly msg: TwitchMessage;
}

interface Payload {
  readonly live: boolean;
  readonly title: string | null;
  readonly category: string | null;
  readonly streamId: string | null;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly changed: readonly string[];
  readonly titleBefore: string | null;
}

describe('twitch-stream-online', () => {
  let clock: FakeClock;
  let context: TriggerContext & { clock: FakeClock };
  let told: Told[];
  let running: StreamBehaviour[];
  /** What Twitch lists; an error while it is away. */
  let listed: StreamNow | null | Error;
  let shown: Shown | Error;

  beforeEach(() => {
    context = triggerContext();
    clock = context.clock;
    told = [];
    running = [];
    listed = null;
    shown = { title: 'Harbour', category: 'Boats', language: 'en', labels: [] };
  });

  afterEach(() => {
    for (const behaviour of running) behaviour.stop();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function make(settings: Partial<StreamSettings> = {}): StreamBehaviour {
    const reader = {
      stream: () => (listed instanceof Error ? Promise.reject(listed) : Promise.resolve(listed)),
      channel: () => (shown instanceof Error ? Promise.reject(shown) : Promise.resolve(shown)),
    };
    const all = { offlineAfter: 180, changesIn: ['title', 'category'] as const, ...settings };
    const behaviour = createStreamBehaviour(all, context, reader, (one) => told.push(one));
    running.push(behaviour);
    return behaviour;
  }

  /** A node whose events arrive. */
  async function start(settings: Partial<StreamSettings> = {}): Promise<StreamBehaviour> {
    const behaviour = make(settings);
    behaviour.onLive();
    await clock.tick(0);
    return behaviour;
  }

  let ids = 0;
  function event(type: string, raw: Record<string, unknown> = {}): EventNotification {
    const at = new Date(clock.now()).toISOString();
    return { id: `n${++ids}`, type, version: '1', at, event: { ...channel, ...raw } };
  }

  const streamFrom = (id: string): StreamNow => ({ id, startedAt: clock.now(), type: 'live' });

  async function goOnline(behaviour: StreamBehaviour, id: string): Promise<void> {
    listed = streamFrom(id);
    const started_at = new Date(clock.now()).toISOString();
    behaviour.onEvent(event('stream.online', { id, type: 'live', started_at }));
    await clock.tick(0);
  }

  async function goOffline(behaviour: StreamBehaviour, id?: string): Promise<void> {
    listed = null;
    behaviour.onEvent(event('stream.offline', id === undefined ? {} : { id }));
    await clock.tick(0);
  }

  const update = (title: string, more: Record<string, unknown> = {}): EventNotification =>
    event('channel.update', {
      title,
      category_name: 'Boats',
      language: 'en',
      content_classification_labels: [],
      ...more,
    });

  const outputs = (): string[] => told.map(({ output }) => output);
  const payloads = (): Payload[] => told.map(({ msg }) => msg.payload as Payload);
  const recovered = (): boolean[] => told.map(({ msg }) => msg.twitch.recovered === true);

  it('offers the changes that it knows, and wants three events of the own channel', () => {
    assert.deepEqual(twitchStreamOnline.fields[1].options, shownFields);
    assert.deepEqual(
      make()
        .wanted()
        .map(({ type, condition }) => [type, condition['broadcaster_user_id']]),
      [
        ['stream.online', '100'],
        ['stream.offline', '100'],
        ['channel.update', '100'],
      ],
    );
  });

  it('tells live with title and category as they are after the start', async () => {
    const behaviour = await start();
    shown = { title: 'Night harbour', category: 'Boats', language: 'en', labels: [] };
    await goOnline(behaviour, 's1');
    assert.deepEqual(outputs(), ['live']);
    const [msg] = told.map((one) => one.msg);
    assert.equal(msg?.topic, 'stream.online');
    assert.equal(msg?.twitch.summary, 'Ana_Plays is live: Night harbour (Boats) https://twitch.tv/ana_plays');
    assert.deepEqual(payloads()[0]?.streamId, 's1');
    assert.equal(payloads()[0]?.live, true);
    assert.deepEqual(msg?.twitch.user?.roles, ['broadcaster']);
  });

  it('tries again to read title and category, and tells live without them when it cannot', async () => {
    const behaviour = await start();
    shown = new Error('away');
    await goOnline(behaviour, 's1');
    assert.deepEqual(outputs(), []);
    await clock.tick(7_000);
    assert.deepEqual(outputs(), ['live']);
    assert.equal(payloads()[0]?.title, 'Harbour', 'what was known last');
  });

  it('tells offline after three minutes, once, when Twitch lists no stream', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await clock.tick(60 * MINUTE);
    await goOffline(behaviour, 's1');
    const endedAt = new Date(clock.now()).toISOString();
    await clock.tick(3 * MINUTE - 1);
    assert.deepEqual(outputs(), ['live']);
    await clock.tick(1);
    assert.deepEqual(outputs(), ['live', 'offline']);
    assert.equal(payloads()[1]?.endedAt, endedAt);
    assert.equal(payloads()[1]?.seconds, 3600);
    assert.equal(told[1]?.msg.twitch.summary, 'Ana_Plays has ended the stream after 1 hour.');
    assert.deepEqual(recovered(), [false, false]);
    await goOffline(behaviour, 's1');
    await clock.tick(30 * MINUTE);
    assert.equal(told.length, 2);
  });

  it('takes up, down, up within that time for one stream, under the same number or another', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await goOffline(behaviour, 's1');
    await clock.tick(2 * MINUTE);
    await goOnline(behaviour, 's1');
    await clock.tick(30 * MINUTE);
    await goOffline(behaviour, 's1');
    await clock.tick(MINUTE);
    await goOnline(behaviour, 's2');
    await clock.tick(30 * MINUTE);
    assert.deepEqual(outputs(), ['live']);
    await goOffline(behaviour, 's2');
    await clock.tick(3 * MINUTE);
    assert.deepEqual(outputs(), ['live', 'offline']);
  });

  it('tells a new stream after it has told the end of the one before', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await goOffline(behaviour, 's1');
    await clock.tick(4 * MINUTE);
    await goOnline(behaviour, 's2');
    assert.deepEqual(outputs(), ['live', 'offline', 'live']);
  });

  it('takes an event of the start once that comes twice', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await goOnline(behaviour, 's1');
    assert.deepEqual(outputs(), ['live']);
  });

  it('waits while Twitch still lists a stream that has ended', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    const still = listed;
    await goOffline(behaviour, 's1');
    listed = still;
    await clock.tick(4 * MINUTE);
    assert.deepEqual(outputs(), ['live']);
    listed = null;
    await clock.tick(MINUTE);
    assert.deepEqual(outputs(), ['live', 'offline']);
  });

  it('goes on when Twitch lists the stream for good: nobody heard that it came back', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    const still = listed;
    await goOffline(behaviour, 's1');
    listed = still;
    await clock.tick(60 * MINUTE);
    listed = null;
    await clock.tick(60 * MINUTE);
    assert.deepEqual(outputs(), ['live']);
  });

  it('believes the event when Twitch cannot be asked', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await goOffline(behaviour, 's1');
    listed = new Error('away');
    await clock.tick(10 * MINUTE);
    assert.deepEqual(outputs(), ['live', 'offline']);
  });

  it('tells offline at once where nothing is to be waited for', async () => {
    const behaviour = await start({ offlineAfter: 0 });
    await goOnline(behaviour, 's1');
    await goOffline(behaviour, 's1');
    assert.deepEqual(outputs(), ['live', 'offline']);
  });

  it('is not confused when the end of a stream comes after the start of the next', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await clock.tick(30 * MINUTE);
    await goOnline(behaviour, 's2');
    behaviour.onEvent(event('stream.offline', { id: 's1' }));
    await clock.tick(30 * MINUTE);
    assert.deepEqual(outputs(), ['live'], 'a short break');
    await goOffline(behaviour, 's2');
    await clock.tick(3 * MINUTE);
    assert.deepEqual(outputs(), ['live', 'offline']);
  });

  it('tells both when the end between two streams was never heard', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    await clock.tick(30 * MINUTE);
    await goOnline(behaviour, 's2');
    await clock.tick(MINUTE);
    assert.deepEqual(outputs(), ['live', 'offline', 'live']);
    assert.deepEqual(recovered(), [false, true, true]);
    assert.deepEqual(
      payloads().map(({ streamId }) => streamId),
      ['s1', 's1', 's2'],
    );
  });

  it('says nothing of what it finds when it was just dropped, in mid-stream or not', async () => {
    listed = streamFrom('s1');
    const behaviour = await start();
    assert.deepEqual(outputs(), []);
    await goOffline(behaviour, 's1');
    await clock.tick(3 * MINUTE);
    assert.deepEqual(outputs(), ['offline'], 'but it knows that it is live');
  });

  it('says nothing either when an event comes before it has looked', async () => {
    listed = streamFrom('s1');
    const behaviour = make();
    behaviour.onEvent(update('Early'));
    behaviour.onLive();
    await clock.tick(0);
    assert.deepEqual(outputs(), []);
  });

  describe('after a restart', () => {
    async function stopped(): Promise<void> {
      const behaviour = await start();
      await goOnline(behaviour, 's1');
      behaviour.stop();
      told.length = 0;
      await clock.tick(20 * MINUTE);
    }

    it('does not tell the same stream again', async () => {
      await stopped();
      await start();
      await clock.tick(10 * MINUTE);
      assert.deepEqual(outputs(), []);
    });

    it('tells the end that was missed, confirmed, as recovered', async () => {
      await stopped();
      listed = null;
      await start();
      await clock.tick(3 * MINUTE - 1);
      assert.deepEqual(outputs(), []);
      await clock.tick(1);
      assert.deepEqual(outputs(), ['offline']);
      assert.deepEqual(recovered(), [true]);
    });

    it('tells the start that was missed, as recovered', async () => {
      const behaviour = await start();
      behaviour.stop();
      await clock.tick(10 * MINUTE);
      listed = streamFrom('s1');
      await start();
      assert.deepEqual(outputs(), ['live']);
      assert.deepEqual(recovered(), [true]);
    });

    it('tells end and start of another stream that were missed', async () => {
      await stopped();
      listed = streamFrom('s2');
      await start();
      assert.deepEqual(outputs(), ['offline', 'live']);
      assert.deepEqual(recovered(), [true, true]);
    });

    it('takes another number for the same stream when the break was short', async () => {
      const behaviour = await start();
      await goOnline(behaviour, 's1');
      behaviour.stop();
      await clock.tick(MINUTE);
      listed = streamFrom('s2');
      await start();
      await clock.tick(10 * MINUTE);
      assert.deepEqual(outputs(), ['live']);
    });

    it('still waits for the end that had begun before', async () => {
      const behaviour = await start();
      await goOnline(behaviour, 's1');
      await goOffline(behaviour, 's1');
      behaviour.stop();
      await clock.tick(2 * MINUTE);
      await start();
      assert.deepEqual(outputs(), ['live']);
      await clock.tick(MINUTE);
      assert.deepEqual(outputs(), ['live', 'offline']);
      assert.deepEqual(recovered(), [false, false]);
    });

    it('tells live when it was stopped before it could', async () => {
      const behaviour = await start();
      shown = new Error('away');
      await goOnline(behaviour, 's1');
      behaviour.stop();
      await settle();
      shown = { title: 'Harbour', category: 'Boats', language: 'en', labels: [] };
      await start();
      assert.deepEqual(outputs(), ['live']);
    });

    it('tells a title that was changed in the meantime', async () => {
      await stopped();
      shown = { title: 'Harbour at night', category: 'Boats', language: 'en', labels: [] };
      await start();
      assert.deepEqual(outputs(), ['changed']);
      assert.deepEqual(recovered(), [true]);
      assert.deepEqual([payloads()[0]?.changed, payloads()[0]?.titleBefore], [['title'], 'Harbour']);
    });

    it('asks again until Twitch answers', async () => {
      const behaviour = await start();
      behaviour.stop();
      listed = new Error('away');
      await start();
      listed = streamFrom('s1');
      await clock.tick(30_000);
      assert.deepEqual(outputs(), ['live']);
    });
  });

  describe('after a gap', () => {
    it('tells a start and an end that were missed', async () => {
      const behaviour = await start();
      behaviour.onLost();
      listed = streamFrom('s1');
      await clock.tick(5 * MINUTE);
      behaviour.onLive();
      await clock.tick(0);
      assert.deepEqual(outputs(), ['live']);
      behaviour.onLost();
      await clock.tick(5 * MINUTE);
      listed = null;
      behaviour.onLive();
      await clock.tick(3 * MINUTE);
      assert.deepEqual(outputs(), ['live', 'offline']);
      assert.deepEqual(recovered(), [true, true]);
    });

    it('knows that Twitch lists a stream late, and drops it late', async () => {
      const behaviour = await start();
      await goOnline(behaviour, 's1');
      const stream = listed;
      listed = null;
      behaviour.onLive();
      await clock.tick(10 * MINUTE);
      assert.deepEqual(outputs(), ['live'], 'not listed yet');
      await goOffline(behaviour, 's1');
      await clock.tick(3 * MINUTE);
      listed = stream;
      behaviour.onLive();
      await clock.tick(MINUTE);
      assert.deepEqual(outputs(), ['live', 'offline'], 'still listed');
    });

    it('takes a short break inside it for the same stream', async () => {
      const behaviour = await start();
      await goOnline(behaviour, 's1');
      await clock.tick(60 * MINUTE);
      behaviour.onLost();
      await clock.tick(MINUTE);
      listed = streamFrom('s2');
      behaviour.onLive();
      await clock.tick(10 * MINUTE);
      assert.deepEqual(outputs(), ['live']);
    });

    it('tells once what the connection has recovered as well', async () => {
      const behaviour = await start();
      listed = streamFrom('s1');
      behaviour.onLive();
      behaviour.onEvent({ ...event('stream.online', { id: 's1', type: 'live' }), recovered: true });
      await clock.tick(0);
      assert.deepEqual(outputs(), ['live']);
    });
  });

  it('tells a changed title or category with what it was before, and nothing of the rest', async () => {
    const behaviour = await start();
    behaviour.onEvent(update('Harbour', { language: 'de' }));
    behaviour.onEvent(update('Harbour at night', { language: 'de' }));
    behaviour.onEvent(update('Harbour at night', { category_name: 'Fish', language: 'de' }));
    await clock.tick(0);
    assert.deepEqual(
      payloads().map(({ changed, title, category, titleBefore, live }) => [
        changed,
        title,
        category,
        titleBefore,
        live,
      ]),
      [
        [['title'], 'Harbour at night', 'Boats', 'Harbour', false],
        [['category'], 'Harbour at night', 'Fish', 'Harbour at night', false],
      ],
    );
    assert.equal(told[0]?.msg.twitch.summary, 'Now: Harbour at night (Boats)');
    assert.equal(told[0]?.msg.topic, 'channel.update');
    assert.deepEqual(recovered(), [false, false]);
  });

  it('tells the changes that are wanted, in any order of the labels', async () => {
    const behaviour = await start({ changesIn: ['labels'] });
    behaviour.onEvent(update('Another', { content_classification_labels: ['A', 'B'] }));
    behaviour.onEvent(update('Another', { content_classification_labels: ['B', 'A'] }));
    await clock.tick(0);
    assert.deepEqual(
      payloads().map(({ changed }) => changed),
      [['labels']],
    );
    const deaf = await start({ changesIn: [] });
    deaf.onEvent(update('Yet another'));
    await clock.tick(0);
    assert.equal(told.length, 1);
  });

  it('says in a change whether the channel is live', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    behaviour.onEvent(update('New'));
    await clock.tick(0);
    assert.deepEqual(payloads()[1]?.live, true);
  });

  it('has one shape at all three outputs', async () => {
    const behaviour = await start();
    await goOnline(behaviour, 's1');
    behaviour.onEvent(update('New'));
    await goOffline(behaviour, 's1');
    await clock.tick(3 * MINUTE);
    const shapes = payloads().map((payload) => Object.keys(payload));
    assert.equal(shapes.length, 3);
    for (const shape of shapes) assert.deepEqual(shape, shapes[0]);
  });

  it('makes tests of the three moments in turn, and the one that is asked for', () => {
    const behaviour = make();
    const seen = [1, 2, 3, 4].map(() => {
      const outcome = behaviour.test({});
      assert.ok('output' in outcome);
      assert.equal(outcome.msg.twitch.test, true);
      return outcome.output;
    });
    assert.deepEqual(seen, ['live', 'changed', 'offline', 'live']);
    const asked = behaviour.test({ moment: 'offline', title: 'My title' });
    assert.ok('output' in asked);
    assert.equal(asked.output, 'offline');
    assert.equal((asked.msg.payload as Payload).title, 'My title');
    assert.equal(asked.msg.twitch.summary, 'Ana_Plays has ended the stream after 2 hours.');
  });

  it('says nothing after it was stopped', async () => {
    const behaviour = await start();
    behaviour.stop();
    await goOnline(behaviour, 's1');
    await clock.tick(10 * MINUTE);
    assert.deepEqual(outputs(), []);
  });
});
