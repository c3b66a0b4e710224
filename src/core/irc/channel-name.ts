import { TwitchInputError } from '../errors';

/**
 * The login behind what people write for a channel: `#Name`, `@name`, a link to it, or the name.
 *
 * @throws {TwitchInputError} when it cannot be a login
 */
export function channelLogin(channel: string): string {
  const login = channel
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?(?:www\.|m\.)?twitch\.tv\//, '')
    .replace(/^[#@]/, '')
    .replace(/[/?].*$/, '');
  if (!/^\w{1,25}$/.test(login)) {
    throw new TwitchInputError(
      `"${channel}" is no name of a Twitch channel. Use the name from the channel's address: letters, digits and _.`,
      { parameter: 'channel', channel },
    );
  }
  return login;
}
