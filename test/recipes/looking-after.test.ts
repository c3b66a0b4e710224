import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Recipe } from '../support/recipe';

describe('the recipe Stream diary', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  /** The diary, once it has so many lines. */
  async function diary(lines: number): Promise<string[]> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      let text = '';
      try {
        text = readFileSync(path.join(recipe.nodeRed.userDir, 'stream-diary.txt'), 'utf8');
      } catch {
        // Nothing was written yet.
      }
      const found = text.split('\n').filter((line) => line !== '');
      if (found.length >= lines) return found;
      assert(Date.now() < deadline, text);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('writes a line with time and sentence for each event, and goes on after a power cut', async () => {
    recipe = await Recipe.start('7 - Looking after/Stream diary');
    const { viewers } = await recipe.cast();
    const [raider] = viewers;
    assert(raider);
    const follower = { id: '990001', login: 'new_face', name: 'New_Face' };
    await recipe.world('addUser', follower);
    await recipe.world('follow', { login: follower.login });
    await diary(1);
    await recipe.world('raid', { from: raider.login, viewers: 42 });
    const [follow, raid] = await diary(2);
    assert.match(
      follow ?? '',
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d {2}${follower.name} .*follow`),
    );
    assert.match(raid ?? '', new RegExp(`${raider.name} raided with 42 viewers\\.$`));
    await recipe.restart();
    await recipe.world('stopStream');
    assert.match((await diary(3)).at(-1) ?? '', /has ended the stream\.$/);
  });
});
