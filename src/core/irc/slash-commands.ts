import { TwitchInputError } from '../errors';
import type { Replacement } from './slash-replacements';

/** A text that is ready to be sent: `/me` is taken off it. */
export interface PlainText {
  readonly text: string;
  readonly isAction: boolean;
}

/**
 * Takes `/me` off a text and refuses other chat commands, which would be swallowed or, worse, shown.
 *
 * A text that begins with a dot and a word that is no command (`.5 seconds`, `.com`) is shielded by a character
 * without width: chat takes a dot for a slash.
 *
 * @throws {TwitchInputError} that names what does it today
 */
export function readSlash(text: string): PlainText {
  const match = /^([/.])([a-z]\w*)(?:\s|$)/i.exec(text);
  if (match === null) return { text: shield(text), isAction: false };
  const word = (match[2] ?? '').toLowerCase();
  if (word === 'me') return { text: text.slice(match[0].length).trim(), isAction: true };
  // Loaded here: few texts begin with a slash and a word.
  const { replacements } = require('./slash-replacements') as typeof import('./slash-replacements');
  const replacement = Object.hasOwn(replacements, word) ? replacements[word] : undefined;
  if (replacement === undefined && match[1] === '.') return { text: shield(text), isAction: false };
  throw new TwitchInputError(sentence(word, replacement), {
    parameter: 'text',
    reason: `/${word}`,
    ...(replacement?.endpoint ? { endpoint: replacement.endpoint } : {}),
  });
}

function sentence(word: string, replacement: Replacement | undefined): string {
  if (replacement === undefined) {
    return `"/${word}" was not sent: chat takes no commands. Begin the text with something other than a slash.`;
  }
  if (replacement.endpoint === null) return `"/${word}" was not sent: Twitch has removed this function.`;
  return `"/${word}" was not sent: chat takes no commands. Use the node "${replacement.node}" (call ${replacement.endpoint}).`;
}

/** A dot or slash before a letter or digit, and no command: U+200B before it keeps chat from looking for one. */
function shield(text: string): string {
  return /^[/.]\w/.test(text) ? `\u200b${text}` : text;
}
