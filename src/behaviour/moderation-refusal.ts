import { TwitchError } from '../core/errors';
import type { ChannelRef } from './message';
import { refusal } from './refusal';

/** What was tried, as far as Twitch's refusals of it differ. */
export type ModerationDeed = 'timeout' | 'ban' | 'unban' | 'warn' | 'delete' | 'unbanRequest' | 'heldMessage';

/** Twitch's status says why; see the rules of these calls in the table. */
const reasons: Readonly<Record<ModerationDeed, Readonly<Record<number, string>>>> = {
  timeout: { 400: '{name} cannot be timed out: banned already, or the streamer.' },
  ban: { 400: '{name} cannot be banned: banned already, or the streamer.' },
  unban: { 400: '{name} is not banned.' },
  warn: { 400: '{name} cannot be warned.' },
  delete: {
    400: 'That message cannot be deleted: it is a moderator’s or the streamer’s.',
    404: 'That message is gone already, or older than six hours.',
  },
  unbanRequest: {
    400: 'That unban request was answered already.',
    404: 'There is no such unban request.',
  },
  heldMessage: {
    400: 'That message was decided on already.',
    404: 'That message is not held any more.',
  },
};

/** The same refusal with a sentence that people understand; anything that is not Twitch's refusal as it is. */
export function explained(error: unknown, deed: ModerationDeed, name: string, channel: ChannelRef): unknown {
  if (!(error instanceof TwitchError) || error.cause['summary'] !== undefined) return error;
  const { status } = error.cause;
  if (status === 403) {
    return refusal(
      error.code,
      `That takes a moderator of ${channel.name}.`,
      `Twitch lets only moderators of ${channel.name} do this. Make the account a moderator there, or choose another one in "as".`,
      { ...error.cause },
    );
  }
  if (status === 409) {
    return refusal(
      error.code,
      `Somebody else is moderating ${name === '' ? 'this' : name} right now.`,
      `Somebody else is moderating ${name === '' ? 'this' : name} right now. Try again in a moment.`,
      { ...error.cause },
    );
  }
  const sentence = reasons[deed][status ?? 0]?.replace('{name}', name);
  if (sentence === undefined) return error;
  return refusal(error.code, sentence, `${sentence} Twitch says: ${error.message}`, { ...error.cause });
}
