// What .ci/run runs after `npm ci`: every check there is, each to its end. It closes with one line for each step, what
// failed by name and with what it said, and last the sum.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checkScorecard } from './check-scorecard.mjs';
import { checkTarball } from './check-tarball.mjs';
import { failureLines, grepFor, mochaFailures, tailOf } from './ci-failures.mjs';
import { root, runAndListen } from './tools.mjs';

/** From the end of `npm ci` to the end of the demo, as a newcomer waits (issue 2). */
const ONCE_LIMIT_MS = 40_000;

/** So many failures of one step may be the machine's; more are the code's. */
const MOST_TRIED_AGAIN = 3;

let passed = 0;
let failed = 0;
const summary = [];
const failures = [];
const unstable = [];

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
  if (judge) await judge({ code, output, ms, seconds });
  else count(name, code === 0, seconds);
  const isNamed = [...failures, ...unstable].some((failure) => failure.step === name);
  if (code !== 0 && !isNamed) {
    failures.push({ step: name, name: `ended with ${code}`, error: tailOf(output) });
  }
}

function readMocha({ code, output: coloured }) {
  const output = stripVTControlCharacters(coloured);
  const passing = Number(/^ *(\d+) passing/m.exec(output)?.[1] ?? 0);
  const failing = Number(/^ *(\d+) failing/m.exec(output)?.[1] ?? 0);
  const good = code === 0 && passing > 0 && failing === 0;
  return { output, passing, failing, good };
}

/**
 * Adds the tests that mocha counted; a run without any is a failure. A few failures are tried once more, by themselves:
 * tests drive real processes, sockets and a browser, and a machine can stand still. What passes only then does not stop a
 * delivery, and is named with what it said at the end, since it is a test to be mended.
 */
function countMocha(name, script) {
  return async (run) => {
    const { output, passing, failing, good } = readMocha(run);
    const found = mochaFailures(output);
    passed += passing;
    let again = null;
    if (failing > 0 && found.length <= MOST_TRIED_AGAIN) {
      console.log(`\n== ${name}, once more: ${found.map((failure) => failure.name).join(', ')}`);
      again = readMocha(await runAndListen('npm', ['run', script, '--', '--grep', grepFor(found)]));
    }
    if (again?.good && again.passing >= failing) {
      passed += failing;
      unstable.push(...found.map((failure) => ({ step: name, ...failure })));
      summary.push(`ok      ${name}  ${passing} passing, ${failing} at the second try, ${run.seconds}`);
      return;
    }
    failed += failing;
    if (!good && failing === 0) failed += 1;
    summary.push(
      `${good ? 'ok      ' : 'FAILED  '}${name}  ${passing} passing, ${failing} failing, ${run.seconds}`,
    );
    if (good) return;
    failures.push(...found.map((failure) => ({ step: name, ...failure })));
    // It ended without a sum: nobody knows where, but the last lines say so.
    if (failing === 0) failures.push({ step: name, name: `ended with ${run.code}`, error: tailOf(output) });
  };
}

/** Runs checks of our own and adds what they counted. One that breaks off is a failure, not the end of the others. */
async function checks(name, run) {
  let result;
  try {
    result = await run();
  } catch (error) {
    result = { passed: 0, failures: [{ what: 'broke off', detail: error.stack ?? String(error) }] };
  }
  const { passed: good, failures: bad } = result;
  passed += good;
  failed += bad.length;
  summary.push(`${bad.length === 0 ? 'ok      ' : 'FAILED  '}${name}  ${good} passed, ${bad.length} failed`);
  failures.push(...bad.map(({ what, detail }) => ({ step: name, name: what, error: tailOf(detail) })));
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
    const name = 'npm audit of the runtime dependencies';
    count(name, total === 0, `${total} known`);
    if (total > 0) failures.push({ step: 'npm audit', name, error: tailOf(result.stdout) });
  } else {
    summary.push('NOT RUN npm audit: the audit service cannot be reached from here');
  }
}

// The demo comes first: this is where it is as slow as for a newcomer, with nothing built yet.
await step('npm start -- --once', 'npm', ['start', '--', '--once'], ({ code, ms, seconds }) => {
  count('npm start -- --once says winner and clip link', code === 0, seconds);
  const name = `... within ${ONCE_LIMIT_MS / 1000} s of npm ci`;
  count(name, ms < ONCE_LIMIT_MS, seconds);
  if (ms >= ONCE_LIMIT_MS) failures.push({ step: 'npm start -- --once', name, error: [`took ${seconds}`] });
});
await step('npm test', 'npm', ['test'], countMocha('npm test', 'test'));
await step('npm run lint', 'npm', ['run', 'lint']);
await step(
  'npm run test:editor',
  'npm',
  ['run', 'test:editor'],
  countMocha('npm run test:editor', 'test:editor'),
);
if (existsSync(path.join(root, '..', 'shared', 'reference'))) {
  await step('tables against the reference', process.execPath, ['scripts/compare-reference.mjs']);
} else {
  summary.push('NOT RUN tables against the reference: no reference data beside this checkout');
}
audit();
console.log('\n== the packed tarball in fresh Node-REDs');
await checks('packed tarball', checkTarball);
console.log("\n== the checks of Node-RED's flow library");
await checks('flow library', checkScorecard);

console.log(
  `\n${[...summary, ...failureLines(unstable, 'What passed only at the second try: mend it'), ...failureLines(failures)].join('\n')}\n\n${passed} passed, ${failed} failed`,
);
process.exitCode = failed === 0 ? 0 : 1;
