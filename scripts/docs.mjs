// Writes the pages of docs/ that are made from the tables, the help texts, the definitions and the recipes. Run it after a
// change of any of these: npm run docs
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { nodePages } from './node-pages.mjs';
import { recipesPage } from './recipes-page.mjs';
import { errorsPage, permissionsPage, specificationPage } from './table-pages.mjs';
import { root, runTool } from './tools.mjs';
import { wireAndGoPage } from './wire-and-go-page.mjs';

build({ tests: true, ifStale: true });
const pages = {
  'errors.md': errorsPage(),
  'permissions.md': permissionsPage(),
  'recipes.md': recipesPage(),
  'specification.md': specificationPage(),
  'wire-and-go.md': wireAndGoPage(),
  ...nodePages(),
};
mkdirSync(path.join(root, 'docs', 'nodes'), { recursive: true });
for (const [name, text] of Object.entries(pages)) writeFileSync(path.join(root, 'docs', name), text);
process.exitCode = runTool('prettier', [
  '--write',
  '--log-level',
  'warn',
  ...Object.keys(pages).map((name) => `docs/${name}`),
]);
