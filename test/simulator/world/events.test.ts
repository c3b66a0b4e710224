import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/simulator/random';
import type { WorldNotification } from '../../../src/simulator/world/lines';
import { World } from '../../../src/simulator/world/world';
import { allEvents, eventRow } from '../../../src/tables/events';
import { FakeClock } from '../../support/fake-clock';
import { shapeProblems } from '../support/shape-check';

const MINUTE = 60_000;

/** Types that nothing in this Twitch causes: shared chat, guest star, extensions and drops. */
const NOT_PLAYED = [
  'channel.shared_chat.begin',
  'channel.shared_chat.update',
  'channel.shared_chat.end',
  'channel.guest_star_session.begin',
  'channel.guest_star_session.end',
  'channel.guest_star_guest.update',
  'channel.guest_star_settings.update',
  'user.authorization.grant',
  'user.authorization.revoke',
  'drop.entitlement.grant',
  'extension.bits_transaction.create',
  'conduit.shard.disabled',
];

/** Does everything once that can be done. */
async function tour(world: World, clock: FakeClock): Promise<void> {
  const { broadcaster, moderator, bot, subscriber, vip, viewers, streamers } = world.cast;
  const [first, second, third] = viewers.map((viewer) => viewer.login);
  const newcomer = viewers.at(-1)!;
  const home = broadcaster.id;

  const said = world.say({ login: first!, text: `hi @${broadcaster.login} Kappa` });
  world.say({ login: second!, text: 'hello', replyTo: said });
  world.cheer({ login: vip.login, bits: 100, text: 'great run' });
  world.cheer({ login: first!, bits: 200, isAnonymous: true });
  world.follow({ login: newcomer.login });
  world.subscribe({ login: newcomer.login });
  world.subscribe({ login: subscriber.login, text: 'another month Kappa', streakMonths: 3 });
  world.gift({ from: subscriber.login, channel: home, count: 3 });
  world.gift({ from: null, channel: home, recipients: [third!] });
  world.supporters.endSubscription(newcomer.id, home);
  await clock.tick(6 * MINUTE);
  world.milestones.endGoal(home);
  world.milestones.startGoal(home, 'follower', 'More', 100);
  world.supporters.unfollow(newcomer.id, home);
  world.charities.start(home, { name: 'Relief', description: 'Help.', currency: 'EUR', target: 10_000 });
  world.charities.donate(home, first!, 1050);
  world.charities.stop(home);

  world.createPoll({ title: 'Snack?', choices: ['Chips', 'Fruit'], durationS: 60, pointsPerVote: 100 });
  world.votePoll({ login: first!, choice: 'Chips', extraVotes: 2 });
  await clock.tick(MINUTE);
  world.createPrediction({ title: 'Win?', outcomes: ['Yes', 'No'], windowS: 60 });
  world.predict({ login: first!, outcome: 1, points: 500 });
  world.predict({ login: second!, outcome: 2, points: 900 });
  await clock.tick(MINUTE);
  const prediction = world.channel(home)!.predictions[0]!;
  world.endPrediction({ status: 'RESOLVED', winningOutcomeId: prediction.outcomes[0]!.id });

  const reward = world.rewards.create(home, 'client', { title: 'Sing', cost: 10, cooldownS: 60 });
  const redemption = world.redeem({ login: first!, reward: 'Sing' });
  world.rewards.finish(home, 'client', reward.id, [redemption.id], 'CANCELED');
  world.rewards.remove(home, 'client', reward.id);

  world.rewards.highlight(second!, home, 'look at this Kappa');
  world.powerUps.redeem({ user: first!, channel: home, powerUp: 'Foghorn', text: 'long' });

  world.moderation.ban({
    channel: home,
    user: third!,
    moderator: moderator.id,
    durationS: 600,
    reason: 'caps',
  });
  world.moderation.unban(home, third!);
  world.moderation.ban({ channel: home, user: third! });
  const request = world.review.requestUnban(home, third!, 'sorry');
  world.review.resolveUnban(home, moderator.id, request.id, 'approved', 'second chance');
  world.moderation.deleteLine(home, world.say({ login: second!, text: 'oops' }));
  world.moderation.warn(home, second!, 'be kind');
  world.moderation.acknowledgeWarning(home, second!);
  world.moderation.clear(home);
  world.review.setSuspicious(home, moderator.id, second!, 'RESTRICTED');
  world.say({ login: second!, text: 'watched' });
  const held = world.review.hold(home, second!, 'rude words');
  world.review.decideHeld(moderator.id, held.id, true);
  world.modes.addTerm(home, moderator.id, 'spoiler');
  world.modes.setAutomod(home, moderator.id, { swearing: 2 });
  world.modes.setShield(home, moderator.id, true);
  world.modes.setShield(home, moderator.id, false);
  world.modes.update(home, moderator.id, { slowModeSeconds: 10, followerModeMinutes: 5, emoteMode: true });
  world.roleBook.addVip(home, first!);
  world.roleBook.removeVip(home, first!);
  world.roleBook.addModerator(home, first!);
  world.roleBook.removeModerator(home, first!);

  world.spotlight.announce(home, moderator.id, 'stream ends soon', 'blue');
  world.spotlight.shoutout(home, streamers[0]!.id, moderator.id);
  world.raids.start(home, streamers[0]!.id);
  world.raids.cancel(home);
  world.raid({ from: streamers[1]!.login, viewers: 42 });
  world.streams.change(home, { title: 'Something else' });
  world.ads.start(home, 60);
  world.stopStream();
  world.startStream();
  world.profiles.setDescription(bot.id, 'night owl');
  world.chat.whisper(moderator.id, bot.id, 'psst');
  await clock.tick(70 * MINUTE);
}

describe('the events of the simulated world', () => {
  const seen: WorldNotification[] = [];

  before(async () => {
    const clock = new FakeClock();
    const world = new World({ clock, random: seededRandom(1), clientId: 'client' });
    world.on('notification', (notification) => seen.push(notification));
    await tour(world, clock);
    world.close();
    assert.equal(clock.pending, 0);
  });

  it('have the documented shape, key by key', () => {
    for (const { type, version, event } of seen) {
      const row = eventRow(type, version);
      assert.ok(row, `${type} ${version} is in the table`);
      assert.deepEqual(shapeProblems(event, row.fields), [], `${type} ${version}`);
    }
  });

  it('name what a condition can name', () => {
    for (const { type, version, about } of seen) {
      const row = eventRow(type, version)!;
      const known = [...row.condition, ...row.optionalCondition];
      for (const key of Object.keys(about)) assert.ok(known.includes(key), `${type} has no condition ${key}`);
    }
  });

  it('cover every type but those that nothing here causes', () => {
    const missing = allEvents()
      .filter((row) => !seen.some(({ type, version }) => type === row.type && version === row.version))
      .map((row) => row.type);
    assert.deepEqual(new Set(missing), new Set(NOT_PLAYED));
  });

  it('are plain JSON', () => {
    for (const { event } of seen) assert.deepEqual(JSON.parse(JSON.stringify(event)), event);
  });
});
