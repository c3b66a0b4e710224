import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { projectRoot } from '../support/node-red-process';

const root = projectRoot();

/** The calls of `row` in a test, as `what happens → how it ends`. */
function rowsIn(source: string): readonly string[] {
  const calls = source.matchAll(/\brow\(\s*'([^']+)',\s*'([^']+)'/g);
  return [...calls].map(([, happens, ends]) => `${happens} → ${ends}`);
}

function tested(): readonly string[] {
  const folder = path.join(root, 'test', 'runtime');
  const files = readdirSync(folder).filter((name) => /^sign-in.*\.test\.ts$/.test(name));
  return files.flatMap((name) => {
    const source = readFileSync(path.join(folder, name), 'utf8');
    const rows = rowsIn(source);
    assert.equal(
      rows.length,
      source.match(/\brow\(/g)?.length ?? 0,
      `${name}: a row that this test cannot read`,
    );
    return rows;
  });
}

function documented(): readonly string[] {
  const page = readFileSync(path.join(root, 'docs', 'sign-in.md'), 'utf8');
  const table = page.slice(page.indexOf('## What happens when'));
  return table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim())
        .join(' → '),
    );
}

describe('docs/sign-in.md', () => {
  it('states for every case how it ends, and each row is backed by exactly one test', () => {
    const rows = documented();
    assert(rows.length > 30, `${rows.length} rows`);
    assert.deepEqual([...rows].toSorted(), [...tested()].toSorted());
  });
});
