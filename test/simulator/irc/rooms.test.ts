import assert from 'node:assert/strict';
import { IrcClient } from '../support/socket-client';
import { Stand } from '../support/stand';

/** `#room_3,#room_4` */
function rooms(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => `#room_${from + i}`).join(',');
}

describe('simulator IRC: rooms', () => {
  let stand: Stand;
  let clients: IrcClient[] = [];

  const login = async (
    who: string,
    capabilities = 'twitch.tv/tags twitch.tv/commands twitch.tv/membership',
  ): Promise<IrcClient> => {
    const client = new IrcClient(`${stand.url}/irc`);
    clients.push(client);
    await client.opened();
    if (capabilities !== '') client.send(`CAP REQ :${capabilities}`);
    const isAnonymous = who.startsWith('justinfan');
    if (!isAnonymous) client.send(`PASS oauth:${stand.token(who, ['chat:read', 'chat:edit'])}`);
    client.send(`NICK ${who}`);
    await client.line('376');
    return client;
  };

  beforeEach(async () => {
    stand = await Stand.start();
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await stand.close();
    assert.equal(stand.clock.pending, 0, 'the servers left a timer behind');
  });

  it('introduces a room with echo, names, USERSTATE and ROOMSTATE in this order', async () => {
    const client = await login('lanternbot');
    client.received.length = 0;
    client.send('JOIN #moss_and_moor');
    await client.line('ROOMSTATE');
    assert.deepEqual(client.received, [
      ':lanternbot!lanternbot@lanternbot.tmi.twitch.tv JOIN #moss_and_moor',
      ':lanternbot.tmi.twitch.tv 353 lanternbot = #moss_and_moor :lanternbot',
      ':lanternbot.tmi.twitch.tv 366 lanternbot #moss_and_moor :End of /NAMES list',
      '@badge-info=;badges=moderator/1;color=#DAA520;display-name=LanternBot;mod=1;subscriber=0;user-type=mod;emote-sets=0 :tmi.twitch.tv USERSTATE #moss_and_moor',
      '@emote-only=0;followers-only=-1;r9k=0;room-id=410000902;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #moss_and_moor',
    ]);
  });

  it('lists who is there, and leaves out what was not asked for', async () => {
    const curious = await login('lanternbot');
    curious.send('JOIN #harborlight_tv');
    const names = (await curious.line('353')).split(' :')[1]?.split(' ');
    assert.ok(names?.includes('anchor_ana') && names.includes('lanternbot'));
    const plain = await login('justinfan5', '');
    plain.send('JOIN #harborlight_tv');
    await plain.settled();
    assert.deepEqual(plain.lines('#harborlight_tv'), [
      ':justinfan5!justinfan5@justinfan5.tmi.twitch.tv JOIN #harborlight_tv',
    ]);
  });

  it('tells the settings of a room that has some', async () => {
    const channel = stand.world.channel('harborlight_tv')!;
    Object.assign(channel.settings, { emoteMode: true, followerModeMinutes: 0, slowModeSeconds: 30 });
    Object.assign(channel.settings, { uniqueChatMode: true, subscriberMode: true });
    const client = await login('lanternbot');
    client.send('JOIN #harborlight_tv');
    assert.match(
      await client.line('ROOMSTATE'),
      /^@emote-only=1;followers-only=0;r9k=1;room-id=410000100;slow=30;subs-only=1 /,
    );
  });

  it('takes several channels in one JOIN and answers a second JOIN of the same with nothing', async () => {
    const client = await login('lanternbot');
    client.send('JOIN #harborlight_tv,#moss_and_moor', 'JOIN #moss_and_moor');
    await client.settled();
    assert.equal(client.lines(' JOIN #').length, 2);
    assert.equal(client.lines('ROOMSTATE').length, 2);
  });

  it('is silent about names that nobody has, ids, capitals and names without #', async () => {
    const client = await login('lanternbot');
    const before = client.received.length;
    client.send(
      'JOIN #no_such_person',
      'JOIN #410000100',
      'JOIN #HarborLight_TV',
      'JOIN harborlight_tv',
      'JOIN',
    );
    await client.settled();
    assert.equal(client.received.length, before + 1);
  });

  it('says so for suspended rooms and for those where the account is banned', async () => {
    stand.world.channel('moss_and_moor')!.suspended = true;
    stand.world.moderation.ban({
      channel: 'harborlight_tv',
      moderator: 'harborlight_tv',
      user: 'lanternbot',
    });
    const client = await login('lanternbot');
    client.send('JOIN #moss_and_moor,#harborlight_tv');
    assert.match(
      await client.line('msg_channel_suspended'),
      /NOTICE #moss_and_moor :This channel does not exist/,
    );
    assert.match(await client.line('msg_banned'), /NOTICE #harborlight_tv :You are permanently banned/);
    assert.deepEqual(client.lines(' JOIN #'), []);
  });

  it('tells other members of comings and goings in batches, and oneself at once', async () => {
    const watcher = await login('pine_marten');
    const blind = await login('justinfan9', 'twitch.tv/tags twitch.tv/commands');
    for (const client of [watcher, blind]) {
      client.send('JOIN #harborlight_tv');
      await client.line('ROOMSTATE');
    }
    const bot = await login('lanternbot');
    bot.send('JOIN #harborlight_tv');
    await bot.line('ROOMSTATE');
    bot.send('PART #harborlight_tv', 'PART #harborlight_tv');
    await bot.line('PART #harborlight_tv');
    await watcher.settled();
    assert.deepEqual(watcher.lines('lanternbot!'), []);
    await stand.clock.tick(10_000);
    await watcher.line(':lanternbot!lanternbot@lanternbot.tmi.twitch.tv PART #harborlight_tv');
    assert.equal(watcher.lines('lanternbot!').length, 2);
    await blind.settled();
    assert.deepEqual(blind.lines('lanternbot!'), []);
    await bot.settled();
    assert.equal(bot.lines('lanternbot!', ' PART ').length, 1);
  });

  it('lets the world know who is in a room, anonymous readers included, until the socket is gone', async () => {
    const news: string[] = [];
    stand.world.on('presence', ({ channel, user, isHere }) => {
      news.push(`${user?.login ?? 'somebody'} ${isHere ? 'in' : 'out'} ${channel.owner.login}`);
    });
    const bot = await login('lanternbot');
    const reader = await login('justinfan12');
    bot.send('JOIN #harborlight_tv');
    await bot.line('ROOMSTATE');
    reader.send('JOIN #harborlight_tv');
    await reader.line('ROOMSTATE');
    const channel = stand.world.channel('harborlight_tv')!;
    assert.equal(channel.present.get('410000202'), 1);
    bot.close();
    reader.close();
    while (news.length < 4) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(channel.present.has('410000202'), false);
    assert.deepEqual(news.slice(0, 2), ['lanternbot in harborlight_tv', 'somebody in harborlight_tv']);
    assert.deepEqual(news.slice(2).toSorted(), [
      'lanternbot out harborlight_tv',
      'somebody out harborlight_tv',
    ]);
  });

  it('counts joined channels, not lines: the 21st within ten seconds has no effect', async () => {
    for (let i = 0; i < 25; i++) {
      stand.world.addUser({ id: String(900 + i), login: `room_${i}`, name: `Room_${i}` });
    }
    const client = await login('lanternbot');
    client.send(`JOIN ${rooms(0, 25)}`);
    await client.settled();
    assert.equal(client.lines('ROOMSTATE').length, 20);
    assert.equal(stand.irc.limits.violations.filter(({ kind }) => kind === 'join').length, 5);
    await stand.clock.tick(10_000);
    client.send(`JOIN ${rooms(20, 25)}`);
    await client.line('ROOMSTATE #room_24');
  });

  it('lets an account be in 100 rooms that it neither owns nor moderates, over all connections', async () => {
    stand.world.user('lanternbot')!.verified = true;
    for (let i = 0; i < 101; i++) {
      stand.world.addUser({ id: String(900 + i), login: `room_${i}`, name: `Room_${i}` });
    }
    const first = await login('lanternbot', 'twitch.tv/commands');
    const second = await login('lanternbot', 'twitch.tv/tags twitch.tv/commands');
    first.send(`JOIN ${rooms(0, 60)}`);
    await first.line('ROOMSTATE #room_59');
    second.send(`JOIN ${rooms(40, 101)}`, 'JOIN #harborlight_tv,#lanternbot');
    await second.line('ROOMSTATE #lanternbot');
    assert.match(await second.line('msg_concurrent_channel_limit_reached'), /NOTICE #room_100 /);
    assert.equal(second.lines('ROOMSTATE').length, 62);
    assert.deepEqual(
      stand.irc.limits.violations.map(({ kind }) => kind),
      ['rooms'],
    );
  });
});
