import { between, pick } from '../random';
import { startChatter } from './chatter';
import type { Crowd } from './crowd';
import { startSupport } from './support';
import { applause, polls } from './texts';
import { startVoting } from './votes';

/** From the bot's arrival to the first poll: a few lines of chat come before. */
const FIRST_POLL_MS = 8000;
/** From the end of the first poll to the clip: the winner is said in between. */
const CLIP_AFTER_POLL_MS = 4000;
/** A flow that makes no poll gets its `!clip` all the same. */
const CLIP_WITHOUT_POLL_MS = 90_000;
const NEXT_POLL_MS = { least: 180_000, most: 300_000 } as const;
const NEXT_CLIP_MS = { least: 240_000, most: 420_000 } as const;

/**
 * The show of practice mode. It begins when somebody listens: the first chat session in the channel. The moderator asks for a
 * poll, viewers vote, a viewer asks for a clip; then it goes on with other polls, and with support of all kinds.
 */
export function startDemo(crowd: Crowd): void {
  startVoting(crowd);
  const { broadcaster, moderator, bot } = crowd.world.cast;
  if ([broadcaster, moderator, bot].some((user) => crowd.channel.present.has(user.id))) {
    openShow(crowd);
    return;
  }
  const off = crowd.onArrival(() => {
    off();
    openShow(crowd);
  });
}

function openShow(crowd: Crowd): void {
  const [firstPoll, ...otherPolls] = polls;
  startChatter(crowd);
  crowd.later(FIRST_POLL_MS, () => askForPoll(crowd, firstPoll));
  afterFirstPoll(crowd, () => {
    askForClip(crowd);
    goOn(crowd, otherPolls);
  });
}

/** Calls back once: some seconds after the first poll ended, or when none has come. */
function afterFirstPoll(crowd: Crowd, act: () => void): void {
  let hasBegun = false;
  const off = crowd.onNotification(({ type }) => {
    if (type === 'channel.poll.begin') hasBegun = true;
    if (type !== 'channel.poll.end') return;
    off();
    crowd.later(CLIP_AFTER_POLL_MS, act);
  });
  crowd.later(CLIP_WITHOUT_POLL_MS, () => {
    if (hasBegun) return;
    off();
    act();
  });
}

function goOn(crowd: Crowd, questions: readonly string[]): void {
  startSupport(crowd);
  let left: string[] = [];
  crowd.every(NEXT_POLL_MS.least, NEXT_POLL_MS.most, () => {
    if (left.length === 0) left = crowd.shuffled(questions);
    const question = left.pop();
    if (question !== undefined) askForPoll(crowd, question);
  });
  crowd.every(NEXT_CLIP_MS.least, NEXT_CLIP_MS.most, () => askForClip(crowd));
}

function askForPoll(crowd: Crowd, question: string): void {
  if (crowd.channel.polls.some((poll) => poll.status === 'ACTIVE')) return;
  crowd.say(crowd.world.cast.moderator, `!poll ${question}`);
}

function askForClip(crowd: Crowd): void {
  crowd.say(crowd.someone(), '!clip');
  crowd.later(between(crowd.random, 2000, 5000), () =>
    crowd.say(crowd.someone(), pick(crowd.random, applause)),
  );
}
