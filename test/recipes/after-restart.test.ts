import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { StandingRecipe } from '../support/standing-recipe';

/** Recipes as a streamer has them: many beside each other, on the own channel. */
const files = [
  '1 - First steps/Poll and clip from chat',
  '1 - First steps/Prediction from chat',
  '2 - Chat/Mods-only command with cooldown',
  '2 - Chat/Silence switch',
  '2 - Chat/Welcome and VIP entrance',
  '4 - Channel points/Points to lamp, refund if it fails',
  '6 - Moderation/VIP for a day',
];

const DAY_MS = 86_400_000;

/** However long a busy machine takes, the wait of `!so` is not over. */
const slowly = (nodes: FlowNode[]): FlowNode[] =>
  nodes.map((node) => {
    const { command } = (node['params'] ?? {}) as { command?: { v: string } };
    if (command?.v !== 'so') return node;
    return { ...node, params: { ...(node['params'] as object), waitPerUser: { v: 86_400, t: 'num' } } };
  });

/**
 * In the middle of everything Node-RED is stopped; Twitch goes on without it. What is waited for, counted or remembered has to be there
 * when it starts again.
 */
describe('recipes on the own channel, after a restart in the middle', function () {
  this.timeout(90_000);
  let recipe: StandingRecipe;
  /** How many lines the transcript had before the restart. */
  let restart = 0;
  let vip = { id: '', name: '' };

  before(async () => {
    recipe = await StandingRecipe.start(files, slowly);
    const { world } = recipe;
    const { viewers } = recipe.simulator.users;
    vip = viewers[5] ?? assert.fail();

    recipe.say('viewer', 'hello');
    await recipe.said(/Welcome, /);
    recipe.say('moderator', '!poll Best snack? | Chips | Fruit | Cake');
    await recipe.called(/^POST \/polls → 200$/);
    recipe.say('moderator', '!predict Will I win? | Yes | No');
    await recipe.said(/Prediction: Will I win\?/);
    world.predict({ login: viewers[1]?.login ?? '', outcome: 'No', points: 100 });
    recipe.say('moderator', '!so @Driftwood_Den');
    await recipe.said(/Go and see Driftwood_Den/);
    recipe.say('moderator', `!vip @${vip.name}`);
    await recipe.said(/is now a VIP for 1 day/);
    recipe.say('moderator', '!quiet');
    await recipe.said(/Quiet now/);
    recipe.say('me', '!clip');
    await recipe.called(/^POST \/clips/);

    restart = await recipe.mark();
    await recipe.restart(() => {
      for (const { login } of viewers.slice(0, 3)) world.votePoll({ login, choice: 'Fruit' });
      world.endPoll();
      world.endPrediction({ status: 'LOCKED' });
      recipe.makeOlder('9eed0000000007d1', DAY_MS);
    });
  });

  after(async () => {
    await recipe.remove();
  });

  it('the winner of a poll that ended meanwhile is told, once', async () => {
    assert.match(await recipe.said(/won/), /Fruit won with 3 of 3 votes/);
    assert.equal(await recipe.count('said', /Fruit won/), 1);
  });

  it('a prediction pays out', async () => {
    recipe.say('moderator', '!win No');
    assert.match(await recipe.said(/was right/), /No was right: 1 of 1 viewer gets 100 points/);
  });

  it('a command is still resting', async () => {
    recipe.say('moderator', '!so @Moss_And_Moor');
    await recipe.said(/!so can be used again in /, restart);
    assert.equal(await recipe.count('said', /Moss_And_Moor/), 0);
  });

  it('a VIP for a day is none any more, since the day passed meanwhile', async () => {
    await recipe.called(new RegExp(`^DELETE /channels/vips\\?.*user_id=${vip.id}.* → 204$`));
  });

  it('it is still quiet, until a moderator says !loud', async () => {
    recipe.say('me', '!hug');
    recipe.say('moderator', '!loud');
    await recipe.said(/Back to normal/);
    recipe.say('me', '!hug');
    await recipe.said(/hugs everybody/);
    assert.equal(await recipe.count('said', /hugs/), 1);
  });

  it('who was welcomed is not welcomed again', async () => {
    recipe.say('viewer', 'hello again');
    recipe.say('subscriber', 'me too');
    await recipe.said(/Welcome, Mira_Bakes/);
    assert.equal(await recipe.count('said', /Welcome, (?!Mira_Bakes)/), 1);
  });

  it('a redemption is fulfilled once', async () => {
    const { viewers } = recipe.simulator.users;
    recipe.world.redeem({ login: viewers[2]?.login ?? '', reward: 'Lamp colour', text: 'blue' });
    await recipe.said(/Lamp colour of .+ is done/);
    assert.equal(await recipe.count('called', /^PATCH \/channel_points.*redemptions/), 1);
  });

  it('a clip that was asked for before is there', async () => {
    assert.match(await recipe.said(/clips\.twitch\.tv/, restart), /Here is the clip: https/);
    assert.equal(await recipe.count('called', /^POST \/clips/), 1);
  });
});
