import assert from 'node:assert/strict';
import { createStreamInfoAction } from '../../src/behaviour/action-stream-info';
import type { ActionContext } from '../../src/behaviour/context';
import type { FlowMessage } from '../../src/behaviour/message';
import { isPlain } from '../../src/behaviour/incoming';
import { TwitchError, TwitchRequestError } from '../../src/core/errors';
import { actionContext, commandMsg, other, streamer, twitchOf, type TestContext } from './support/world';

const channel = {
  broadcaster_id: streamer.id,
  broadcaster_login: streamer.login,
  broadcaster_name: streamer.name,
  broadcaster_language: 'en',
  game_id: '600005',
  game_name: 'Paper Boats',
  title: 'Folding all day',
  delay: 0,
  tags: ['Cozy', 'English'],
  content_classification_labels: ['Gambling'],
  is_branded_content: false,
};

const stream = {
  id: '4001',
  user_id: streamer.id,
  viewer_count: 42,
  started_at: '2026-11-23T09:55:00Z',
  thumbnail_url: 'https://static.example/live-{width}x{height}.jpg',
};

const games = [
  { id: '600005', name: 'Paper Boats' },
  { id: '600006', name: 'Paper Boats 2' },
];

type World = Omit<TestContext, 'live'> & ActionContext & { streaming: boolean };

function world(overrides: Partial<ActionContext> = {}): World {
  const context: World = Object.assign(actionContext(overrides), { streaming: true });
  const { answers } = context.helix;
  answers['get-channel-information'] = ({ query }) => ({
    data: query['broadcaster_id'] === 'gone' ? [] : [channel],
  });
  answers['get-streams'] = () => ({ data: context.streaming ? [stream] : [] });
  answers['get-games'] = ({ query }) => ({
    data: games.filter(({ id, name }) => id === query['id'] || name === query['name']),
  });
  answers['search-categories'] = ({ query }) => ({
    data: games
      .toReversed()
      .filter(({ name }) => name.toLowerCase().includes(String(query['query']).toLowerCase())),
  });
  answers['modify-channel-information'] = () => null;
  return context;
}

async function run(
  operation: string,
  msg: FlowMessage,
  params: Record<string, unknown>,
  context: World,
): Promise<FlowMessage> {
  const { outputs } = await createStreamInfoAction().run(msg, operation, params, context);
  return outputs[0] as FlowMessage;
}

const sent = (context: World): unknown =>
  context.helix.calls.find(({ id }) => id === 'modify-channel-information');

/** What is wanted stands in what there is; more may stand there. */
function assertPart(actual: unknown, wanted: object, message?: string): void {
  for (const [key, value] of Object.entries(wanted)) {
    const found = (actual as Record<string, unknown> | undefined)?.[key];
    if (isPlain(value)) assertPart(found, value, message);
    else assert.deepEqual(found, value, message ?? key);
  }
}

async function refused(
  operation: string,
  msg: FlowMessage,
  params: Record<string, unknown>,
): Promise<TwitchError> {
  const context = world();
  let caught: unknown;
  await run(operation, msg, params, context).catch((error: unknown) => {
    caught = error;
  });
  assert(caught instanceof TwitchError);
  assert.equal(sent(context), undefined, 'nothing was changed');
  return caught;
}

describe('twitch-stream-info', () => {
  it('tells of a live stream in one answer', async () => {
    const context = world();
    const msg = await run('lookUp', commandMsg('', '!uptime'), {}, context);
    const startedAt = Date.parse(stream.started_at);
    const uptime = Math.floor((context.clock.now() - startedAt) / 1000);
    assert.deepEqual(msg['payload'], {
      live: true,
      channel: 'Ana_Plays',
      title: 'Folding all day',
      category: 'Paper Boats',
      categoryId: '600005',
      tags: ['Cozy', 'English'],
      language: 'en',
      labels: ['Gambling'],
      branded: false,
      viewers: 42,
      startedAt: stream.started_at,
      uptime,
      uptimeText: '2 hours 5 minutes',
      streamId: '4001',
      thumbnail: 'https://static.example/live-1280x720.jpg',
    });
    assert.equal(
      twitchOf(msg)['summary'],
      'Ana_Plays is live with Paper Boats, for 2 hours 5 minutes and with 42 viewers: Folding all day',
    );
  });

  it('has the same fields for a channel that is offline', async () => {
    const context = world();
    const live = await run('lookUp', {}, {}, context);
    context.streaming = false;
    const offline = await run('lookUp', {}, {}, context);
    assert.deepEqual(Object.keys(offline['payload'] as object), Object.keys(live['payload'] as object));
    assertPart(offline['payload'], {
      live: false,
      title: 'Folding all day',
      viewers: null,
      startedAt: null,
      uptime: null,
      uptimeText: null,
    });
    assert.equal(
      twitchOf(offline)['summary'],
      'Ana_Plays is offline, last with Paper Boats: Folding all day',
    );
    assert.equal(offline['topic'], 'stream');
  });

  it('looks at the channel that is named, by name or link', async () => {
    const context = world();
    await run('lookUp', {}, { channel: `https://twitch.tv/${other.login}` }, context);
    assert.deepEqual(
      context.helix.calls.map(({ query }) => Object.values(query)),
      [[other.id], [other.id]],
    );
  });

  it('changes the title to the words after the command, and does not repeat them in chat', async () => {
    const context = world();
    const msg = await run('title', commandMsg('rude words', '!title'), {}, context);
    assertPart(sent(context), {
      query: { broadcaster_id: streamer.id },
      body: { title: 'rude words' },
      user: streamer.id,
    });
    assert.deepEqual(msg['payload'], {
      channel: 'Ana_Plays',
      title: 'rude words',
      before: 'Folding all day',
    });
    assert.equal(twitchOf(msg)['summary'], 'The title was changed.');
    assertPart(twitchOf(msg)['action'], { operation: 'title', as: streamer.login });
  });

  it('says in chat that Twitch refuses a title, without the words of it', async () => {
    const context = world();
    context.helix.answers['modify-channel-information'] = () => {
      throw new TwitchRequestError('TWITCH_REQUEST_FAILED', 'The title is too long.', { status: 400 });
    };
    const error: unknown = await run('title', commandMsg('long '.repeat(40), '!title'), {}, context).catch(
      (caught: unknown) => caught,
    );
    assert(error instanceof TwitchError);
    assert.equal(error.cause['summary'], 'Twitch does not take this title.');
    assert.match(error.message, /The title is too long/);
  });

  it('changes nothing when there is nothing to set', async () => {
    for (const operation of ['title', 'category', 'tags', 'language']) {
      const error = await refused(operation, commandMsg('', '!set'), {});
      assert.equal(error.code, 'TWITCH_INPUT_INVALID', operation);
      assert.match(error.message, /nothing to set.*Fill in/, operation);
    }
  });

  it('finds a category by its name, by the beginning of it, or by its id', async () => {
    for (const [wanted, id] of [
      ['Paper Boats', '600005'],
      ['paper boats', '600005'],
      ['paper boats 2', '600006'],
      ['boats', '600006'],
      ['600005', '600005'],
      ['none', '0'],
    ] as const) {
      const context = world();
      const msg = await run('category', {}, { category: wanted }, context);
      assertPart(sent(context), { body: { game_id: id } }, wanted);
      assertPart(msg['payload'], { before: 'Paper Boats' });
    }
    const context = world();
    const msg = await run('category', commandMsg('paper boats 2', '!game'), {}, context);
    assert.equal(twitchOf(msg)['summary'], 'The category is now Paper Boats 2.');
  });

  it('says so when there is no such category, without the words in chat', async () => {
    const error = await refused('category', commandMsg('rude words', '!game'), {});
    assert.match(error.message, /no category that is called "rude words"/);
    assert.equal(error.cause['summary'], 'There is no such category.');
  });

  it('sets, adds and removes tags, each once whatever its case', async () => {
    for (const [how, tags, wanted] of [
      ['set', 'Chill\n#Music, chill', ['Chill', 'Music']],
      ['add', 'Music\nCOZY', ['English', 'Music', 'COZY']],
      ['remove', 'cozy', ['English']],
    ] as const) {
      const context = world();
      const msg = await run('tags', {}, { how, tags }, context);
      assertPart(sent(context), { body: { tags: wanted } }, how);
      assert.deepEqual(msg['payload'], { channel: 'Ana_Plays', tags: wanted, before: channel.tags });
    }
    const context = world();
    await run('tags', { payload: ['A', 'B'] }, {}, context);
    assertPart(sent(context), { body: { tags: ['A', 'B'] } });
  });

  it('refuses tags that Twitch would refuse', async () => {
    assert.match((await refused('tags', {}, { tags: 'x'.repeat(26) })).message, /at most 25/);
    assert.match((await refused('tags', {}, { tags: 'a-b' })).message, /only letters and digits/);
    const nine = Array.from({ length: 9 }, (_, index) => `tag${index}`).join('\n');
    assert.match((await refused('tags', {}, { how: 'add', tags: nine })).message, /11 tags, at most 10/);
  });

  it('knows a language by its letters, its English name and its own', async () => {
    for (const [wanted, code] of [
      ['de', 'de'],
      ['German', 'de'],
      ['deutsch', 'de'],
      ['日本語', 'ja'],
      ['other', 'other'],
    ] as const) {
      const context = world();
      await run('language', {}, { language: wanted }, context);
      assertPart(sent(context), { body: { broadcaster_language: code } }, wanted);
    }
    assert.match((await refused('language', {}, { language: 'Klingonish' })).message, /no language/);
  });

  it('switches one content label and leaves the others alone', async () => {
    const context = world();
    const msg = await run('label', {}, { label: 'DrugsIntoxication', switch: 'on' }, context);
    assertPart(sent(context), {
      body: { content_classification_labels: [{ id: 'DrugsIntoxication', is_enabled: true }] },
    });
    assert.deepEqual(msg['payload'], { channel: 'Ana_Plays', label: true, before: false });
    assert.equal(twitchOf(msg)['summary'], 'The label "drugs intoxication" is on.');
    assert.match((await refused('label', {}, { label: 'Fun' })).message, /no content label "Fun"/);
  });

  it('changes no channel but the streamer’s own', async () => {
    const msg = commandMsg('new', '!title');
    twitchOf(msg)['channel'] = { ...other };
    const error = await refused('title', msg, {});
    assert.equal(error.code, 'TWITCH_FORBIDDEN');
    assert.match(error.message, /only by the streamer/);
  });

  it('pretends on a test: it reads and changes the practice world only', async () => {
    const practice = world();
    const real = world({
      pretend: () => Promise.resolve(practice),
      granted: () => ['channel:manage:broadcast'],
    });
    const msg = commandMsg('new', '!title');
    twitchOf(msg)['test'] = true;
    const answer = await run('title', msg, {}, real);
    assert.equal(sent(real), undefined);
    assert(sent(practice));
    assert.equal(twitchOf(answer)['practice'], true);
  });
});
