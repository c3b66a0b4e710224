import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../support/node-red-process';

interface Failure {
  readonly name: string;
  readonly error: readonly string[];
}

interface CiFailures {
  mochaFailures(output: string): Failure[];
  tailOf(output: string, lines?: number): string[];
  failureLines(failures: readonly (Failure & { step: string })[]): string[];
  grepFor(failures: readonly { name: string }[]): string;
}

/** Tests that fail in every way that ours can. */
const FAILING = `
const assert = require('node:assert/strict');
describe('a suite', () => {
  describe('within: another', () => {
    it('compares: two things', () => assert.deepEqual({ kept: 1, list: [1, 2] }, { kept: 2, list: [1] }));
    it('throws several lines', () => { throw new Error('first\\n2) not a test:\\n\\nlast'); });
    it('never ends', function (done) { this.timeout(20); this.test.own = done; });
    it('works', () => {});
    it('says a lot', () => { throw new Error(Array.from({ length: 40 }, (_, at) => 'line ' + at).join('\\n')); });
    it('has a long line', () => { throw new Error('x'.repeat(5000)); });
  });
  describe('with a hook', () => {
    before('that prepares', () => { throw new TypeError('nothing there'); });
    it('is never reached', () => {});
  });
});
`;

describe('the end of what .ci/run prints', () => {
  let ci: CiFailures;
  let output: string;

  before(async () => {
    const file = path.join(projectRoot(), 'scripts', 'ci-failures.mjs');
    ci = (await import(pathToFileURL(file).href)) as CiFailures;
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ci-failures-'));
    try {
      writeFileSync(path.join(folder, 'failing.js'), FAILING);
      const mocha = createRequire(__filename).resolve('mocha/bin/mocha.js');
      const result = spawnSync(process.execPath, [mocha, '--color', path.join(folder, 'failing.js')], {
        cwd: folder,
        encoding: 'utf8',
      });
      output = result.stdout + result.stderr;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('names every failed test with its suites', () => {
    const within = 'a suite › within: another ›';
    assert.deepEqual(
      ci.mochaFailures(output).map(({ name }) => name),
      [
        `${within} compares: two things`,
        `${within} throws several lines`,
        `${within} never ends`,
        `${within} says a lot`,
        `${within} has a long line`,
        'a suite › with a hook › "before all" hook: that prepares for "is never reached"',
      ],
    );
  });

  it('knows how to run just these again, or the whole suite whose hook failed', () => {
    const pattern = new RegExp(ci.grepFor(ci.mochaFailures(output)));
    assert.match('a suite within: another compares: two things', pattern);
    assert.match('a suite with a hook is never reached', pattern);
    assert.doesNotMatch('a suite within: another works', pattern);
    assert.equal(ci.grepFor([{ name: 'a › costs (1.5)?' }]), String.raw`a costs \(1\.5\)\?`);
  });

  it('says what each of them said, and where it was thrown', () => {
    const [compared, several, endless, , , hook] = ci
      .mochaFailures(output)
      .map(({ error }) => error.join('\n'));
    assert.match(compared ?? '', /AssertionError[^]*"?kept"?: 1[^]*failing\.js/);
    assert.match(several ?? '', /first\n2\) not a test:\nlast\n.*failing\.js/);
    assert.match(endless ?? '', /Timeout of 20ms exceeded/);
    assert.match(hook ?? '', /TypeError: nothing there/);
    assert.doesNotMatch(
      ci
        .mochaFailures(output)
        .flatMap(({ error }) => error)
        .join('\n'),
      /at .*node:/,
    );
  });

  it('cuts an error that is long or wide, so that the next one can be seen', () => {
    const [, , , long, wide] = ci.mochaFailures(output);
    assert.equal(long?.error[0], 'Error: line 0');
    assert.ok(long.error.length <= 17, String(long.error.length));
    assert.match(long.error.at(-2) ?? '', /more lines/);
    assert.ok(wide?.error.every((line) => line.length < 300));
  });

  it('still has the names where mocha died before its sum', () => {
    const [cut = ''] = output.split(/\d+ failing/);
    const names = ci.mochaFailures(cut).map(({ name }) => name);
    assert.equal(names[0], 'compares: two things');
    assert.equal(names.length, 6);
  });

  it('has the last lines of any other step', () => {
    assert.deepEqual(ci.tailOf('one\n\n\u001B[31mtwo\u001B[39m\nthree\n', 2), ['two', 'three']);
  });

  it('is empty where nothing failed, else numbers what did', () => {
    assert.deepEqual(ci.failureLines([]), []);
    const lines = ci.failureLines([{ step: 'npm test', name: 'a › b', error: ['Error: c'] }]);
    assert.deepEqual(lines.slice(-2), ['1) npm test: a › b', '     Error: c']);
  });
});
