import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { dig } from '../support/dig';
import { played, probed } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);

  describe('Clip from chat, with Discord', () => {
    let discord: Server;
    /** How the webhook answers. */
    let status = 204;
    let posted: unknown[] = [];

    before(async () => {
      discord = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          posted.push(JSON.parse(body));
          response.writeHead(status).end();
        });
      }).listen(0, '127.0.0.1');
      await once(discord, 'listening');
    });

    after(() => {
      discord.closeAllConnections();
      discord.close();
    });

    const recipe = played('2 - Chat/Clip from chat, with Discord', () => ({
      speed: 30,
      edit: (nodes) =>
        probed(nodes).map((node) => {
          if (node.type === 'http request')
            return { ...node, url: `http://127.0.0.1:${(discord.address() as AddressInfo).port}/webhook` };
          if (node.type !== 'twitch-command') return node;
          // However busy the machine is, the wait is not over when the second one asks.
          return { ...node, params: { ...(node['params'] as object), wait: { v: 1800, t: 'num' } } };
        }),
    }));

    beforeEach(() => {
      posted = [];
      status = 204;
    });

    async function link(after: number): Promise<string> {
      const line = await recipe().said(/clips\.twitch\.tv/, after);
      return /https:\/\/clips\.twitch\.tv\/\S+/.exec(line)?.[0] ?? assert.fail(line);
    }

    const postedOnce = (): Promise<void> => recipe().until(() => posted.length === 1, 'one post at Discord');

    it('posts the link once in chat and once to Discord, also when it is asked for twice', async () => {
      const after = await recipe().mark();
      await recipe().sayElsewhere('!clip');
      await recipe().say('viewer', '!clip');
      await recipe().say('viewer', '!clip');
      const content = `Here is the clip: ${await link(after)}`;
      await postedOnce();
      assert.deepEqual(posted, [{ content }]);
      assert.equal(await recipe().count('called', /^POST \/clips/), 1);
    });

    it('tells chat and the debug sidebar when Discord does not take it', async () => {
      status = 404;
      const after = await recipe().mark();
      await recipe().say('me', '!clip');
      await link(after);
      const [trouble] = await recipe().reached('Discord', 1);
      assert.match(String(dig(trouble, 'error.message')), /^Discord answered 404/);
      assert.equal(posted.length, 1);
    });

    it('says in chat that a clip is not ready yet, and does not post it to Discord', async () => {
      const after = await recipe().mark();
      await recipe().refuse('get-clips', 503, 1e6);
      await recipe().say('me', '!clip');
      await recipe().said(/not ready yet, it should soon be here: https:\/\/clips\.twitch\.tv/, after);
      assert.deepEqual(posted, []);
      await recipe().world('faults.clear');
    });

    it('says in chat that the channel allows no clips', async () => {
      const after = await recipe().mark();
      await recipe().refuse('create-clip', 403);
      await recipe().say('me', '!clip');
      await recipe().said(/does not allow that/, after);
      assert.deepEqual(posted, []);
    });

    it('does nothing while the channel is offline, and says why', async () => {
      await recipe().world('stopStream');
      const after = await recipe().mark();
      await recipe().say('subscriber', '!clip');
      await recipe().said(/only while the stream is live/, after);
      assert.equal(await recipe().count('called', /^POST \/clips/, after), 0);
      assert.deepEqual(posted, []);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('viewer', '!clip');
      await link(0);
      await postedOnce();
    });
  });

  describe('Quote book', () => {
    const recipe = played('2 - Chat/Quote book');

    it('keeps quotes of moderators over a power cut and says one of them', async () => {
      await recipe().say('me', '!quote');
      await recipe().said(/no quotes yet/);
      await recipe().say('viewer', '!addquote mine');
      await recipe().said(/!addquote is for moderators/);
      await recipe().say('moderator', '!addquote');
      await recipe().said(/use it like this: !addquote <quote>/);
      await recipe().say('moderator', '!addquote {user}, I never fall   off');
      await recipe().said(/Noted, Pine_Marten/);
      const book = path.join(recipe().nodeRed.userDir, 'quotes.txt');
      assert.equal(readFileSync(book, 'utf8'), '{user}, I never fall off\n');
      await recipe().restart();
      await recipe().say('subscriber', '!quote');
      // What somebody typed is said as it is.
      await recipe().said(/ \{user\}, I never fall off$/);
      await recipe().say('me', '!addquote Second');
      await recipe().said(/Noted, HarborLight_TV/);
      assert.equal(readFileSync(book, 'utf8'), '{user}, I never fall off\nSecond\n');
    });
  });

  describe('Counter for each game', () => {
    const recipe = played('2 - Chat/Counter for each game');

    /** The streamer counts, or asks. */
    async function answer(command: string, pattern: RegExp): Promise<void> {
      const after = await recipe().mark();
      await recipe().say('me', command);
      await recipe().said(pattern, after);
    }

    it('counts for each game by itself, over a power cut', async () => {
      const play = async (categoryId: string): Promise<void> => {
        const { broadcaster } = await recipe().cast();
        await recipe().world('streams.change', broadcaster.id, { categoryId });
      };
      await play('600005');
      await answer('!deaths', /Harvest Harbor: 0 deaths$/);
      await recipe().say('viewer', '!death');
      await recipe().said(/!death is for moderators/);
      await answer('!death', /Harvest Harbor: 1 death$/);
      await play('600006');
      await answer('!death', /Cooking & Baking: 1 death$/);
      await answer('!death', /Cooking & Baking: 2 deaths$/);
      await recipe().restart();
      await play('600005');
      await answer('!death', /Harvest Harbor: 2 deaths$/);
      await play('600006');
      await answer('!deaths', /Cooking & Baking: 2 deaths$/);
      const files = readdirSync(recipe().nodeRed.userDir).filter((name) => name.startsWith('deaths'));
      assert.deepEqual(files.toSorted(), [
        'deaths-cooking-baking-600006.txt',
        'deaths-harvest-harbor-600005.txt',
      ]);
    });

    it('counts nothing while Twitch does not tell the game, and the log says why', async () => {
      const failed = recipe().nodeRed.waitForLine(
        /\[error\].*twitch-send-message.*about it in chat: .*Twitch/,
      );
      await recipe().refuse('get-channel-information', 400);
      await recipe().say('me', '!death');
      await failed;
      await answer('!deaths', /Cooking & Baking: 2 deaths$/);
    });
  });

  describe('Followage and a random winner', () => {
    const recipe = played('2 - Chat/Followage and a random winner');

    it('tells since when somebody follows, and why it cannot be told', async () => {
      await recipe().say('viewer', '!followage');
      await recipe().said(/Anchor_Ana has followed/);
      await recipe().say('me', '!followage @Mira_Bakes');
      await recipe().said(/Mira_Bakes has followed HarborLight_TV for /);
      await recipe().say('me', '!followage');
      await recipe().said(/HarborLight_TV is the streamer here/);
      await recipe().world('addUser', { id: '410000999', login: 'newcomer_nel', name: 'Newcomer_Nel' });
      await recipe().say('me', '!followage @Newcomer_Nel');
      await recipe().said(/Newcomer_Nel does not follow HarborLight_TV/);
      await recipe().say('me', '!followage @nobody_of_that_name');
      await recipe().said(/nobody_of_that_name/);
    });

    it('picks somebody who is in chat, for moderators, also after a power cut', async () => {
      await recipe().say('viewer', '!winner');
      await recipe().said(/!winner is for moderators/);
      await recipe().restart();
      await recipe().say('moderator', '!winner');
      await recipe().said(/ was picked from \d+ viewers? in chat/);
      await recipe().say('moderator', '!followage @Mira_Bakes');
      await recipe().said(/Mira_Bakes has followed/);
    });
  });
});
