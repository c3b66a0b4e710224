// Used by the editor too: what is imported here must be free of Node and of tables, and named with `.js`.
import { matchCommand, type CommandSpec } from './command-match.js';

/** What a line would do, for the dialog: the key of a sentence, and what is put into it. */
export interface CommandPreview {
  /** `runs`, `refused` (wrong use), `nothing` (another line). */
  readonly outcome: 'runs' | 'refused' | 'nothing';
  /** The words after the command. */
  readonly text: string;
  /** Named arguments, as `name = value`. */
  readonly args: readonly string[];
  /** Whom it is aimed at. */
  readonly target: string | null;
  /** How it is used, for `refused`. */
  readonly usage: string;
}

/** A line that uses the command as it should be used. For a pattern there is none that is known to fit. */
export function sampleCommandLine(spec: CommandSpec, somebody: string): string {
  if (spec.find !== null) return '';
  const words = spec.args.map(({ kind, name, rest }) => {
    if (kind === 'user') return `@${somebody}`;
    if (kind === 'number') return '5';
    return rest ? 'a few words' : name;
  });
  return [spec.shownName, ...words].join(' ');
}

/** What would happen if somebody who may typed this, and nobody had to wait. */
export function previewCommand(spec: CommandSpec, line: string): CommandPreview {
  const call = matchCommand(spec, line.trim());
  if (call === null) return { outcome: 'nothing', text: '', args: [], target: null, usage: '' };
  return {
    outcome: call.usage === null ? 'runs' : 'refused',
    text: call.text,
    args: Object.entries(call.args).flatMap(([name, value]) =>
      value === null ? [] : [`${name} = ${String(value)}`],
    ),
    target: call.target?.name ?? null,
    usage: call.usage ?? '',
  };
}
