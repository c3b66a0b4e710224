import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { chatLine, within } from './waiting';

/** The part of tmi.js that is used here; it ships no types. */
interface TmiClient extends EventEmitter {
  connect(): Promise<unknown>;
  say(channel: string, text: string): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

interface TmiModule {
  readonly Client: new (options: object) => TmiClient;
}

const tmi = require('tmi.js') as TmiModule;

describe('foreign clients: tmi.js', () => {
  let simulator: Simulator;
  let client: TmiClient | undefined;

  const start = async (identity: object = {}): Promise<TmiClient> => {
    client = new tmi.Client({
      options: { skipUpdatingEmotesets: true, debug: false },
      logger: { info() {}, warn() {}, error() {} },
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
      identity,
      channels: ['harborlight_tv'],
    });
    const joined = once(client, 'roomstate');
    await within(client.connect(), 'log in');
    await within(joined, 'join');
    return client;
  };

  beforeEach(async () => {
    simulator = await startSimulator();
  });

  afterEach(async () => {
    await client?.disconnect().catch(() => {});
    client = undefined;
    await simulator.close();
  });

  it('logs in, joins, receives a line with its tags, and sends one that the world sees', async () => {
    const { login } = simulator.users.bot;
    const { accessToken } = simulator.issueToken({ login, scopes: ['chat:read', 'chat:edit'] });
    const bot = await start({ username: login, password: accessToken });

    const heard = once(bot, 'message');
    const id = simulator.world.say({ login: 'mira_bakes', text: 'Kappa from the world' });
    const [channel, userstate, text, self] = await within(heard, 'receive a line');
    assert.deepEqual([channel, text, self], ['#harborlight_tv', 'Kappa from the world', false]);
    assert.equal(userstate.id, id);
    assert.equal(userstate['display-name'], 'Mira_Bakes');
    assert.deepEqual(userstate.badges, { subscriber: '12' });
    assert.deepEqual(userstate.emotes, { 25: ['0-4'] });

    const said = chatLine(simulator.world, (line) => line.from.login === login);
    await within(bot.say('harborlight_tv', 'hello from tmi.js'), 'send a line');
    assert.equal((await within(said, 'see the line')).text, 'hello from tmi.js');
  });

  it('reads anonymously, and understands subscriptions, raids and timeouts', async () => {
    const reader = await start();
    const [resub, raid, timeout, cheer] = ['resub', 'raided', 'timeout', 'cheer'].map((name) =>
      once(reader, name),
    );
    simulator.world.subscribe({ login: 'mira_bakes', months: 15, text: 'still here' });
    simulator.world.raid({ from: 'driftwood_den', viewers: 42 });
    simulator.world.moderation.ban({ channel: 'harborlight_tv', user: 'ember_ivy', durationS: 600 });
    simulator.world.cheer({ login: 'anchor_ana', bits: 100 });
    assert.equal((await within(resub!, 'resub'))[1], 'Mira_Bakes');
    assert.deepEqual((await within(raid!, 'raid')).slice(0, 3), ['#harborlight_tv', 'Driftwood_Den', 42]);
    assert.deepEqual((await within(timeout!, 'timeout')).slice(0, 4), [
      '#harborlight_tv',
      'ember_ivy',
      null,
      600,
    ]);
    assert.equal((await within(cheer!, 'cheer'))[1].bits, '100');
  });

  it('hears that its token is wrong', async () => {
    client = new tmi.Client({
      logger: { info() {}, warn() {}, error() {} },
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
      identity: { username: 'lanternbot', password: 'nonsense' },
    });
    const reason = await within(
      client.connect().catch((error: unknown) => error),
      'be refused',
    );
    assert.equal(reason, 'Login authentication failed');
  });
});
