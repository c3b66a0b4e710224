import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout: the nearest folder above this file that holds a package.json of ours. */
const root = (function find(folder: string): string {
  const file = path.join(folder, 'package.json');
  if (existsSync(file) && readFileSync(file, 'utf8').includes('"@streamwire/node-red-twitch"')) return folder;
  return find(path.dirname(folder));
})(__dirname);

interface Source {
  /** From the root, with slashes. */
  readonly name: string;
  readonly text: string;
  /** Without comments, so that a word in a sentence is no finding. */
  readonly code: string;
  /** Files of the project, from the root, without ending. */
  readonly files: readonly string[];
  /** `node:` modules and packages that are loaded at run time. */
  readonly packages: readonly string[];
  /** As `files`, without what is imported for its types only. */
  readonly runtimeFiles: readonly string[];
}

const sources = [...below('src'), ...below('nodes')].filter((name) => name.endsWith('.ts')).map(readSource);
const inRoom = (room: string): readonly Source[] => sources.filter(({ name }) => name.startsWith(`${room}/`));

function below(folder: string): string[] {
  const whole = path.join(root, folder);
  if (!existsSync(whole)) return [];
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

function readSource(name: string): Source {
  const text = readFileSync(path.join(root, name), 'utf8');
  const code = withoutComments(text);
  const files: string[] = [];
  const packages: string[] = [];
  const runtimeFiles: string[] = [];
  for (const { specifier, forTypes } of importsOf(code)) {
    if (!specifier.startsWith('.')) {
      if (!forTypes && !name.endsWith('.d.ts')) packages.push(specifier);
      continue;
    }
    const file = path.posix.join(path.posix.dirname(name), specifier).replace(/\.(ts|js)$/, '');
    files.push(file);
    if (!forTypes) runtimeFiles.push(file);
  }
  return { name, text, code, files, packages, runtimeFiles };
}

/** Good enough for this code base: a string that holds `//` after a space, or `/*`, would be cut as well. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(code: string): { specifier: string; forTypes: boolean }[] {
  const found: { specifier: string; forTypes: boolean }[] = [];
  const statements = /^(import|export)\s+(type\s)?([^'"`;]*?)from\s+['"]([^'"]+)['"]/gm;
  for (const [, , type, names = '', specifier = ''] of code.matchAll(statements)) {
    found.push({ specifier, forTypes: type !== undefined || onlyTypes(names) });
  }
  for (const [, specifier = ''] of code.matchAll(/^import\s+['"]([^'"]+)['"]/gm))
    found.push({ specifier, forTypes: false });
  // `import x = require('y')` and a lazy `require('y')` load at run time; `typeof import('y')` does not.
  for (const [, specifier = ''] of code.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ specifier, forTypes: false });
  for (const [, type, specifier = ''] of code.matchAll(/(typeof\s+)?\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ specifier, forTypes: type !== undefined });
  }
  return found;
}

/** `{ type A, type B }` */
function onlyTypes(names: string): boolean {
  const list = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  if (list === undefined) return false;
  return list.split(',').every((one) => one.trim() === '' || /^type\s/.test(one.trim()));
}

/** The room of a file: `src/core/irc/parse` is in `src/core/irc`, which is in `src/core`. */
function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'src' ? `src/${second}` : first;
}

/** The room of the core that a file is in, or the file itself where it lies in the core (client, user, index). */
const part = (file: string): string => file.split('/').slice(0, 3).join('/');

/** DESIGN §2: each may import itself and what stands here. Type imports count as well. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  // Nodes wire: they build a behaviour and connect it. Of what lies deeper they know types only, see below.
  nodes: ['src/node-red', 'src/definitions', 'src/behaviour', 'src/core', 'src/tables'],
  'src/node-red': ['src/definitions', 'src/behaviour', 'src/core', 'src/tables', 'src/simulator'],
  'src/definitions': ['src/behaviour', 'src/core', 'src/tables'],
  'src/behaviour': ['src/core', 'src/tables'],
  'src/core': ['src/tables'],
  'src/simulator': ['src/tables'],
  'src/tables': [],
  // Editor code runs in a browser; of the rest it may know types, and files that import nothing at run time.
  'src/editor': ['src/definitions', 'src/behaviour', 'src/core', 'src/tables'],
};

/** Packages that a room may load; `node:` modules are free to all but tables and editor. */
const mayLoad: Readonly<Record<string, readonly string[]>> = {
  'src/core': ['ws', 'undici'],
  'src/simulator': ['ws', 'undici'],
};

function report(findings: readonly string[]): void {
  assert.deepEqual(findings, []);
}

/** `undici/lib/x.js` → `undici`, `@node-red/util/y` → `@node-red/util` */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('The rooms of the house', () => {
  it('are found', () => {
    assert.ok(inRoom('src/core').length > 20, 'no sources');
  });

  it('are all known to the rules', () => {
    report(sources.filter(({ name }) => !(roomOf(name) in mayImport)).map(({ name }) => name));
  });

  it('import only what stands to their right', () => {
    report(
      sources.flatMap(({ name, files }) => {
        const from = roomOf(name);
        return files
          .filter((file) => roomOf(file) !== from && !mayImport[from]?.includes(roomOf(file)))
          .map((file) => `${name} imports ${file}`);
      }),
    );
  });

  it('leave the depths to node-red: nodes know only types of core and tables', () => {
    report(
      inRoom('nodes').flatMap(({ name, runtimeFiles }) =>
        runtimeFiles
          .filter((file) => roomOf(file) === 'src/core' || roomOf(file) === 'src/tables')
          .map((file) => `${name} imports ${file}`),
      ),
    );
  });

  it('load no package but the two dependencies', () => {
    report(
      sources.flatMap(({ name, packages }) => {
        const room = roomOf(name);
        return packages
          .filter((one) => !one.startsWith('node:') && !mayLoad[room]?.includes(packageOf(one)))
          .map((one) => `${name} loads ${one}`);
      }),
    );
  });

  it('keep tables and editor free of Node', () => {
    report(
      [...inRoom('src/tables'), ...inRoom('src/editor')].flatMap(({ name, packages }) =>
        packages.filter((one) => one.startsWith('node:')).map((one) => `${name} loads ${one}`),
      ),
    );
  });

  it('reach into a package only where that is worth it, and can do without', () => {
    const inner = sources.flatMap(({ name, packages }) =>
      packages
        .filter((one) => !one.startsWith('node:') && one !== packageOf(one))
        .map((one) => ({ name, one })),
    );
    // Half of the load time and of the memory of the whole; should a version move it, the whole is taken.
    assert.deepEqual(inner, [{ name: 'src/core/http.ts', one: 'undici/lib/dispatcher/pool.js' }]);
    assert.match(
      sources.find(({ name }) => name === 'src/core/http.ts')?.code ?? '',
      /try \{\s*return require\('undici\/lib\/dispatcher\/pool\.js'\)[^}]*\} catch \{\s*return \(require\('undici'\)/,
    );
    assert.equal(require('undici/lib/dispatcher/pool.js'), (require('undici') as { Pool: unknown }).Pool);
  });

  it('need no more than two packages at run time', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
      string,
      object
    >;
    assert.deepEqual(Object.keys(manifest['dependencies'] ?? {}).toSorted(), ['undici', 'ws']);
    assert.equal(manifest['optionalDependencies'], undefined);
    assert.equal(manifest['peerDependencies'], undefined);
  });

  it('have no cycles between files', () => {
    report(
      cyclesIn(new Map(sources.map(({ name, runtimeFiles }) => [name.replace(/\.ts$/, ''), runtimeFiles]))),
    );
  });

  it('have no cycles between the rooms of the core', () => {
    const graph = new Map<string, string[]>();
    for (const { name, files } of inRoom('src/core')) {
      const from = part(name.replace(/\.ts$/, ''));
      const to = files.filter((file) => file.startsWith('src/core/')).map(part);
      graph.set(from, [...(graph.get(from) ?? []), ...to.filter((one) => one !== from)]);
    }
    report(cyclesIn(graph));
  });

  it('open the heavy packages only when they are needed', () => {
    const eager = /^import\s+(?!type\b)[^;]*?from\s+['"](ws|undici)['"]/gm;
    report(
      [...inRoom('src/core'), ...inRoom('src/node-red')].flatMap(({ name, code }) =>
        [...code.matchAll(eager)]
          .filter(([statement]) => !/^import\s+\{\s*type\b[^,}]*(,\s*type\b[^,}]*)*\}/.test(statement))
          .map(([, one]) => `${name} loads ${one} at once`),
      ),
    );
  });
});

/** Each cycle once, as the path that closes it. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node);
    if (at >= 0) {
      cycles.push([...trail.slice(at), node].join(' → '));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

describe('The core', () => {
  const core = [...inRoom('src/core'), ...inRoom('src/tables')];

  it('knows nothing of Node-RED', () => {
    report(
      inRoom('src/core')
        .filter(({ code }) => /node-red|\bRED\./i.test(code))
        .map(({ name }) => name),
    );
  });

  it('prints nothing', () => {
    report(
      [...core, ...inRoom('src/behaviour'), ...inRoom('src/simulator'), ...inRoom('src/node-red')]
        .filter(({ code }) => /\bconsole\s*\.|process\.(stdout|stderr)/.test(code))
        .map(({ name }) => name),
    );
  });

  it('has no state of the whole process', () => {
    const shared = /\bglobalThis\b|\bprocess\.(on|once|env|exit|chdir)\b|\bglobal\./;
    report(
      [...core, ...inRoom('src/behaviour')].filter(({ code }) => shared.test(code)).map(({ name }) => name),
    );
  });

  it('takes time and chance from outside', () => {
    const own = /\bsetTimeout\(|\bsetInterval\(|\bDate\.now\(|\bMath\.random\b|\bnew Date\(\s*\)/;
    const rooms = [...inRoom('src/core'), ...inRoom('src/behaviour')];
    report(
      rooms
        .filter(({ name }) => name !== 'src/core/clock.ts')
        // `clock.setTimeout(` is what it should be.
        .filter(({ code }) =>
          own.test(
            code
              .replace(/[\w#\]]\.(setTimeout|setInterval)\(/g, '')
              .replace(/^\s*setTimeout\(callback.*$/gm, ''),
          ),
        )
        .map(({ name }) => name),
    );
  });
});

describe('Behaviour', () => {
  it('opens no sockets and reads no files', () => {
    const outside = new Set([
      'node:fs',
      'node:fs/promises',
      'node:net',
      'node:http',
      'node:https',
      'node:child_process',
    ]);
    report(
      [...inRoom('src/behaviour'), ...inRoom('src/definitions')].flatMap(({ name, packages }) =>
        packages.filter((one) => outside.has(one)).map((one) => `${name} loads ${one}`),
      ),
    );
  });
});

describe('Every source file', () => {
  it('is at most 400 lines long, tables excepted', () => {
    report(
      sources
        .filter(({ name }) => !name.startsWith('src/tables/'))
        .map(({ name, text }) => ({ name, lines: text.trimEnd().split('\n').length }))
        .filter(({ lines }) => lines > 400)
        .map(({ name, lines }) => `${name} has ${lines} lines`),
    );
  });

  it('has a name in small letters with hyphens', () => {
    report(
      sources
        .map(({ name }) => name)
        .filter((name) => !/^[a-z0-9-]+(\.d)?\.ts$/.test(path.posix.basename(name))),
    );
  });

  it('exports by name', () => {
    report(sources.filter(({ code }) => /^export\s+default\b/m.test(code)).map(({ name }) => name));
  });

  it('re-exports nothing but in the two barrels', () => {
    const barrels = new Set(['src/core/index.ts', 'src/simulator/index.ts']);
    report(
      sources
        .filter(({ name, code }) => !barrels.has(name) && /^export\s+\*/m.test(code))
        .map(({ name }) => name),
    );
  });

  it('does without any, non-null assertions and silenced checks', () => {
    const patterns: readonly [string, RegExp][] = [
      ['any', /(:\s*any\b|<any\b|\bas any\b|\bany\[\])/],
      ['a double cast', /\bas unknown as\b/],
    ];
    report([
      ...sources.flatMap(({ name, code }) =>
        patterns.filter(([, pattern]) => pattern.test(code)).map(([what]) => `${name} uses ${what}`),
      ),
      ...sources
        .filter(({ text }) =>
          /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable(?!-next-line [\w/-]+ --)/.test(text),
        )
        .map(({ name }) => `${name} silences a check`),
    ]);
  });
});

describe('No file of the repository', () => {
  const folders = ['src', 'nodes', 'test', 'bench', 'scripts', 'docs', 'examples'];
  const texts = folders
    .flatMap(below)
    .filter((name) => /\.(ts|mjs|js|html|json|md|css|svg)$/.test(name))
    .map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));

  it('names a folder of the machine it was written on', () => {
    // The slashes in brackets keep this file from breaking its own rule.
    const local = /[/]work[/]|[/]home[/](?!runner)\w|[/]tmp[/]\w|C:[\\]Users/;
    report(texts.filter(({ text }) => local.test(text)).map(({ name }) => name));
  });

  it('names an address inside a private network', () => {
    const local =
      /\b(10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}|172\.(1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3})\b/;
    report(
      texts.filter(({ name, text }) => !name.startsWith('test/') && local.test(text)).map(({ name }) => name),
    );
  });
});
