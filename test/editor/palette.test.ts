import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { EditorPage, launchBrowser } from '../support/editor-browser';
import { NodeRedProcess, projectRoot } from '../support/node-red-process';

const manifest = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as {
  'node-red': { nodes: Record<string, string> };
};
const types = Object.keys(manifest['node-red'].nodes).filter((type) => type !== 'twitch-account');

/** What a streamer would type, and the node that must then be seen. */
const words: readonly (readonly [string, string])[] = [
  ['chat', 'twitch-chat'],
  ['message', 'twitch-chat'],
  ['command', 'twitch-command'],
  ['first', 'twitch-first-chatter'],
  ['welcome', 'twitch-first-chatter'],
  ['timed', 'twitch-timer'],
  ['timer', 'twitch-timer'],
  ['only if', 'twitch-condition'],
  ['cooldown', 'twitch-condition'],
  ['live', 'twitch-condition'],
  ['follow', 'twitch-follow'],
  ['raid', 'twitch-raid-received'],
  ['live', 'twitch-stream-online'],
  ['offline', 'twitch-stream-online'],
  ['sub', 'twitch-subscription'],
  ['resub', 'twitch-subscription'],
  ['gift', 'twitch-subscription'],
  ['bits', 'twitch-subscription'],
  ['cheer', 'twitch-subscription'],
  ['event', 'twitch-event'],
  ['goal', 'twitch-event'],
  ['charity', 'twitch-event'],
  ['streak', 'twitch-event'],
  ['hype', 'twitch-hype-train'],
  ['train', 'twitch-hype-train'],
  ['points', 'twitch-reward-redemption'],
  ['channel points', 'twitch-reward-redemption'],
  ['reward', 'twitch-reward-redemption'],
  ['redeem', 'twitch-reward-redemption'],
  ['refund', 'twitch-redemption-finish'],
  ['fulfill', 'twitch-redemption-finish'],
  ['ad break', 'twitch-ads'],
  ['ads', 'twitch-ads'],
  ['connection', 'twitch-connection-status'],
  ['errors', 'twitch-connection-status'],
  ['send', 'twitch-send-message'],
  ['reply', 'twitch-send-message'],
  ['announce', 'twitch-send-message'],
  ['poll', 'twitch-poll'],
  ['prediction', 'twitch-prediction'],
  ['clip', 'twitch-clip'],
  ['marker', 'twitch-clip'],
  ['shoutout', 'twitch-shoutout'],
  ['start raid', 'twitch-raid-start'],
  ['timeout', 'twitch-moderation'],
  ['ban', 'twitch-moderation'],
  ['warn', 'twitch-moderation'],
  ['delete', 'twitch-moderation'],
  ['slow', 'twitch-chat-mode'],
  ['emote-only', 'twitch-chat-mode'],
  ['shield', 'twitch-chat-mode'],
  ['clear', 'twitch-chat-mode'],
  ['title', 'twitch-stream-info'],
  ['category', 'twitch-stream-info'],
  ['game', 'twitch-stream-info'],
  ['uptime', 'twitch-stream-info'],
  ['reward', 'twitch-points-reward'],
  ['create', 'twitch-points-reward'],
  ['mod', 'twitch-moderator-role'],
  ['vip', 'twitch-moderator-role'],
  ['snooze', 'twitch-commercial'],
  ['run or snooze ad', 'twitch-commercial'],
  ['viewer', 'twitch-user'],
  ['followage', 'twitch-user'],
  ['call', 'twitch-api'],
  ['api', 'twitch-api'],
  ['twitch', 'twitch-poll'],
];

describe('the palette', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;

  before(async function () {
    this.timeout(60_000);
    nodeRed = await NodeRedProcess.start();
    browser = await launchBrowser();
    editor = await EditorPage.open(browser, nodeRed.url);
  });

  after(async function () {
    this.timeout(30_000);
    await browser?.close();
    await nodeRed?.remove();
  });

  it('shows every node in one category with its own icon', async () => {
    const category = editor.page.locator('#red-ui-palette-container-Twitch');
    await editor.page.locator('#red-ui-palette-header-Twitch').scrollIntoViewIfNeeded();
    for (const type of types) {
      const node = category.locator(`[data-palette-type="${type}"]`);
      assert.equal(await node.count(), 1, type);
      const icon = await node
        .locator('.red-ui-palette-icon')
        .evaluate(
          (element) => (element as unknown as { style: { backgroundImage: string } }).style.backgroundImage,
        );
      assert.match(icon, new RegExp(`icons/@streamwire/node-red-twitch/${type}\\.svg`), type);
      assert.notEqual(((await node.locator('.red-ui-palette-label').textContent()) ?? '').trim(), '', type);
    }
    await editor.screenshot('palette');
  });

  for (const [word, type] of words) {
    it(`finds ${type} for "${word}"`, async () => {
      const search = editor.page.locator('#red-ui-palette-search input');
      await search.fill('');
      await search.pressSequentially(word);
      await editor.page.locator(`[data-palette-type="${type}"]`).waitFor({ state: 'visible' });
      await search.fill('');
      await search.press('Escape');
    });
  }

  it('has loaded without an error in the page', () => {
    assert.deepEqual(editor.errors, []);
  });
});
