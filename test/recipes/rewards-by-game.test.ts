import assert from 'node:assert/strict';
import { played, probed } from '../support/recipe';

describe('the recipe Rewards for the game you play', function () {
  this.timeout(60_000);
  const recipe = played('4 - Channel points/Rewards for the game you play', () => ({ edit: probed }));
  const changed = /^PATCH \/channel_points\/custom_rewards.* → 200$/;

  /** The streamer changes the category at Twitch. */
  async function play(categoryId: string): Promise<void> {
    const { broadcaster } = await recipe().cast();
    await recipe().world('streams.change', broadcaster.id, { categoryId });
  }

  it('makes nothing by itself, and says what is missing', async () => {
    await play('600002');
    const [missing] = await recipe().reached('what went wrong', 1);
    assert.match(JSON.stringify(missing?.['error']), /Pick my snail/);
    assert.equal(await recipe().count('called', /^POST \/channel_points/), 0);
  });

  it('makes its rewards once, however often the button is pressed', async () => {
    await recipe().button('make the rewards');
    await recipe().times('called', /^POST \/channel_points\/custom_rewards.* → 200$/, 2);
    const after = await recipe().mark();
    await recipe().button('make the rewards');
    await recipe().times('called', changed, 2, after);
    assert.equal(await recipe().count('called', /^POST \/channel_points/, after), 0);
  });

  it('shows those of the game that is played, and hides all in any other', async () => {
    const { viewers } = await recipe().cast();
    const redeem = (reward: string): Promise<unknown> =>
      recipe().world('redeem', { login: viewers[1]?.login, reward, text: 'please' });
    const shown = async (category: string, ...rewards: string[]): Promise<void> => {
      const after = await recipe().mark();
      await play(category);
      await recipe().times('called', changed, 2, after);
      for (const reward of ['Pick my snail', 'Name a boat']) {
        if (rewards.includes(reward)) await redeem(reward);
        else await assert.rejects(redeem(reward), reward);
      }
    };
    await shown('600005', 'Name a boat');
    await shown('600007');
    await shown('600002', 'Pick my snail');
    assert.doesNotMatch(recipe().nodeRed.output, /\[error\]/);
  });

  it('goes on after a power cut', async () => {
    await recipe().restart();
    await recipe().button('make the rewards');
    await recipe().times('called', /^POST \/channel_points\/custom_rewards.* → 200$/, 2);
    const after = await recipe().mark();
    await play('600002');
    await recipe().times('called', changed, 2, after);
  });
});
