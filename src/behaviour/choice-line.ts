import { inputRefusal } from './refusal';
import { commandOf } from './incoming';
import { splitLine } from './split-line';
import { counted, lengthOf } from './words';
import type { FlowMessage } from './message';
import { bringsChatLine, valueFor } from './rules';

/** A question with its choices. */
export interface QuestionAndChoices {
  readonly question: string;
  readonly choices: readonly string[];
}

/** What Twitch takes, and how the thing is called in sentences. */
export interface ChoiceLimits {
  /** `poll`, `prediction` */
  readonly what: string;
  /** `choice`, `outcome` */
  readonly each: string;
  readonly questionLength: number;
  readonly choiceLength: number;
  readonly fewest: number;
  readonly most: number;
}

/**
 * Question and choices out of the fields, and what is missing there out of the words after the command (else the
 * payload): `!poll Best snack? | Chips | Fruit`. A field `question` may hold the whole line, too.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID with a sentence for chat, when it is not what Twitch takes
 */
export function readQuestion(
  fields: { readonly question: string | null; readonly choices: readonly string[] | null },
  msg: FlowMessage,
  limits: ChoiceLimits,
): QuestionAndChoices {
  return checked(gather(fields, msg, limits), msg, limits);
}

function gather(
  { question, choices }: { readonly question: string | null; readonly choices: readonly string[] | null },
  msg: FlowMessage,
  limits: ChoiceLimits,
): QuestionAndChoices {
  if (question !== null && choices !== null) return { question: question.trim(), choices };
  if (question !== null) {
    const [first = '', ...own] = splitLine(question);
    if (own.length > 0) return { question: first, choices: own };
    // The question stands in the node, the choices are typed: `!poll Chips | Fruit`.
    return { question: first, choices: splitLine(valueFor(null, msg) ?? '') };
  }
  const line = valueFor(null, msg);
  if (line === null) throw howTo(msg, limits, `There is no question for the ${limits.what}.`);
  if (choices !== null) return { question: line.trim(), choices };
  const [first = '', ...rest] = splitLine(line);
  return { question: first, choices: rest };
}

function checked(given: QuestionAndChoices, msg: FlowMessage, limits: ChoiceLimits): QuestionAndChoices {
  const { what, each, fewest, most, questionLength, choiceLength } = limits;
  const { question, choices } = given;
  if (question === '') throw howTo(msg, limits, `There is no question for the ${what}.`);
  if (choices.length < fewest || choices.length > most) {
    throw howTo(
      msg,
      limits,
      `A ${what} takes ${fewest} to ${most} ${each}s, and there ${areOrIs(choices.length)}.`,
    );
  }
  if (lengthOf(question) > questionLength) {
    throw tooLong(
      `The question has ${counted(lengthOf(question), 'character')}, at most ${questionLength} are allowed.`,
    );
  }
  for (const choice of choices) {
    if (lengthOf(choice) <= choiceLength) continue;
    throw tooLong(
      `The ${each} "${choice}" has ${counted(lengthOf(choice), 'character')}, at most ${choiceLength} are allowed.`,
    );
  }
  return given;
}

function areOrIs(count: number): string {
  return count === 1 ? 'is 1' : `are ${count}`;
}

function howTo(msg: FlowMessage, { what, each }: ChoiceLimits, sentence: string): Error {
  const command = commandOf(msg);
  const how = bringsChatLine(msg)
    ? "A viewer's words are never taken unasked: wire this node behind a command, or fill in {text} if you mean what anybody writes."
    : command === null
      ? `Fill in the question and the ${each}s, or send a text like: Question | A | B`
      : `Type: ${command.name} Question | A | B`;
  return inputRefusal(`${sentence}${command === null ? '' : ` ${how}`}`, `${sentence} ${how}`, {
    parameter: what,
  });
}

function tooLong(sentence: string): Error {
  return inputRefusal(sentence, `${sentence} Shorten it or change it.`);
}

/**
 * A whole number within limits.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID
 */
export function within(name: string, value: number, least: number, most: number, unit: string): number {
  const whole = Math.round(value);
  if (whole >= least && whole <= most) return whole;
  throw inputRefusal(
    `Twitch takes ${least} to ${most} ${unit}, not ${whole}.`,
    `The field "${name}" is ${whole}: Twitch takes ${least} to ${most} ${unit}.`,
    { parameter: name },
  );
}
