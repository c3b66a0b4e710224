import assert from 'node:assert/strict';
import { IrcRoom } from '../support/irc-room';
import { tagsOf } from '../support/socket-client';
import { Stand } from '../support/stand';

describe('simulator IRC: speaking', () => {
  let stand: Stand;
  let room: IrcRoom;

  beforeEach(async () => {
    stand = await Stand.start();
    room = new IrcRoom(stand);
  });

  afterEach(async () => {
    room.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('answers the sender with USERSTATE, with id and nonce, and shows the line to everybody else', async () => {
    const bot = await room.join('lanternbot');
    const again = await room.join('lanternbot');
    const reader = await room.join('justinfan3');
    bot.send('@client-nonce=8a1c PRIVMSG #harborlight_tv :hello  there :)');
    const state = tagsOf(await bot.line('USERSTATE'));
    const line = await reader.line('PRIVMSG');
    assert.ok(
      line.endsWith(
        ':lanternbot!lanternbot@lanternbot.tmi.twitch.tv PRIVMSG #harborlight_tv :hello  there :)',
      ),
    );
    const tags = tagsOf(line);
    assert.equal(tags['id'], state['id']);
    assert.equal(tags['client-nonce'], '8a1c');
    assert.equal(state['client-nonce'], '8a1c');
    assert.equal(await again.line('PRIVMSG'), line);
    await bot.settled();
    assert.deepEqual(bot.lines('PRIVMSG'), []);
    assert.equal(stand.world.channel('harborlight_tv')?.lines.at(-1)?.text, 'hello  there :)');
  });

  it('gives every PRIVMSG the full set of tags', async () => {
    const reader = await room.join('justinfan3');
    stand.world.say({ login: 'mira_bakes', text: 'Kappa off we go Kappa LUL' });
    const line = await reader.line('PRIVMSG');
    const { id, ...tags } = tagsOf(line);
    assert.match(id ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(tags, {
      'badge-info': 'subscriber/14',
      badges: 'subscriber/12',
      color: '#FF69B4',
      'display-name': 'Mira_Bakes',
      emotes: '25:0-4,16-20/425618:22-24',
      'first-msg': '0',
      flags: '',
      mod: '0',
      'returning-chatter': '0',
      'room-id': '410000100',
      subscriber: '1',
      'tmi-sent-ts': String(stand.clock.now()),
      turbo: '0',
      'user-id': '410000203',
      'user-type': '',
    });
  });

  it('marks roles, first lines, emote-only lines and lines without a colour', async () => {
    const reader = await room.join('justinfan3');
    const { world } = stand;
    const show = async (login: string, text: string): Promise<Record<string, string>> => {
      reader.received.length = 0;
      world.say({ login, text });
      return tagsOf(await reader.line('PRIVMSG'));
    };
    const broadcaster = await show('harborlight_tv', 'my own room');
    assert.equal(broadcaster['badges'], 'broadcaster/1');
    assert.equal(broadcaster['mod'], '0');
    assert.equal(broadcaster['user-type'], '');
    const moderator = await show('pine_marten', 'careful');
    assert.equal(moderator['badges'], 'moderator/1,subscriber/2024');
    assert.equal(moderator['badge-info'], 'subscriber/26');
    assert.equal(moderator['mod'], '1');
    assert.equal(moderator['user-type'], 'mod');
    const vip = await show('tofu_knight', 'LUL');
    assert.equal(vip['vip'], '1');
    assert.equal(vip['emote-only'], '1');
    const newcomer = await show('saltlamp_sue', 'hi');
    assert.equal(newcomer['first-msg'], '1');
    assert.equal((await show('saltlamp_sue', 'hi again'))['first-msg'], '0');
    const foreign = await show('yuki_no_mori', 'どうも');
    assert.equal(foreign['display-name'], '雪の森');
  });

  it('frames /me, .me and CTCP ACTION, closed or not, and counts emotes from the inner text', async () => {
    const bot = await room.join('lanternbot');
    const reader = await room.join('justinfan3');
    bot.send('PRIVMSG #harborlight_tv :/me waves Kappa');
    bot.send('PRIVMSG #harborlight_tv :.me waves back');
    bot.send(
      'PRIVMSG #harborlight_tv :\u0001ACTION sits\u0001',
      'PRIVMSG #harborlight_tv :\u0001ACTION stands',
    );
    await reader.line('stands');
    assert.deepEqual(
      reader.lines('PRIVMSG').map((line) => line.split('#harborlight_tv :')[1]),
      ['waves Kappa', 'waves back', 'sits', 'stands'].map((text) => `\u0001ACTION ${text}\u0001`),
    );
    assert.equal(tagsOf(reader.lines('waves Kappa')[0]!)['emotes'], '25:6-10');
  });

  it('answers a line with a reply: @name in front, parent and thread in the tags, escaped', async () => {
    const bot = await room.join('lanternbot');
    const reader = await room.join('justinfan3');
    const parent = stand.world.say({ login: 'anchor_ana', text: 'is it; OK\\?' });
    bot.send(`@reply-parent-msg-id=${parent} PRIVMSG #harborlight_tv :yes`);
    const line = await reader.line('yes');
    assert.ok(line.endsWith('PRIVMSG #harborlight_tv :@Anchor_Ana yes'));
    assert.ok(line.includes('reply-parent-msg-body=is\\sit\\:\\sOK\\\\?;'));
    const tags = tagsOf(line);
    assert.deepEqual(Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith('reply-'))), {
      'reply-parent-display-name': 'Anchor_Ana',
      'reply-parent-msg-body': 'is it; OK\\?',
      'reply-parent-msg-id': parent,
      'reply-parent-user-id': '410000301',
      'reply-parent-user-login': 'anchor_ana',
      'reply-thread-parent-display-name': 'Anchor_Ana',
      'reply-thread-parent-msg-id': parent,
      'reply-thread-parent-user-id': '410000301',
      'reply-thread-parent-user-login': 'anchor_ana',
    });
    stand.world.say({ login: 'anchor_ana', text: 'thanks', replyTo: tags['id']! });
    const next = tagsOf(await reader.line('thanks'));
    assert.equal(next['reply-parent-user-login'], 'lanternbot');
    assert.equal(next['reply-thread-parent-msg-id'], parent);
  });

  it('takes slash commands and does nothing', async () => {
    const bot = await room.join('harborlight_tv');
    bot.send('PRIVMSG #harborlight_tv :/ban anchor_ana', 'PRIVMSG #harborlight_tv :.slow 30');
    await bot.settled();
    assert.equal(bot.received.length, 1);
    assert.equal(stand.world.channel('harborlight_tv')?.lines.length, 0);
    bot.send('PRIVMSG #harborlight_tv :... well');
    await bot.line('USERSTATE');
  });

  it('is silent to anonymous readers, to tokens without chat:edit, and about unknown rooms', async () => {
    const reader = await room.join('justinfan3');
    const muted = await room.join('lanternbot', 'harborlight_tv', ['chat:read']);
    for (const client of [reader, muted])
      client.send('PRIVMSG #harborlight_tv :hello', 'PRIVMSG #nobody_here :hello');
    await reader.settled();
    await muted.settled();
    assert.deepEqual([...reader.lines('hello'), ...muted.lines('hello')], []);
    assert.equal(stand.world.channel('harborlight_tv')?.lines.length, 0);
  });

  it('lets somebody write without joining, without a USERSTATE', async () => {
    const reader = await room.join('justinfan3');
    const bot = await room.join('lanternbot', 'moss_and_moor');
    bot.send('PRIVMSG #harborlight_tv :from outside');
    await reader.line('from outside');
    await bot.settled();
    assert.deepEqual(bot.lines('USERSTATE'), []);
  });

  const refusals: [what: string, noticeId: string, prepare: (stand: Stand) => void][] = [
    [
      'subscribers-only',
      'msg_subsonly',
      ({ world }) => void (world.channel('harborlight_tv')!.settings.subscriberMode = true),
    ],
    [
      'emote-only',
      'msg_emoteonly',
      ({ world }) => void (world.channel('harborlight_tv')!.settings.emoteMode = true),
    ],
    [
      'a timeout',
      'msg_timedout',
      ({ world }) =>
        void world.moderation.ban({ channel: 'harborlight_tv', user: 'cloudberry_', durationS: 60 }),
    ],
    [
      'a ban',
      'msg_banned',
      ({ world }) => void world.moderation.ban({ channel: 'harborlight_tv', user: 'cloudberry_' }),
    ],
  ];
  for (const [what, noticeId, prepare] of refusals) {
    it(`refuses a line because of ${what} with the notice ${noticeId} and no USERSTATE`, async () => {
      const viewer = await room.join('cloudberry_');
      prepare(stand);
      viewer.send('PRIVMSG #harborlight_tv :hello');
      const notice = await viewer.line('NOTICE', `msg-id=${noticeId} `);
      assert.match(notice, /^@msg-id=\w+ :tmi\.twitch\.tv NOTICE #harborlight_tv :\S/);
      await viewer.settled();
      assert.deepEqual(viewer.lines('USERSTATE'), []);
    });
  }

  it('refuses by slow mode until the seconds are over', async () => {
    stand.world.channel('harborlight_tv')!.settings.slowModeSeconds = 10;
    const viewer = await room.join('cloudberry_');
    viewer.send('PRIVMSG #harborlight_tv :one');
    await viewer.line('USERSTATE');
    await stand.clock.tick(4000);
    viewer.send('PRIVMSG #harborlight_tv :two');
    assert.match(await viewer.line('msg_slowmode'), /6 seconds/);
    await stand.clock.tick(6000);
    viewer.received.length = 0;
    viewer.send('PRIVMSG #harborlight_tv :three');
    await viewer.line('USERSTATE');
  });

  it('refuses the same text within 30 s from viewers, but not from moderators', async () => {
    const viewer = await room.join('cloudberry_');
    viewer.send('PRIVMSG #harborlight_tv :again  and again');
    await viewer.line('USERSTATE');
    await stand.clock.tick(5000);
    viewer.send('PRIVMSG #harborlight_tv : again and  again ');
    await viewer.line('msg_duplicate');
    const bot = await room.join('lanternbot');
    bot.send('PRIVMSG #harborlight_tv :same', 'PRIVMSG #harborlight_tv :same');
    await bot.settled();
    assert.equal(bot.lines('USERSTATE').length, 2);
  });

  it('says nothing when somebody writes too fast, shows nothing, and remembers it', async () => {
    const viewer = await room.join('cloudberry_');
    const reader = await room.join('justinfan3');
    viewer.send('PRIVMSG #harborlight_tv :one', 'PRIVMSG #harborlight_tv :two');
    await viewer.settled();
    await reader.settled();
    assert.equal(viewer.received.length, 2);
    assert.equal(reader.lines('PRIVMSG').length, 1);
    assert.deepEqual(
      stand.irc.limits.violations.map(({ kind, login }) => `${kind} ${login}`),
      ['message-rate cloudberry_'],
    );
    const bot = await room.join('lanternbot');
    for (let i = 0; i < 101; i++) bot.send(`PRIVMSG #harborlight_tv :line ${i}`);
    await bot.settled();
    assert.equal(bot.lines('USERSTATE').length, 100);
    assert.equal(stand.irc.limits.violations.at(-1)?.login, 'lanternbot');
  });

  it('cuts a text at 500 characters, not bytes, and remembers it', async () => {
    const bot = await room.join('lanternbot');
    const reader = await room.join('justinfan3');
    bot.send(`PRIVMSG #harborlight_tv :${'🦉'.repeat(500)}`);
    await reader.line('🦉'.repeat(500));
    assert.equal(stand.irc.limits.violations.length, 0);
    bot.send(`PRIVMSG #harborlight_tv :${'x'.repeat(501)}`);
    const long = await reader.line('xxx');
    assert.ok(long.endsWith(`:${'x'.repeat(500)}`));
    assert.deepEqual(
      stand.irc.limits.violations.map(({ kind }) => kind),
      ['message-length'],
    );
  });
});
