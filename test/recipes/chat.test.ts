import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Recipe } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);
  let recipe: Recipe;

  afterEach(async () => {
    await recipe.remove();
  });

  describe('Poll and clip from chat', () => {
    const file = '1 - First steps/Poll and clip from chat';

    it('runs the poll of a command and says who won', async () => {
      recipe = await Recipe.start(file, { speed: 30 });
      const { viewers } = await recipe.cast();
      await recipe.say('moderator', '!poll Best snack? | Chips | Fruit | Cake');
      await recipe.called(/^POST \/polls → 200$/);
      for (const { login } of viewers.slice(0, 3)) await recipe.world('votePoll', { login, choice: 'Fruit' });
      assert.match(await recipe.said(/won/), /Fruit won with 3 of 3 votes/);
    });

    it('says so in chat when a poll runs already, has too few choices, or nobody votes', async () => {
      recipe = await Recipe.start(file, { speed: 30 });
      await recipe.say('moderator', '!poll One? | A');
      await recipe.said(/2 to 5 choices/);
      await recipe.say('me', '!poll Two? | A | B');
      await recipe.called(/^POST \/polls → 200$/);
      await recipe.say('me', '!poll Three? | A | B');
      await recipe.said(/already running/);
      await recipe.said(/Nobody voted/);
    });

    it('goes on after a power cut', async () => {
      recipe = await Recipe.start(file, { speed: 30 });
      await recipe.restart();
      await recipe.say('viewer', '!clip');
      assert.match(await recipe.said(/clips\.twitch\.tv/), /https:\/\/clips\.twitch\.tv\/\S+/);
    });
  });

  describe('Prediction from chat', () => {
    it('opens and pays out', async () => {
      recipe = await Recipe.start('1 - First steps/Prediction from chat', { speed: 10 });
      await recipe.say('moderator', '!predict Will I win? | Yes | No');
      await recipe.called(/^POST \/predictions → 200$/);
      const { viewers } = await recipe.cast();
      await recipe.world('predict', { login: viewers[0]?.login, outcome: 'Yes', points: 100 });
      await recipe.say('moderator', '!win Yes');
      assert.match(await recipe.said(/right/), /Yes was right/);
    });

    it('closes the bets, gives them back, and says in chat what cannot be done, also after a power cut', async () => {
      recipe = await Recipe.start('1 - First steps/Prediction from chat', { speed: 10 });
      await recipe.say('viewer', '!predict Mine? | A | B');
      await recipe.said(/!predict is for moderators/);
      await recipe.say('moderator', '!lock');
      await recipe.said(/[Nn]o prediction/);
      await recipe.restart();
      await recipe.say('moderator', '!predict Will I win? | Yes | No');
      await recipe.said(/Prediction: Will I win\?/);
      await recipe.say('me', '!predict Another? | A | B');
      await recipe.said(/already/);
      await recipe.say('moderator', '!lock');
      await recipe.said(/Bets are closed/);
      await recipe.say('moderator', '!cancel');
      await recipe.said(/back/);
      const ended = /^PATCH \/predictions.* → 200$/;
      assert.equal(await recipe.count('called', ended), 2);
      await recipe.say('moderator', '!predict Alone? | Yes | No');
      await recipe.said(/Prediction: Alone\?/);
      // Nobody closes it by hand.
      await recipe.world('endPrediction', { status: 'LOCKED' });
      await recipe.say('moderator', '!win 2');
      await recipe.said(/No was right\. Nobody had bet\./);
    });
  });

  describe('Clip from chat, with Discord', () => {
    const file = '2 - Chat/Clip from chat, with Discord';
    let discord: Server;
    let posted: unknown[];

    beforeEach(async () => {
      posted = [];
      discord = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          posted.push(JSON.parse(body));
          response.writeHead(204).end();
          discord.emit('posted');
        });
      }).listen(0, '127.0.0.1');
      await once(discord, 'listening');
    });

    afterEach(() => {
      discord.closeAllConnections();
      discord.close();
    });

    const start = (): Promise<Recipe> =>
      Recipe.start(file, {
        edit: (nodes) =>
          nodes.map((node) =>
            node.type === 'http request'
              ? { ...node, url: `http://127.0.0.1:${(discord.address() as AddressInfo).port}/webhook` }
              : node,
          ),
      });

    it('posts the link once in chat and once to Discord, also when it is asked for twice', async () => {
      recipe = await start();
      const arrived = once(discord, 'posted');
      await recipe.say('viewer', '!clip');
      await recipe.say('viewer', '!clip');
      const line = await recipe.said(/clips\.twitch\.tv/);
      await arrived;
      const link = /https:\/\/clips\.twitch\.tv\/\S+/.exec(line)?.[0] ?? assert.fail(line);
      assert.deepEqual(posted, [{ content: `Here is the clip: ${link}` }]);
      assert.equal(await recipe.count('called', /^POST \/clips/), 1);
    });

    it('does nothing while the channel is offline, and says why', async () => {
      recipe = await start();
      await recipe.world('stopStream');
      await recipe.say('viewer', '!clip');
      await recipe.said(/live/);
      assert.equal(await recipe.count('called', /^POST \/clips/), 0);
      assert.deepEqual(posted, []);
    });

    it('goes on after a power cut', async () => {
      recipe = await start();
      await recipe.restart();
      const arrived = once(discord, 'posted');
      await recipe.say('viewer', '!clip');
      await arrived;
      assert.equal(posted.length, 1);
    });
  });

  describe('Quote book', () => {
    it('keeps quotes of moderators over a power cut and says one of them', async () => {
      recipe = await Recipe.start('2 - Chat/Quote book');
      await recipe.say('viewer', '!quote');
      await recipe.said(/no quotes yet/);
      await recipe.say('viewer', '!addquote mine');
      await recipe.say('moderator', '!addquote I never fall   off');
      await recipe.said(/^.*Noted/);
      assert.equal(
        readFileSync(path.join(recipe.nodeRed.userDir, 'quotes.txt'), 'utf8'),
        'I never fall off\n',
      );
      await recipe.restart();
      await recipe.say('subscriber', '!quote');
      await recipe.said(/ I never fall off$/);
    });
  });

  describe('Counter for each game', () => {
    it('counts for each game by itself, over a power cut', async () => {
      recipe = await Recipe.start('2 - Chat/Counter for each game');
      await recipe.say('viewer', '!deaths');
      const first = await recipe.said(/0 deaths$/);
      const game = /@\w+ (.*): 0 deaths$/.exec(first)?.[1] ?? assert.fail(first);
      await recipe.say('viewer', '!death');
      await recipe.say('moderator', '!death');
      await recipe.said(new RegExp(`${game}: 1 death$`));
      await recipe.restart();
      await recipe.say('me', '!death');
      await recipe.said(new RegExp(`${game}: 2 deaths$`));
    });
  });
});
