import { TwitchInputError } from '../errors';

const plainLogin = /^[a-z0-9_]{1,25}$/;

/**
 * The login behind what people write for a channel: `#Name`, `@name`, a link to it, or the name.
 *
 * @throws {TwitchInputError} when it cannot be a login
 */
export function channelLogin(channel: string): string {
  // Nearly always it is the name, and somebody who joins thousands of rooms asks thousands of times.
  if (plainLogin.test(channel)) return channel;
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
