// The lists of fields in the help texts are made from the definitions and the catalogue, so that help, form and
// runtime cannot tell different stories. `<!-- fields -->` in a help text is the place for it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, require } from './tools.mjs';

const MARK = '<!-- fields -->';

/** The two words that the lists bring along, per language. */
const words = {
  'en-US': { fields: 'Fields', empty: 'Empty' },
  de: { fields: 'Felder', empty: 'Leer' },
  'es-ES': { fields: 'Campos', empty: 'Vacío' },
  fr: { fields: 'Champs', empty: 'Vide' },
  ja: { fields: '項目', empty: '空欄' },
  'pt-BR': { fields: 'Campos', empty: 'Vazio' },
};

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function sentence(text) {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}

function describe(field, texts, { rule }, { empty }) {
  const parts = [];
  const hint = texts.hint?.[field.name];
  if (hint) parts.push(escape(sentence(hint)));
  if (field.options) {
    const options = field.options.map((option) => texts.option?.[field.name]?.[option] ?? option);
    parts.push(`${escape(options.join('; '))}.`);
  }
  if (field.restsOn) parts.push(`${empty}: ${escape(sentence(rule[field.restsOn]))}`);
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
