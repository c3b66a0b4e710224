import assert from 'node:assert/strict';
import { Recipe } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  describe('Ads from chat', () => {
    const file = '5 - Stream and ads/Ads from chat';
    const run = /^POST \/channels\/commercial → 200$/;
    const snooze = /^POST \/channels\/ads\/schedule\/snooze/;

    /** An ad that Twitch plans for so many milliseconds from now. */
    async function plan(inMs: number): Promise<void> {
      const { broadcaster } = await recipe.cast();
      await recipe.world('ads.planNext', { channel: broadcaster.id, asState: true }, inMs);
    }

    it('runs an ad for moderators, as long as they say, tells when the next one comes, also after a power cut', async () => {
      recipe = await Recipe.start(file, { speed: 1 });
      await recipe.say('viewer', '!ad 60');
      await recipe.say('moderator', '!ad 45');
      await recipe.said(/An ad break lasts 30, 60, 90, 120, 150 or 180 seconds/);
      await recipe.say('me', '!ad 90');
      await recipe.said(/An ad break of 90 seconds has begun/);
      await recipe.say('moderator', '!ad');
      await recipe.said(/too early for another ad/);
      await recipe.say('viewer', '!nextad');
      await recipe.said(/The next ad comes in .*(minutes|hour) and lasts 90 seconds/);
      assert.equal(await recipe.count('called', run), 1);
      await recipe.restart();
      await recipe.say('moderator', '!ad');
      await recipe.said(/An ad break of 1 minute has begun/);
    });

    it('wastes no snooze, and says when none is left', async () => {
      recipe = await Recipe.start(file, { speed: 1 });
      await recipe.say('moderator', '!snooze');
      await recipe.said(/No ad is due: the next one comes in/);
      assert.equal(await recipe.count('called', snooze), 0);
      const { broadcaster } = await recipe.cast();
      await plan(85_000);
      await recipe.say('me', '!snooze');
      await recipe.said(/put off by 5 minutes, 2 snoozes are left/);
      for (let n = 0; n < 2; n++) await recipe.world('ads.snooze', broadcaster.id);
      await plan(85_000);
      await recipe.say('me', '!snooze');
      await recipe.said(/No snoozes are left/);
      assert.equal(await recipe.count('called', snooze), 1);
    });

    it('says that the channel is not live, and that ads are for affiliates and partners', async () => {
      recipe = await Recipe.start(file, { speed: 1 });
      const { broadcaster } = await recipe.cast();
      await recipe.world('stopStream');
      await recipe.say('me', '!ad');
      await recipe.said(/not live, or no ad can run now/);
      await recipe.say('viewer', '!nextad');
      await recipe.said(/No ad is planned/);
      await recipe.world('becomes', broadcaster.id, { broadcasterType: '' });
      const after = await recipe.mark();
      await recipe.say('moderator', '!ad');
      await recipe.said(/only for affiliates and partners/, after);
      await recipe.say('me', '!snooze');
      await recipe.times('said', /only for affiliates and partners/, 2);
    });
  });

  describe('Title, game and uptime from chat', () => {
    const file = '5 - Stream and ads/Title, game and uptime from chat';
    const changed = /^PATCH \/channels\?.* → 204$/;

    it('changes title and game for moderators only, and says what Twitch does not know', async () => {
      recipe = await Recipe.start(file);
      await recipe.say('viewer', '!title Mine now');
      await recipe.say('moderator', '!title Chess with Ana & friends');
      await recipe.said(/The title was changed/);
      await recipe.say('me', '!game turbo snails');
      await recipe.said(/The category is now Turbo Snails/);
      await recipe.say('moderator', '!game A game that nobody made');
      await recipe.said(/There is no such category/);
      await recipe.say('me', '!title');
      await recipe.said(/Name a title/);
      await recipe.say('me', `!title ${'long '.repeat(40)}`);
      await recipe.said(/Twitch does not take this title/);
      assert.equal(await recipe.count('called', changed), 2);
    });

    it('tells how long the stream has been on, that it is off, and all of it after a power cut as well', async () => {
      recipe = await Recipe.start(file);
      await recipe.say('viewer', '!uptime');
      assert.match(await recipe.said(/live/), /\d+ (seconds?|minutes?|hours?)/);
      await recipe.restart();
      await recipe.world('stopStream');
      await recipe.say('vip', '!uptime');
      await recipe.said(/not live|offline/);
      await recipe.say('moderator', '!title Back soon');
      await recipe.said(/The title was changed/);
    });
  });
});
