// The catalogues of the other languages against the English one.
//   node scripts/translations.mjs                      what is missing, stale or broken, per language
//   node scripts/translations.mjs --mark de [file...]  these files of `de` say what the English ones say today
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './tools.mjs';

export const languages = ['de', 'es-ES', 'fr', 'ja', 'pt-BR'];
const folder = path.join(root, 'nodes', 'locales');
const marksFile = path.join(root, 'scripts', 'translated-from.json');

/** A text this long that is the same in both languages was not translated. */
const SAME_WORDS = 4;

const read = (language, file) => readFileSync(path.join(folder, language, file), 'utf8');
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);
const englishFiles = () => readdirSync(path.join(folder, 'en-US')).toSorted();
const marks = () => (existsSync(marksFile) ? JSON.parse(readFileSync(marksFile, 'utf8')) : {});

function leaves(value, at = []) {
  if (typeof value !== 'object' || value === null) return [[at.join('.'), String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...at, key]));
}

/** What must be the same in every language: i18next's places, our placeholders, commands, addresses. */
const fixedParts = (text) =>
  (text.match(/__\w+__|\{[a-zA-Z.|]+\}|https?:\/\/[^\s"<)]*[\w/]|<[^>]+>/g) ?? []).toSorted().join(' ');

/** Names of properties, one after the other: the same in every language. */
const listOfNames = /^[\w.]+(, [\w.]+)*\.?$/;

const sameText = (ours, english) =>
  ours === english &&
  !listOfNames.test(english) &&
  english.split(/\s+/).filter((word) => /^[a-z,.]{3,}$/i.test(word)).length >= SAME_WORDS;

function problemsOfTexts(file, ours, english) {
  const translated = new Map(leaves(JSON.parse(ours)));
  const wanted = new Map(leaves(JSON.parse(english)));
  const problems = [];
  for (const [key, text] of wanted) {
    const found = translated.get(key);
    if (found === undefined || found.trim() === '') problems.push(`${file}: ${key} is missing`);
    else if (fixedParts(found) !== fixedParts(text))
      problems.push(
        `${file}: ${key} has other fixed parts: "${fixedParts(found)}" not "${fixedParts(text)}"`,
      );
    else if (sameText(found, text)) problems.push(`${file}: ${key} is still English`);
  }
  for (const key of translated.keys()) {
    if (!wanted.has(key)) problems.push(`${file}: ${key} is stale, English has no such text`);
  }
  return problems;
}

/** Tags with the words that are code; the words between them are the translator's. */
const skeleton = (html) =>
  (html.match(/<!--[\s\S]*?-->|<[^>]+>/g) ?? []).map((tag) => tag.replace(/\s+/g, ' ')).join('');

/** The texts between the tags, line by line. */
const words = (html) =>
  new Set(
    html
      .replace(/<[^>]+>/g, '\n')
      .split('\n')
      .map((line) => line.trim()),
  );

function problemsOfHelp(file, ours, english) {
  const problems = [];
  if (skeleton(ours) !== skeleton(english)) problems.push(`${file}: has other tags than the English help`);
  const englishLines = words(english);
  for (const line of words(ours)) {
    if (englishLines.has(line) && sameText(line, line)) problems.push(`${file}: "${line}" is still English`);
  }
  return problems;
}

/** What is wrong with a language: one sentence each; empty if it says everything that English says today. */
export function problemsOf(language) {
  const marked = marks()[language] ?? {};
  const files = englishFiles();
  const problems = files.flatMap((file) => {
    if (!existsSync(path.join(folder, language, file))) return [`${file} is missing`];
    const english = read('en-US', file);
    const ours = read(language, file);
    const found = file.endsWith('.json')
      ? problemsOfTexts(file, ours, english)
      : problemsOfHelp(file, ours, english);
    if (marked[file] !== hash(english))
      found.push(
        `${file}: the English text has changed since; translate what is new, then run node scripts/translations.mjs --mark ${language} ${file}`,
      );
    return found;
  });
  const present = existsSync(path.join(folder, language)) ? readdirSync(path.join(folder, language)) : [];
  const extra = present
    .filter((file) => !files.includes(file))
    .map((file) => `${file} is stale, English has no such file`);
  return [...problems, ...extra];
}

function mark(language, files) {
  const all = marks();
  const wanted = files.length > 0 ? files : englishFiles();
  all[language] = {
    ...all[language],
    ...Object.fromEntries(wanted.map((file) => [file, hash(read('en-US', file))])),
  };
  const sorted = Object.fromEntries(
    languages
      .filter((name) => all[name])
      .map((name) => [
        name,
        Object.fromEntries(
          englishFiles()
            .filter((file) => all[name][file])
            .map((file) => [file, all[name][file]]),
        ),
      ]),
  );
  writeFileSync(marksFile, `${JSON.stringify(sorted, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [option, language, ...files] = process.argv.slice(2);
  if (option === '--mark' && languages.includes(language)) {
    mark(language, files);
  } else {
    for (const name of languages) {
      const problems = problemsOf(name);
      console.log(`${name}: ${problems.length === 0 ? 'complete' : `${problems.length} to do`}`);
      for (const problem of problems) console.log(`  ${problem}`);
    }
  }
}
