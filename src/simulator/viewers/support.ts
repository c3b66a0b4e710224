import { between, pick } from '../random';
import type { UserState } from '../world/state';
import type { Crowd } from './crowd';
import { cheers, colours, newcomerNames, renewals } from './texts';

type Deed = (crowd: Crowd) => void;

const PAUSE_MS = { least: 25_000, most: 70_000 } as const;
const BITS = [1, 10, 50, 100, 250] as const;
const FIRST_NEWCOMER_ID = 411_000_000;

/** What viewers do besides talking; the common things stand there more often. */
const DEEDS: readonly Deed[] = [
  follow,
  follow,
  follow,
  redeem,
  redeem,
  cheer,
  cheer,
  renew,
  giveOne,
  giveMany,
  raid,
];

/** Follows, bits, renewals, gifts, redemptions and a raid now and then. */
export function startSupport(crowd: Crowd): void {
  let deeds: Deed[] = [];
  crowd.every(PAUSE_MS.least, PAUSE_MS.most, () => {
    if (deeds.length === 0) deeds = crowd.shuffled(DEEDS);
    const deed = deeds.pop();
    if (deed) crowd.attempt(() => deed(crowd));
  });
}

function follow(crowd: Crowd): void {
  const user = newcomer(crowd);
  crowd.world.follow({ userId: user.id, channel: crowd.channel.id });
}

/** Somebody who was never here: made up when all names are taken, too. */
function newcomer(crowd: Crowd): UserState {
  const name = `${pick(crowd.random, newcomerNames.first)}${pick(crowd.random, newcomerNames.second)}`;
  let number = between(crowd.random, 10, 99);
  while (crowd.world.user(`${name}${number}`.toLowerCase())) number += 1;
  let id = FIRST_NEWCOMER_ID + crowd.channel.followers.size;
  while (crowd.world.user(String(id))) id += 1;
  const login = `${name}${number}`.toLowerCase();
  return crowd.world.addUser({ id: String(id), login, name: `${name}${number}` });
}

function cheer(crowd: Crowd): void {
  crowd.world.cheer({
    userId: crowd.someone().id,
    channel: crowd.channel.id,
    bits: pick(crowd.random, BITS),
    text: pick(crowd.random, cheers),
  });
}

/** A subscriber shares the next month. */
function renew(crowd: Crowd): void {
  const subscribed = crowd.viewers.filter((user) => crowd.channel.subscribers.has(user.id));
  if (subscribed.length === 0) return;
  const user = pick(crowd.random, subscribed);
  crowd.world.subscribe({ userId: user.id, channel: crowd.channel.id, text: pick(crowd.random, renewals) });
}

function giveOne(crowd: Crowd): void {
  crowd.world.gift({ from: crowd.someone().id, channel: crowd.channel.id });
}

function giveMany(crowd: Crowd): void {
  const count = between(crowd.random, 3, 5);
  crowd.world.gift({ from: crowd.world.cast.subscriber.id, channel: crowd.channel.id, count });
}

/** Any reward that can be had right now. */
function redeem(crowd: Crowd): void {
  const open = crowd.channel.rewards.filter((reward) => reward.isEnabled && !reward.isPaused);
  if (open.length === 0) return;
  const reward = pick(crowd.random, open);
  crowd.world.redeem({
    userId: crowd.someone().id,
    channel: crowd.channel.id,
    reward: reward.id,
    ...(reward.isInputRequired ? { text: pick(crowd.random, colours) } : {}),
  });
}

function raid(crowd: Crowd): void {
  const { streamers } = crowd.world.cast;
  if (streamers.length === 0) return;
  crowd.world.raid({
    from: pick(crowd.random, streamers).id,
    to: crowd.channel.id,
    viewers: between(crowd.random, 4, 60),
  });
}
