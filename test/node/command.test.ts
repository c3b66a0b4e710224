import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';

const account = { id: 'acc', type: 'twitch-account', name: 'Practice', version: 1, use: 'practice' };

describe('twitch-command', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });

  afterEach(async () => {
    await bench.close();
  });

  it('sends the words after the command, and who typed it', async () => {
    await bench.load([
      account,
      {
        id: 'cmd',
        type: 'twitch-command',
        name: '',
        account: 'acc',
        version: 1,
        params: { command: { v: 'poll', t: 'str' } },
        wires: [['ran'], ['refused']],
      },
      { id: 'ran', type: 'helper' },
      { id: 'refused', type: 'helper' },
    ]);
    const status = await bench.waitForStatus('cmd', 'practice');
    assert.deepEqual([status.fill, status.shape], ['blue', 'ring']);
    const world = await bench.world();
    world.say('moderator', '!poll Best snack? | Chips | Fruit');
    const msg = await bench.waitFor('ran');
    assert.equal(msg['payload'], 'Best snack? | Chips | Fruit');
    assert.equal(msg['topic'], 'chat.command');
    assert.equal(dig(msg, 'twitch.user.login'), world.simulator.users.moderator.login);
    assert.equal(dig(msg, 'twitch.practice'), true);
    assert.equal(dig(msg, 'twitch.account'), 'Practice');
  });
});
