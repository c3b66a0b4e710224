import { accountText } from './texts.js';
import { textOf } from './text-of.js';

const URL_STARTS: Readonly<Record<string, readonly string[]>> = {
  idUrl: ['https://', 'http://'],
  helixUrl: ['https://', 'http://'],
  ircUrl: ['wss://', 'ws://'],
  eventSubUrl: ['wss://', 'ws://'],
};
const NAMES = ['moreChannels', 'knownBots'];

/** What is wrong with a field of the account and what would be right; null if nothing. @param read the other fields */
export function problemOf(name: string, value: string, read: (property: string) => string): string | null {
  if (value.startsWith('${')) return null;
  if (name === 'channel') {
    if (read('use') !== 'read') return null;
    if (!value) return accountText('problem.no-channel');
    return isName(value) ? null : accountText('problem.bad-login', { value });
  }
  if (NAMES.includes(name)) {
    const wrong = value.split('\n').find((line) => line.trim() !== '' && !isName(line.trim()));
    return wrong === undefined ? null : accountText('problem.bad-login', { value: wrong.trim() });
  }
  if (read('use') === 'practice' || read('server') !== 'custom') return null;
  const starts = URL_STARTS[name] ?? [];
  return starts.some((start) => value.startsWith(start) && value.length > start.length)
    ? null
    : accountText('problem.bad-url', { value, begins: starts.join(' / ') });
}

function isName(text: string): boolean {
  return /^[#@]?\w{3,25}$/.test(text);
}

/** Says below each field what is wrong, at every key; an empty one is told of when somebody was in it. */
export function watchProblems(input: (name: string) => JQuery): void {
  for (const name of ['channel', ...NAMES, ...Object.keys(URL_STARTS)]) {
    const field = input(name);
    const id = `twitch-problem-${name}`;
    const place = $('<div class="twitch-problem" aria-live="polite"></div>')
      .attr('id', id)
      .insertAfter(field);
    field.on('input', () => {
      const problem = problemOf(name, textOf(field.val()).trim(), (other) => textOf(input(other).val()));
      place.text(problem ?? '');
      field.toggleClass('input-error', problem !== null);
      if (problem === null) field.removeAttr('aria-invalid aria-describedby');
      else field.attr({ 'aria-invalid': 'true', 'aria-describedby': id });
    });
  }
}
