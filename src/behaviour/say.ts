import type { Timer } from '../core/clock';
import { abortedError, TwitchRequestError } from '../core/errors';
import { dropReason, dropReasons } from '../tables/drop-reasons';
import type { ActionContext, SendResult } from './context';
import { userOf } from './incoming';
import type { ChannelRef } from './message';
import type { Run } from './run';

/** A text that waits longer than this for its turn lets the flow go on, milliseconds. */
const PATIENCE_MS = 30_000;

/** What became of a text, or that it still waits. */
export async function orWaiting<T>(sending: Promise<T>, { context: { clock } }: Run): Promise<T | 'waiting'> {
  let timer: Timer;
  const patience = new Promise<'waiting'>((resolve) => {
    timer = clock.setTimeout(() => resolve('waiting'), PATIENCE_MS);
  });
  try {
    return await Promise.race([sending, patience]);
  } finally {
    clock.clearTimeout(timer);
  }
}

export interface Said {
  readonly messageId: string | null;
  readonly parts: number;
}

/** How often a text is tried that Twitch did not show for now. */
const TRIES = 3;

/** The longest that it waits before it is tried again, seconds. */
const LONGEST_WAIT = 120;

/** Says something. What Twitch does not show because it came too soon is said again when its time has come. */
export async function say(
  run: Run,
  channel: ChannelRef,
  text: string,
  replyTo: string | null,
): Promise<Said> {
  const { context } = run;
  const as = run.deed.as ?? 'bot';
  run.actor();
  const priority = replyTo !== null && isModerator(run);
  for (let tries = 1; ; tries++) {
    const result = await context.chat.send(
      { channel, text, as, ...(replyTo === null ? {} : { replyTo }), ...(priority && { priority }) },
      { signal: context.signal },
    );
    if (result.sent) return { messageId: result.messageId, parts: result.parts };
    const seconds = againAfter(result);
    if (seconds === null || tries >= TRIES) throw dropped(result, channel);
    await pause(seconds * 1000, context);
  }
}

/** Slow mode tells its length in its own words only. Of a text in several lines the first may have been shown. */
function againAfter({ dropReason: reason, retryAfterSeconds, parts }: SendResult): number | null {
  if (reason === null || parts > 1 || dropReason(reason.code).retry === 'never') return null;
  const said = /(\d+) ?(?:s\b|seconds?)/i.exec(reason.message)?.[1];
  const seconds = said === undefined ? (retryAfterSeconds ?? UNKNOWN_WAIT) : Number(said) + 1;
  return seconds <= LONGEST_WAIT ? seconds : null;
}

/** Where nobody says how long, seconds: a usual slow mode. */
const UNKNOWN_WAIT = 30;

function dropped({ dropReason: reason }: SendResult, channel: ChannelRef): TwitchRequestError {
  const code = reason?.code ?? 'unknown';
  const known = Object.hasOwn(dropReasons, code) ? dropReason(code).sentence : null;
  const sentence = known ?? reason?.message ?? 'Twitch gave no reason.';
  return new TwitchRequestError('TWITCH_MESSAGE_DROPPED', `Twitch did not show the message: ${sentence}`, {
    reason: code,
    channel: channel.login,
    twitchSays: reason?.message ?? null,
  });
}

function pause(ms: number, { clock, signal }: ActionContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clock.clearTimeout(timer);
      reject(abortedError(signal));
    };
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Whoever keeps order does not wait behind everybody else. */
function isModerator({ msg }: Run): boolean {
  return userOf(msg)?.roles.some((role) => role === 'moderator' || role === 'broadcaster') === true;
}
