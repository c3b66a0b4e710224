import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { quickTimers } from '../support/quick-timers';
import { Recipe } from '../support/recipe';
import { StandingRecipe } from '../support/standing-recipe';

const file = '6 - Moderation/Panic button';

const emotesOnly = /^PATCH \/chat\/settings\?.* → 200$/;
const shield = /^PUT \/moderation\/shield_mode\?.* → 200$/;
const cleared = /^DELETE \/moderation\/chat\?.* → 204$/;

/** The timed message comes each minute, although nobody writes. */
const eager = (nodes: FlowNode[]): FlowNode[] =>
  quickTimers(nodes).map((node) =>
    node.type === 'twitch-timer'
      ? { ...node, params: { ...(node['params'] as object), afterLines: { v: 0, t: 'num' } } }
      : node,
  );

describe('the recipe Panic button', function () {
  this.timeout(60_000);
  let recipe: Recipe | StandingRecipe;

  afterEach(async () => {
    await recipe.remove();
  });

  it('locks the chat, and the second time everything is as it was before', async () => {
    const practice = (recipe = await Recipe.start(file));
    const { broadcaster } = await practice.cast();
    await practice.world('modes.update', broadcaster.id, broadcaster.id, { slowModeSeconds: 5 });
    await practice.say('viewer', '!panic');
    await practice.said(/!panic is for moderators/);
    await practice.button('panic');
    await practice.said(/stay calm/);
    for (const step of [emotesOnly, shield, cleared])
      assert.equal(await practice.count('called', step), 1, String(step));
    let after = await practice.mark();
    await practice.say('moderator', '!panic');
    await practice.said(/as it was before/, after);
    assert.equal(await practice.count('called', emotesOnly, after), 1);
    assert.equal(await practice.count('called', shield, after), 1);
    assert.equal(await practice.count('called', cleared, after), 0);
    // In slow mode still, and everybody may write.
    await practice.say('subscriber', 'hello');
    after = await practice.mark();
    await practice.say('moderator', '!calm');
    await practice.said(/Nothing had to be put back/, after);
    await practice.restart();
    await practice.say('moderator', '!panic');
    await practice.said(/stay calm/);
  });

  it('names each step that failed, and does the others', async () => {
    const practice = (recipe = await Recipe.start(file));
    await practice.refuse('update-chat-settings', 403);
    await practice.say('moderator', '!panic');
    await practice.said(/Emote-only mode could not be changed/);
    await practice.said(/stay calm/);
    assert.equal(await practice.count('called', emotesOnly), 0);
    assert.equal(await practice.count('called', shield), 1);
    assert.equal(await practice.count('called', cleared), 1);
    await practice.say('moderator', '!calm');
    await practice.said(/as it was before/);

    const after = await practice.mark();
    await practice.refuse('update-shield-mode-status', 403);
    await practice.refuse('delete-chat-messages', 403);
    await practice.say('moderator', '!panic');
    await practice.said(/Shield mode could not be changed/);
    await practice.said(/The chat could not be cleared/);
    assert.equal(await practice.count('called', emotesOnly, after), 1);
  });

  it('timed messages pause until it is over', async () => {
    const practice = (recipe = await Recipe.start(file, { edit: eager, speed: 60 }));
    await practice.said(/Drink some water/);
    await practice.say('moderator', '!panic');
    await practice.variable('quiet', true);
    // One that was under way is said by then.
    await practice.minutes(1);
    const after = await practice.mark();
    await practice.minutes(2);
    assert.equal(await practice.count('said', /Drink some water/, after), 0);
    await practice.say('moderator', '!panic');
    await practice.said(/as it was before/);
    await practice.said(/Drink some water/, after);
  });

  it('is still locked after a restart, and knows how the chat was before', async () => {
    const standing = (recipe = await StandingRecipe.start([file]));
    const { world } = standing;
    const { broadcaster } = standing.simulator.users;
    const chat = (): { emotes: boolean | undefined; slow: number | null | undefined } => {
      const modes = world.channel(broadcaster.id)?.settings;
      return { emotes: modes?.emoteMode, slow: modes?.slowModeSeconds };
    };
    world.modes.update(broadcaster.id, broadcaster.id, { slowModeSeconds: 5 });
    standing.say('moderator', '!panic');
    await standing.said(/stay calm/);
    assert.deepEqual(chat(), { emotes: true, slow: 5 });
    await standing.restart();
    await standing.variable('quiet', true);
    standing.say('moderator', '!panic');
    await standing.said(/as it was before/);
    assert.deepEqual(chat(), { emotes: false, slow: 5 });
    await standing.variable('quiet', false);
    assert.equal(await standing.count('said', /stay calm/), 1);
  });
});
