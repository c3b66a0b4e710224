import type { ActionContext, Person } from './context';
import { textOf } from './incoming';

/** What is told about another streamer. */
export interface Introduction {
  readonly link: string;
  /** Of now, or of last time; null for somebody who never streamed. */
  readonly category: string | null;
  readonly title: string | null;
  readonly live: boolean;
}

/**
 * What another channel is about. Category and title of last time are known of a channel that is offline, too. A failed look-up
 * leaves them out: it takes nothing back that was done.
 */
export async function introduction(
  { helix, signal }: Pick<ActionContext, 'helix' | 'signal'>,
  { id, login }: Person,
): Promise<Introduction> {
  const [channel, stream] = await Promise.all([
    helix
      .call('get-channel-information', { query: { broadcaster_id: id } }, { signal })
      .then(({ data }) => data[0])
      .catch(() => undefined),
    helix
      .call('get-streams', { query: { user_id: id } }, { signal })
      .then(({ data }) => data[0])
      .catch(() => undefined),
  ]);
  return {
    link: `https://www.twitch.tv/${login}`,
    category: textOf(channel?.game_name),
    title: textOf(channel?.title),
    live: stream !== undefined,
  };
}

/** `Pixel_Heron, live now with Art`, `Pixel_Heron, last seen with Art`, `Pixel_Heron`. */
export function introduced({ name }: Person, { category, live }: Introduction): string {
  if (category === null) return live ? `${name}, live now` : name;
  return `${name}, ${live ? 'live now' : 'last seen'} with ${category}`;
}
