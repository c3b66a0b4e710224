import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/simulator/random';
import { startViewers, type ViewerScript } from '../../../src/simulator/viewers/viewers';
import type { PollState } from '../../../src/simulator/world/state';
import { World } from '../../../src/simulator/world/world';
import { FakeClock } from '../../support/fake-clock';

const MINUTE_MS = 60_000;

/** A world with viewers, and what happened in it as readable lines. */
class Show {
  readonly clock = new FakeClock();
  readonly world: World;
  readonly transcript: string[] = [];
  readonly #viewers: { stop(): void };

  constructor(script: ViewerScript, seed = 1) {
    const { clock } = this;
    this.world = new World({ clock, random: seededRandom(seed), clientId: 'test' });
    this.world.on('irc', (line) => {
      if (line.kind === 'privmsg') this.#note(`${line.line.from.login}: ${line.line.text}`);
      if (line.kind === 'usernotice') this.#note(`${line.noticeId} by ${line.from.login}`);
    });
    this.world.on('notification', ({ type, about }) => {
      if (!type.startsWith('channel.chat.')) this.#note(`${type} ${JSON.stringify(about)}`);
    });
    this.#viewers = startViewers(this.world, { clock, random: seededRandom(seed + 1), script });
  }

  get said(): string[] {
    return this.transcript.map((line) => line.replace(/^\d+ /, '')).filter((line) => /^\w+: /.test(line));
  }

  /** The bot's chat session joins the channel. */
  join(): void {
    this.world.chat.enter(this.world.channel('harborlight_tv')!, this.world.cast.bot);
  }

  /** What the demo flow does: a poll for every `!poll`, of 60 s. */
  obeyPolls(): void {
    this.world.on('irc', (line) => {
      if (line.kind !== 'privmsg' || !line.line.text.startsWith('!poll ')) return;
      const [title = '', ...choices] = line.line.text
        .slice('!poll '.length)
        .split('|')
        .map((part) => part.trim());
      this.world.createPoll({ title, choices, durationS: 60 });
    });
  }

  polls(): readonly PollState[] {
    return this.world.channel('harborlight_tv')!.polls;
  }

  async minutes(count: number): Promise<void> {
    for (let i = 0; i < count * 6; i++) await this.clock.tick(MINUTE_MS / 6);
  }

  stop(): void {
    this.#viewers.stop();
    this.world.close();
    assert.equal(this.clock.pending, 0, 'the viewers left a timer behind');
  }

  #note(what: string): void {
    this.transcript.push(`${this.clock.now()} ${what}`);
  }
}

/** The transcript of ten minutes of the demo. */
async function tenMinutes(seed: number): Promise<readonly string[]> {
  const show = new Show('demo', seed);
  show.obeyPolls();
  show.join();
  await show.minutes(10);
  show.stop();
  return show.transcript;
}

describe('simulator viewers', () => {
  let show: Show;

  afterEach(() => show.stop());

  it('say nothing without a script', async () => {
    show = new Show('none');
    show.join();
    await show.minutes(5);
    assert.deepEqual(show.said, []);
  });

  describe('with the script "chatter"', () => {
    it('chat at a human pace, several people, without commands and without repeating themselves', async () => {
      show = new Show('chatter');
      await show.minutes(3);
      const people = new Set(show.said.map((line) => line.split(':')[0]));
      assert.ok(show.said.length >= 18 && show.said.length <= 80, `${show.said.length} lines`);
      assert.ok(people.size >= 8, `${people.size} people`);
      assert.deepEqual(
        show.said.filter((line) => line.includes(': !')),
        [],
      );
      const texts = show.said.map((line) => line.replace(/^\w+: /, ''));
      assert.equal(new Set(texts.slice(0, 25)).size, Math.min(25, texts.length));
    });

    it('answer each other', async () => {
      show = new Show('chatter');
      await show.minutes(3);
      assert.ok(show.said.some((line) => /^\w+: @\w+ /.test(line)));
    });

    it('neither vote nor give: small talk only', async () => {
      show = new Show('chatter');
      show.world.createPoll({ title: 'Tea?', choices: ['Yes', 'No'], durationS: 60 });
      await show.minutes(5);
      assert.equal(show.polls()[0]?.voters.size, 0);
      assert.deepEqual(
        show.transcript.filter((line) => line.includes('channel.follow') || line.includes('channel.cheer')),
        [],
      );
    });
  });

  describe('with the script "demo"', () => {
    it('wait until a chat session is in the channel', async () => {
      show = new Show('demo');
      show.world.chat.enter(show.world.channel('moss_and_moor')!, show.world.cast.bot);
      await show.minutes(5);
      assert.deepEqual(show.said, []);
      show.join();
      await show.minutes(1);
      assert.ok(show.said.length > 3);
    });

    it('begin for an anonymous reader as well, and at once when the bot is there already', async () => {
      show = new Show('demo');
      show.world.chat.enter(show.world.channel('harborlight_tv')!, null);
      await show.minutes(1);
      assert.ok(show.said.includes('pine_marten: !poll Best snack? | Chips | Fruit | Cake'));
      show.stop();
      const late = new World({ clock: show.clock, random: seededRandom(3), clientId: 'test' });
      late.chat.enter(late.channel('harborlight_tv')!, late.cast.bot);
      const viewers = startViewers(late, { clock: show.clock, random: seededRandom(4), script: 'demo' });
      await show.minutes(1);
      assert.ok(late.channel('harborlight_tv')!.lines.some(({ text }) => text.startsWith('!poll')));
      viewers.stop();
      late.close();
    });

    it('chat first, then the moderator asks for the poll, viewers vote, and after it a viewer asks for a clip', async () => {
      show = new Show('demo');
      show.obeyPolls();
      show.join();
      await show.minutes(2);
      const find = (part: string): number => show.transcript.findIndex((line) => line.includes(part));
      const poll = find('pine_marten: !poll Best snack? | Chips | Fruit | Cake');
      const progress = find('channel.poll.progress');
      const end = find('channel.poll.end');
      const clip = show.transcript.findIndex((line) => / \w+: !clip$/.test(line));
      assert.ok(0 < poll && poll < progress && progress < end && end < clip, show.transcript.join('\n'));
      assert.doesNotMatch(show.transcript[clip] ?? '', /pine_marten|lanternbot|harborlight_tv/);
      assert.equal(show.said.filter((line) => line.endsWith(': !clip')).length, 1);
    });

    it('vote with one clear winner, whatever the seed, and not all for the same', async () => {
      const winners = new Set<string>();
      for (let seed = 1; seed <= 40; seed++) {
        show = new Show('demo', seed);
        show.world.createPoll({ title: 'Which?', choices: ['A', 'B', 'C', 'D'], durationS: 15 });
        await show.clock.tick(15_000);
        const [poll] = show.polls();
        const [first, second] = poll!.choices.toSorted((a, b) => b.votes - a.votes);
        assert.ok(first!.votes >= second!.votes + 3, `seed ${seed}: ${first!.votes} to ${second!.votes}`);
        assert.ok(second!.votes > 0);
        assert.equal(poll!.status, 'COMPLETED');
        winners.add(first!.title);
        if (seed < 40) show.stop();
      }
      assert.equal(winners.size, 4);
    });

    it('take part in predictions', async () => {
      show = new Show('demo');
      show.world.createPrediction({ title: 'Win?', outcomes: ['Yes', 'No'], windowS: 30 });
      await show.clock.tick(30_000);
      const [prediction] = show.world.channel('harborlight_tv')!.predictions;
      assert.ok(prediction!.outcomes.every(({ predictions }) => predictions.size > 2));
      assert.equal(prediction!.status, 'LOCKED');
    });

    it('ask for the clip all the same when no flow makes a poll', async () => {
      show = new Show('demo');
      show.join();
      await show.minutes(2);
      assert.ok(show.said.some((line) => line.endsWith(': !clip')));
    });

    it('go on with other polls, clips and support of every kind', async () => {
      show = new Show('demo');
      show.obeyPolls();
      show.join();
      await show.minutes(40);
      const polls = show.said.filter((line) => line.startsWith('pine_marten: !poll'));
      assert.ok(polls.length >= 6, `${polls.length} polls`);
      assert.equal(new Set(polls.slice(0, 7)).size, Math.min(7, polls.length));
      assert.ok(show.said.filter((line) => line.endsWith(': !clip')).length >= 4);
      const kinds = [
        'channel.follow',
        'channel.cheer',
        'channel.raid',
        'channel.subscription.gift',
        'channel.subscription.message',
        'channel.channel_points_custom_reward_redemption.add',
        'submysterygift by',
        'resub by',
        'raid by',
      ];
      for (const kind of kinds) {
        assert.ok(
          show.transcript.some((line) => line.includes(` ${kind}`)),
          `no ${kind}`,
        );
      }
    });

    it('do the same again with the same seed, and something else with another', async () => {
      const first = await tenMinutes(5);
      assert.deepEqual(await tenMinutes(5), first);
      assert.notDeepEqual(await tenMinutes(6), first);
    });

    it('bear with moderators: bans, emote-only mode and rewards that are gone change nothing but the lines', async () => {
      show = new Show('demo');
      show.obeyPolls();
      show.join();
      const channel = show.world.channel('harborlight_tv')!;
      for (const { id } of show.world.cast.viewers.slice(0, 10)) {
        show.world.moderation.ban({ channel: channel.id, user: id });
      }
      for (const reward of channel.rewards) reward.isPaused = true;
      await show.minutes(5);
      channel.settings.emoteMode = true;
      await show.minutes(5);
      channel.settings.emoteMode = false;
      channel.settings.subscriberMode = true;
      await show.minutes(5);
    });
  });
});
