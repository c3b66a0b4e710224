import type { Clock } from '../clock';
import { type Random, seededRandom } from '../random';
import type { World } from '../world/world';
import { startChatter } from './chatter';
import { Crowd } from './crowd';
import { startDemo } from './demo';

/** What the simulated viewers do: the practice show, only small talk, or nothing. */
export type ViewerScript = 'demo' | 'chatter' | 'none';

/**
 * Brings the viewers of the broadcaster's channel to life.
 *
 * The same seed on the same clock with the same actions of the client gives the same transcript: viewers draw from a source of
 * their own, seeded once from `random`.
 */
export function startViewers(
  world: World,
  options: { readonly clock: Clock; readonly random: Random; readonly script: ViewerScript },
): { stop(): void } {
  const random = seededRandom(Math.floor(options.random() * 2 ** 32));
  const crowd = new Crowd(world, { clock: options.clock, random });
  if (options.script === 'demo') startDemo(crowd);
  if (options.script === 'chatter') startChatter(crowd);
  return { stop: () => crowd.stop() };
}
