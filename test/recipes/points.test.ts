import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { probed, Recipe } from '../support/recipe';

const file = '4 - Channel points/Points to lamp, refund if it fails';
const finished = /^PATCH \/channel_points\/custom_rewards\/redemptions/;

/** A lamp that does not answer, where the recipe says "your lamp here". */
const lampOff = (nodes: FlowNode[]): FlowNode[] =>
  nodes.map((node) =>
    node['name'] === 'your lamp here ①'
      ? {
          ...node,
          type: 'http request',
          method: 'POST',
          ret: 'txt',
          url: 'http://127.0.0.1:9/',
          senderr: true,
          headers: [],
        }
      : node,
  );

describe('the recipe Points to lamp, refund if it fails', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  it('fulfills a good colour once and gives the points for a bad one back once, also after a power cut', async () => {
    recipe = await Recipe.start(file, { edit: probed });
    const [somebody] = (await recipe.cast()).viewers;
    const login = somebody?.login;
    await redeem(login, ' Teal');
    await recipe.said(/Lamp colour of .+ is done\./);
    assert.equal((await recipe.reached('colour of the lamp', 1))[0]?.['payload'], '#00bfa5');
    await redeem(login, 'a nice one');
    await recipe.said(new RegExp(`${somebody?.name} got the points for Lamp colour back\\.`));
    assert.equal(await recipe.count('called', finished), 2);
    await recipe.restart();
    await redeem(login, 'red');
    await recipe.said(/is done\./);
    assert.equal(await recipe.count('called', finished), 1);
  });

  it('gives the points back when the lamp is off', async () => {
    recipe = await Recipe.start(file, { edit: lampOff });
    const [somebody] = (await recipe.cast()).viewers;
    await redeem(somebody?.login, 'blue');
    await recipe.said(/got the points for Lamp colour back\./);
    assert.equal(await recipe.count('called', finished), 1);
    assert.equal(await recipe.count('said', /is done/), 0);
  });

  it('says whose reward it is when another application made it, and does not try for ever', async () => {
    recipe = await Recipe.start(file, {
      edit: (nodes) =>
        nodes.map((node) =>
          node.type === 'twitch-reward-redemption'
            ? { ...node, params: { reward: { v: { id: '', title: 'Hydrate!' }, t: 'json' } } }
            : node,
        ),
    });
    const [somebody] = (await recipe.cast()).viewers;
    await recipe.world('redeem', { login: somebody?.login, reward: 'Hydrate!' });
    assert.match(await recipe.said(/Hydrate!/), /"Hydrate!" cannot be refunded or fulfilled from here/);
    await recipe.world('redeem', { login: somebody?.login, reward: 'Hydrate!' });
    await recipe.times('said', /Hydrate!/, 2);
    assert.equal(await recipe.count('said', /Hydrate!/), 2);
  });

  async function redeem(login: string | undefined, text: string): Promise<void> {
    await recipe.world('redeem', { login, reward: 'Lamp colour', text });
  }
});
