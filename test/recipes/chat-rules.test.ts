import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { quickTimers } from '../support/quick-timers';
import { played } from '../support/recipe';

/** However busy the machine is, a wait is not over when the next one asks. */
const slowly = (nodes: FlowNode[]): FlowNode[] =>
  nodes.map((node) =>
    node.type === 'twitch-command'
      ? { ...node, params: { ...(node['params'] as object), wait: { v: 600, t: 'num' } } }
      : node,
  );

/** Timers that are quick, and a probe that tells which lines Node-RED has heard. */
const heard = (nodes: FlowNode[]): FlowNode[] => {
  const quick = quickTimers(nodes);
  const timer = quick.find(({ type }) => type === 'twitch-timer');
  const ear = { ...timer, id: 'ear', type: 'twitch-chat', params: {}, wires: [['lines']] };
  return [
    ...quick,
    ear,
    { id: 'lines', type: 'test-probe', name: 'lines', z: timer?.['z'], x: 1, y: 1, wires: [] },
  ];
};

describe('the recipe', function () {
  this.timeout(60_000);

  describe('Mods-only command with cooldown', () => {
    const recipe = played('2 - Chat/Mods-only command with cooldown', () => ({ edit: slowly }));

    it('lets moderators and the streamer, tells others why not, and who is too quick how long', async () => {
      await recipe().sayElsewhere('!so @Mira_Bakes');
      await recipe().say('viewer', '!so @Pine_Marten');
      await recipe().said(/Anchor_Ana, !so is for moderators/);
      await recipe().say('moderator', '!so');
      await recipe().said(/use it like this: !so <user>/);
      await recipe().say('moderator', '!so @Driftwood_Den');
      await recipe().said(/Go and see Driftwood_Den: https:\/\/www\.twitch\.tv\/Driftwood_Den/);
      await recipe().say('moderator', '!shout @Moss_And_Moor');
      await recipe().said(/!so can be used again in \d+ \w+/);
      await recipe().say('moderator', '!so @Moss_And_Moor');
      await recipe().say('me', '!shout @Moss_And_Moor');
      await recipe().said(/Go and see Moss_And_Moor/);
      // Somebody who is told to wait is told once.
      assert.equal(await recipe().count('said', /can be used again/), 1);
      assert.equal(await recipe().count('said', /Go and see/), 2);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('moderator', '!so @Driftwood_Den');
      await recipe().said(/Go and see Driftwood_Den/);
    });
  });

  describe('Welcome and VIP entrance', () => {
    const recipe = played('2 - Chat/Welcome and VIP entrance');

    it('welcomes each viewer once, VIPs in their own way, and no bots', async () => {
      await recipe().world('addUser', { id: '410000998', login: 'nightbot', name: 'Nightbot' });
      await recipe().world('say', { login: 'nightbot', text: 'I am a bot' });
      await recipe().sayElsewhere('hello from next door');
      await recipe().say('me', 'hello all');
      await recipe().say('viewer', 'hello');
      await recipe().said(/Welcome, Anchor_Ana!/);
      await recipe().say('viewer', 'hello again');
      await recipe().say('vip', 'good evening');
      await recipe().said(/Make way for Tofu_Knight!/);
      await recipe().say('vip', 'still here');
      await recipe().say('subscriber', 'me too');
      await recipe().said(/Welcome, Mira_Bakes!/);
      assert.equal(await recipe().count('said', /Welcome|Make way/), 3);
    });

    it('has a word more for somebody who never wrote here before', async () => {
      await recipe().world('addUser', { id: '410000999', login: 'newcomer_nel', name: 'Newcomer_Nel' });
      await recipe().world('say', { login: 'newcomer_nel', text: 'my first line' });
      await recipe().times('said', /Newcomer_Nel/, 2);
    });

    it('welcomes again in the next stream', async () => {
      await recipe().world('stopStream');
      // A stream that is back within 15 minutes would be the same one.
      const { broadcaster } = await recipe().cast();
      await recipe().world('streams.start', broadcaster.id, { startedAt: Date.now() + 3_600_000 });
      const after = await recipe().mark();
      // The line may be quicker than the news that the channel is live.
      for (let n = 1; (await recipe().count('said', /Welcome, /, after)) === 0; n++)
        await recipe().say('viewer', `hello for the ${n}. time`);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('vip', 'good evening');
      await recipe().said(/Make way for Tofu_Knight!/);
    });
  });

  describe('Timed messages', () => {
    const recipe = played('2 - Chat/Timed messages', () => ({ speed: 60, edit: heard }));
    const said = /Drink some water|Follow HarborLight_TV|Clips are welcome/;
    const announced = /^POST \/chat\/announcements.* → 204$/;
    let lines = 0;

    /** As many lines, until all are heard. */
    async function chatter(count: number): Promise<void> {
      for (let n = 0; n < count; n++) await recipe().say('viewer', `line ${++lines}`);
      await recipe().reached('lines', lines);
    }

    it('says nothing into an empty room', async () => {
      await chatter(4);
      await recipe().minutes(2);
      assert.equal(await recipe().count('said', said), 0);
    });

    it('says its lines in turn after others have written', async () => {
      await chatter(1);
      await recipe().said(/Drink some water/);
      await chatter(5);
      await recipe().said(/Follow HarborLight_TV/);
      assert.equal(await recipe().count('said', said), 2);
    });

    it('knows after a deploy whose turn it is, and that four of five lines were written', async () => {
      const after = await recipe().mark();
      await chatter(4);
      await recipe().nodeRed.deploy(recipe().nodes);
      await recipe().ready();
      await recipe().minutes(2);
      assert.equal(await recipe().count('said', said, after), 0);
      await chatter(1);
      await recipe().said(/Clips are welcome/, after);
    });

    it('announces another line when twenty have been written in all', async () => {
      await recipe().minutes(1);
      assert.equal(await recipe().count('called', announced), 0);
      await chatter(5);
      await recipe().called(announced);
      await recipe().times('said', /Drink some water/, 2);
    });

    it('says nothing while the channel is offline', async () => {
      let after = await recipe().mark();
      await recipe().world('stopStream');
      // Until it is known: with the event, or at the latest when it was looked at again.
      await recipe().times('called', /^GET \/streams/, 2, after);
      after = await recipe().mark();
      await chatter(20);
      await recipe().minutes(2);
      assert.equal(await recipe().count('said', said, after), 0);
      assert.equal(await recipe().count('called', announced, after), 0);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await chatter(5);
      await recipe().said(/Drink some water/);
    });
  });

  describe('Silence switch', () => {
    const recipe = played('2 - Chat/Silence switch', () => ({ speed: 60, edit: quickTimers }));

    it('silences commands and timed messages until it is loud again', async () => {
      for (let n = 0; n < 5; n++) await recipe().say('subscriber', `line ${n}`);
      await recipe().said(/Drink some water/);
      await recipe().say('viewer', '!hug @Mira_Bakes');
      await recipe().said(/hugs Mira_Bakes!/);
      await recipe().say('viewer', '!quiet');
      await recipe().said(/!quiet is for moderators/);
      await recipe().say('moderator', '!quiet');
      await recipe().said(/Quiet now/);
      const after = await recipe().mark();
      await recipe().say('me', '!hug');
      for (let n = 0; n < 5; n++) await recipe().say('subscriber', `one more line ${n}`);
      await recipe().minutes(2);
      assert.equal(await recipe().count('said', /hugs|Drink/, after), 0);
      await recipe().say('moderator', '!loud');
      await recipe().said(/Back to normal/);
      await recipe().say('me', '!hug');
      await recipe().said(/hugs everybody!/, after);
      await recipe().said(/Drink/, after);
    });

    it('is quiet still after a power cut', async () => {
      const after = await recipe().mark();
      await recipe().say('moderator', '!quiet');
      await recipe().said(/Quiet now/, after);
      await recipe().restart();
      await recipe().variable('quiet', true);
      await recipe().say('me', '!hug');
      await recipe().say('moderator', '!loud');
      await recipe().said(/Back to normal/);
      assert.equal(await recipe().count('said', /hugs/), 0);
      await recipe().say('me', '!hug');
      await recipe().said(/hugs everybody!/);
    });
  });
});
