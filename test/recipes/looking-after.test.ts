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
    const { broadcaster } = await recipe.cast();
    await recipe.world('addUser', { id: '990001', login: 'new_face', name: 'New_Face' });
    const steps: [string, unknown, RegExp][] = [
      ['follow', { login: 'new_face' }, /New_Face .*follow/],
      ['raid', { from: 'driftwood_den', viewers: 42 }, /Driftwood_Den raided with 42 viewers\.$/],
      ['subscribe', { login: 'new_face' }, /New_Face subscribed/],
      ['gift', { from: 'mira_bakes', recipients: ['driftwood_den', 'moss_and_moor'] }, /Mira_Bakes gifted 2/],
      ['cheer', { login: 'tofu_knight', bits: 100 }, /Tofu_Knight cheered 100 bits/],
    ];
    const before = Date.now() - 60_000;
    for (const [index, [method, what, sentence]] of steps.entries()) {
      await recipe.world(method, what);
      assert.match((await diary(index + 1)).at(-1) ?? '', sentence);
    }
    await recipe.world('streams.change', broadcaster.id, { title: 'Late night' });
    const lines = await diary(6);
    for (const line of lines) assert.match(line, /^\d{4}-\d\d-\d\d \d\d:\d\d {2}\S/);
    // The time on the streamer's clock, of a practice world that is ten times as fast.
    const [written] = lines;
    assert.ok(new Date((written ?? '').slice(0, 16)).getTime() >= before, written);
    await recipe.restart();
    await recipe.world('stopStream');
    assert.match((await diary(7)).at(-1) ?? '', /has ended the stream\.$/);
  });
});

describe('the recipe Connection watchdog', function () {
  this.timeout(60_000);
  const file = '7 - Looking after/Connection watchdog';
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  /**
   * Beside a flow that listens: without one there is nothing to watch. Trouble of 20 seconds, two of the test's own, is
   * told: a busy machine may stand still for less, and that is no trouble of Twitch's.
   */
  const beside = (nodes: FlowNode[]): FlowNode[] => [
    ...probed(nodes).map((node) =>
      node.type === 'twitch-connection-status' ? { ...node, params: { after: { v: 20, t: 'num' } } } : node,
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
    const never = Array.from({ length: 50 }, () => [null]);
    await recipe.world('each', 'faults.eventSub.delayNextWelcome', never);
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
