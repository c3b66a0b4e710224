import assert from 'node:assert/strict';
import { once, type EventEmitter } from 'node:events';
import { ChatClient } from '../../../src/core/irc/chat-client';
import type { UserNotice } from '../../../src/core/irc/chat-event';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { Twurple } from './twurple';
import { within } from './waiting';

/** The part of tmi.js that is used here; it ships no types. */
interface TmiClient extends EventEmitter {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

type Tags = Readonly<Record<string, string>>;

const line = (...words: readonly unknown[]): string => words.join('|');

function noticeLine(notice: UserNotice): string {
  const { kind, user, params, text } = notice;
  const from = notice.anonymous ? 'anonymous' : user.login;
  switch (kind) {
    case 'sub':
      return line('sub', user.login, params['sub-plan']);
    case 'resub':
      return line('resub', user.login, params['sub-plan'], params['cumulative-months'], text);
    case 'subgift':
      return line('subgift', from, params['recipient-user-name']);
    case 'submysterygift':
      return line('bomb', user.login, params['mass-gift-count']);
    case 'raid':
      return line('raid', user.login, params['viewerCount']);
    case 'announcement':
      return line('announcement', user.login, params['color'], text);
    default:
      return line(kind, user.login);
  }
}

/** What our client hears, one line each. */
function hearOurs(client: ChatClient, heard: string[]): void {
  client.on('message', ({ user, text, isAction, bits }) =>
    heard.push(isAction ? line('action', user.login, text) : line('message', user.login, text, bits)),
  );
  client.on('usernotice', (notice) => heard.push(noticeLine(notice)));
  client.on('clearchat', ({ user, seconds }) => {
    if (user === null) heard.push('clear');
    else heard.push(seconds === null ? line('ban', user.login) : line('timeout', user.login, seconds));
  });
  client.on('clearmsg', ({ messageId }) => heard.push(line('removed', messageId)));
  client.on('roomstate', ({ changed, settings }) => {
    if (changed.length === 1) heard.push(line('slow', settings.slowSeconds > 0, settings.slowSeconds));
  });
}

/** The same of tmi.js, which tells display names; logins are in the tags. */
function hearTmi(client: TmiClient, heard: string[]): void {
  client.on('message', (_: string, tags: Tags, text: string) =>
    heard.push(
      tags['message-type'] === 'action'
        ? line('action', tags['username'], text)
        : line('message', tags['username'], text, tags['bits'] ?? 0),
    ),
  );
  // A cheer is an event of its own there.
  client.on('cheer', (_: string, tags: Tags, text: string) =>
    heard.push(line('message', tags['username'], text, tags['bits'])),
  );
  client.on('subscription', (_: string, _who: string, { plan }: Tags, _text: string, tags: Tags) =>
    heard.push(line('sub', tags['login'], plan)),
  );
  client.on(
    'resub',
    (_: string, _who: string, _streak: number, text: string | null, tags: Tags, { plan }: Tags) =>
      heard.push(line('resub', tags['login'], plan, tags['msg-param-cumulative-months'], text ?? '')),
  );
  client.on('subgift', (_: string, _who: string, _streak: number, _to: string, _plan: Tags, tags: Tags) => {
    const from = tags['login'] === 'ananonymousgifter' ? 'anonymous' : tags['login'];
    heard.push(line('subgift', from, tags['msg-param-recipient-user-name']));
  });
  client.on('submysterygift', (_: string, _who: string, count: number, _plan: Tags, tags: Tags) =>
    heard.push(line('bomb', tags['login'], count)),
  );
  client.on('raided', (_: string, _who: string, viewers: number, tags: Tags) =>
    heard.push(line('raid', tags['login'], viewers)),
  );
  client.on('usernotice', (kind: string, _: string, tags: Tags, text: string) =>
    heard.push(line(kind, tags['login'], tags['msg-param-color'], text)),
  );
  client.on('timeout', (_: string, who: string, _reason: null, seconds: number) =>
    heard.push(line('timeout', who, seconds)),
  );
  client.on('ban', (_: string, who: string) => heard.push(line('ban', who)));
  client.on('clearchat', () => heard.push('clear'));
  client.on('messagedeleted', (_: string, _who: string, _text: string, tags: Tags) =>
    heard.push(line('removed', tags['target-msg-id'])),
  );
  client.on('slowmode', (_: string, isOn: boolean, seconds: number) =>
    heard.push(line('slow', isOn, isOn ? seconds : 0)),
  );
}

describe('one simulated room, three clients', function () {
  this.timeout(30_000);
  let simulator: Simulator;
  let twurple: Twurple;
  let tmi: TmiClient;
  let ours: ChatClient;
  const heard = { ours: [] as string[], tmi: [] as string[], twurple: [] as string[] };

  beforeEach(async () => {
    simulator = await startSimulator();
    const channel = simulator.users.broadcaster.login;
    twurple = new Twurple(simulator.port);
    await twurple.hear('ready');
    await twurple.ask({ do: 'overhear', channel, port: simulator.port }, 'joined');
    const { Client } = require('tmi.js') as { Client: new (options: object) => TmiClient };
    tmi = new Client({
      options: { skipUpdatingEmotesets: true },
      logger: { info() {}, warn() {}, error() {} },
      connection: { server: '127.0.0.1', port: simulator.port, secure: false, reconnect: false },
      channels: [channel],
    });
    const joined = once(tmi, 'roomstate');
    await within(Promise.all([tmi.connect(), joined]), 'join with tmi.js');
    ours = new ChatClient({ url: simulator.urls.irc, channels: [channel] });
    await ours.start();
    await within(ours.join(channel), 'join with ours');
    hearOurs(ours, heard.ours);
    hearTmi(tmi, heard.tmi);
  });

  afterEach(async () => {
    await ours.close();
    await tmi.disconnect();
    await twurple.stop();
    await simulator.close();
  });

  it('hear the same conversation: lines, actions, cheers, subs, gifts, raids, announcements, removals, modes', async () => {
    const { world, users } = simulator;
    const { broadcaster, moderator } = users;
    const channel = broadcaster.login;
    const said = world.say({ login: 'mira_bakes', text: 'hello Kappa 🦉 水' });
    world.chat.send({ from: 'tofu_knight', channel, text: 'waves 👋🏽', isAction: true });
    world.say({ login: 'anchor_ana', text: 'indeed; so=it\\is', replyTo: said });
    world.cheer({ login: 'anchor_ana', bits: 100 });
    world.subscribe({ login: 'ember_ivy' });
    world.subscribe({ login: 'mira_bakes', months: 15, text: 'still here' });
    world.gift({ from: 'tofu_knight', recipients: ['cloudberry_'] });
    world.gift({ from: null, count: 1 });
    world.gift({ from: 'tofu_knight', count: 3 });
    world.raid({ from: 'driftwood_den', viewers: 42 });
    world.spotlight.announce(broadcaster.id, moderator.id, 'a word from us', 'BLUE');
    world.moderation.deleteLine(broadcaster.id, said);
    world.moderation.ban({ channel, user: 'bento_boris', durationS: 600 });
    world.moderation.ban({ channel, user: 'ember_ivy' });
    world.modes.update(broadcaster.id, moderator.id, { slowModeSeconds: 30 });
    world.modes.update(broadcaster.id, moderator.id, { slowModeSeconds: null });
    world.moderation.clear(broadcaster.id);
    const last = world.chat.send({ from: 'mira_bakes', channel, text: 'the end', unpaced: true });
    assert.equal(last.sent, true);
    for (;;) {
      const next = String(await twurple.hear('overheard'));
      heard.twurple.push(next);
      if (next.includes('the end')) break;
    }
    await within(
      (async () => {
        while (!heard.ours.at(-1)?.includes('the end') || !heard.tmi.at(-1)?.includes('the end'))
          await new Promise((resolve) => setImmediate(resolve));
      })(),
      'hear the end',
    );
    assert.ok(heard.ours.length >= 20, heard.ours.join('\n'));
    assert.deepEqual(heard.ours, heard.tmi, 'tmi.js');
    assert.deepEqual(heard.ours, heard.twurple, '@twurple/chat');
  });
});
