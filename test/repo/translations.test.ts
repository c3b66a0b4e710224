import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../support/node-red-process';

interface Translations {
  readonly languages: readonly string[];
  problemsOf(language: string): readonly string[];
}

describe('the catalogue in another language', () => {
  let translations: Translations;

  before(async () => {
    const file = path.join(projectRoot(), 'scripts', 'translations.mjs');
    translations = (await import(pathToFileURL(file).href)) as Translations;
  });

  for (const language of ['de', 'es-ES', 'fr', 'ja', 'pt-BR']) {
    it(`${language} says everything that the English one says today, and nothing else`, () => {
      assert(translations.languages.includes(language));
      assert.deepEqual(translations.problemsOf(language), []);
    });
  }
});
