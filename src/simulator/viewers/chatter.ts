import { between } from '../random';
import type { Crowd } from './crowd';
import { chatter, exchanges } from './texts';

const PAUSE_MS = { least: 3000, most: 9000 } as const;
const ANSWER_MS = { least: 1500, most: 4000 } as const;
/** One line in so many is a question that gets an answer. */
const EXCHANGE_EVERY = 6;

/** The room talks: single lines, and now and then a question with its answer. No text comes twice before all have come. */
export function startChatter(crowd: Crowd): void {
  let lines: string[] = [];
  let talks: (readonly [string, string])[] = [];
  crowd.every(PAUSE_MS.least, PAUSE_MS.most, () => {
    if (between(crowd.random, 1, EXCHANGE_EVERY) === 1) {
      if (talks.length === 0) talks = crowd.shuffled(exchanges);
      const talk = talks.pop();
      if (talk) exchange(crowd, talk);
      return;
    }
    if (lines.length === 0) lines = crowd.shuffled(chatter);
    const line = lines.pop();
    if (line !== undefined) crowd.say(crowd.someone(), line);
  });
}

function exchange(crowd: Crowd, [question, answer]: readonly [string, string]): void {
  const [asking, answering] = crowd.shuffled(crowd.viewers);
  if (!asking || !answering) return;
  const asked = crowd.say(asking, question);
  if (asked === null) return;
  crowd.later(between(crowd.random, ANSWER_MS.least, ANSWER_MS.most), () => {
    crowd.say(answering, answer, asked);
  });
}
