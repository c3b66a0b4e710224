// The pictures of README and docs, made from the real editor in practice mode (needs Chromium):
//   npm run pictures                 the first flow, the sidebar, and the dialog of every node, into docs/images/
//   npm run pictures -- first-flow   only those of docs/first-flow.md and README
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { firstFlowPictures } from './first-flow-pictures.mjs';
import { require, root } from './tools.mjs';

const folder = path.join(root, 'docs', 'images');
const FIRST_FLOW = path.join(root, 'examples', '1 - First steps', 'Poll and clip from chat.json');
/** The demo's viewers need some seconds until a winner and a clip are in the transcript. */
const DEMO_LIMIT_MS = 60_000;

build({ tests: true, ifStale: true });
const support = (name) => require(path.join(root, 'dist', 'test', 'support', `${name}.js`));
const { EditorPage, launchBrowser } = support('editor-browser');
const { NodeRedProcess } = support('node-red-process');
const { nodeDefinitions } = require(path.join(root, 'dist', 'src', 'definitions', 'nodes.js'));

/** Below the last field, pixels. */
const MARGIN = 12;

const ACCOUNT = 'a0000000000000a1';

/** Every node as it is dropped, on one tab. */
function allNodes() {
  const nodes = Object.values(nodeDefinitions)
    .filter(({ type }) => type !== 'twitch-account')
    .map(({ type, version, kind, defaultOperation, operations, outputs }, index) => ({
      id: `b0000000000000${index.toString(16).padStart(2, '0')}`,
      type,
      z: 'f0000000000000f1',
      name: '',
      account: ACCOUNT,
      version,
      ...(kind === 'action' ? { operation: defaultOperation ?? Object.keys(operations)[0] } : {}),
      params: {},
      x: 200 + (index % 4) * 260,
      y: 60 + Math.floor(index / 4) * 60,
      wires: outputs.map(() => []),
    }));
  return [
    { id: 'f0000000000000f1', type: 'tab', label: 'All nodes' },
    { id: ACCOUNT, type: 'twitch-account', name: '', version: 1, use: 'practice' },
    ...nodes,
  ];
}

async function dialogs(browser) {
  const flows = allNodes();
  const nodeRed = await NodeRedProcess.start({
    flows,
    settings: { twitchAccountPractice: { script: 'none' } },
  });
  try {
    const editor = await EditorPage.open(browser, nodeRed.url);
    for (const { id, type } of flows.filter(({ type: one }) => one.startsWith('twitch-'))) {
      await editor.openDialog(id);
      const tray = editor.page.locator('.red-ui-tray-body').last();
      const box = await tray.boundingBox();
      const last = await tray.locator('.form-row:visible, .twitch-fold:visible').last().boundingBox();
      if (!box || !last) throw new Error(`the dialog of ${type} cannot be seen`);
      const height = Math.min(box.height, last.y + last.height - box.y + MARGIN);
      await editor.page.screenshot({
        path: path.join(folder, `${type}.png`),
        clip: { x: box.x, y: box.y, width: box.width, height },
      });
      await editor.closeDialog('cancel');
    }
  } finally {
    await nodeRed.remove();
  }
}

/** The views of the Twitch sidebar, as the demo has them. */
async function sidebar(editor) {
  const { page } = editor;
  await page.locator('.twitch-world > summary').click();
  await sidebarPicture(page, 'practice');
  await page.locator('.twitch-sidebar [data-view="events"]').click();
  await sidebarPicture(page, 'events');
  await page.locator('.twitch-sidebar [data-view="test"]').click();
  await page.locator('.twitch-test-fields label').first().waitFor();
  await sidebarPicture(page, 'test');
  await page.locator('.twitch-sidebar [data-view="accounts"]').click();
  await page.locator('.twitch-accounts button').first().waitFor();
  await sidebarPicture(page, 'accounts');
}

async function sidebarPicture(page, name) {
  await page.mouse.move(1, 1);
  await page.locator('.twitch-sidebar').screenshot({ path: path.join(folder, `sidebar-${name}.png`) });
}

async function firstFlow(browser) {
  const flows = JSON.parse(readFileSync(FIRST_FLOW, 'utf8'));
  const nodeRed = await NodeRedProcess.start({
    flows,
    settings: { twitchAccountPractice: { script: 'demo', seed: 1, speed: 6 } },
  });
  try {
    const editor = await EditorPage.open(browser, nodeRed.url);
    await editor.page.setViewportSize({ width: 1200, height: 720 });
    await editor.page.evaluate(() => globalThis.RED.sidebar.show('twitch'));
    for (const hasText of [/\bwon\b/, 'https://clips.twitch.tv/']) {
      await editor.page.locator('.twitch-entry', { hasText }).first().waitFor({ timeout: DEMO_LIMIT_MS });
    }
    await editor.page.screenshot({ path: path.join(folder, 'first-flow.png') });
    await sidebar(editor);
  } finally {
    await nodeRed.remove();
  }
}

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
try {
  await firstFlow(browser);
  await firstFlowPictures(browser, folder, { EditorPage, NodeRedProcess });
  if (!process.argv.includes('first-flow')) await dialogs(browser);
} finally {
  await browser.close();
}
