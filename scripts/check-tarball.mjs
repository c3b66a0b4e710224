// Packs the package and runs the tarball in fresh Node-REDs, one for each pair of Node and Node-RED that we promise.
// Everything is installed into a temporary folder that is removed at the end. Prints `ok` or `FAILED` lines and a sum.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startNodeRed, until } from './tarball-node-red.mjs';
import { checkSignIn } from './tarball-sign-in.mjs';
import { require, root } from './tools.mjs';

/** Pinned, so that a new release cannot turn a green commit red. Raise them by hand. */
const PAIRS = [
  { node: '20.19.6', nodeRed: '4.0.9' },
  { node: '20.20.2', nodeRed: '4.1.15' },
  { node: '22.23.3', nodeRed: '5.0.7' },
  { node: '24.21.0', nodeRed: '5.0.7' },
];
/** What Node-RED itself says about a user directory that is new; it says so without any package, too. */
const FRESH_DIRECTORY = /\[warn\] (Projects disabled|Encrypted credentials not found)/;
const TARBALL_LIMIT_BYTES = 1_500_000;
const DEMO_LIMIT_MS = 60_000;
const DEMO_FLOW = path.join(root, 'examples', '1 - First steps', 'Poll and clip from chat.json');

const manifest = require('../package.json');

/** What a developer does with the two entry points, without Node-RED. */
const PROGRAM = `
const { TwitchClient } = require('${manifest.name}/core');
const { startSimulator } = require('${manifest.name}/simulator');
startSimulator({ seed: 1 }).then(async (twitch) => {
  const { login } = twitch.users.broadcaster;
  const tokens = twitch.issueToken({ login, scopes: [] });
  const client = new TwitchClient({ clientId: twitch.clientId, tokens, urls: twitch.urls });
  const { data } = await client.helix.call('get-users', { query: { login: [login] } });
  await client.close();
  await twitch.close();
  console.log(data[0].login === login ? 'found' : 'not found');
});
`;

function run(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${result.status}:\n${result.stdout}${result.stderr}`,
    );
  }
  return result.stdout;
}

async function checkPair(pair, tarball, folder, report) {
  const name = `Node ${pair.node} with Node-RED ${pair.nodeRed}`;
  const prefix = path.join(folder, `${pair.node}-${pair.nodeRed}`);
  const userDir = path.join(prefix, 'user');
  mkdirSync(userDir, { recursive: true });
  writeFileSync(path.join(prefix, 'package.json'), '{"private":true}');
  run('npm', [
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `--prefix=${prefix}`,
    `node@${pair.node}`,
    `node-red@${pair.nodeRed}`,
  ]);
  writeFileSync(path.join(userDir, 'package.json'), '{"name":"node-red-project","private":true}');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball], { cwd: userDir });
  const installed = readdirSync(path.join(userDir, 'node_modules')).filter((entry) => !entry.startsWith('.'));
  report(
    installed.toSorted().join(' ') === '@streamwire undici ws',
    `${name}: the tarball brings ws and undici and nothing else`,
    installed.join(' '),
  );

  cpSync(DEMO_FLOW, path.join(userDir, 'flows.json'));
  writeFileSync(
    path.join(userDir, 'settings.js'),
    `module.exports = ${JSON.stringify({
      uiHost: '127.0.0.1',
      flowFile: 'flows.json',
      credentialSecret: 'check',
      telemetry: { enabled: false },
      editorTheme: { tours: false },
      logging: { console: { level: 'info' } },
      twitchAccountPractice: { script: 'demo', seed: 1, speed: 6 },
    })};\n`,
  );

  const node = path.join(prefix, 'node_modules', 'node', 'bin', 'node');
  const printed = run(node, ['-e', PROGRAM], { cwd: userDir }).trim();
  report(printed === 'found', `${name}: core and simulator can be used without Node-RED`, printed);

  const nodeRed = startNodeRed({ node, prefix, userDir });
  try {
    const base = await nodeRed.started();
    const { log } = nodeRed;
    report(
      log.includes(`Node-RED version: v${pair.nodeRed}`) && log.includes(`Node.js  version: v${pair.node}`),
      `${name}: runs with the pinned versions`,
      log,
    );
    const nodes = await (await fetch(`${base}/nodes`, { headers: { accept: 'application/json' } })).json();
    const ours = nodes.filter((set) => set.module === manifest.name);
    const broken = ours.filter((set) => set.err || !set.enabled);
    report(
      ours.length === Object.keys(manifest['node-red'].nodes).length && broken.length === 0,
      `${name}: all ${ours.length} node sets load`,
      JSON.stringify(broken),
    );
    const editor = await fetch(`${base}/resources/${manifest.name}/editor/main.js`);
    report(editor.status === 200, `${name}: serves the editor module`, String(editor.status));
    const entries = await until(
      async () => {
        const response = await fetch(`${base}/twitch/practice/transcript`);
        const answer = response.ok ? await response.json() : { entries: [] };
        const said = answer.entries.filter((entry) => entry.kind === 'chat' && entry.own);
        const winner = said.some((entry) => /\bwon\b/.test(entry.text));
        const clip = said.some((entry) => entry.text.includes('https://clips.twitch.tv/'));
        return winner && clip ? said : false;
      },
      DEMO_LIMIT_MS,
      `${name}: the demo`,
    );
    report(entries.length > 0, `${name}: the demo flow says the winner and the clip link in chat`, '');
    const complaints = complaintsIn(nodeRed.log);
    report(complaints === '', `${name}: starts and runs without a warning`, complaints);
  } catch (error) {
    report(false, `${name}: ${error.message}`, nodeRed.log);
  } finally {
    await nodeRed.stop();
  }
  try {
    const complaints = complaintsIn(await checkSignIn({ node, prefix, userDir, name: manifest.name }));
    report(
      complaints === '',
      `${name}: signs in by device code, and is signed in after a restart`,
      complaints,
    );
  } catch (error) {
    report(false, `${name}: sign-in`, error.message);
  }
}

/** Lines of a log that a user would be worried by. */
function complaintsIn(log) {
  return log
    .split('\n')
    .filter((line) => /\[(warn|error|fatal)\]|Deprecat/i.test(line))
    .filter((line) => !FRESH_DIRECTORY.test(line))
    .join('\n');
}

/** @returns how many checks passed, and what failed with what there is to say of it */
export async function checkTarball() {
  let passed = 0;
  const failures = [];
  const report = (good, what, detail) => {
    if (good) passed += 1;
    else failures.push({ what, detail: String(detail) });
    console.log(`${good ? 'ok      ' : 'FAILED  '}${what}${good ? '' : `\n${detail}`}`);
  };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'node-red-twitch-tarball-'));
  try {
    run('npm', ['pack', '--silent', `--pack-destination=${folder}`], { cwd: root });
    const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
    const tarball = path.join(folder, file);
    const { size } = statSync(tarball);
    report(size < TARBALL_LIMIT_BYTES, `the tarball has ${(size / 1e6).toFixed(2)} MB, at most 1.5`, file);
    for (const pair of PAIRS) {
      try {
        await checkPair(pair, tarball, folder, report);
      } catch (error) {
        report(false, `Node ${pair.node} with Node-RED ${pair.nodeRed}`, error.message);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return { passed, failures };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failures } = await checkTarball();
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}
