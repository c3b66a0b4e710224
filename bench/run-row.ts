// One row in a process of its own: node run-row.js SUITE ROW, prints one line of JSON.
import { suites } from './suites';

async function main(): Promise<void> {
  const [suiteName = '', rowName = ''] = process.argv.slice(2);
  const suite = suites()[suiteName];
  const row = suite?.rows.find((candidate) => candidate.name === rowName);
  if (!row) throw new Error(`No row "${rowName}" in suite "${suiteName}".`);
  const sample = await row.run();
  process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () => process.exit(1));
});
