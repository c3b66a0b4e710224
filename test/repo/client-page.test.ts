import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { SampleRunner, samplesOf } from '../support/code-sample';
import { readPage } from '../support/docs-pages';

describe('the code in docs/client.md', () => {
  const samples = samplesOf(readPage('client.md'));
  let twitch: Simulator;
  let runner: SampleRunner;

  beforeEach(async () => {
    twitch = await startSimulator({ seed: 1, devicePollSeconds: 1 });
    runner = new SampleRunner(twitch);
  });

  afterEach(async () => {
    await runner.close();
    await twitch.close();
  });

  function sample(words: string): string {
    const found = samples.filter((code) => code.includes(words));
    assert.equal(found.length, 1, words);
    return found[0] ?? '';
  }

  it('has five samples, each tried here', () => {
    assert.equal(samples.length, 5);
  });

  it('signs somebody in by a code', async () => {
    const { login } = twitch.users.broadcaster;
    runner = new SampleRunner(twitch, (words) => {
      const code = /compare (\S+)/.exec(words)?.[1];
      if (code) twitch.approveDevice(code, login);
    });
    await runner.run(sample('deviceSignIn'), []);
    assert.deepEqual(runner.printed.at(-1), [`${login} is signed in`]);
  });

  it('answers in chat', async () => {
    const said = new Promise<void>((resolve) => {
      runner = new SampleRunner(twitch, (words) => words === 'said' && resolve());
    });
    await runner.run(sample('!hello'), ['chat:read', 'user:write:chat']);
    twitch.world.say({ login: twitch.users.vip.login, text: '!hello' });
    await said;
    assert.deepEqual(runner.printed, [['said']]);
  });

  it('makes calls in four ways', async () => {
    const calls: string[] = [];
    twitch.on('transcript', (entry) => {
      if (entry.kind === 'call') calls.push(String(entry.endpoint));
    });
    await runner.run(sample('search-categories'), ['channel:manage:polls']);
    for (const endpoint of ['create-poll', 'end-poll', 'search-categories', 'get-clips', 'get-users'])
      assert.ok(calls.includes(endpoint), `${endpoint} is not among ${calls.join(', ')}`);
    assert.equal(runner.printed[0]?.[0], 'ACTIVE');
  });

  it('hears an event', async () => {
    const heard = new Promise<string>((resolve) => {
      runner = new SampleRunner(twitch, (words) => words.endsWith(' false') && resolve(words));
    });
    await runner.run(sample('channel.follow'), ['moderator:read:followers']);
    assert.deepEqual(runner.printed.at(-1), ['live']);
    const { login, name } = twitch.world.addUser({ id: '412000000', login: 'newcomer', name: 'Newcomer' });
    twitch.world.follow({ login });
    assert.equal(await heard, `${name} false`);
  });

  it('says what was wrong', async () => {
    await runner.run(sample('TwitchError'), ['channel:manage:polls']);
    assert.deepEqual(runner.printed, [['TWITCH_INPUT_INVALID', 'choices']]);
  });
});
