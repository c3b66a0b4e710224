import assert from 'node:assert/strict';
import { Recipe } from '../support/recipe';
import { StandingRecipe } from '../support/standing-recipe';

const MINUTE = 60_000;

describe('the recipe', function () {
  this.timeout(60_000);
  const open: { remove(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const started of open.splice(0)) await started.remove();
  });

  async function practise(file: string, speed = 10): Promise<Recipe> {
    const recipe = await Recipe.start(file, { speed });
    open.push(recipe);
    return recipe;
  }

  async function signIn(file: string): Promise<StandingRecipe> {
    const recipe = await StandingRecipe.start([file]);
    open.push(recipe);
    return recipe;
  }

  describe('Raid - say thank you', () => {
    const file = '3 - Alerts and events/Raid - say thank you';

    it('thanks whoever raids, each once, small raids not at all, also after a power cut', async () => {
      const recipe = await practise(file);
      await recipe.press('twitch-raid-received');
      await recipe.said(/Welcome, raiders! Thank you \S+ for bringing \d+ viewers/);
      const from = await recipe.mark();
      await recipe.world('raid', { from: 'driftwood_den', viewers: 1 });
      await recipe.world('raid', { from: 'moss_and_moor', viewers: 42 });
      assert.match(await recipe.said(/raiders/, from), /Thank you Moss_And_Moor for bringing 42 viewers/);
      await recipe.world('raid', { from: 'driftwood_den', viewers: 5 });
      await recipe.said(/Driftwood_Den for bringing 5/, from);
      assert.equal(await recipe.count('said', /raiders/, from), 2, 'two raids, none lost');
      await recipe.restart();
      await recipe.world('raid', { from: 'moss_and_moor', viewers: 7 });
      await recipe.said(/Moss_And_Moor for bringing 7/);
      assert.equal(await recipe.count('said', /raiders/), 1);
    });
  });

  describe('Raid auto-shoutout', () => {
    const file = '3 - Alerts and events/Raid auto-shoutout';
    const given = /^POST \/chat\/shoutouts\?.* → 204$/;

    it('gives each raider a shoutout and says what they stream: the second one waits, none is lost', async () => {
      const recipe = await practise(file, 30);
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
      // Twitch would have refused the second one within two minutes.
      assert.deepEqual(
        [await recipe.count('called', given), await recipe.count('called', /^POST \/chat\/shoutouts/)],
        [2, 2],
      );
    });

    it('of a raider who never streamed it says only where, by command as well, and why one cannot be given', async () => {
      const recipe = await practise(file, 30);
      const { viewers } = await recipe.cast();
      const name = viewers[0]?.name ?? '';
      await recipe.world('raid', { from: viewers[0]?.login, viewers: 9 });
      await recipe.said(new RegExp(`Go and see ${name}: https://www\\.twitch\\.tv/${viewers[0]?.login}$`));
      await recipe.say('moderator', '!so');
      await recipe.said(/Name someone: !so @name/);
      await recipe.restart();
      await recipe.say('moderator', '!so @driftwood_den');
      await recipe.said(/Driftwood_Den/);
      await recipe.world('stopStream');
      await recipe.world('raid', { from: 'moss_and_moor', viewers: 40 });
      await recipe.said(/only while .+ is live/);
      assert.equal(await recipe.count('called', given), 1);
    });

    it('the same raider again within an hour waits for it, holds up nobody else, and restarts lose neither', async () => {
      const recipe = await signIn(file);
      const { world } = recipe;
      const shoutout = recipe.nodes.find(({ type }) => type === 'twitch-shoutout')?.id ?? '';
      const limits = world.channel(world.cast.broadcaster.id)?.shoutouts;
      assert(limits);
      world.raid({ from: 'driftwood_den', viewers: 40 });
      await recipe.said(/Driftwood_Den/);
      // At once it would be taken for the same raid, heard twice.
      await recipe.restart();
      world.raid({ from: 'driftwood_den', viewers: 41 });
      world.raid({ from: 'moss_and_moor', viewers: 7 });
      const kept = (): boolean =>
        /41 viewers/.test(recipe.remembered(shoutout)) && /7 viewers/.test(recipe.remembered(shoutout));
      await recipe.until(kept, 'both wait');
      assert.equal(await recipe.count('called', given), 1);

      await recipe.restart(() => {
        recipe.makeOlder(shoutout, 2 * MINUTE);
        limits.lastAt -= 2 * MINUTE;
      });
      await recipe.said(/Moss_And_Moor/);
      assert.equal(await recipe.count('said', /Driftwood_Den/), 1, 'the hour is not over');

      await recipe.restart(() => {
        recipe.makeOlder(shoutout, 60 * MINUTE);
        limits.lastAt -= 60 * MINUTE;
        limits.perTarget.clear();
      });
      await recipe.times('said', /Driftwood_Den/, 2);
      assert.equal(await recipe.count('called', given), 3);
    });
  });

  describe('Raid somebody', () => {
    const file = '5 - Stream and ads/Raid somebody';

    it('starts a raid to who was named, calls it off, and says what cannot be done', async () => {
      const recipe = await practise(file);
      await recipe.say('me', '!raid @driftwood_den');
      await recipe.said(/We raid Driftwood_Den, live now/);
      await recipe.say('me', '!raid @moss_and_moor');
      await recipe.said(/being prepared already/);
      await recipe.say('me', '!unraid');
      await recipe.said(/called off/);
      await recipe.say('me', '!unraid');
      await recipe.said(/No raid is being prepared/);
      await recipe.say('me', '!raid @nobody_of_this_name');
      await recipe.said(/nobody_of_this_name/);
      await recipe.say('me', '!raid');
      await recipe.said(/Name someone: !raid @name/);
      await recipe.world('stopStream');
      const after = await recipe.mark();
      await recipe.say('me', '!raid @driftwood_den');
      await recipe.said(/Driftwood_Den cannot be raided now/, after);
      assert.equal(await recipe.count('called', /^POST \/raids.* → 200$/), 1);
    });

    it('calls off after a restart what was started before, and starts nothing for others', async () => {
      const recipe = await signIn(file);
      recipe.say('moderator', '!raid @driftwood_den');
      recipe.say('me', '!raid @moss_and_moor');
      await recipe.said(/We raid Moss_And_Moor/);
      await recipe.restart();
      recipe.say('me', '!unraid');
      await recipe.said(/called off/);
      assert.equal(await recipe.count('called', /^POST \/raids/), 1);
      assert.equal(await recipe.count('called', /^DELETE \/raids.* → 204$/), 1);
    });
  });
});
