// What failed, read out of the output of a step, so that .ci/run can close with it: whoever sees only the end of a long
// log must still see which test it was and what it said.
import { stripVTControlCharacters } from 'node:util';

/** Of an error: enough for what differs, too little to bury the next one. */
const LINES = 15;
const WIDTH = 240;

/** The lines that say something, each cut to `WIDTH`. */
function said(lines) {
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH)} …` : line.trimEnd()));
}

/** How an error begins, and where it was thrown. */
function beginning(lines) {
  const more = lines.length - LINES;
  if (more <= 0) return lines;
  const frame = lines.slice(LINES).find((line) => /^ *at /.test(line));
  return [...lines.slice(0, LINES), `… ${more} more lines`, ...(frame ? [frame] : [])];
}

/** Frames of Node's own files tell nobody anything. */
const isNoise = (line) => /^ +at (?:.*\()?node:/.test(line);

/** mocha indents how an error begins, and not what follows. */
function outdented(lines) {
  return lines.map((line, at) => (at === 0 ? line.trimStart() : line));
}

/**
 * The failures in what mocha's reporter `spec` printed.
 * @param {string} coloured
 * @returns {{ name: string, error: string[] }[]} the whole name of each test, suites first, and what it said
 */
export function mochaFailures(coloured) {
  const lines = stripVTControlCharacters(coloured).split(/\r?\n/);
  const sum = lines.findLastIndex((line) => /^ *\d+ failing$/.test(line));
  const failures = [];
  if (sum === -1) {
    // It died before it could sum up: the names stand where the tests ran.
    for (const line of lines) {
      const name = /^ +\d+\) (.+)$/.exec(line)?.[1];
      if (name) failures.push({ name, error: [] });
    }
    return failures;
  }
  let titles = null;
  for (const line of lines.slice(sum + 1)) {
    // Counted along, since an error may itself hold a numbered list.
    const start = /^ {2,3}(\d+)\) (.+)$/.exec(line);
    if (start && Number(start[1]) === failures.length + 1) {
      titles = [start[2]];
      failures.push({ name: start[2], error: [] });
    } else if (titles && /^ {7}/.test(line)) {
      titles.push(line.trim());
    } else {
      if (titles) {
        failures.at(-1).name = titles.join(' › ').replace(/:$/, '');
        titles = null;
      }
      failures.at(-1)?.error.push(line);
    }
  }
  return failures.map(({ name, error }) => ({
    name,
    error: beginning(outdented(said(error.filter((line) => !isNoise(line))))),
  }));
}

/**
 * The pattern for mocha's `--grep` that runs these tests again; of one whose hook failed, its whole suite.
 * @param {{ name: string }[]} failures
 */
export function grepFor(failures) {
  const titles = failures.map(({ name }) => name.replace(/ › "[^"]+" hook\b.*$/, '').replaceAll(' › ', ' '));
  return titles.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
}

/** The last lines of a step that says nothing more exact. */
export function tailOf(coloured, lines = 25) {
  return said(stripVTControlCharacters(coloured).split(/\r?\n/)).slice(-lines);
}

/**
 * The closing lines: each failure with its step, its name and what it said.
 * @param {{ step: string, name: string, error: string[] }[]} failures
 * @param {string} heading
 */
export function failureLines(failures, heading = 'What failed') {
  if (failures.length === 0) return [];
  return [
    '',
    `== ${heading}`,
    ...failures.flatMap(({ step, name, error }, index) => [
      `${index + 1}) ${step}: ${name}`,
      ...error.map((line) => `     ${line}`),
    ]),
  ];
}
