// The pictures of docs/first-flow.md: somebody builds the flow of that page in an empty editor, by mouse and keyboard.
import path from 'node:path';

/** Window of the tour; wide enough for palette, flow and sidebar. */
const WINDOW = { width: 1200, height: 620 };
/** The simulated moderator's poll takes ten seconds at this speed. */
const SPEED = 6;
const LIMIT_MS = 60_000;

/** A port of a node, as a place of the mouse. */
async function port(editor, id, kind, index = 0) {
  const ports = editor.page.locator(`[id="${id}"] .red-ui-flow-port-${kind} .red-ui-flow-port`);
  const box = await ports.nth(index).boundingBox();
  if (!box) throw new Error(`node ${id} has no ${kind} to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function wire(editor, from, to, output = 0) {
  const { mouse } = editor.page;
  const start = await port(editor, from, 'output', output);
  const end = await port(editor, to, 'input');
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move(end.x, end.y, { steps: 15 });
  await mouse.up();
}

/** The open dialog, down to its last row. */
async function dialogPicture(editor, file) {
  const tray = editor.page.locator('.red-ui-tray').last();
  const box = await tray.boundingBox();
  const last = await tray.locator('.form-row:visible, .twitch-fold:visible').last().boundingBox();
  if (!box || !last) throw new Error('there is no dialog to be seen');
  const height = Math.min(box.height, last.y + last.height - box.y + 12);
  await editor.page.screenshot({ path: file, clip: { x: box.x, y: box.y, width: box.width, height } });
}

/** Builds the flow and takes the pictures `first-flow-*.png`. */
export async function firstFlowPictures(browser, folder, { EditorPage, NodeRedProcess }) {
  const picture = (name) => path.join(folder, `first-flow-${name}.png`);
  const nodeRed = await NodeRedProcess.start({
    settings: { twitchAccountPractice: { script: 'demo', seed: 1, speed: SPEED } },
  });
  try {
    const editor = await EditorPage.open(browser, nodeRed.url);
    const { page } = editor;
    await page.setViewportSize(WINDOW);

    const search = page.locator('#red-ui-palette-search input');
    await search.pressSequentially('command');
    await page.locator('.red-ui-palette-node[data-palette-type="inject"]').waitFor({ state: 'hidden' });
    const command = await editor.drop('twitch-command', 150, 80);
    await page.screenshot({ path: picture('search'), clip: { x: 0, y: 48, width: 620, height: 260 } });

    await editor.openDialog(command);
    const row = (field) => page.locator(`#dialog-form [data-field="${field}"]`);
    await row('command').locator('input[type="text"]').first().fill('poll');
    await row('who').locator('select').selectOption('moderators');
    await dialogPicture(editor, picture('command'));
    await editor.closeDialog('ok');

    await search.fill('');
    await search.pressSequentially('poll');
    const poll = await editor.drop('twitch-poll', 350, 80);
    await search.fill('');
    await search.pressSequentially('send');
    const send = await editor.drop('twitch-send-message', 560, 80);
    await search.fill('');
    await wire(editor, command, poll);
    await wire(editor, poll, send);
    await editor.deploy();

    await page.evaluate(() => globalThis.RED.sidebar.show('twitch'));
    await page.locator('.twitch-sidebar [data-view="practice"]').click();
    await page.locator('.twitch-entry', { hasText: /\bwon\b/ }).waitFor({ timeout: LIMIT_MS });
    await page.screenshot({ path: picture('winner') });

    await page.setViewportSize({ ...WINDOW, height: 1000 });
    const { account } = await editor.node(poll);
    await editor.openDialog(account);
    await page.locator('#node-config-input-use').selectOption('channel');
    await page.locator('.twitch-register ol').waitFor();
    await dialogPicture(editor, picture('account'));
    await editor.closeDialog('cancel');
    if (editor.errors.length > 0) throw new Error(editor.errors.join('\n'));
  } finally {
    await nodeRed.remove();
  }
}
