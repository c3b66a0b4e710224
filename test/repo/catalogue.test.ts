import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { nodeDefinition } from '../../src/definitions/nodes';
import { projectRoot } from '../support/node-red-process';

const root = projectRoot();
const locale = path.join(root, 'nodes', 'locales', 'en-US');

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return name === 'locales' ? [] : filesBelow(file, ending);
    return ending.test(name) ? [readFileSync(file, 'utf8')] : [];
  });
}

/** What draws texts or names their keys. */
const code = ['editor', 'node-red', 'definitions', 'behaviour']
  .map((room) => path.join(root, 'src', room))
  .concat(path.join(root, 'src', 'tables'), path.join(root, 'nodes'))
  .flatMap((folder) => filesBelow(folder, /^(?!endpoints|events).*\.(ts|html)$/))
  .join('\n');

function leaves(value: unknown, at: readonly string[] = []): readonly string[][] {
  if (typeof value !== 'object' || value === null) return [[...at]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...at, key]));
}

/** Groups whose last part is made at run time, so that only that part stands in the code. */
const madeGroups = new Set([
  'status',
  'rule',
  'problem',
  'placeholder',
  'preview',
  ...['as', 'kinds', 'view', 'connection', 'role', 'deed', 'fault'].map((group) => `sidebar.${group}`),
  ...['practice', 'signedIn', 'permissions', 'moderator', 'rewards', 'events', 'saved', 'failed'].map(
    (item) => `sidebar.check.${item}`,
  ),
]);
const perField = new Set(['field', 'hint', 'option', 'operation', 'does', 'output']);
/** What every set has, for those who look a node up by its key. */
const perSet = new Set(['label', 'palette']);

function isUsed(type: string, [top, ...inner]: readonly string[]): boolean {
  const [group = '', name = ''] = inner;
  const whole = inner.join('.');
  const definition = nodeDefinition(type);
  if (top === type && perSet.has(whole)) return true;
  if (top === type && perField.has(group) && definition) {
    const named = [
      ...definition.fields.map((field) => field.name),
      ...Object.keys(definition.operations),
      ...definition.outputs,
      'name',
      'clientSecret',
    ];
    const option = definition.fields.find((field) => field.name === name)?.options;
    return named.includes(name) && (group !== 'option' || !option || option.includes(inner[2] ?? ''));
  }
  const quoted = (text: string): boolean =>
    [`'${text}'`, `.${text}"`, `.${text}'`, `"${text}"`, ` ${text}:`].some((form) => code.includes(form));
  // The sidebar's texts are asked for without the word in front.
  if (quoted(whole) || (group === 'sidebar' && quoted(inner.slice(1).join('.')))) return true;
  const last = inner.at(-1) ?? '';
  if (group === 'section' || group === 'whose') return quoted(last);
  if (last.startsWith('bad-')) return quoted(last) || code.includes('`bad-${');
  return madeGroups.has(inner.slice(0, -1).join('.')) && quoted(last);
}

describe('the English catalogue of', () => {
  for (const file of readdirSync(locale).filter((name) => name.endsWith('.json'))) {
    const type = path.basename(file, '.json');
    it(`${type} has no text that nothing shows`, () => {
      const texts: unknown = JSON.parse(readFileSync(path.join(locale, file), 'utf8'));
      const unused = leaves(texts).filter((key) => !isUsed(type, key));
      assert.deepEqual(
        unused.map((key) => key.join('.')),
        [],
      );
    });
  }

  for (const type of ['twitch-event', 'twitch-api']) {
    it(`${type} says what the list is searched for, and that nothing was found`, () => {
      const texts = JSON.parse(readFileSync(path.join(locale, `${type}.json`), 'utf8')) as Record<
        string,
        Record<string, unknown>
      >;
      assert.ok(texts[type]?.['search'] && texts[type]['none']);
    });
  }
});
