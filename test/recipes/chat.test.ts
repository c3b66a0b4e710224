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
