import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { ends, node, practiceAccount } from '../support/twitch-flow';

describe('action nodes in practice mode', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  it('send what stands in the field to the chat, as the bot, and pass on everything else of the message', async () => {
    await bench.load([
      practiceAccount,
      node('send', 'twitch-send-message', {
        operation: 'send',
        fields: { text: 'Hello {user|all of you}!' },
      }),
      ...ends,
    ]);
    bench.inject('send', { payload: 'x', topic: 'mine', mine: { kept: true } });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.sent'), true);
    assert.deepEqual(msg['mine'], { kept: true });
    assert.equal(msg['topic'], 'mine');
    assert.equal(dig(msg, 'twitch.action.operation'), 'send');
    const world = await bench.world();
    assert.equal(dig(msg, 'twitch.action.as'), world.simulator.users.bot.login);
    const said = world.transcript.after(0).find((line) => line.kind === 'chat');
    assert.match(said?.text ?? '', /Hello all of you!$/);
    assert.equal(said?.own, true);
    assert.equal((await bench.waitForStatus('send', 'practice')).fill, 'blue');
  });

  it('take a field from the message, from context, the environment or an expression', async () => {
    process.env['TWITCH_TEST_GREETING'] = 'from env';
    await bench.load([
      practiceAccount,
      node('a', 'twitch-send-message', { operation: 'send', fields: { text: { v: 'said', t: 'msg' } } }),
      node('b', 'twitch-send-message', {
        operation: 'send',
        fields: { text: { v: '$uppercase(said) & "!"', t: 'jsonata' } },
      }),
      node('c', 'twitch-send-message', {
        operation: 'send',
        fields: { text: { v: 'TWITCH_TEST_GREETING', t: 'env' } },
      }),
      ...ends,
    ]);
    for (const id of ['a', 'b', 'c']) bench.inject(id, { said: 'hi' });
    const world = await bench.until(
      () => (bench.messages('out').length === 3 ? true : undefined),
      'three sends',
    );
    assert(world);
    const said = (await bench.world()).transcript
      .after(0)
      .filter((line) => line.kind === 'chat')
      .map((line) => line.text.split(': ')[1]);
    assert.deepEqual(new Set(said), new Set(['HI!', 'from env', 'hi']));
    delete process.env['TWITCH_TEST_GREETING'];
  });

  it('hold the message until the poll is over and name the winner', async () => {
    await bench.load([
      practiceAccount,
      node('poll', 'twitch-poll', {
        operation: 'run',
        fields: { question: 'Best snack?', choices: 'Chips\nFruit', for: 15 },
      }),
      ...ends,
    ]);
    bench.inject('poll', { payload: '', mine: 1 });
    await bench.waitForStatus('poll', 'waiting');
    const { world, users } = (await bench.world()).simulator;
    await bench.until(
      () => (world.channel(users.broadcaster.login)?.polls[0] ? true : undefined),
      'the poll is open',
    );
    for (const viewer of users.viewers.slice(0, 3)) world.votePoll({ login: viewer.login, choice: 'Fruit' });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.winner'), 'Fruit');
    assert.equal(msg['mine'], 1);
    assert.match(String(dig(msg, 'twitch.summary')), /Fruit won/);
    await bench.waitForStatus('poll', 'practice');
  });

  it('change the title and category of the stream, and look up what became of it', async () => {
    await bench.load([
      practiceAccount,
      node('title', 'twitch-stream-info', { operation: 'title', wires: [['game']] }),
      node('game', 'twitch-stream-info', {
        operation: 'category',
        fields: { category: 'just chatting' },
        wires: [['tags']],
      }),
      node('tags', 'twitch-stream-info', {
        operation: 'tags',
        fields: { how: 'add', tags: 'Music' },
        wires: [['look']],
      }),
      node('look', 'twitch-stream-info', { operation: 'lookUp' }),
      ...ends,
    ]);
    bench.inject('title', { payload: 'A quiet evening' });
    const msg = await bench.waitFor('out');
    assert.deepEqual(
      [dig(msg, 'payload.title'), dig(msg, 'payload.category')],
      ['A quiet evening', 'Just Chatting'],
    );
    assert((dig(msg, 'payload.tags') as string[]).includes('Music'));
  });

  it('tell about a viewer, pick somebody from chat and list who there is', async () => {
    const operations = [
      'about',
      'randomChatter',
      'followers',
      'subscribers',
      'chatters',
      'moderators',
      'vips',
    ];
    await bench.load([
      practiceAccount,
      ...operations.map((operation) => node(operation, 'twitch-user', { operation })),
      ...ends,
    ]);
    await bench.waitForStatus('about', 'practice');
    const { users } = (await bench.world()).simulator;
    const { id, login, name } = users.subscriber;
    const person = { id, login, name, roles: [], anonymous: false };
    for (const operation of operations) {
      bench.inject(operation, { topic: operation, twitch: { user: person } });
    }
    const answer = (operation: string): Promise<Record<string, unknown>> =>
      bench.waitFor('out', (msg) => msg['topic'] === operation);
    const about = await answer('about');
    assert.equal(dig(about, 'payload.subscribes'), true);
    assert.equal(typeof dig(about, 'payload.follows'), 'boolean');
    const picked = dig(await answer('randomChatter'), 'payload.login');
    assert(![users.broadcaster.login, users.bot.login].includes(String(picked)));
    for (const operation of operations.slice(2)) {
      const people = dig(await answer(operation), 'payload.people') as { login: string }[];
      assert(people.length > 0, operation);
      assert(people.every((one) => one.login !== ''));
    }
  });

  it('put off an ad only when one is due, and say when the next one comes', async () => {
    await bench.load([
      practiceAccount,
      node('far', 'twitch-commercial', { operation: 'snooze' }),
      node('any', 'twitch-commercial', { operation: 'snooze', fields: { dueWithin: { v: '', t: 'num' } } }),
      node('look', 'twitch-commercial', { operation: 'lookUp' }),
      node('run', 'twitch-commercial', { operation: 'run', fields: { length: '30' } }),
      ...ends,
    ]);
    await bench.waitForStatus('far', 'practice');
    const { world, users } = (await bench.world()).simulator;
    const channel = world.channel(users.broadcaster.login);
    assert(channel);
    const snoozes = channel.ads.snoozes;
    bench.inject('far', {});
    const refused = await bench.waitFor('caught');
    assert.match(String(dig(refused, 'twitch.summary')), /No ad is due: the next one comes in /);
    assert.equal(channel.ads.snoozes, snoozes);
    bench.inject('any', { topic: 'any' });
    const snoozed = await bench.waitFor('out', (msg) => msg['topic'] === 'any');
    assert.equal(dig(snoozed, 'payload.snoozesLeft'), snoozes - 1);
    assert.equal(channel.ads.snoozes, snoozes - 1);
    bench.inject('look', { topic: 'look' });
    const looked = await bench.waitFor('out', (msg) => msg['topic'] === 'look');
    assert.match(String(dig(looked, 'twitch.summary')), /^The next ad comes in .* and lasts 90 seconds\.$/);
    bench.inject('run', { topic: 'run' });
    const begun = await bench.waitFor('out', (msg) => msg['topic'] === 'run');
    assert.equal(dig(begun, 'payload.length'), 30);
    assert.equal(dig(begun, 'twitch.summary'), 'An ad break of 30 seconds has begun.');
  });

  it('make somebody a VIP for a while and take it back after a redeploy in between', async () => {
    const flow = [
      practiceAccount,
      node('vip', 'twitch-moderator-role', { operation: 'vip', fields: { for: 20 } }),
      ...ends,
    ];
    await bench.load(flow);
    await bench.waitForStatus('vip', 'practice');
    const { world, users } = (await bench.world()).simulator;
    const [somebody] = users.viewers;
    assert(somebody);
    bench.inject('vip', { twitch: { user: { ...somebody, roles: [], anonymous: false } } });
    await bench.waitFor('out');
    const channel = world.channel(users.broadcaster.login);
    assert(channel);
    assert(channel.vips.has(somebody.id));
    await bench.deploy(flow, 'full');
    assert(channel.vips.has(somebody.id));
    await bench.until(() => (channel.vips.has(somebody.id) ? undefined : true), 'the role is taken back');
  });

  it('create a reward once, pause it and let it go on', async () => {
    const create = { operation: 'create', fields: { title: 'Name a boat', cost: 300, input: 'yes' } };
    await bench.load([
      practiceAccount,
      node('first', 'twitch-points-reward', { ...create, wires: [['again']] }),
      node('again', 'twitch-points-reward', { ...create, wires: [['pause']] }),
      node('pause', 'twitch-points-reward', { operation: 'pause', fields: { rewards: 'name a boat' } }),
      ...ends,
    ]);
    bench.inject('first', {});
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'twitch.summary'), 'Name a boat is paused.');
    const { world, users } = (await bench.world()).simulator;
    const found = world
      .channel(users.broadcaster.login)
      ?.rewards.filter(({ title }) => title === 'Name a boat');
    assert.equal(found?.length, 1);
    assert.equal(found[0]?.isPaused, true);
  });

  it('open, lock and resolve a prediction', async () => {
    await bench.load([
      practiceAccount,
      node('open', 'twitch-prediction', {
        operation: 'open',
        fields: { question: 'Do we win?', outcomes: 'Yes\nNo', for: 60 },
        wires: [['lock']],
      }),
      node('lock', 'twitch-prediction', { operation: 'lock', wires: [['resolve']] }),
      node('resolve', 'twitch-prediction', { operation: 'resolve', fields: { winner: 'Yes' } }),
      ...ends,
    ]);
    bench.inject('open', {});
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.status'), 'resolved');
    assert.equal(dig(msg, 'payload.winner'), 'Yes');
  });

  it('wait until a clip exists and hand its address on', async () => {
    await bench.load([
      practiceAccount,
      node('clip', 'twitch-clip', { operation: 'clip', wires: [['out'], ['out2']] }),
      ...ends,
    ]);
    bench.inject('clip', {});
    const msg = await bench.waitFor('out');
    assert.match(String(dig(msg, 'payload.url')), /^https:\/\/clips\.twitch\.tv\//);
    assert.equal(bench.messages('out2').length, 0);
  });

  it('make any call of the table, with its fields filled from the account', async () => {
    await bench.load([
      practiceAccount,
      node('api', 'twitch-api', { operation: 'call', fields: { call: 'get-channel-information' } }),
      ...ends,
    ]);
    bench.inject('api', {});
    const msg = await bench.waitFor('out');
    const { broadcaster } = (await bench.world()).simulator.users;
    assert.equal(dig(msg, 'payload.0.broadcaster_id') ?? dig(msg, 'payload.broadcaster_id'), broadcaster.id);
  });

  it('show a yellow status when a placeholder has nothing behind it, and leave it in the text', async () => {
    await bench.load([
      practiceAccount,
      node('send', 'twitch-send-message', { operation: 'send', fields: { text: 'Hi {nobody}' } }),
      ...ends,
    ]);
    bench.inject('send', {});
    await bench.waitFor('out');
    assert.equal((await bench.waitForStatus('send', 'unknown-placeholder')).fill, 'yellow');
    const said = (await bench.world()).transcript.after(0).find((line) => line.kind === 'chat');
    assert.match(said?.text ?? '', /Hi \{nobody\}$/);
  });

  it('complete every message once, so that a Complete node fires', async () => {
    await bench.load([
      practiceAccount,
      node('send', 'twitch-send-message', { operation: 'send', fields: { text: 'one' } }),
      { id: 'complete', type: 'complete', z: 'tab', x: 100, y: 300, scope: ['send'], wires: [['completed']] },
      { id: 'completed', type: 'helper', z: 'tab', x: 300, y: 300 },
      ...ends,
    ]);
    bench.inject('send', { mine: 7 });
    const msg = await bench.waitFor('completed');
    assert.equal(msg['mine'], 7);
    assert.equal(bench.messages('completed').length, 1);
  });
});
