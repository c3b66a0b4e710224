import { buttons, line, mayChange, redraw } from './dialog-parts.js';
import { get, post } from './look-ups.js';
import { accountText } from './texts.js';

/** What the channel's sign-in must allow, so that the bot can be made a moderator and asked whether it is one. */
export const MODERATOR_SCOPES = ['channel:manage:moderators', 'moderation:read'] as const;

interface BotModerator {
  /** null: nobody can tell, because a permission or a sign-in is missing. */
  readonly isModerator: boolean | null;
  /** The channel's sign-in allows it. */
  readonly canMake: boolean;
}

/**
 * Whether the bot is a moderator of the channel, and one button that makes it one.
 * @param allow asks the channel's person for the permission that is missing
 */
export function drawBotModerator(host: JQuery, account: string, allow: () => void): void {
  const url = `twitch/accounts/${encodeURIComponent(account)}/bot-moderator`;
  const part = $('<div class="twitch-moderator"></div>').appendTo(host);
  get<BotModerator>(url).then(draw, () => undefined);

  function draw(answer: BotModerator): void {
    part.empty();
    if (answer.isModerator === true) {
      line(part, accountText('moderator.yes')).addClass('twitch-is-moderator');
      return;
    }
    line(part, accountText(answer.isModerator === false ? 'moderator.no' : 'moderator.unknown'));
    if (!mayChange()) return;
    buttons(part, [answer.canMake ? ['moderator.make', make] : ['moderator.allow', allow]]);
  }

  function make(): void {
    redraw(part, () => line(part, accountText('moderator.making')));
    post<Partial<BotModerator> | null>(url, {}).then(
      (answer) => draw({ isModerator: answer?.isModerator ?? true, canMake: true }),
      (error: Error) => {
        redraw(part, () => {
          line(part, accountText('signIn.failed', { reason: error.message })).addClass('twitch-missing');
          buttons(part, [['moderator.make', make]]);
        });
      },
    );
  }
}
