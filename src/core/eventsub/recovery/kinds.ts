import { communityKinds } from './community';
import type { EventKind } from './kind';
import { requestKinds } from './requests';
import { streamKinds } from './stream';
import { voteKinds } from './votes';

/** By type: how events are told apart, and how missed ones are found out. Types that are not here are taken as they come. */
export const eventKinds: Readonly<Record<string, EventKind>> = {
  ...voteKinds,
  ...streamKinds,
  ...communityKinds,
  ...requestKinds,
};

export function eventKind(type: string): EventKind | undefined {
  return Object.hasOwn(eventKinds, type) ? eventKinds[type] : undefined;
}
