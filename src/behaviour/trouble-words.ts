import { eventRow } from '../tables/events';
import type { Gap, Problem, TroubleNews } from './trouble';
import { duration, listed } from './words';

const things = {
  chat: 'Twitch chat',
  events: 'Events from Twitch',
  signIn: 'The sign-in',
  calls: 'Twitch',
} as const;

/**
 * One sentence that says what is wrong and what to press.
 *
 * @param account name of the account node
 */
export function troubleSummary(
  { state, problem, since, gap }: TroubleNews,
  now: number,
  account: string,
): string {
  return state === 'trouble'
    ? `${whatIsWrong(problem, now - since)} ${whatToDo(problem, account)}`
    : `${whatIsWell(problem, now - since)}${gap === null ? '' : ` ${gapSentence(gap)}`}`;
}

function whatIsWrong({ kind, what, reason }: Problem, ms: number): string {
  const for_ = duration(ms / 1000);
  if (kind === 'signIn')
    return `${what === '' ? 'Nobody is signed in to Twitch' : `${what} is no longer signed in to Twitch`}${because(reason)}.`;
  if (kind === 'calls') return `Twitch has not answered for ${for_}${because(reason)}.`;
  if (what !== '') {
    return kind === 'chat'
      ? `The chat of ${what} cannot be read${because(reason)}.`
      : `The event "${what}" does not arrive${because(reason)}.`;
  }
  return `${things[kind]} ${kind === 'chat' ? 'has' : 'have'} been gone for ${for_}${because(reason)}.`;
}

/** A reason may be a sentence of its own. */
function because(reason: string): string {
  const bare = reason.trim().replace(/\.+$/, '');
  return bare === '' ? '' : `: ${bare}`;
}

function whatToDo({ remedy, kind, what }: Problem, account: string): string {
  if (remedy === 'sign-in') {
    const button = kind === 'signIn' && what === '' ? 'Sign in with Twitch' : 'Sign in again';
    return `In Node-RED open the account "${account}" and press "${button}".`;
  }
  if (remedy === 'role') {
    return 'Whoever is signed in must be the streamer or a moderator of the channel: mend that, then press "Deploy" in Node-RED.';
  }
  if (remedy === 'node') return 'In Node-RED open the block that wants it, correct it and press "Deploy".';
  return kind === 'calls'
    ? 'Nothing to press: it goes on by itself.'
    : 'Nothing to press: it is tried again by itself. If it lasts, check the internet connection.';
}

function whatIsWell({ kind, what }: Problem, ms: number): string {
  const after = duration(ms / 1000);
  if (kind === 'signIn') return `${what === '' ? 'Somebody' : what} is signed in to Twitch again.`;
  if (kind === 'calls') return `Twitch answers again after ${after}.`;
  if (what !== '')
    return kind === 'chat' ? `The chat of ${what} is back.` : `The event "${what}" arrives again.`;
  return kind === 'chat'
    ? `Twitch chat is back after ${after}.`
    : `Events from Twitch are back after ${after}.`;
}

/** From when to when, and what may be missing. */
export function gapSentence({ from, to, types, recovered }: Gap): string {
  const missing = types.filter((type) => !recovered.includes(type));
  const when = `from ${clockTime(from)} to ${clockTime(to)}`;
  if (missing.length === 0) return `Nothing was missed ${when}: all of it was read again.`;
  return `What happened ${when} may be missing: ${listed(labels(missing), 'and')}.`;
}

/** Plain words for types of events, each once, not too many. */
function labels(types: readonly string[]): readonly string[] {
  const names = [...new Set(types.map((type) => (eventRow(type)?.label ?? type).toLowerCase()))];
  return names.length <= 6 ? names : [...names.slice(0, 5), `${names.length - 5} more`];
}

/** The time of day where Node-RED runs: what a streamer sees on the clock. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
