import assert from 'node:assert/strict';
import { createCommandBehaviour, type CommandSettings } from '../../src/behaviour/trigger-command';
import type { TriggerContext } from '../../src/behaviour/context';
import type { TwitchMessage } from '../../src/behaviour/message';
import { MemoryState } from '../../src/behaviour/trigger';
import { bot, identities, line, other, streamer, triggerContext, viewer } from './support/world';

const defaults: CommandSettings = {
  command: '!so',
  match: 'word',
  usage: '',
  needs: 1,
  within: 30,
  sample: '',
  prefix: '!',
  aliases: '',
  arguments: '',
  who: 'everyone',
  alsoPeople: '',
  notPeople: '',
  wait: 5,
  waitPerUser: 0,
  onlyLive: false,
  ownLines: false,
  knownBots: false,
  sharedChat: false,
  details: false,
};

function commandIn(context: TriggerContext, settings: Partial<CommandSettings> = {}) {
  return createCommandBehaviour({ ...defaults, ...settings }, context);
}

/** What left, and by which output. */
function left(result: ReturnType<ReturnType<typeof commandIn>['onChat']>): [string, TwitchMessage] {
  assert.ok(result !== null && 'output' in result, 'a message left');
  return [result.output, result.msg];
}

const byOther = { user: other };
const byStreamer = { user: streamer, roles: ['broadcaster'] } as const;

describe('twitch-command', () => {
  it('sends the words after the name', () => {
    const [output, msg] = left(commandIn(triggerContext()).onChat(line('!so @Tidewater now')));
    assert.equal(output, 'ran');
    assert.equal(msg.payload, '@Tidewater now');
    assert.equal(msg.topic, 'chat.command');
    assert.deepEqual(msg.twitch.command, {
      name: '!so',
      args: {},
      list: ['@Tidewater', 'now'],
      text: '@Tidewater now',
      uses: 1,
    });
    assert.deepEqual(msg.twitch.target, { login: 'tidewater', name: 'Tidewater' });
    assert.equal(msg.twitch.text, '!so @Tidewater now');
    assert.equal(msg.twitch.summary, null);
    assert.equal(msg.twitch.message?.id, 'line-1');
  });

  it('tells the index which first words to wake it for', () => {
    assert.deepEqual(commandIn(triggerContext(), { aliases: 'shout' }).interest, {
      kinds: ['message'],
      words: ['!so', '!shout'],
    });
  });

  it('leaves other lines alone', () => {
    assert.equal(commandIn(triggerContext()).onChat(line('hello')), null);
  });

  it('refuses during the wait with the seconds left, once per person and wait', async () => {
    const context = triggerContext();
    const command = commandIn(context);
    left(command.onChat(line('!so')));
    await context.clock.tick(2000);
    const [output, msg] = left(command.onChat(line('!so', byOther)));
    assert.equal(output, 'refused');
    assert.deepEqual(msg.twitch.refused, { reason: 'wait', seconds: 3 });
    assert.equal(msg.twitch.summary, 'Tidewater, !so can be used again in 3 seconds.');
    assert.equal(command.onChat(line('!so', byOther)), null);
    await context.clock.tick(3000);
    assert.equal(left(command.onChat(line('!so', byOther)))[0], 'ran');
  });

  it('exempts only the broadcaster from the wait', () => {
    const command = commandIn(triggerContext());
    left(command.onChat(line('!so')));
    assert.equal(left(command.onChat(line('!so', byStreamer)))[0], 'ran');
    assert.equal(left(command.onChat(line('!so', { ...byOther, roles: ['moderator'] })))[0], 'refused');
  });

  it('waits for each person besides', async () => {
    const context = triggerContext();
    const command = commandIn(context, { waitPerUser: 60 });
    left(command.onChat(line('!so')));
    await context.clock.tick(10_000);
    assert.equal(left(command.onChat(line('!so', byOther)))[0], 'ran');
    const [, msg] = left(command.onChat(line('!so')));
    assert.deepEqual(msg.twitch.refused, { reason: 'wait', seconds: 50 });
  });

  it('is refused to those who may not, once', () => {
    const command = commandIn(triggerContext(), { who: 'moderators' });
    const [output, msg] = left(command.onChat(line('!so')));
    assert.equal(output, 'refused');
    assert.deepEqual(msg.twitch.refused, { reason: 'not-allowed', seconds: null });
    assert.equal(msg.twitch.summary, 'Pixel_Heron, !so is for moderators.');
    assert.equal(command.onChat(line('!so')), null);
    assert.equal(left(command.onChat(line('!so', { ...byOther, roles: ['moderator'] })))[0], 'ran');
  });

  it('lets higher standing do what lower standing may', () => {
    const command = commandIn(triggerContext(), { who: 'subscribers', wait: 0 });
    for (const roles of [['subscriber'], ['founder'], ['vip'], ['moderator'], ['broadcaster']] as const) {
      assert.equal(left(command.onChat(line('!so', { ...byOther, roles })))[0], 'ran', roles[0]);
    }
  });

  it('knows people by name, for and against', () => {
    const command = commandIn(triggerContext(), {
      who: 'moderators',
      alsoPeople: '@Pixel_Heron',
      notPeople: 'tidewater',
    });
    assert.equal(left(command.onChat(line('!so')))[0], 'ran');
    assert.equal(left(command.onChat(line('!so', { ...byOther, roles: ['moderator'] })))[0], 'refused');
  });

  it('says how it is used when it is used wrongly, and starts no wait then', () => {
    const command = commandIn(triggerContext(), { arguments: '<user> <amount:number>' });
    const [output, msg] = left(command.onChat(line('!so ana')));
    assert.equal(output, 'refused');
    assert.deepEqual(msg.twitch.refused, { reason: 'wrong-use', seconds: null });
    assert.equal(msg.twitch.summary, 'Pixel_Heron, use it like this: !so <user> <amount>');
    assert.equal(left(command.onChat(line('!so ana 5', byOther)))[0], 'ran');
  });

  it('works only live, if so wished', () => {
    const live = { value: true as boolean | null };
    const command = commandIn(triggerContext({ live: { isLive: () => live.value } }), {
      onlyLive: true,
      wait: 0,
    });
    assert.equal(left(command.onChat(line('!so')))[0], 'ran');
    live.value = false;
    const [output, msg] = left(command.onChat(line('!so')));
    assert.equal(output, 'refused');
    assert.equal(msg.twitch.refused?.reason, 'not-live');
  });

  it('does not fire, and says so, when nobody can know whether it is live', () => {
    const command = commandIn(triggerContext({ live: { isLive: () => null } }), { onlyLive: true });
    assert.deepEqual(command.onChat(line('!so')), { note: 'live-unknown' });
  });

  it('ignores own lines, the bot, known bots and other channels of a shared chat', () => {
    const command = commandIn(triggerContext());
    assert.equal(command.onChat(line('!so', { isOwn: true })), null);
    assert.equal(command.onChat(line('!so', { user: bot })), null);
    assert.equal(
      command.onChat(line('!so', { user: { id: '9', login: 'nightbot', name: 'Nightbot' } })),
      null,
    );
    assert.equal(command.onChat(line('!so', { sharedFrom: '555' })), null);
  });

  it('hears what the streamer types, also where the streamer is the bot', () => {
    assert.equal(left(commandIn(triggerContext()).onChat(line('!so', byStreamer)))[0], 'ran');
    const alone = { ...identities, signedIn: { channel: streamer, bot: streamer } };
    const command = commandIn(triggerContext({ identities: () => alone }));
    assert.equal(left(command.onChat(line('!so', byStreamer)))[0], 'ran');
  });

  it('counts its uses over a restart', async () => {
    const state = new MemoryState();
    const first = commandIn(triggerContext({ state }), { wait: 0 });
    await first.start();
    first.onChat(line('!so'));
    first.onChat(line('!so'));
    const second = commandIn(triggerContext({ state }), { wait: 0 });
    await second.start();
    assert.equal(left(second.onChat(line('!so')))[1].twitch.command?.uses, 3);
  });

  it('keeps long waits over a restart, and does not write short ones', async () => {
    const state = new MemoryState();
    const context = triggerContext({ state });
    const first = commandIn(context, { wait: 600 });
    first.onChat(line('!so'));
    const second = commandIn(context, { wait: 600 });
    await second.start();
    assert.equal(left(second.onChat(line('!so', byOther)))[0], 'refused');
    const brief = new MemoryState();
    commandIn(triggerContext({ state: brief })).onChat(line('!so'));
    assert.equal(await brief.get('waits'), undefined);
  });

  it('works when nothing can be saved', () => {
    const state = {
      get: () => Promise.resolve(undefined),
      set: () => Promise.reject(new Error('disk full')),
    };
    assert.equal(left(commandIn(triggerContext({ state })).onChat(line('!so')))[0], 'ran');
  });

  describe('as a pattern', () => {
    const pattern = (source: string, settings: Partial<CommandSettings> = {}, context = triggerContext()) =>
      commandIn(context, { command: source, match: 'pattern', ...settings });

    it('fits anywhere in the line; its named groups are arguments, the words come after it', () => {
      const [output, msg] = left(
        pattern('give (?<user>\\w+) (?<amount>\\d+)').onChat(line('please GIVE Tidewater 5 for tea')),
      );
      assert.equal(output, 'ran');
      assert.equal(msg.payload, 'for tea');
      assert.deepEqual(msg.twitch.command?.args, { user: 'Tidewater', amount: '5' });
      assert.equal(msg.twitch.target?.login, 'tidewater');
    });

    it('wakes for every line, and lets those pass that do not fit', () => {
      const command = pattern('^gg$');
      assert.equal(command.interest.words, undefined);
      assert.equal(command.onChat(line('ggg')), null);
      assert.equal(left(command.onChat(line('GG')))[0], 'ran');
    });

    it('is not read out in a refusal, and neither is what the viewer typed', () => {
      const command = pattern('^(gg|wp)', { wait: 60 });
      command.onChat(line('gg'));
      const [, msg] = left(command.onChat(line('wp', byOther)));
      assert.equal(msg.twitch.summary, 'Tidewater, This can be used again in 1 minute.');
    });

    it('does not hold up anything when it could search for hours', () => {
      let slow = 0;
      const command = pattern('(x+x+)+y', {}, triggerContext({ onSlowPattern: () => slow++ }));
      const began = performance.now();
      for (let i = 0; i < 100; i++) assert.equal(command.onChat(line('x'.repeat(450))), null);
      assert.ok(performance.now() - began < 10_000, '100 lines that would take years each');
      assert.equal(slow, 1);
    });
  });

  describe('that needs several people', () => {
    it('runs for the one who makes the number full, each counted once', () => {
      const command = commandIn(triggerContext(), { needs: 3, wait: 0 });
      const by = (id: string) => ({ user: { id, login: `u${id}`, name: `U${id}` } });
      assert.equal(command.onChat(line('!so', by('1'))), null);
      assert.equal(command.onChat(line('!so', by('1'))), null);
      assert.equal(command.onChat(line('!so', by('2'))), null);
      assert.equal(left(command.onChat(line('!so', by('3'))))[0], 'ran');
      assert.equal(command.onChat(line('!so', by('3'))), null, 'counting begins anew');
    });

    it('forgets who asked too long ago', async () => {
      const context = triggerContext();
      const command = commandIn(context, { needs: 2, within: 30, wait: 0 });
      assert.equal(command.onChat(line('!so')), null);
      await context.clock.tick(31_000);
      assert.equal(command.onChat(line('!so', byOther)), null);
      assert.equal(left(command.onChat(line('!so')))[0], 'ran');
    });

    it('can be tested by one', () => {
      assert.ok('output' in commandIn(triggerContext(), { needs: 50 }).test({}));
    });
  });

  it('says a sentence of the streamer to somebody who uses it wrongly', () => {
    const command = commandIn(triggerContext(), {
      arguments: '<user>',
      usage: '{user}: !so and a name, please.',
    });
    const [output, msg] = left(command.onChat(line('!so')));
    assert.equal(output, 'refused');
    assert.equal(msg.twitch.refused?.reason, 'wrong-use');
    assert.equal(msg.twitch.summary, 'Pixel_Heron: !so and a name, please.');
  });

  it('can be looked at without counting anything', async () => {
    const state = new MemoryState();
    const command = commandIn(triggerContext({ state }), { wait: 60 });
    assert.equal(command.glance(line('!so @ana'))?.twitch.command?.text, '@ana');
    assert.equal(command.glance(line('hello')), null);
    assert.equal(await state.get('uses'), undefined);
    assert.equal(left(command.onChat(line('!so')))[0], 'ran');
  });

  it('cannot be made without a command', () => {
    assert.throws(() => commandIn(triggerContext(), { command: ' ' }), { code: 'TWITCH_INPUT_INVALID' });
  });

  describe('its test button', () => {
    it('sends a use that fits, marked as a test', () => {
      const outcome = commandIn(triggerContext(), {
        arguments: '<user> <amount:number> [reason...]',
        who: 'moderators',
      }).test({});
      assert.ok('output' in outcome);
      assert.equal(outcome.output, 'ran');
      assert.equal(outcome.msg.twitch.test, true);
      assert.equal(outcome.msg.twitch.command?.args['amount'], 5);
      assert.match(outcome.msg.twitch.id, /^test-/);
      assert.match(outcome.msg.twitch.message?.id ?? '', /^test-/);
    });

    it('touches neither waits nor counter', async () => {
      const state = new MemoryState();
      const command = commandIn(triggerContext({ state }));
      command.test({});
      command.test({});
      assert.equal(await state.get('uses'), undefined);
      assert.equal(left(command.onChat(line('!so')))[1].twitch.command?.uses, 1);
    });

    it('passes although the stream is offline', () => {
      const command = commandIn(triggerContext({ live: { isLive: () => false } }), { onlyLive: true });
      assert.ok('output' in command.test({}));
    });

    it('sends the line that was tried in the dialog', () => {
      const outcome = commandIn(triggerContext(), { arguments: '<user>', sample: '!so' }).test({});
      assert.ok('output' in outcome);
      assert.equal(outcome.output, 'refused');
      assert.deepEqual(commandIn(triggerContext(), { sample: 'hello' }).test({}), { stoppedBy: 'command' });
    });

    it('takes the line and the person of the dialog', () => {
      const outcome = commandIn(triggerContext(), { who: 'moderators' }).test({
        text: '!so @ana',
        user: 'somebody',
        role: 'viewer',
      });
      assert.ok('output' in outcome);
      assert.equal(outcome.output, 'refused');
      assert.equal(outcome.msg.twitch.user?.name, 'somebody');
    });

    it('says when the line is not the command', () => {
      assert.deepEqual(commandIn(triggerContext()).test({ text: 'hello' }), { stoppedBy: 'command' });
    });

    it('bears names of people who are there', () => {
      const people = { viewers: [viewer], moderator: other };
      const outcome = commandIn(triggerContext({ samplePeople: people })).test({});
      assert.ok('output' in outcome);
      assert.equal(outcome.msg.twitch.user?.id, viewer.id);
    });
  });
});
