// Builds what is stale and runs the tests.
//   node scripts/test.mjs                everything that needs no browser
//   node scripts/test.mjs --editor       the editor in headless Chromium
//   node scripts/test.mjs core/irc       only what lies below test/core/irc; a file works too: runtime/start
//   node scripts/test.mjs --grep words   anything else is handed to mocha
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { filesBelow, root, runTool } from './tools.mjs';

const args = process.argv.slice(2);
const editor = args.includes('--editor');
const isOption = (arg) => arg.startsWith('--') && arg !== '--editor';
const folders = args.filter((arg, index) => !arg.startsWith('-') && !isOption(args[index - 1] ?? ''));
const rest = args.filter((arg) => arg !== '--editor' && !folders.includes(arg));

try {
  build({ tests: true, ifStale: true });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const tests = path.join(root, 'dist', 'test');
const wanted = folders.length > 0 ? folders : editor ? ['editor'] : ['.'];
const files = wanted
  .flatMap((folder) => {
    const file = path.join(tests, `${folder}.test.js`);
    return existsSync(file) ? [file] : filesBelow(path.join(tests, folder));
  })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => editor || folders.length > 0 || !path.relative(tests, file).startsWith('editor'))
  // The built copy of a test that was removed must not go on passing.
  .filter((file) => {
    const source = path.join(root, 'test', path.relative(tests, file).replace(/\.js$/, '.ts'));
    return filesBelow(path.dirname(source)).includes(source);
  })
  .toSorted((a, b) => a.localeCompare(b));
if (files.length === 0) {
  console.error('No test found.');
  process.exit(1);
}
process.exit(
  runTool('mocha', [...rest, ...files], {
    env: { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim() },
  }),
);
