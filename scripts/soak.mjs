// EventSub over a long stream, in full: half a million notifications and everything that can go wrong in between.
// Writes the figures to bench/soak.json; the tests run a twentieth of it (test/core/eventsub/soak.test.ts).
//   npm run soak
//   npm run soak -- --seed 7
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { require, root } from './tools.mjs';

const { values } = parseArgs({ options: { seed: { type: 'string' } } });
build({ tests: true, ifStale: true });
const { runSoak, soakFigures, soakProblems } = require(
  path.join(root, 'dist', 'test', 'support', 'eventsub-soak.js'),
);
const figures = { ...soakFigures, ...(values.seed !== undefined && { seed: Number(values.seed) }) };
const result = await runSoak(figures);
const problems = soakProblems(result, figures);
const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`;
const report = JSON.stringify({ command: 'npm run soak', machine, figures, result, problems }, null, 2);
writeFileSync(path.join(root, 'bench', 'soak.json'), `${report}\n`);
console.log(report);
process.exitCode = problems.length === 0 ? 0 : 1;
