// What .ci/run runs after `npm ci`: every check there is, each to its end, and one line with the sum.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checkScorecard } from './check-scorecard.mjs';
import { checkTarball } from './check-tarball.mjs';
import { root, runAndListen } from './tools.mjs';

/** From the end of `npm ci` to the end of the demo, as a newcomer waits (issue 2). */
const ONCE_LIMIT_MS = 40_000;

let passed = 0;
let failed = 0;
const summary = [];

function count(name, good, text = '') {
  if (good) passed += 1;
  else failed += 1;
  summary.push(`${good ? 'ok      ' : 'FAILED  '}${name}${text ? `  ${text}` : ''}`);
}

async function step(name, program, args, judge) {
  console.log(`\n== ${name}`);
  const startedAt = Date.now();
  const { code, output } = await runAndListen(program, args);
  const ms = Date.now() - startedAt;
  const seconds = `${(ms / 1000).toFixed(0)} s`;
  if (judge) judge({ code, output, ms, seconds });
  else count(name, code === 0, seconds);
}

/** Adds the tests that mocha counted; a run without any is a failure. */
function countMocha(name) {
  return ({ code, output: coloured, seconds }) => {
    const output = stripVTControlCharacters(coloured);
    const passing = Number(/^ *(\d+) passing/m.exec(output)?.[1] ?? 0);
    const failing = Number(/^ *(\d+) failing/m.exec(output)?.[1] ?? 0);
    passed += passing;
    failed += failing;
    const good = code === 0 && passing > 0 && failing === 0;
    if (!good && failing === 0) failed += 1;
    summary.push(
      `${good ? 'ok      ' : 'FAILED  '}${name}  ${passing} passing, ${failing} failing, ${seconds}`,
    );
  };
}

/** `npm audit` asks a server; where that cannot be reached this is said, never passed over. */
function audit() {
  console.log('\n== npm audit');
  const result = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
  });
  let answer = null;
  try {
    answer = JSON.parse(result.stdout);
  } catch {
    answer = null;
  }
  if (answer?.metadata?.vulnerabilities) {
    const { total } = answer.metadata.vulnerabilities;
    count('npm audit of the runtime dependencies', total === 0, `${total} known`);
  } else {
    summary.push('NOT RUN npm audit: the audit service cannot be reached from here');
  }
}

// The demo comes first: this is where it is as slow as for a newcomer, with nothing built yet.
await step('npm start -- --once', 'npm', ['start', '--', '--once'], ({ code, ms, seconds }) => {
  count('npm start -- --once says winner and clip link', code === 0, seconds);
  count(`... within ${ONCE_LIMIT_MS / 1000} s of npm ci`, ms < ONCE_LIMIT_MS, seconds);
});
await step('npm test', 'npm', ['test'], countMocha('npm test'));
await step('npm run lint', 'npm', ['run', 'lint']);
await step('npm run test:editor', 'npm', ['run', 'test:editor'], countMocha('npm run test:editor'));
if (existsSync(path.join(root, '..', 'shared', 'reference'))) {
  await step('tables against the reference', process.execPath, ['scripts/compare-reference.mjs']);
} else {
  summary.push('NOT RUN tables against the reference: no reference data beside this checkout');
}
audit();
console.log('\n== the packed tarball in fresh Node-REDs');
const tarball = await checkTarball();
passed += tarball.passed;
failed += tarball.failed;
summary.push(
  `${tarball.failed === 0 ? 'ok      ' : 'FAILED  '}packed tarball  ${tarball.passed} passed, ${tarball.failed} failed`,
);

console.log("\n== the checks of Node-RED's flow library");
const scorecard = checkScorecard();
passed += scorecard.passed;
failed += scorecard.failed;
summary.push(
  `${scorecard.failed === 0 ? 'ok      ' : 'FAILED  '}flow library  ${scorecard.passed} passed, ${scorecard.failed} failed`,
);

console.log(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
