import assert from 'node:assert/strict';
import { IrcRoom } from '../support/irc-room';
import { tagsOf, type IrcClient } from '../support/socket-client';
import { Stand } from '../support/stand';

const CHANNEL = 'harborlight_tv';

describe('simulator IRC: what rooms are told', () => {
  let stand: Stand;
  let room: IrcRoom;
  let reader: IrcClient;

  beforeEach(async () => {
    stand = await Stand.start();
    room = new IrcRoom(stand);
    reader = await room.join('justinfan3');
  });

  afterEach(async () => {
    room.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('writes a subscription as USERNOTICE with all its parameters and no text', async () => {
    stand.world.subscribe({ login: 'cloudberry_', isPrime: true });
    const line = await reader.line('USERNOTICE');
    assert.ok(line.endsWith(':tmi.twitch.tv USERNOTICE #harborlight_tv'));
    const { id, 'tmi-sent-ts': _, ...tags } = tagsOf(line);
    assert.match(id ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(tags, {
      'badge-info': 'subscriber/1',
      badges: 'subscriber/0,premium/1',
      color: '#B22222',
      'display-name': 'Cloudberry_',
      emotes: '',
      flags: '',
      login: 'cloudberry_',
      mod: '0',
      'msg-id': 'sub',
      'msg-param-cumulative-months': '1',
      'msg-param-months': '0',
      'msg-param-multimonth-duration': '1',
      'msg-param-multimonth-tenure': '0',
      'msg-param-should-share-streak': '0',
      'msg-param-sub-plan': 'Prime',
      'msg-param-sub-plan-name': 'Channel Subscription (harborlight_tv)',
      'msg-param-was-gifted': 'false',
      'room-id': '410000100',
      subscriber: '1',
      'system-msg': 'Cloudberry_ subscribed with Prime.',
      'user-id': '410000303',
      'user-type': '',
    });
  });

  it('writes what a subscriber typed, with its emotes', async () => {
    stand.world.subscribe({ login: 'mira_bakes', months: 15, streakMonths: 3, text: 'Kappa still here' });
    const line = await reader.line('msg-id=resub');
    assert.ok(line.endsWith('USERNOTICE #harborlight_tv :Kappa still here'));
    const tags = tagsOf(line);
    assert.equal(tags['emotes'], '25:0-4');
    assert.equal(tags['msg-param-streak-months'], '3');
    assert.equal(tags['msg-param-cumulative-months'], '15');
  });

  it('writes a gift bomb as one announcement and one line per gift with the same id', async () => {
    stand.world.gift({ from: 'tofu_knight', recipients: ['cloudberry_', 'dockside_dan', 'ember_ivy'] });
    await reader.line('subgift', 'Ember_Ivy');
    const ids = reader.lines('USERNOTICE').map((line) => tagsOf(line));
    assert.deepEqual(
      ids.map((tags) => tags['msg-id']),
      ['submysterygift', 'subgift', 'subgift', 'subgift'],
    );
    assert.equal(new Set(ids.map((tags) => tags['msg-param-community-gift-id'])).size, 1);
    assert.equal(ids[0]?.['msg-param-mass-gift-count'], '3');
  });

  it('writes an anonymous gift under the stand-in account', async () => {
    stand.world.gift({ from: null, recipients: ['cloudberry_'] });
    const tags = tagsOf(await reader.line('subgift'));
    assert.equal(tags['login'], 'ananonymousgifter');
    assert.equal(tags['user-id'], '274598607');
  });

  it('writes raids with their mixed-case parameters', async () => {
    stand.world.raid({ from: 'driftwood_den', viewers: 42 });
    const tags = tagsOf(await reader.line('msg-id=raid'));
    assert.equal(tags['msg-param-viewerCount'], '42');
    assert.equal(tags['msg-param-displayName'], 'Driftwood_Den');
    assert.match(tags['msg-param-profileImageURL'] ?? '', /%s/);
  });

  it('writes bits as a line with the number', async () => {
    stand.world.cheer({ login: 'anchor_ana', bits: 105, text: 'nice' });
    const line = await reader.line('PRIVMSG');
    assert.equal(tagsOf(line)['bits'], '105');
    assert.ok(line.endsWith(':Cheer105 nice'));
  });

  it('writes the text of a reward with its id', async () => {
    stand.world.redeem({ login: 'anchor_ana', reward: 'Lamp colour', text: 'teal please' });
    const reward = stand.world.channel(CHANNEL)?.rewards.find(({ title }) => title === 'Lamp colour');
    assert.equal(tagsOf(await reader.line('teal please'))['custom-reward-id'], reward?.id);
  });

  it('writes timeouts, bans and clearing as CLEARCHAT, without reason and moderator', async () => {
    const at = String(stand.clock.now());
    stand.world.moderation.ban({ channel: CHANNEL, user: 'ember_ivy', durationS: 600, reason: 'hush' });
    stand.world.moderation.ban({ channel: CHANNEL, user: 'cloudberry_', reason: 'out' });
    stand.world.moderation.clear(CHANNEL);
    await reader.find((line) => line.endsWith('CLEARCHAT #harborlight_tv'), 'clearing');
    assert.deepEqual(reader.lines('CLEARCHAT'), [
      `@ban-duration=600;room-id=410000100;target-user-id=410000305;tmi-sent-ts=${at} :tmi.twitch.tv CLEARCHAT #harborlight_tv :ember_ivy`,
      `@room-id=410000100;target-user-id=410000303;tmi-sent-ts=${at} :tmi.twitch.tv CLEARCHAT #harborlight_tv :cloudberry_`,
      `@room-id=410000100;tmi-sent-ts=${at} :tmi.twitch.tv CLEARCHAT #harborlight_tv`,
    ]);
  });

  it('writes a deleted line as CLEARMSG with an empty room id', async () => {
    const id = stand.world.say({ login: 'anchor_ana', text: 'some: rude words' });
    stand.world.moderation.deleteLine(CHANNEL, id);
    assert.equal(
      await reader.line('CLEARMSG'),
      `@login=anchor_ana;room-id=;target-msg-id=${id};tmi-sent-ts=${stand.clock.now()} :tmi.twitch.tv CLEARMSG #harborlight_tv :some: rude words`,
    );
  });

  it('writes a changed setting as ROOMSTATE with that tag only, and as NOTICE', async () => {
    stand.world.modes.update(CHANNEL, CHANNEL, { slowModeSeconds: 30 });
    assert.equal(
      await reader.line('ROOMSTATE'),
      '@room-id=410000100;slow=30 :tmi.twitch.tv ROOMSTATE #harborlight_tv',
    );
    assert.match(await reader.line('NOTICE'), /^@msg-id=slow_on :tmi\.twitch\.tv NOTICE #harborlight_tv :/);
    stand.world.modes.update(CHANNEL, CHANNEL, { slowModeSeconds: null });
    await reader.line('@room-id=410000100;slow=0 ');
  });

  it('brings whispers to the account they are for, if its token may read them', async () => {
    const bot = await room.join('lanternbot');
    const deaf = await room.join('lanternbot', CHANNEL, ['chat:read']);
    stand.world.chat.whisper('410000301', '410000202', 'psst: hello');
    const line = await bot.line('WHISPER');
    assert.ok(
      line.endsWith(':anchor_ana!anchor_ana@anchor_ana.tmi.twitch.tv WHISPER lanternbot :psst: hello'),
    );
    assert.equal(tagsOf(line)['thread-id'], '410000202_410000301');
    await deaf.settled();
    await reader.settled();
    assert.deepEqual([...deaf.lines('WHISPER'), ...reader.lines('WHISPER')], []);
  });

  it('tells only the room concerned', async () => {
    const elsewhere = await room.join('justinfan4', 'moss_and_moor');
    stand.world.say({ login: 'anchor_ana', text: 'in the harbour' });
    await reader.line('in the harbour');
    await elsewhere.settled();
    assert.deepEqual(elsewhere.lines('PRIVMSG'), []);
  });
});
