import assert from 'node:assert/strict';
import { Recipe } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  describe('Raid auto-shoutout', () => {
    const file = '3 - Alerts and events/Raid auto-shoutout';

    /** Once the raids are subscribed to. */
    async function listening(): Promise<void> {
      await recipe.called(/^POST \/eventsub\/subscriptions → 202$/);
    }

    it('gives each raider a shoutout and says what they stream: the second one waits, none is lost', async () => {
      recipe = await Recipe.start(file, { speed: 100 });
      await listening();
      const { viewers } = await recipe.cast();
      // Too small.
      await recipe.world('raid', { from: viewers[3]?.login, viewers: 1 });
      await recipe.world('raid', { from: 'driftwood_den', viewers: 40 });
      await recipe.world('raid', { from: 'moss_and_moor', viewers: 7 });
      assert.match(
        await recipe.said(/Driftwood_Den/),
        /live now with .+ https:\/\/www\.twitch\.tv\/driftwood_den/,
      );
      assert.match(
        await recipe.said(/Moss_And_Moor/),
        /last seen with .+ https:\/\/www\.twitch\.tv\/moss_and_moor/,
      );
      await recipe.say('moderator', `!so @${viewers[0]?.name ?? ''}`);
      await recipe.said(new RegExp(`Go and see ${viewers[0]?.name ?? ''}: https`));
      assert.equal(await recipe.count('called', /^POST \/chat\/shoutouts\?.* → 204$/), 3);
      await recipe.say('moderator', '!so');
      await recipe.said(/Name someone: !so @name/);
      await recipe.restart();
      await listening();
      await recipe.world('raid', { from: 'driftwood_den', viewers: 40 });
      await recipe.said(/Driftwood_Den/);
      await recipe.world('stopStream');
      await recipe.say('moderator', '!so @moss_and_moor');
      await recipe.said(/only while .+ is live/);
    });
  });

  describe('Moderate from chat', () => {
    it('acts on who was named, deletes what it shall, and says why not', async () => {
      recipe = await Recipe.start('6 - Moderation/Moderate from chat', { speed: 30 });
      const { viewers, broadcaster } = await recipe.cast();
      // The first one writes the lines of this test.
      const one = viewers[4];
      assert(one);
      await recipe.say('moderator', `!timeout @${one.name}`);
      await recipe.said(/cannot write for 5 minutes/);
      await recipe.say('moderator', '!warn');
      await recipe.said(/Name someone: !warn @name/);
      await recipe.say('viewer', 'you can buy followers here');
      await recipe.called(/^DELETE \/moderation\/chat\?.* → 204$/);
      await recipe.say('moderator', `!approve @${one.name}`);
      await recipe.said(/no open unban request/);
      await recipe.world('moderation.ban', { channel: broadcaster.id, user: one.id });
      await recipe.world('review.requestUnban', broadcaster.id, one.id, 'please');
      const after = await recipe.mark();
      await recipe.say('me', `!approve @${one.name}`);
      await recipe.said(/was approved/, after);
      await recipe.restart();
      await recipe.say('moderator', `!timeout @${one.name}`);
      await recipe.said(/cannot write for 5 minutes/);
    });
  });

  describe('Raid somebody', () => {
    it('starts a raid to who was named and calls it off', async () => {
      recipe = await Recipe.start('5 - Stream and ads/Raid somebody');
      await recipe.say('me', '!raid @driftwood_den');
      await recipe.said(/We raid Driftwood_Den, live now/);
      await recipe.say('me', '!raid @moss_and_moor');
      await recipe.said(/being prepared already/);
      await recipe.say('me', '!unraid');
      await recipe.said(/called off/);
      await recipe.restart();
      await recipe.say('me', '!raid');
      await recipe.said(/Name someone: !raid @name/);
    });
  });
});
