import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { Twurple } from './twurple';
import { chatLine, within } from './waiting';

describe('foreign clients: twurple', function () {
  this.timeout(30_000);
  let simulator: Simulator;
  let twurple: Twurple;

  beforeEach(async () => {
    simulator = await startSimulator();
    twurple = new Twurple(simulator.port);
    await twurple.hear('ready');
  });

  afterEach(async () => {
    await twurple.stop();
    await simulator.close();
  });

  it('refreshes and validates its token and gets a user', async () => {
    const { broadcaster } = simulator.users;
    assert.equal(await twurple.signIn(simulator, broadcaster.login), broadcaster.id);
    const user = await twurple.ask({ do: 'get-user', login: broadcaster.login }, 'user');
    assert.deepEqual(user, { id: broadcaster.id, name: 'HarborLight_TV', type: 'affiliate' });
  });

  it('creates a poll, ends it, and receives channel.poll.end over the WebSocket, also after a session_reconnect', async () => {
    const { broadcaster } = simulator.users;
    const userId = broadcaster.id;
    await twurple.signIn(simulator, broadcaster.login);
    await twurple.ask({ do: 'listen', userId }, 'subscribed');

    const runPoll = async (): Promise<void> => {
      const poll = (await twurple.ask({ do: 'create-poll', userId }, 'poll')) as {
        id: string;
        status: string;
      };
      assert.equal(poll.status, 'ACTIVE');
      simulator.world.votePoll({ login: 'anchor_ana', choice: 'Cake' });
      simulator.world.votePoll({ login: 'bento_boris', choice: 'Cake' });
      simulator.world.votePoll({ login: 'ember_ivy', choice: 'Fruit' });
      const ended = await twurple.ask({ do: 'end-poll', userId, pollId: poll.id }, 'poll');
      assert.deepEqual(ended, { id: poll.id, status: 'TERMINATED' });
      assert.deepEqual(await twurple.hear('poll-ended'), {
        id: poll.id,
        title: 'Best snack?',
        status: 'terminated',
        choices: [
          { title: 'Chips', totalVotes: 0 },
          { title: 'Fruit', totalVotes: 1 },
          { title: 'Cake', totalVotes: 2 },
        ],
      });
    };

    await runPoll();
    const first = await twurple.hear('socket-ready');
    assert.equal(simulator.faults.eventSub.reconnect({ userId }), 1);
    assert.equal(await twurple.hear('socket-ready'), first);
    await runPoll();
    assert.equal(simulator.eventSub.live().length, 1);
  });

  it('chats: begins with CAP LS, joins, receives and says', async () => {
    const { bot } = simulator.users;
    await twurple.signIn(simulator, bot.login);
    const joined = await twurple.ask({ do: 'chat', channel: 'harborlight_tv' }, 'joined');
    assert.deepEqual(joined, { where: 'harborlight_tv', who: bot.login });

    const id = simulator.world.say({ login: 'mira_bakes', text: 'hello twurple' });
    assert.deepEqual(await twurple.hear('message'), {
      where: 'harborlight_tv',
      who: 'mira_bakes',
      text: 'hello twurple',
      id,
      badges: [['subscriber', '12']],
    });

    const said = chatLine(simulator.world, (line) => line.from.login === bot.login);
    twurple.tell({ do: 'say', channel: 'harborlight_tv', text: 'hello from twurple' });
    assert.equal((await within(said, 'see the line')).text, 'hello from twurple');

    simulator.world.gift({ from: 'tofu_knight', recipients: ['cloudberry_'] });
    assert.deepEqual(await twurple.hear('sub-gift'), {
      where: 'harborlight_tv',
      who: 'cloudberry_',
      gifter: 'tofu_knight',
    });
    assert.deepEqual(simulator.irc.limits.violations, []);
  });
});
