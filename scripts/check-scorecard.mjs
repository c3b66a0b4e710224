// The checks of Node-RED's flow library (npm package node-red-dev), one by one. The tool asks the network about other
// packages and stops at the first question without one; its questions are answered from here instead.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { require, root } from './tools.mjs';

/** Pinned, and in a folder of its own: what it depends on is old, and nobody but this check needs it. */
const TOOL = 'node-red-dev@0.1.6';
/** What the registry says about Node-RED: newest version and the Node it wants. Raise it with check-tarball's pairs. */
const NODE_RED = { version: '5.0.7', node: '>=22.9' };

/** What the tool would have otherwise, and why it is as it is. Anything beyond fails. */
const EXPLAINED = {
  D03: {
    packages: ['undici'],
    why: 'undici 8 wants a newer Node than Node-RED 4 runs on; the newest 7 is used',
  },
};

/** Runs in the tool's folder: its three checks with the network answered. Prints the scorecard as the last line. */
const RUNNER = `
const axios = require('axios');
const nodeRed = { 'dist-tags': { latest: '${NODE_RED.version}' }, versions: { '${NODE_RED.version}': { engines: { node: '${NODE_RED.node}' } } } };
axios.get = async (url) => {
  if (url === 'https://catalogue.nodered.org/catalogue.json') return { data: { modules: [] } };
  if (url === 'https://registry.npmjs.org/node-red') return { data: nodeRed };
  throw new Error('asked for ' + url);
};
const checks = ['checkpackage', 'checknodes', 'checkdeps'].map((name) => require('node-red-dev/src/libs/' + name));
const lines = [];
const cli = { log: (line) => lines.push(String(line)), warn: (line) => lines.push('WARN ' + line), error: (error) => { throw error; } };
(async () => {
  const scorecard = {};
  for (const check of checks) {
    try { await check(process.argv[2], cli, scorecard, false); }
    catch (error) { lines.push('ERROR ' + (error && error.message)); }
  }
  console.log(JSON.stringify({ scorecard, lines }));
  process.exit(0);
})();
`;

function npm(args, cwd) {
  const result = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.status !== 0) throw new Error(`npm ${args.join(' ')}:\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** @returns how many checks passed, and what failed with what there is to say of it */
export function checkScorecard() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'scorecard-'));
  let passed = 0;
  const failures = [];
  try {
    const tool = path.join(folder, 'tool');
    const user = path.join(folder, 'user');
    for (const one of [tool, user]) {
      mkdirSync(one);
      writeFileSync(path.join(one, 'package.json'), '{"private":true}');
    }
    const packed = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], root))[0].filename;
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts'];
    npm(['install', ...flags, path.join(folder, packed)], user);
    npm(['install', ...flags, TOOL], tool);
    writeFileSync(path.join(tool, 'run.js'), RUNNER);
    const { name } = require('../package.json');
    const result = spawnSync(
      process.execPath,
      ['run.js', path.join(user, 'node_modules', ...name.split('/'))],
      {
        cwd: tool,
        encoding: 'utf8',
      },
    );
    const { scorecard, lines } = JSON.parse(
      result.stdout.trim().split('\n').at(-1) || '{"scorecard":{},"lines":[]}',
    );
    for (const [id, { test, ...rest }] of Object.entries(scorecard)) {
      if (typeof test !== 'boolean') continue;
      const known = EXPLAINED[id];
      const explained = !test && rest.packages?.every((one) => known?.packages.includes(one)) === true;
      if (test || explained) passed += 1;
      else failures.push({ what: id, detail: JSON.stringify(rest) });
      const verdict = test || explained ? 'ok     ' : 'FAILED ';
      console.log(`${verdict} ${id}${test ? '' : ` ${explained ? known.why : JSON.stringify(rest)}`}`);
    }
    const errors = lines.filter((line) => line.startsWith('ERROR'));
    failures.push(...errors.map((line) => ({ what: 'a check broke off', detail: line })));
    if (passed + failures.length === 0) failures.push({ what: 'no check ran', detail: result.stderr });
    for (const line of errors) console.log(line);
    if (result.stderr) console.log(result.stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return { passed, failures };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failures } = checkScorecard();
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
