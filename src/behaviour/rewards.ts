import type { HelixCaller, HelixCallOptions } from './context';
import type { EndpointAnswer } from '../tables/endpoints';
import { isPlain, textOf } from './incoming';

/** A reward as it is chosen in a dialog. After an import into another channel the id means nothing, the title does. */
export interface ChosenReward {
  /** Empty where only a title was typed. */
  readonly id: string;
  readonly title: string;
}

/** A reward of the channel. */
export interface KnownReward {
  readonly id: string;
  readonly title: string;
  /** This application made it, so its redemptions can be finished. */
  readonly ours: boolean;
}

/** Reads the field of a form: a title or an id as text, or what was chosen from the list; null: none. */
export function readChosen(value: unknown): ChosenReward | null {
  if (isPlain(value)) {
    const title = textOf(value['title'])?.trim() ?? '';
    const id = textOf(value['id'])?.trim() ?? '';
    return title === '' && id === '' ? null : { id, title };
  }
  const text = textOf(value)?.trim();
  if (text === undefined) return null;
  return isRewardId(text) ? { id: text, title: '' } : { id: '', title: text };
}

function isRewardId(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}

/** Titles are unique in a channel whatever their case (helix-notes). */
export function sameTitle(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/**
 * Whether a redeemed reward is the chosen one: by id as long as the channel has it, so that it may be renamed, else by title.
 *
 * @param known the rewards of the channel, null while they are not known
 */
export function isChosen(
  chosen: ChosenReward,
  redeemed: { readonly rewardId: string; readonly title: string },
  known: readonly KnownReward[] | null,
): boolean {
  if (chosen.id !== '' && chosen.id === redeemed.rewardId) return true;
  if (chosen.id !== '' && known?.some(({ id }) => id === chosen.id)) return false;
  return chosen.title !== '' && sameTitle(chosen.title, redeemed.title);
}

/** The chosen reward among those of the channel; undefined if there is none. */
export function findReward(chosen: ChosenReward, known: readonly KnownReward[]): KnownReward | undefined {
  return (
    known.find(({ id }) => id === chosen.id) ??
    (chosen.title === '' ? undefined : known.find(({ title }) => sameTitle(title, chosen.title)))
  );
}

/** Twitch's own row of a reward. */
type RewardRow = EndpointAnswer<'get-custom-reward'>['data'][number];

/** All rewards of a channel as Twitch tells them, each with whether it is ours. @throws TwitchError */
export async function readRewardRows(
  helix: HelixCaller,
  channelId: string,
  options: HelixCallOptions,
): Promise<readonly { readonly row: RewardRow; readonly ours: boolean }[]> {
  const query = { broadcaster_id: channelId };
  const [all, ours] = await Promise.all([
    helix.call('get-custom-reward', { query }, options),
    helix.call('get-custom-reward', { query: { ...query, only_manageable_rewards: true } }, options),
  ]);
  const own = new Set(ours.data.map(({ id }) => id));
  return all.data.map((row) => ({ row, ours: own.has(row.id) }));
}

/** All rewards of a channel, and which of them are ours. @throws TwitchError */
export async function readRewards(
  helix: HelixCaller,
  channelId: string,
  options: HelixCallOptions,
): Promise<readonly KnownReward[]> {
  const rows = await readRewardRows(helix, channelId, options);
  return rows.map(({ row: { id, title }, ours }) => ({ id, title, ours }));
}
