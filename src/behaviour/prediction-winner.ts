import type { FlowMessage } from './message';
import { inputRefusal } from './refusal';
import { valueFor } from './rules';
import { listed } from './words';

/**
 * Which outcome won: field, else the words after the command, else the payload.
 *
 * @returns its place in the list
 * @throws TwitchError TWITCH_INPUT_INVALID naming the outcomes there are
 */
export function winnerIn(titles: readonly string[], field: string | null, msg: FlowMessage): number {
  const said = valueFor(field, msg);
  const choices = listed(numbered(titles), 'or');
  if (said === null) {
    const sentence = `Which outcome won? ${choices}`;
    throw inputRefusal(sentence, `${sentence} Fill in the winner, or type its number after the command.`, {
      parameter: 'winner',
    });
  }
  const index = findOutcome(titles, said);
  if (index !== null) return index;
  throw inputRefusal(
    `There is no outcome "${said}": ${choices}.`,
    `There is no outcome "${said}". Say the number or the title: ${choices}.`,
    { parameter: 'winner' },
  );
}

function numbered(titles: readonly string[]): readonly string[] {
  return titles.map((title, index) => `${index + 1} ${title}`);
}

/** By title, else by number, else by the beginning of just one title. */
export function findOutcome(titles: readonly string[], said: string): number | null {
  const wanted = said.trim().toLowerCase();
  const lower = titles.map((title) => title.trim().toLowerCase());
  const exact = lower.indexOf(wanted);
  if (exact !== -1) return exact;
  const number = /^#?(\d{1,2})\.?$/.exec(wanted)?.[1];
  if (number !== undefined) {
    const index = Number(number) - 1;
    return index >= 0 && index < titles.length ? index : null;
  }
  const starting = lower.flatMap((title, index) =>
    wanted !== '' && title.startsWith(wanted) ? [index] : [],
  );
  return starting.length === 1 ? (starting[0] ?? null) : null;
}
