import assert from 'node:assert/strict';
import { Recipe } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  describe('Mods-only command with cooldown', () => {
    it('lets moderators and the streamer, tells others why not, and who is too quick how long', async () => {
      // As fast as the wall clock: the wait of ten seconds must not pass meanwhile.
      recipe = await Recipe.start('2 - Chat/Mods-only command with cooldown', { speed: 1 });
      await recipe.say('viewer', '!so @Pine_Marten');
      await recipe.said(/!so is for moderators/);
      await recipe.say('moderator', '!so');
      await recipe.said(/use it like this: !so <user>/);
      await recipe.say('moderator', '!so @Driftwood_Den');
      await recipe.said(/Go and see Driftwood_Den: https:\/\/www\.twitch\.tv\/Driftwood_Den/);
      await recipe.say('moderator', '!shout @Moss_And_Moor');
      await recipe.said(/!so can be used again in \d+ seconds/);
      await recipe.say('me', '!so @Moss_And_Moor');
      await recipe.said(/Go and see Moss_And_Moor/);
    });
  });

  describe('Welcome and VIP entrance', () => {
    const file = '2 - Chat/Welcome and VIP entrance';

    it('welcomes each viewer once, VIPs in their own way, and no bots', async () => {
      recipe = await Recipe.start(file);
      await recipe.say('viewer', 'hello');
      await recipe.said(/Welcome, /);
      await recipe.say('viewer', 'hello again');
      await recipe.say('vip', 'good evening');
      await recipe.said(/Make way for Tofu_Knight!/);
      await recipe.say('vip', 'still here');
      await recipe.say('subscriber', 'me too');
      await recipe.said(/Welcome, Mira_Bakes!/);
      assert.equal(await recipe.count('said', /Welcome, |Make way/), 3);
    });

    it('welcomes again in the next stream', async () => {
      recipe = await Recipe.start(file);
      await recipe.say('viewer', 'hello');
      await recipe.said(/Welcome, /);
      await recipe.world('stopStream');
      // A stream that is back within 15 minutes would be the same one.
      const { broadcaster } = await recipe.cast();
      await recipe.world('streams.start', broadcaster.id, { startedAt: Date.now() + 3_600_000 });
      const after = await recipe.mark();
      // The line may be quicker than the news that the channel is live.
      for (let n = 1; (await recipe.count('said', /Welcome, /, after)) === 0; n++)
        await recipe.say('viewer', `hello for the ${n}. time`);
    });
  });

  describe('Timed messages', () => {
    it('says its lines in turn after others have written, and nothing into an empty room', async () => {
      recipe = await Recipe.start('2 - Chat/Timed messages', {
        speed: 100,
        // Two minutes instead of a quarter of an hour, so that nobody has to wait.
        edit: (nodes) =>
          nodes.map((node) =>
            node.type === 'twitch-timer'
              ? { ...node, params: { ...(node['params'] as object), every: { v: 2, t: 'num' } } }
              : node,
          ),
      });
      for (let i = 0; i < 5; i++) await recipe.say('viewer', `line ${i}`);
      await recipe.said(/Drink some water/);
      const after = await recipe.mark();
      for (let i = 0; i < 5; i++) await recipe.say('subscriber', `another ${i}`);
      await recipe.said(/Follow HarborLight_TV/, after);
      assert.equal(await recipe.count('said', /Clips are welcome/), 0);
    });
  });

  describe('Silence switch', () => {
    it('silences the others until it is loud again', async () => {
      recipe = await Recipe.start('2 - Chat/Silence switch');
      await recipe.say('viewer', '!hug @Mira_Bakes');
      await recipe.said(/hugs Mira_Bakes!/);
      await recipe.say('viewer', '!quiet');
      await recipe.say('moderator', '!quiet');
      await recipe.said(/Quiet now/);
      await recipe.say('me', '!hug');
      await recipe.say('moderator', '!loud');
      await recipe.said(/Back to normal/);
      const after = await recipe.mark();
      await recipe.say('me', '!hug');
      await recipe.said(/hugs everybody!/, after);
      assert.equal(await recipe.count('said', /hugs/), 2);
    });
  });
});
