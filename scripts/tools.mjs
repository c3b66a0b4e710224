// What the scripts share: finding the project, running a tool of node_modules with this very Node, walking files.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** The JavaScript file behind a package's command; started with `node`, so that Windows needs no shell. */
export function toolPath(packageName, command = packageName) {
  const manifest = path.join(root, 'node_modules', packageName, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const file = typeof bin === 'string' ? bin : bin[command];
  return path.join(path.dirname(manifest), file);
}

/** Runs a tool to its end with our own terminal; returns its exit code. */
export function runTool(packageName, args, options = {}) {
  const { command, ...rest } = options;
  const result = spawnSync(process.execPath, [toolPath(packageName, command), ...args], {
    cwd: root,
    stdio: 'inherit',
    ...rest,
  });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** Runs a program to its end, showing and keeping what it prints. */
export function runAndListen(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const [stream, target] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        target.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** All files below a folder (none if it is not there), depth first. */
export function filesBelow(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(full) : [full];
  });
}

/** The latest change below some files and folders, in milliseconds since 1970; 0 if there is nothing. */
export function latestChange(paths) {
  let latest = 0;
  for (const item of paths) {
    const full = path.join(root, item);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat) continue;
    const files = stat.isDirectory() ? filesBelow(full) : [full];
    for (const file of files) latest = Math.max(latest, statSync(file).mtimeMs);
  }
  return latest;
}

export { require };
