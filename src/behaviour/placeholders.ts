import { isPlain, channelOf, commandOf, contextOf, part, summaryOf, targetOf, userOf } from './incoming.js';
import type { FlowMessage } from './message.js';

/** A text with its placeholders replaced. */
export interface Filled {
  readonly text: string;
  /** Placeholders that stayed in the text because nothing stands behind them, as written. */
  readonly unknown: readonly string[];
}

/** What placeholders can also say besides what is in the message. */
export interface PlaceholderSource {
  /** Name of the account's own channel, for messages without one. */
  readonly channelName?: string | null;
}

/** The placeholders, for insert menus and the docs; `NAME` and `X` stand for what the streamer types. */
export const placeholderNames = [
  'user',
  'target',
  'channel',
  'text',
  'args.NAME',
  'uses',
  'seconds',
  'payload.X',
  'summary',
] as const;

/**
 * Replaces `{user}`, `{args.amount}`, `{payload.winner}` and so on; `{target|somebody}` gives `somebody` when there is
 * no target, and the part behind the bar may hold a placeholder itself: `{target|{user}}`. What is not known stays
 * in the text as it is. Values are put in as they are: a placeholder in a viewer's words is not replaced again.
 */
export function fillPlaceholders(text: string, msg: FlowMessage, source: PlaceholderSource = {}): Filled {
  if (!text.includes('{')) return { text, unknown: [] };
  const unknown: string[] = [];
  const filled = fill(text, (name) => valueOf(name, msg, source), unknown);
  return { text: filled, unknown };
}

/** Names in a text that can never mean anything, for the form: `{usr}`. */
export function unknownPlaceholders(text: string): readonly string[] {
  const unknown: string[] = [];
  // Said to be empty, so that what stands behind a bar is looked at as well.
  fill(text, (name) => (isKnown(name) ? '' : null), unknown);
  return unknown;
}

function isKnown(name: string): boolean {
  return (
    (placeholderNames as readonly string[]).includes(name) ||
    name === 'payload' ||
    /^(?:args|payload)\../.test(name)
  );
}

const opening = /\{([A-Za-z][\w-]*(?:\.[\w-]+)*)([|}])/y;

function fill(text: string, look: (name: string) => string | null, unknown: string[]): string {
  let out = '';
  let from = 0;
  for (;;) {
    const brace = text.indexOf('{', from);
    if (brace === -1) return out + text.slice(from);
    out += text.slice(from, brace);
    opening.lastIndex = brace;
    const [head, name = '', ending] = opening.exec(text) ?? [''];
    const bodyStart = brace + head.length;
    const end = ending === '|' ? closing(text, bodyStart) : bodyStart;
    if (head === '' || end === -1) {
      out += '{';
      from = brace + 1;
      continue;
    }
    const value = look(name);
    const fallback = ending === '|' ? text.slice(bodyStart, end - 1) : null;
    if (value !== null && (value !== '' || fallback === null)) out += value;
    else if (fallback !== null) out += fill(fallback, look, unknown);
    else {
      const written = text.slice(brace, end);
      out += written;
      unknown.push(written);
    }
    from = end;
  }
}

/** The place behind the brace that closes the placeholder whose fallback starts at `from`; -1 if none does. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return -1;
}

function valueOf(name: string, msg: FlowMessage, source: PlaceholderSource): string | null {
  const context = contextOf(msg);
  switch (name) {
    case 'user':
      return userOf(msg)?.name ?? null;
    case 'target':
      return targetOf(msg)?.name ?? null;
    case 'channel':
      return channelOf(msg)?.name ?? source.channelName ?? null;
    case 'text': {
      const command = commandOf(msg);
      return command === null ? shown(context?.['text']) : command.text;
    }
    case 'uses':
      return shown(part(context, 'command')?.['uses']);
    case 'seconds':
      return shown(part(context, 'refused')?.['seconds']);
    case 'summary':
      return summaryOf(msg);
    default: {
      const [head, ...path] = name.split('.');
      if (head === 'args' && path.length > 0) return shown(dig(part(context, 'command')?.['args'], path));
      if (head === 'payload') return shown(dig(msg['payload'], path));
      return null;
    }
  }
}

function dig(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const step of path) {
    if (!(isPlain(at) || Array.isArray(at)) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[step];
  }
  return at;
}

/** A value as a text for people; null for what cannot be said in a word or a list. */
function shown(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')) {
    return value.join(', ');
  }
  return null;
}
