import assert from 'node:assert/strict';
import { twitchUrls } from '../../src/core/urls';
import { isLogin, readAccountConfig } from '../../src/node-red/account-config';

const read = (
  config: Record<string, unknown>,
  settings: Record<string, unknown> = {},
  node: { id: string; _alias?: string; credentials?: Record<string, unknown> } = { id: 'n1' },
): ReturnType<typeof readAccountConfig> =>
  readAccountConfig({ id: 'n1', type: 'twitch-account', ...config }, node, settings);

describe('the configuration of an account', () => {
  it('is a practice account when nothing else is said', () => {
    const config = read({});
    assert.equal(config.use, 'practice');
    assert.equal(config.name, 'n1');
    assert.deepEqual(config.urls, twitchUrls);
    assert.equal(config.sendVia, 'helix');
    assert.equal(config.testsMayAct, false);
  });

  it('hangs on the id in the subflow template, not on that of the instance', () => {
    assert.equal(read({}, {}, { id: 'instance-1', _alias: 'template' }).id, 'template');
  });

  it('takes the client id of the field, else of settings.js', () => {
    assert.deepEqual(
      [read({ clientId: ' abc ' }, { twitchAccountClientId: 'def' })].map((c) => [c.clientId, c.ownClientId]),
      [['abc', true]],
    );
    assert.deepEqual(
      [read({}, { twitchAccountClientId: 'def' })].map((c) => [c.clientId, c.ownClientId]),
      [['def', false]],
    );
    assert.equal(read({}).clientId, '');
  });

  it('reads channel names as people write them', () => {
    const config = read({
      use: 'read',
      channel: 'https://www.twitch.tv/Ana_Plays?x=1',
      moreChannels: '@Ben\n#carla, ',
    });
    assert.equal(config.channel, 'ana_plays');
    assert.deepEqual(config.moreChannels, ['ben', 'carla']);
    assert(isLogin('ana_plays'));
    assert(!isLogin('not a name'));
  });

  it('keeps known bots in lower case', () => {
    assert.deepEqual([...read({ knownBots: 'NightBot\nMoobot' }).knownBots], ['nightbot', 'moobot']);
  });

  it('takes custom addresses as a whole or not at all', () => {
    const custom = {
      server: 'custom',
      idUrl: 'http://127.0.0.1:8080/auth/',
      helixUrl: 'https://mock.example/helix',
      ircUrl: 'ws://localhost:8080/irc',
      eventSubUrl: 'wss://mock.example/ws',
    };
    assert.equal(read(custom).urlProblem, '');
    assert.equal(read(custom).urls.id, 'http://127.0.0.1:8080/auth');
    assert.match(read({ ...custom, helixUrl: '' }).urlProblem, /"helix" is missing/);
    assert.match(read({ ...custom, ircUrl: 'ws://example.com' }).urlProblem, /"irc" is neither encrypted/);
    assert.match(read({ ...custom, idUrl: 'nonsense' }).urlProblem, /"id"/);
  });

  it('copes with a flow file full of nonsense', () => {
    const config = read({
      use: 7,
      name: {},
      channel: [],
      clientId: null,
      knownBots: 5,
      moreChannels: {},
      limits: [],
    });
    assert.equal(config.use, 'practice');
    assert.deepEqual(config.moreChannels, []);
  });

  it('takes the client secret from the credentials only', () => {
    assert.equal(read({ clientSecret: 'in the flow' }).clientSecret, undefined);
    const node = { id: 'n1', credentials: { clientSecret: ' secret ' } };
    assert.equal(read({}, {}, node).clientSecret, 'secret');
  });
});
