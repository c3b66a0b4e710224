import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf, boldIn, paletteLabels, readPage } from '../support/docs-pages';
import { projectRoot } from '../support/node-red-process';

const root = projectRoot();
const page = readPage('needs.md');

interface Need {
  readonly number: number;
  readonly text: string;
}

const needs: readonly Need[] = page.split(/^(?=#{2,3} )/m).flatMap((part) => {
  const number = /^### (\d+)\. /.exec(part)?.[1];
  return number ? [{ number: Number(number), text: part }] : [];
});

const recipes = anchorsOf(readPage('recipes.md'));

/** Whether a file has a test or a group of tests of that title. */
function hasTitle(source: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const written = quote + title.replaceAll(quote, `\\${quote}`) + quote;
    return ['it(', 'describe('].some((call) =>
      source.replaceAll(/\(\s+/g, '(').includes(`${call}${written}`),
    );
  });
}

describe('docs/needs.md', () => {
  it('has the 25 needs in their order', () => {
    assert.deepEqual(
      needs.map(({ number }) => number),
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
  });

  for (const { number, text } of needs) {
    it(`names for need ${number} blocks, a recipe and tests that there are`, () => {
      assert.match(text, /^- Blocks: /m);
      const recipe = /^- Recipe: (.*)$/m.exec(text)?.[1] ?? '';
      assert.ok(recipe.includes('recipes.md#') || recipe.startsWith('none of its own; '), 'a recipe');
      const tests = [...text.matchAll(/^ {2}- `(test\/[^`]+)`: (.+)$/gm)];
      assert.ok(tests.length > 0, 'a test');
      for (const [, file = '', title = ''] of tests) {
        assert.ok(existsSync(path.join(root, file)), file);
        assert.ok(hasTitle(readFileSync(path.join(root, file), 'utf8'), title), `${file}: ${title}`);
      }
    });
  }

  it('links only to recipes that there are', () => {
    const linked = [...page.matchAll(/\]\(recipes\.md#([^)]+)\)/g)].map(([, name = '']) => name);
    assert.ok(linked.length > 20);
    for (const name of linked) assert.ok(recipes.includes(name), name);
  });

  it('calls blocks as the palette does', () => {
    const labels = paletteLabels();
    const named = boldIn(page, /^(?:\||- Blocks: )/);
    for (const name of named) assert.ok(labels.includes(name), name);
    for (const label of labels) {
      assert.ok(named.includes(label), `${label} is nowhere`);
    }
  });
});
