// The hot paths against peers and hand-written minimums: alternating rounds, one process a row, medians.
//   npm run bench                   all suites
//   npm run bench -- irc-parse      one of them
//   npm run bench -- --rounds 9     default 5
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { require, root } from './tools.mjs';

/** Ten million lines take minutes where others use the machine too. */
const ROW_LIMIT_MS = 600_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1');

build({ tests: true, ifStale: true });
const bench = path.join(root, 'dist', 'bench');
const suites = require(path.join(bench, 'suites.js')).suites();

function runRow(suite, row) {
  const result = spawnSync(process.execPath, [path.join(bench, 'run-row.js'), suite, row], {
    encoding: 'utf8',
    timeout: ROW_LIMIT_MS,
  });
  if (result.status !== 0) throw new Error(`${suite} / ${row}:\n${result.stderr || result.error}`);
  return JSON.parse(result.stdout.trim().split('\n').at(-1));
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

for (const name of positionals.length > 0 ? positionals : Object.keys(suites)) {
  const suite = suites[name];
  if (!suite) throw new Error(`There is no suite "${name}"; there are ${Object.keys(suites).join(', ')}.`);
  const samples = new Map(suite.rows.map((row) => [row.name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const row of suite.rows) samples.get(row.name).push(runRow(name, row.name));
  }
  const medians = new Map(
    suite.rows.map((row) => {
      const of = (read) => median(samples.get(row.name).map(read));
      return [
        row.name,
        {
          perSecond: of((sample) => (sample.units / sample.ms) * 1000),
          cpuUs: of((sample) => sample.cpuUs / sample.units),
          peakMb: of((sample) => sample.peakMb),
          keptKb: of((sample) => sample.keptKb ?? Number.NaN),
        },
      ];
    }),
  );
  const width = Math.max(...suite.rows.map((row) => row.name.length));
  console.log(`\n${name}: per ${suite.unit}, medians of ${rounds} rounds, Node ${process.version}`);
  if (suite.note) console.log(suite.note);
  console.log(`${'row'.padEnd(width)}  kind   per second   CPU µs   peak MB   kept KB`);
  for (const row of suite.rows) {
    const { perSecond, cpuUs, peakMb, keptKb } = medians.get(row.name);
    console.log(
      `${row.name.padEnd(width)}  ${row.kind.padEnd(5)}  ${perSecond.toFixed(0).padStart(10)}  ${cpuUs.toFixed(2).padStart(7)}  ${peakMb.toFixed(0).padStart(8)}  ${(Number.isNaN(keptKb) ? '' : keptKb.toFixed(2)).padStart(8)}`.trimEnd(),
    );
  }
  for (const { measure, value, atLeast, atMost } of suite.targets ?? []) {
    const reached = value((row) => medians.get(row));
    const isReached = reached >= (atLeast ?? -Infinity) && reached <= (atMost ?? Infinity);
    const wanted = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
    console.log(`${isReached ? 'reached' : 'MISSED '}  ${reached.toFixed(3)} (${wanted})  ${measure}`);
  }
}
