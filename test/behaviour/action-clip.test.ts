import assert from 'node:assert/strict';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { createClipAction } from '../../src/behaviour/action-clip';
import type { ActionContext, ActionResult } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { MemoryState } from '../../src/behaviour/trigger';
import { settle } from '../support/fake-clock';
import { actionContext, commandMsg, other, streamer, twitchOf, type TestContext } from './support/world';

const clip = {
  id: 'FunnyClip-abc_1',
  url: 'https://clips.twitch.tv/FunnyClip-abc_1',
  broadcaster_name: 'Ana_Plays',
  creator_name: 'Ana_Plays',
  title: 'what a jump',
  duration: 30,
  view_count: 0,
  thumbnail_url: 'https://static.example/t.jpg',
  created_at: '2026-11-23T12:00:00Z',
};

function world(overrides: Partial<ActionContext> = {}): TestContext & { there: Record<string, unknown>[] } {
  const context = actionContext(overrides);
  const there: Record<string, unknown>[] = [];
  context.helix.answers['create-clip'] = () => ({
    data: [{ id: clip.id, edit_url: 'https://edit.example/x' }],
  });
  context.helix.answers['create-clip-from-vod'] = context.helix.answers['create-clip'];
  context.helix.answers['get-clips'] = () => ({ data: there });
  context.helix.answers['get-videos'] = () => ({ data: [{ id: '123456', title: 'Stream of Monday' }] });
  context.helix.answers['create-stream-marker'] = ({ body }) => ({
    data: [
      {
        id: 'mk',
        created_at: '2026-11-23T12:00:00Z',
        position_seconds: 3723,
        description: body['description'] ?? '',
      },
    ],
  });
  return Object.assign(context, { there });
}

function run(
  operation: string,
  msg: FlowMessage,
  params: Record<string, unknown>,
  context: TestContext,
): Promise<ActionResult> {
  return createClipAction().run(msg, operation, params, context);
}

function failing(status: number): () => never {
  return () => {
    throw new TwitchRequestError(
      status === 403 ? 'TWITCH_FORBIDDEN' : 'TWITCH_REQUEST_FAILED',
      'Twitch said no',
      { status },
    );
  };
}

describe('twitch-clip', () => {
  it('waits until the clip is there and brings its link', async () => {
    const context = world();
    const running = run('clip', commandMsg('what a jump', '!clip'), { length: 30 }, context);
    await context.clock.tick(6000);
    context.there.push(clip);
    await context.clock.tick(2000);
    const { outputs } = await running;
    assert.equal(outputs.length, 1, 'by the first output');
    const msg = outputs[0] as FlowMessage;
    assert.deepEqual(context.helix.calls[0]?.query, {
      broadcaster_id: streamer.id,
      duration: 30,
      title: 'what a jump',
    });
    assert.deepEqual(context.helix.calls[1]?.query, { id: clip.id });
    assert.deepEqual(msg['payload'], {
      id: clip.id,
      url: clip.url,
      ready: true,
      editUrl: 'https://edit.example/x',
      title: 'what a jump',
      length: 30,
      creator: 'Ana_Plays',
      channel: 'Ana_Plays',
      views: 0,
      thumbnail: 'https://static.example/t.jpg',
      createdAt: '2026-11-23T12:00:00Z',
    });
    assert.equal(twitchOf(msg)['summary'], `Here is the clip: ${clip.url}`);
    assert.equal(context.clock.pending, 0);
  });

  it('does not repeat the title in chat: a viewer may have typed it', async () => {
    const context = world();
    context.there.push({ ...clip, title: 'rude words' });
    const running = run('clip', commandMsg('rude words', '!clip'), {}, context);
    await context.clock.tick(2000);
    assert.ok(!String(twitchOf((await running).outputs[0])['summary']).includes('rude'));
  });

  it('has no title when nothing was typed', async () => {
    const context = world();
    context.there.push(clip);
    const running = run('clip', commandMsg('', '!clip'), {}, context);
    await context.clock.tick(2000);
    await running;
    assert.ok(!('title' in (context.helix.calls[0]?.query ?? {})));
  });

  it('leaves by "not yet" with the link after a minute', async () => {
    const context = world();
    const running = run('clip', commandMsg('', '!clip'), {}, context);
    await context.clock.tick(60_000);
    const { outputs } = await running;
    assert.equal(outputs[0], null);
    const msg = outputs[1] as FlowMessage;
    const { ready, url } = msg['payload'] as { ready: boolean; url: string };
    assert.deepEqual({ ready, url }, { ready: false, url: clip.url });
    assert.equal(twitchOf(msg)['summary'], `The clip is not ready yet, it should soon be here: ${clip.url}`);
    assert.ok(context.helix.made.length <= 32, 'asks every two seconds, not more often');
    assert.equal(context.clock.pending, 0);
  });

  it('bears with an answer that fails while it waits', async () => {
    const context = world();
    let asked = 0;
    context.helix.answers['get-clips'] = () => {
      if (asked++ === 0) throw new TwitchError('TWITCH_UNAVAILABLE', 'down');
      return { data: [clip] };
    };
    const running = run('clip', commandMsg('', '!clip'), {}, context);
    await context.clock.tick(4000);
    assert.equal((await running).outputs.length, 1);
  });

  it('says that the channel is not live', async () => {
    const context = world();
    context.helix.answers['create-clip'] = failing(404);
    const msg = commandMsg('', '!clip');
    await assert.rejects(
      run('clip', msg, {}, context),
      /Clips need a live stream, and Ana_Plays is not live/,
    );
    assert.equal(twitchOf(msg)['summary'], 'Ana_Plays is not live.');
  });

  it('says that the channel does not allow it', async () => {
    const context = world();
    context.helix.answers['create-clip'] = failing(403);
    await assert.rejects(run('clip', commandMsg(''), {}, context), { code: 'TWITCH_FORBIDDEN' });
  });

  it('can be of another channel', async () => {
    const context = world();
    context.there.push(clip);
    const running = run('clip', commandMsg(''), { channel: 'Tidewater' }, context);
    await context.clock.tick(2000);
    await running;
    assert.equal(context.helix.calls[0]?.query['broadcaster_id'], other.id);
    assert.equal(context.helix.calls[0]?.user, streamer.id);
  });

  it('is 5 to 60 seconds long', async () => {
    await assert.rejects(run('clip', commandMsg(''), { length: 90 }, world()), /5 to 60 seconds/);
  });

  it('goes on after a restart', async () => {
    const state = new MemoryState();
    const first = world({ state });
    const running = run('clip', commandMsg('', '!clip'), {}, first);
    await settle();
    first.closing.abort(new TwitchError('TWITCH_ABORTED', 'deployed'));
    await assert.rejects(running, (error) => (error as TwitchError).cause['kept'] === true);
    const second = world({ state });
    second.there.push(clip);
    const results: ActionResult[] = [];
    const resumed = createClipAction().resume?.(second, {
      result: (result) => void results.push(result),
      error: (error) => assert.fail(String(error)),
    });
    await second.clock.tick(2000);
    await resumed;
    assert.equal((results[0]?.outputs[0] as FlowMessage | null)?.['topic'], 'chat.command');
  });
});

describe('a marker', () => {
  it('is set with the words as its note', async () => {
    const context = world();
    const msg = (await run('marker', commandMsg('boss fight', '!mark'), {}, context))
      .outputs[0] as FlowMessage;
    assert.deepEqual(context.helix.calls[0]?.body, { user_id: streamer.id, description: 'boss fight' });
    assert.deepEqual(msg['payload'], {
      id: 'mk',
      seconds: 3723,
      position: '1:02:03',
      note: 'boss fight',
      createdAt: '2026-11-23T12:00:00Z',
    });
    assert.equal(twitchOf(msg)['summary'], 'Marker set at 1:02:03.');
  });

  it('has a short note', async () => {
    await assert.rejects(run('marker', commandMsg('x'.repeat(141)), {}, world()), /at most 140/);
  });

  it('needs a live stream', async () => {
    const context = world();
    context.helix.answers['create-stream-marker'] = failing(404);
    await assert.rejects(run('marker', commandMsg(''), {}, context), /Markers need a live stream/);
  });
});

describe('a clip from a video', () => {
  it('is cut from the newest video, up to the place that was named', async () => {
    const context = world();
    context.there.push(clip);
    const running = run('fromVideo', commandMsg(''), { endsAt: '1:02:03', length: 30 }, context);
    await context.clock.tick(2000);
    await running;
    const call = context.helix.calls.find(({ id }) => id === 'create-clip-from-vod');
    assert.deepEqual(call?.query, {
      editor_id: streamer.id,
      broadcaster_id: streamer.id,
      vod_id: '123456',
      vod_offset: 3723,
      duration: 30,
      title: 'Stream of Monday',
    });
  });

  it('takes a link to the video', async () => {
    const context = world();
    context.there.push(clip);
    const running = run(
      'fromVideo',
      commandMsg('my title'),
      { endsAt: '90', video: 'https://www.twitch.tv/videos/987654?t=1h' },
      context,
    );
    await context.clock.tick(2000);
    await running;
    assert.equal(context.helix.calls[0]?.query['vod_id'], '987654');
    assert.equal(context.helix.calls[0]?.query['title'], 'my title');
  });

  it('cannot begin before the video does, or end nowhere', async () => {
    await assert.rejects(
      run('fromVideo', commandMsg(''), { endsAt: '10', length: 30 }, world()),
      /begin before the video/,
    );
    await assert.rejects(run('fromVideo', commandMsg(''), { endsAt: 'soon' }, world()), /Where in the video/);
  });

  it('says so when there is no video', async () => {
    const context = world();
    context.helix.answers['get-videos'] = () => ({ data: [] });
    await assert.rejects(
      run('fromVideo', commandMsg(''), { endsAt: '90' }, context),
      /has no video to cut from/,
    );
  });
});

describe('looking up a clip', () => {
  it('takes an id, a link, or the clip that comes in', async () => {
    for (const [msg, params] of [
      [{}, { clip: clip.id }],
      [{}, { clip: `https://www.twitch.tv/ana_plays/clip/${clip.id}?filter=x` }],
      [{ payload: { id: clip.id } }, {}],
      [commandMsg(clip.url, '!show'), {}],
    ] as const) {
      const context = world();
      context.there.push(clip);
      const { outputs } = await run('lookUp', { ...msg }, params, context);
      assert.equal(((outputs[0] as FlowMessage)['payload'] as { url: string }).url, clip.url);
      assert.deepEqual(context.helix.calls[0]?.query, { id: clip.id });
    }
  });

  it('takes the newest of the week when none is named', async () => {
    const context = world();
    context.there.push(
      { ...clip, id: 'old', url: 'https://clips.twitch.tv/old', created_at: '2026-11-20T12:00:00Z' },
      clip,
    );
    const { outputs } = await run('lookUp', commandMsg(''), {}, context);
    assert.equal(((outputs[0] as FlowMessage)['payload'] as { id: string }).id, clip.id);
    assert.equal(context.helix.calls[0]?.query['started_at'], '2026-11-16T12:00:00.000Z');
  });

  it('leaves by the second output when there is none', async () => {
    const { outputs } = await run('lookUp', commandMsg('Nope-1'), {}, world());
    assert.equal(outputs[0], null);
    assert.equal((outputs[1] as FlowMessage)['payload'], null);
  });
});
