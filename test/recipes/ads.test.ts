import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { Recipe, type Puppet } from '../support/recipe';
import { StandingRecipe } from '../support/standing-recipe';

const snooze = /^POST \/channels\/ads\/schedule\/snooze/;

describe('the recipe Ad warning with snooze vote', function () {
  this.timeout(60_000);
  const file = '5 - Stream and ads/Ad warning with snooze vote';
  let recipe: Recipe;
  const open: { remove(): Promise<void> }[] = [];
  let votes = 0;

  afterEach(async () => {
    for (const started of open.splice(0)) await started.remove();
    votes = 0;
  });

  /** The vote is over when the test says so, not after 30 seconds; each vote that counts reaches a probe. */
  const byHand = (nodes: FlowNode[]): FlowNode[] => {
    const z = nodes[0]?.id;
    const delay = nodes.find(({ name }) => name === '30 seconds')?.id ?? '';
    return [
      ...nodes.map((node) => {
        if (node.id === delay) return { ...node, timeout: '3600' };
        return node['name'] === 'one vote more' ? { ...node, wires: [['votes']] } : node;
      }),
      { id: 'votes', type: 'test-probe', name: 'votes', z, x: 600, y: 260, wires: [] },
      { id: 'over', type: 'test-inject', z, x: 200, y: 400, wires: [[delay]] },
    ];
  };

  async function practise(): Promise<void> {
    recipe = await Recipe.start(file, { edit: byHand, speed: 1 });
    open.push(recipe);
  }

  /** The warning, the votes, the end of the vote, and of the break. */
  async function vote(...voters: Puppet[]): Promise<void> {
    const after = await recipe.mark();
    await recipe.press('twitch-ads');
    await recipe.said(/starts in .+ Type !snooze within 30 seconds/, after);
    for (const who of voters) {
      await recipe.say(who, '!snooze');
      await recipe.reached('votes', ++votes);
    }
    await recipe.nodeRed.inject('over', { flush: true });
    // The next two moments of the button: the break starts and is over.
    await recipe.press('twitch-ads');
    await recipe.press('twitch-ads');
    await recipe.said(/The ad break is over/, after);
  }

  /** An ad that Twitch plans for so many milliseconds from now. */
  async function plan(inMs: number): Promise<string> {
    const { broadcaster } = await recipe.cast();
    await recipe.world('ads.planNext', { channel: broadcaster.id, asState: true }, inMs);
    return broadcaster.id;
  }

  it('puts the ad off once with three votes, and not with two: nobody votes twice', async () => {
    await practise();
    await recipe.say('viewer', '!snooze');
    await recipe.reached('votes', ++votes);
    await recipe.say('viewer', '!snooze');
    await vote('vip', 'moderator');
    await plan(85_000);
    await vote('me', 'me', 'subscriber');
    await recipe.said(/The next ad was put off by 5 minutes/);
    assert.equal(await recipe.count('called', snooze), 1);
    assert.equal(await recipe.count('said', /put off by/), 1);
    assert.equal((await recipe.reached('votes', votes)).length, votes);
  });

  it('says in chat that no snoozes are left', async () => {
    await practise();
    const channel = await plan(85_000);
    for (let n = 0; n < 3; n++) await recipe.world('ads.snooze', channel);
    await plan(85_000);
    await vote('viewer', 'vip', 'moderator');
    await recipe.said(/No snoozes are left/);
    assert.equal(await recipe.count('called', snooze), 0);
  });

  it('says in chat that no ad is planned, or that ads are not for this channel', async () => {
    await practise();
    const { broadcaster } = await recipe.cast();
    await recipe.world('ads.cancelPlanned', { channel: broadcaster.id, asState: true });
    await vote('viewer', 'vip', 'moderator');
    await recipe.said(/No ad is planned/);
    await recipe.world('becomes', broadcaster.id, { broadcasterType: '' });
    await vote('me', 'me', 'me');
    await recipe.said(/Ads are only for affiliates and partners/);
    assert.equal(await recipe.count('called', snooze), 0);
  });

  it('warns once of an ad that Twitch plans, and says when it is over: restarts in between change nothing', async () => {
    const standing = await StandingRecipe.start([file], (nodes) => [
      ...byHand(nodes).map((node) => {
        if (node.type !== 'twitch-ads') return node;
        const [coming, , over] = node['wires'] as string[][];
        return { ...node, wires: [coming, ['began'], over] };
      }),
      { id: 'began', type: 'test-probe', name: 'began', z: nodes[0]?.id, x: 400, y: 40, wires: [] },
    ]);
    open.push(standing);
    const { world } = standing;
    const channel = world.channel(world.cast.broadcaster.id);
    assert(channel);
    await standing.restart(() => world.ads.planNext(channel, 50_000));
    await standing.said(/starts in .+ Type !snooze/);
    await standing.restart();
    // Sooner than it was planned, and shorter.
    world.ads.planNext(channel, 2000);
    channel.ads.durationS = 8;
    await standing.reached('began', 1);
    await standing.restart();
    await standing.said(/The ad break is over/);
    assert.equal(await standing.count('said', /Type !snooze/), 1);
  });
});
