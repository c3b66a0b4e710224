import assert from 'node:assert/strict';
import { Recipe } from '../support/recipe';

describe('the recipe Rewards for the game you play', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  it('makes its rewards once, and shows those of the game that is played, also after a power cut', async () => {
    recipe = await Recipe.start('4 - Channel points/Rewards for the game you play');
    await madeBoth();
    await play('600002');
    await switched(2);
    const made = await recipe.count('called', /^POST \/channel_points/);
    assert.equal(made, 2);
    await recipe.restart();
    await madeBoth();
    await play('600007');
    await switched(2);
    await play('600005');
    await switched(4);
    assert.doesNotMatch(recipe.nodeRed.output, /\[error\]/);
  });

  async function madeBoth(): Promise<void> {
    assert.equal(await recipe.count('called', /^POST \/channel_points/), 0, 'nothing is made by itself');
    await recipe.button('make the rewards');
    await recipe.times('called', /^POST \/channel_points\/custom_rewards.* → 200$/, 2);
  }

  /** The streamer changes the category at Twitch. */
  async function play(categoryId: string): Promise<void> {
    const { broadcaster } = await recipe.cast();
    await recipe.world('streams.change', broadcaster.id, { categoryId });
  }

  /** So many changes of rewards in all since the start. */
  async function switched(times: number): Promise<void> {
    await recipe.times('called', /^PATCH \/channel_points\/custom_rewards.* → 200$/, times);
  }
});
