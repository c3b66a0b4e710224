import { commandSpec, type CommandMatch, type CommandSpec } from '../behaviour/command-match.js';
import { previewCommand, sampleCommandLine, type CommandPreview } from '../behaviour/command-sample.js';
import { textOf } from './text-of.js';
import { nodeText } from './texts.js';
import { tryPattern } from './try-pattern.js';

/** Told to the fields of a form whenever one of them has changed. */
export const FORM_CHANGED = 'twitch-changed';

/**
 * A line to try a command with: what would happen stands below it while somebody types, here or in another field of the
 * form.
 */
export function sampleLine(
  host: JQuery,
  value: string,
  others: (name: string) => unknown,
  onChange: (line: string) => void,
): void {
  const input = $('<input type="text">').val(value).appendTo(host);
  const result = $('<div class="twitch-outcome" aria-live="polite"></div>').appendTo(host);
  // Only the answer to the newest line is shown.
  let asked = 0;
  const show = (): void => {
    const mine = ++asked;
    const settings = {
      command: textOf(others('command')),
      match: matchOf(others('match')),
      aliases: textOf(others('aliases')),
      prefix: textOf(others('prefix')),
      arguments: textOf(others('arguments')),
    };
    const usage = textOf(others('usage'));
    outcomeOf(settings, usage, textOf(input.val()), (line) => input.attr('placeholder', line)).then(
      (sentences) => {
        if (mine === asked) draw(result, sentences);
      },
      (error: Error) => {
        if (mine === asked) draw(result, [text('problem', { reason: error.message })]);
      },
    );
  };
  input.on('input', () => {
    onChange(textOf(input.val()));
    show();
  });
  host.closest('.twitch-fields').on(FORM_CHANGED, show);
  show();
}

function matchOf(value: unknown): CommandMatch {
  return value === 'pattern' ? 'pattern' : 'word';
}

function draw(result: JQuery, sentences: readonly string[]): void {
  result.empty();
  for (const sentence of sentences) $('<div></div>').text(sentence).appendTo(result);
}

async function outcomeOf(
  settings: Parameters<typeof commandSpec>[0],
  usage: string,
  typed: string,
  suggest: (line: string) => void,
): Promise<readonly string[]> {
  if (settings.command.trim() === '') return [];
  const suggested = sampleCommandLine(
    commandSpec(settings, () => null),
    'Ben',
  );
  suggest(suggested);
  const line = typed.trim() === '' ? suggested : typed;
  if (line === '') return [];
  const match = settings.match === 'pattern' ? await tryPattern(settings.command, line.trim()) : null;
  if (match === 'slow') return [text('slow')];
  const spec: CommandSpec = commandSpec(settings, () => match);
  return sentencesOf(previewCommand(spec, line), usage);
}

function sentencesOf(preview: CommandPreview, usage: string): readonly string[] {
  const { outcome, args, target } = preview;
  if (outcome === 'nothing') return [text('nothing')];
  const first =
    outcome === 'refused' && usage.trim() !== ''
      ? text('refusedOwn', { usage })
      : text(outcome, { usage: preview.usage });
  return [
    first,
    ...(preview.text === '' ? [] : [text('text', { text: preview.text })]),
    ...(args.length === 0 ? [] : [text('args', { args: args.join(', ') })]),
    ...(target === null ? [] : [text('target', { target })]),
  ];
}

function text(key: string, values: Readonly<Record<string, string>> = {}): string {
  return nodeText('twitch-command', `preview.${key}`).replace(/__(\w+?)__/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}
