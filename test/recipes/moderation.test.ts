import assert from 'node:assert/strict';
import { Recipe } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
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
});
