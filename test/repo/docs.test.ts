import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { errorCodes } from '../../src/tables/error-codes';
import { allScopes } from '../../src/tables/scopes';
import { allPages, anchorsOf } from '../support/docs-pages';
import { projectRoot } from '../support/node-red-process';

const root = projectRoot();

function read(...names: string[]): string {
  return readFileSync(path.join(root, ...names), 'utf8');
}

/** White space aside: the formatter may break lines and pad tables. */
function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** A script that makes pages. */
async function script<Exports>(name: string): Promise<Exports> {
  return (await import(pathToFileURL(path.join(root, 'scripts', name)).href)) as Exports;
}

/** White space, escapes, rules and emphasis aside: the formatter has its own mind there. */
function words(page: string): string {
  return page.replaceAll(/[\s\\*_-]+/g, ' ').trim();
}

function isAsMade(name: string, text: string): void {
  assert.equal(words(read('docs', name)), words(text), `docs/${name}: run npm run docs`);
}

describe('the documentation', () => {
  const errors = squeeze(read('docs', 'errors.md'));
  for (const [code, row] of Object.entries(errorCodes)) {
    it(`has ${code} with cause and remedy`, () => {
      assert.ok(errors.includes(`## ${code} `), 'run npm run docs');
      assert.ok(errors.includes(squeeze(row.cause)), 'cause');
      assert.ok(errors.includes(squeeze(row.remedy)), 'remedy');
    });
  }

  it('has a page for every family of nodes, as the help in the editor tells it', async () => {
    const { families, nodePages } = await script<{
      families: Record<string, { types: string[] }>;
      nodePages: () => Record<string, string>;
    }>('node-pages.mjs');
    const listed = Object.values(families).flatMap(({ types }) => types);
    for (const type of Object.keys(nodeDefinitions)) assert.ok(listed.includes(type), type);
    for (const [name, text] of Object.entries(nodePages())) isAsMade(name, text);
  });

  it('says what every trigger does with every action, as it is tested', async () => {
    const { wireAndGoPage } = await script<{ wireAndGoPage: () => string }>('wire-and-go-page.mjs');
    isAsMade('wire-and-go.md', wireAndGoPage());
  });

  it('tells every recipe in the words of its flow', async () => {
    const { recipesPage } = await script<{ recipesPage: () => string }>('recipes-page.mjs');
    isAsMade('recipes.md', recipesPage());
  });

  it('lists errors, permissions and the specification as the tables have them', async () => {
    const pages =
      await script<Record<'errorsPage' | 'permissionsPage' | 'specificationPage', () => string>>(
        'table-pages.mjs',
      );
    isAsMade('errors.md', pages.errorsPage());
    isAsMade('permissions.md', pages.permissionsPage());
    isAsMade('specification.md', pages.specificationPage());
    for (const row of allScopes()) assert.ok(read('docs', 'permissions.md').includes(`\`${row.scope}\``));
  });

  it('links only to files and headings that are there', () => {
    for (const page of allPages()) {
      for (const [, target = '', heading] of read(page).matchAll(
        /\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]+))?\)/g,
      )) {
        const file = target === '' ? page : path.join(path.dirname(page), target);
        assert.ok(existsSync(path.join(root, file)), `${page} links to ${target}`);
        if (heading)
          assert.ok(anchorsOf(read(file)).includes(heading), `${page} links to ${file}#${heading}`);
      }
    }
  });

  it('can be reached from README page by page', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+\.md)/g)) {
        reached.add(path.join(path.dirname(page), target));
      }
    }
    for (const page of allPages()) assert.ok(reached.has(page), page);
  });

  it('has the two commands in README, and says that nobody at Twitch stands behind this', () => {
    const readme = read('README.md');
    assert.match(readme, /npm ci && npm start/);
    assert.match(readme, /npm ci && npm test/);
    assert.match(readme, /Not affiliated with or endorsed by Twitch/);
    assert.ok(readme.indexOf('Manage palette') < readme.indexOf('npm ci'), 'streamers come first');
  });

  it('has a status text of at most 20 characters for every error code', () => {
    const catalogue = JSON.parse(read('nodes', 'locales', 'en-US', 'twitch-account.json')) as {
      common: { status: Record<string, string> };
    };
    for (const [code, row] of Object.entries(errorCodes)) {
      const text = catalogue.common.status[row.status];
      assert.ok(text, `${code}: no text for ${row.status}`);
      assert.ok(text.length <= 20, `${code}: ${text}`);
    }
  });
});

describe('every node', () => {
  const manifest = JSON.parse(read('package.json')) as { 'node-red': { nodes: Record<string, string> } };
  const examples = readdirSync(path.join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(read('examples', name)) as { type: string }[]);

  for (const type of Object.keys(manifest['node-red'].nodes)) {
    it(`${type} has a dialog, texts, help${type === 'twitch-account' ? '' : ', an icon'} and an example`, () => {
      const locale = path.join(root, 'nodes', 'locales', 'en-US');
      assert.ok(existsSync(path.join(root, 'nodes', `${type}.html`)), 'dialog');
      assert.ok(existsSync(path.join(locale, `${type}.json`)), 'texts');
      assert.match(read('nodes', 'locales', 'en-US', `${type}.html`), new RegExp(`data-help-name="${type}"`));
      if (type !== 'twitch-account') {
        const icon = read('icons', `${type}.svg`);
        assert.ok(icon.length <= 2048 && icon.includes('viewBox="0 0 40 60"'), 'icon');
      }
      assert.ok(
        examples.some((nodes) => nodes.some((node) => node.type === type)),
        'example',
      );
    });
  }
});
