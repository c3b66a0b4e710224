// Builds the package: the runtime half into dist/, the editor half into resources/editor/.
//   node scripts/build.mjs             everything but the tests
//   node scripts/build.mjs --tests     the tests and benchmarks too
//   node scripts/build.mjs --if-stale  only when a source is newer than the last build
//   node scripts/build.mjs --clean     from nothing
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeHelp } from './help.mjs';
import { filesBelow, latestChange, require, root, runTool } from './tools.mjs';

const dist = path.join(root, 'dist');
// The whole folder is built: the editor's modules lie beside the few of other rooms that they share.
const resources = path.join(root, 'resources');
const editorOut = path.join(resources, 'editor');
const SOURCES = ['src', 'nodes', 'icons', 'scripts', 'tsconfig.json', 'tsconfig.editor.json', 'package.json'];
const TEST_SOURCES = ['test', 'bench', 'tsconfig.test.json'];

function compile(project, ...options) {
  if (runTool('typescript', ['-p', project, ...options], { command: 'tsc' }) !== 0) {
    throw new Error(`The compiler found errors in ${project}, see above.`);
  }
}

/**
 * What is packed: code without comments and maps, since a small computer reads all of it at every start, and
 * declarations with their comments, which the compiler cannot do in one go.
 */
function compileForThePackage() {
  compile('tsconfig.json', '--declaration', 'false', '--removeComments', '--sourceMap', 'false');
  compile('tsconfig.json', '--emitDeclarationOnly');
}

/** Node-RED looks for a set's dialog, texts and icons beside its JavaScript. */
function copyNodeFiles() {
  const source = path.join(root, 'nodes');
  const target = path.join(dist, 'nodes');
  for (const file of filesBelow(source)) {
    if (file.endsWith('.ts')) continue;
    const to = path.join(target, path.relative(source, file));
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(file, to);
  }
  cpSync(path.join(root, 'icons'), path.join(target, 'icons'), { recursive: true });
}

/** The slim copy of the definitions that forms are drawn from: the nodes at once, the long lists on demand. */
function writeEditorDefinitions() {
  const { editorDefinitions } = require(path.join(dist, 'src', 'definitions', 'editor-definitions.js'));
  const { nodes, events, calls } = editorDefinitions();
  mkdirSync(editorOut, { recursive: true });
  const labels = Object.fromEntries(events.map((event) => [event.value, event.label]));
  writeFileSync(
    path.join(editorOut, 'node-shapes.js'),
    `export const nodeShapes = ${JSON.stringify(nodes)};\nexport const eventLabels = ${JSON.stringify(labels)};\n`,
  );
  writeFileSync(path.join(editorOut, 'events.json'), JSON.stringify(events));
  writeFileSync(path.join(editorOut, 'calls.json'), JSON.stringify(calls));
}

export function build({ tests = false, ifStale = false, clean = false } = {}) {
  const stamp = path.join(dist, tests ? '.built-with-tests' : '.built');
  const builtAt = existsSync(stamp) ? Date.parse(readFileSync(stamp, 'utf8')) : 0;
  const sources = tests ? [...SOURCES, ...TEST_SOURCES] : SOURCES;
  if (ifStale && existsSync(path.join(editorOut, 'calls.json')) && latestChange(sources) < builtAt) {
    return false;
  }
  if (clean) {
    rmSync(dist, { recursive: true, force: true });
    rmSync(resources, { recursive: true, force: true });
  }
  const startedAt = new Date();
  if (clean) compileForThePackage();
  else compile(tests ? 'tsconfig.test.json' : 'tsconfig.json', '--declaration', 'false');
  compile('tsconfig.editor.json');
  copyNodeFiles();
  writeHelp(root);
  writeEditorDefinitions();
  // The stamp carries the time before compiling: a file saved meanwhile counts as newer.
  writeFileSync(path.join(dist, '.built'), startedAt.toISOString());
  if (tests) writeFileSync(stamp, startedAt.toISOString());
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const flags = new Set(process.argv.slice(2));
  try {
    build({ tests: flags.has('--tests'), ifStale: flags.has('--if-stale'), clean: flags.has('--clean') });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
