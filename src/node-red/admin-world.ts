import { AdminRefusal, bodyChoice, bodyText, type RouteHandler } from './admin-route';
import type { RouteName } from './admin-route-table';
import { isRecord } from './json';
import type { PracticeWorld } from './practice';
import { PracticeDeeds, worldFaults } from './practice-deeds';
import type { AdminRequest } from './red';

/** What a person at the sidebar can let happen in the practice world. */
const worldDeeds = [
  'start',
  'stop',
  'chat',
  'follow',
  'raid',
  'gift',
  'cheer',
  'subscribe',
  'redeem',
  'hypeTrain',
  'endHypeTrain',
  'fault',
] as const;
type WorldDeed = (typeof worldDeeds)[number];

/** The most that one press lets happen. */
const most = { chat: 50, follow: 100, raid: 100_000, gift: 100, cheer: 100_000, hypeTrain: 5 } as const;

/** Steers the practice world; real accounts are out of its reach. */
export const worldHandlers = {
  world: async (_request, registry) => {
    const running = await registry.hubs.runningPractice();
    return { body: running ? viewOf(running) : { running: false } };
  },
  act: async (request, registry) => {
    const deed = bodyChoice(request, 'do', worldDeeds);
    const running = await registry.hubs.runningPractice();
    if (!running) throw new AdminRefusal(409, 'No practice account is in use. Deploy a flow with one.');
    try {
      act(running, deed, request);
    } catch (error) {
      if (error instanceof AdminRefusal) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new AdminRefusal(409, `The practice Twitch did not do that: ${reason}`);
    }
    return { body: viewOf(running) };
  },
} as const satisfies Partial<Record<RouteName, RouteHandler>>;

function viewOf({ simulator }: PracticeWorld): object {
  const { world, users } = simulator;
  const channel = world.channel(users.broadcaster.id);
  const rewards = channel?.rewards ?? [];
  return {
    running: true,
    channel: users.broadcaster.name,
    live: (channel?.stream ?? null) !== null,
    hypeTrain: channel?.hypeTrain?.level ?? null,
    rewards: rewards.map(({ id, title }) => ({ value: id, label: title })),
  };
}

function act({ simulator, random }: PracticeWorld, deed: WorldDeed, request: AdminRequest): void {
  const { world, users } = simulator;
  const deeds = new PracticeDeeds(simulator, random);
  switch (deed) {
    case 'start':
      return world.startStream();
    case 'stop':
      return world.stopStream();
    case 'chat':
      return deeds.chat(count(request, most.chat, 5));
    case 'follow':
      return deeds.follow(count(request, most.follow, 1));
    case 'raid':
      return deeds.raid(count(request, most.raid, 42));
    case 'gift':
      return deeds.gift(count(request, most.gift, 5));
    case 'cheer':
      return deeds.cheer(count(request, most.cheer, 100));
    case 'subscribe':
      return deeds.subscribe();
    case 'redeem':
      return deeds.redeem(bodyText(request, 'reward'), bodyText(request, 'text', 200) || 'please!');
    case 'hypeTrain':
      return deeds.hypeTrain(count(request, most.hypeTrain, 1));
    case 'endHypeTrain':
      return world.milestones.endHypeTrain(users.broadcaster.id);
    case 'fault':
      return deeds.inject(bodyChoice(request, 'fault', worldFaults));
  }
}

/** A whole number of the body from 1 to `limit`; `usual` where none is given. @throws {AdminRefusal} 400 */
function count(request: AdminRequest, limit: number, usual: number): number {
  const value = isRecord(request.body) ? request.body['count'] : undefined;
  if (value === undefined || value === null) return usual;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > limit)
    throw new AdminRefusal(400, `Type a whole number from 1 to ${limit}.`);
  return value;
}
