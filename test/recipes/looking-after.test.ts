import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FlowWatch } from '../support/flow-watch';
import type { FlowNode } from '../support/node-red-process';
import { probed, Recipe } from '../support/recipe';

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

describe('the recipe Connection watchdog', function () {
  this.timeout(60_000);
  const file = '7 - Looking after/Connection watchdog';
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  /** Beside a flow that listens: without one there is nothing to watch. */
  const beside = (nodes: FlowNode[]): FlowNode[] => [
    ...probed(nodes).map((node) =>
      node.type === 'twitch-connection-status' ? { ...node, params: { after: { v: 1, t: 'num' } } } : node,
    ),
    {
      ...nodes.find(({ type }) => type === 'twitch-connection-status'),
      id: 'listens',
      type: 'twitch-event',
      params: { event: { v: 'channel.follow', t: 'str' } },
      wires: [[]],
    },
  ];

  /** What the phone was told that fits, once something did. */
  async function told(flow: FlowWatch, pattern: RegExp): Promise<readonly string[]> {
    const { id } = flow.node('your phone here');
    const all = (): string[] =>
      flow.nodeRed.probed
        .filter((probe) => probe.id === id)
        .map(({ msg }) => String(msg['payload']))
        .filter((text) => pattern.test(text));
    await flow.until(() => all().length > 0, String(pattern));
    return all();
  }

  const gone = /^Events from Twitch have been gone for .+ tried again by itself/;
  const back = /^Events from Twitch are back after .+ may be missing: new follower|Nothing was missed/;

  it('tells once that events are gone and that they are back, and speaks after a power cut as well', async () => {
    recipe = await Recipe.start(file, { edit: beside });
    // Twitch never says welcome: what connects waits in vain.
    for (let n = 0; n < 20; n++) await recipe.world('faults.eventSub.delayNextWelcome', null);
    await recipe.world('faults.eventSub.drop');
    assert.equal((await told(recipe, gone)).length, 1);
    await recipe.world('faults.clear');
    assert.equal((await told(recipe, back)).length, 1);
    assert.equal((await told(recipe, gone)).length, 1);
    await recipe.restart();
    await recipe.press('twitch-connection-status');
    assert.equal((await told(recipe, /Twitch chat has been gone/)).length, 1);
  });
});
