import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dig } from '../support/dig';
import { posting, probed } from '../support/flow-watch';
import { TestServer } from '../support/http-server';
import type { FlowNode } from '../support/node-red-process';
import { Page } from '../support/page-socket';
import { StandingRecipe } from '../support/standing-recipe';

const files = [
  '3 - Alerts and events/Go live - post and lamp',
  '3 - Alerts and events/Hype train overlay',
  '3 - Alerts and events/New follower and follow bots',
  '3 - Alerts and events/Support alert in tiers',
  '3 - Alerts and events/Goal as a text for OBS',
  '7 - Looking after/Stream diary',
];

/** Seconds that a stream has to be off before it is over. */
const OFF_FOR = 4;

const soon = (nodes: FlowNode[]): FlowNode[] =>
  probed(nodes).map((node) =>
    node.type === 'twitch-stream-online'
      ? { ...node, params: { offlineAfter: { v: OFF_FOR, t: 'num' } } }
      : node,
  );

/** Alerts as a streamer has them, beside each other. Node-RED is stopped in mid-stream; Twitch goes on without it. */
describe('alerts on the own channel, after a restart in mid-stream', function () {
  this.timeout(90_000);
  let recipe: StandingRecipe;
  let discord: TestServer;
  let page: Page;
  const regular = 'regular_rae';
  const bots = Array.from({ length: 40 }, (_, index) => `stranger_${index}`);

  before(async () => {
    discord = await TestServer.start(() => ({ status: 204 }));
    recipe = await StandingRecipe.start(files, (nodes) => soon(posting(nodes, discord.origin)));
    const { world } = recipe;
    const { id } = world.cast.broadcaster;
    for (const [index, login] of [regular, ...bots].entries())
      world.addUser({ id: String(785_000_000 + index), login, name: login });

    world.stopStream();
    await recipe.reached('on-air lamp', 1);
    world.startStream();
    await recipe.reached('on-air lamp', 2);
    // It flaps: down, up, at once.
    world.stopStream();
    world.startStream();
    world.follow({ login: regular });
    await recipe.said(new RegExp(`Thank you for following, ${regular}!`));
    world.milestones.startGoal(id, 'subscription', '', 10, 4);
    world.milestones.startHypeTrain(id);
    world.cheer({ login: 'tofu_knight', bits: 2000 });
    await recipe.said(/has reached level 2/);
    for (const login of bots) world.follow({ login });
    const { id: follow = '' } = recipe.nodes.find(({ type }) => type === 'twitch-follow') ?? {};
    await recipe.until(() => /"count":40\b/.test(recipe.remembered(follow)), 'the wave is gathered');

    await recipe.restart(() => world.cheer({ login: 'tofu_knight', bits: 3000 }));
    page = await Page.open(recipe.nodeRed.url, 'hype-train');
  });

  after(async () => {
    page.close();
    await recipe.remove();
    await discord.close();
  });

  it('the same stream is not posted again, the lamp stays on', async () => {
    recipe.world.streams.change(recipe.world.cast.broadcaster.id, { title: 'Second half' });
    await recipe.said(/Now: Second half/);
    assert.equal(discord.seen.length, 1);
    assert.deepEqual(await lamp(2), [false, true]);
  });

  it('the bar of a hype train is right, each level was told once', async () => {
    page.send('now?');
    const bar = await page.next();
    assert.ok(Number(bar['level']) >= 3, JSON.stringify(bar));
    await recipe.said(/has reached level 3/);
    assert.equal(await recipe.count('said', /has reached level 2/), 1);
    assert.equal(await recipe.count('said', /hype train has started/), 1);
    recipe.world.milestones.endHypeTrain(recipe.world.cast.broadcaster.id);
    await recipe.said(/hype train is over/);
  });

  it('who was welcomed is not welcomed again, and follow bots that came just before are one alarm', async () => {
    recipe.world.supporters.unfollow(regular, recipe.world.cast.broadcaster.id);
    recipe.world.follow({ login: regular });
    const [wave, ...more] = await recipe.reached('follow bots!', 1);
    assert.equal(dig(wave, 'payload.count'), 40);
    assert.equal(more.length, 0);
    assert.equal(await recipe.count('said', /Thank you for following/), 1);
  });

  it('the goal and the diary go on where they were', async () => {
    const goal = (): string => readFileSync(path.join(recipe.nodeRed.userDir, 'goal.txt'), 'utf8');
    await recipe.until(() => goal() === 'Subs: 4 / 10', 'the goal');
    recipe.world.subscribe({ login: regular });
    await recipe.until(() => goal() === 'Subs: 5 / 10', 'one sub more');
    const diary = (): string => readFileSync(path.join(recipe.nodeRed.userDir, 'stream-diary.txt'), 'utf8');
    await recipe.until(() => new RegExp(`${regular} subscribed`).test(diary()), 'the sub in the diary');
    assert.match(diary(), new RegExp(`${regular} .*follow`), 'what was written before');
    assert.equal(
      diary()
        .split('\n')
        .filter((line) => /followed at once/.test(line)).length,
      1,
    );
  });

  it('the lamp goes off when the stream is over', async () => {
    recipe.world.stopStream();
    assert.deepEqual(await lamp(3), [false, true, false]);
    assert.equal(discord.seen.length, 1);
  });

  async function lamp(count: number): Promise<unknown[]> {
    return (await recipe.reached('on-air lamp', count)).map(({ payload }) => payload);
  }
});
