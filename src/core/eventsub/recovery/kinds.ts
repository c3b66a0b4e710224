import type { EventKind } from './kind';

type Kinds = Readonly<Record<string, EventKind>>;

const voteKinds = (): Kinds => (require('./votes') as typeof import('./votes')).voteKinds;
const streamKinds = (): Kinds => (require('./stream') as typeof import('./stream')).streamKinds;
const communityKinds = (): Kinds => (require('./community') as typeof import('./community')).communityKinds;
const requestKinds = (): Kinds => (require('./requests') as typeof import('./requests')).requestKinds;

/** Where the types that begin so are found. Loaded when the first of them is wanted: a program wants few. */
const sources: readonly (readonly [start: string, load: () => Kinds])[] = [
  ['channel.poll.', voteKinds],
  ['channel.prediction.', voteKinds],
  ['stream.', streamKinds],
  ['channel.hype_train.', communityKinds],
  ['channel.goal.', communityKinds],
  ['channel.channel_points_', requestKinds],
  ['channel.custom_power_up_', requestKinds],
  ['channel.unban_request.', requestKinds],
];

/** How events of a type are told apart, and how missed ones are found out; undefined for those that are taken as they come. */
export function eventKind(type: string): EventKind | undefined {
  const kinds = sources.find(([start]) => type.startsWith(start))?.[1]() ?? {};
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}

/** All of them, by type: what begins comes before what ends. */
export function eventKinds(): Kinds {
  return { ...voteKinds(), ...streamKinds(), ...communityKinds(), ...requestKinds() };
}
