// The lists of fields in the help texts are made from the definitions and the catalogue, so that help, form and
// runtime cannot tell different stories. `<!-- fields -->` in a help text is the place for it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, require } from './tools.mjs';

const MARK = '<!-- fields -->';

/** The few words that the lists bring along, per language. */
const words = {
  'en-US': {
    only: 'Only with __what__.',
    quotes: ['“', '”'],
    fields: 'Fields',
    empty: 'Empty',
    initial: 'Default',
    on: 'on',
    off: 'off',
    needed: 'Has to be filled in.',
    spared: 'May stay empty.',
  },
  de: {
    only: 'Nur bei __what__.',
    quotes: ['„', '“'],
    fields: 'Felder',
    empty: 'Leer',
    initial: 'Voreinstellung',
    marked: 'Voreinstellung',
    on: 'an',
    off: 'aus',
    needed: 'Muss ausgefüllt sein.',
    spared: 'Darf leer bleiben.',
  },
  'es-ES': {
    only: 'Solo con __what__.',
    quotes: ['«', '»'],
    fields: 'Campos',
    empty: 'Vacío',
    initial: 'Predeterminado',
    on: 'activado',
    off: 'desactivado',
    needed: 'Hay que rellenarlo.',
    spared: 'Puede quedar vacío.',
  },
  fr: {
    only: 'Seulement avec __what__.',
    quotes: ['« ', ' »'],
    fields: 'Champs',
    empty: 'Vide',
    initial: 'Par défaut',
    on: 'activé',
    off: 'désactivé',
    needed: 'Doit être rempli.',
    spared: 'Peut rester vide.',
    colon: ' : ',
  },
  ja: {
    only: '__what__のときだけ。',
    quotes: ['「', '」'],
    fields: '項目',
    empty: '空欄',
    initial: '既定',
    on: 'オン',
    off: 'オフ',
    needed: '入力が必要です。',
    spared: '空欄でもかまいません。',
    colon: '：',
    stop: '。',
  },
  'pt-BR': {
    only: 'Só com __what__.',
    quotes: ['“', '”'],
    fields: 'Campos',
    empty: 'Vazio',
    initial: 'Padrão',
    on: 'ligado',
    off: 'desligado',
    needed: 'Precisa ser preenchido.',
    spared: 'Pode ficar vazio.',
  },
};

const DURATIONS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
];

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function sentence(text, { stop = '.' } = {}) {
  return /[.!?:。！？：]$/.test(text) ? text : text + stop;
}

/** What stands in a new node, in words; null where that is nothing, or is marked among the options. */
function initial(field, texts, common, { on, off }) {
  const value = field.default;
  if (field.control === 'checkbox') return value ? on : off;
  if (Array.isArray(value)) {
    const named = value.map((option) => texts.option?.[field.name]?.[option] ?? option);
    return named.length > 0 ? named.join('; ') : null;
  }
  if (typeof value === 'number') {
    // "1 minutes" would be wrong in every language: 60 seconds are as long.
    if (field.control !== 'duration')
      return value > 1 && field.unit ? `${value} ${common[field.unit]}` : `${value}`;
    const [unit, size] = DURATIONS.find(([, each]) => value > each && value % each === 0) ?? ['seconds', 1];
    return `${value / size} ${common[unit]}`;
  }
  if (field.options || value === '' || typeof value !== 'string' || field.control === 'json') return null;
  return `<code>${escape(value.replaceAll('\n', ', '))}</code>`;
}

/** Of a field that is drawn only while another one has some value: which; null where the editor has no words for it. */
function shownWith({ showWhen }, texts, { only, quotes: [open, close] }) {
  if (!showWhen) return null;
  const { field, in: values } = showWhen;
  const named = values.map((value) =>
    value === true ? texts.field?.[field] : texts.option?.[field]?.[value],
  );
  if (!named.every((name) => name)) return null;
  return only.replace('__what__', named.map((name) => open + escape(name) + close).join(', '));
}

function describe(field, texts, common, own) {
  const { colon = ': ' } = own;
  const parts = [shownWith(field, texts, own)].filter(Boolean);
  if (field.options && !Array.isArray(field.default)) {
    const options = field.options.map((option) => {
      const label = escape(texts.option?.[field.name]?.[option] ?? option);
      return option === field.default ? `${label} (${own.marked ?? own.initial.toLowerCase()})` : label;
    });
    parts.push(sentence(options.join('; '), own));
  }
  const hint = texts.hint?.[field.name];
  if (hint) parts.push(escape(sentence(hint, own)));
  if (field.restsOn) parts.push(own.empty + colon + escape(sentence(common.rule[field.restsOn], own)));
  const first = initial(field, texts, common, own);
  if (first !== null) parts.push(sentence(own.initial + colon + first, own));
  else if (field.required && field.default === '') parts.push(own.needed);
  else if (parts.length === 0) parts.push(own.spared);
  return parts.join(' ');
}

function fieldList(fields, texts, common, own) {
  const rows = fields.map((field) => {
    const label = escape(texts.field?.[field.name] ?? field.name);
    const optional = field.required ? '' : ' class="optional"';
    return `<dt${optional}>${label}</dt><dd>${describe(field, texts, common, own)}</dd>`;
  });
  return `<dl class="message-properties">\n${rows.join('\n')}\n</dl>`;
}

function listOf(definition, texts, common, own) {
  const operations = Object.values(definition.operations);
  if (operations.length < 2) {
    return `<h3>${own.fields}</h3>\n${fieldList(definition.fields, texts, common, own)}`;
  }
  const parts = operations.map((operation) => {
    const fields = operation.fields.flatMap(
      (name) => definition.fields.find((field) => field.name === name) ?? [],
    );
    const title = `<h4>${escape(texts.operation?.[operation.id] ?? operation.id)}</h4>`;
    return fields.length > 0 ? `${title}\n${fieldList(fields, texts, common, own)}` : title;
  });
  return `<h3>${own.fields}</h3>\n${parts.join('\n')}`;
}

/** By the folder that a help text lies in. */
function wordsOf(file) {
  return words[path.basename(path.dirname(file))] ?? words['en-US'];
}

/** Fills the marks in the built help texts of every language. */
export function writeHelp(root) {
  const { nodeDefinition } = require(path.join(root, 'dist', 'src', 'definitions', 'nodes.js'));
  const locales = path.join(root, 'dist', 'nodes', 'locales');
  for (const file of filesBelow(locales).filter((name) => name.endsWith('.html'))) {
    const help = readFileSync(file, 'utf8');
    const type = path.basename(file, '.html');
    const definition = nodeDefinition(type);
    if (!help.includes(MARK) || !definition) continue;
    const read = (name) => JSON.parse(readFileSync(path.join(path.dirname(file), `${name}.json`), 'utf8'));
    writeFileSync(
      file,
      help.replace(MARK, listOf(definition, read(type)[type], read('twitch-account').common, wordsOf(file))),
    );
  }
}
