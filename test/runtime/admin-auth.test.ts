import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { NodeRedProcess } from '../support/node-red-process';
import { ends, node, practiceAccount, probed } from '../support/twitch-flow';

/** Two people: one may do everything, one may only look. The token of each is their name. */
const adminAuth = `
settings.adminAuth = {
  type: 'credentials',
  users: async (username) => ({ admin: { username, permissions: '*' }, reader: { username, permissions: 'read' } })[username] ?? null,
  authenticate: async (username, password) =>
    password === 'pass-' + username ? { username, permissions: username === 'admin' ? '*' : 'read' } : null,
};`;

describe('admin routes behind a login, below another root', function () {
  this.timeout(60_000);
  let nodeRed: NodeRedProcess;

  before(async () => {
    nodeRed = await NodeRedProcess.start({
      settings: { httpAdminRoot: '/red', twitchAccountPractice: { script: 'none', speed: 10 } },
      settingsCode: adminAuth,
      flows: probed([practiceAccount, node('chat', 'twitch-chat'), ...ends]),
    });
  });

  after(async () => {
    await nodeRed.remove();
  });

  async function logIn(username: string): Promise<void> {
    nodeRed.accessToken = undefined;
    const { body } = await nodeRed.postJson('auth/token', {
      client_id: 'node-red-admin',
      grant_type: 'password',
      scope: username === 'admin' ? '*' : 'read',
      username,
      password: `pass-${username}`,
    });
    nodeRed.accessToken = String(dig(body, 'access_token'));
  }

  const signIn = (): Promise<{ status: number; body: unknown }> =>
    nodeRed.postJson('twitch/accounts/acc/sign-in', { slot: 'bot', use: 'practice' });
  const everything = async (): Promise<Record<string, number>> => ({
    account: (await nodeRed.getJson('twitch/accounts/acc')).status,
    defaults: (await nodeRed.getJson('twitch/defaults')).status,
    transcript: (await nodeRed.getJson('twitch/practice/transcript')).status,
    overview: (await nodeRed.getJson('twitch/overview')).status,
    beforeShow: (await nodeRed.getJson('twitch/accounts/acc/check')).status,
    sample: (await nodeRed.getJson('twitch/nodes/chat/test')).status,
    world: (await nodeRed.getJson('twitch/practice/world')).status,
    act: (await nodeRed.postJson('twitch/practice/world', { do: 'chat', count: 1 })).status,
    retry: (await nodeRed.postJson('twitch/accounts/acc/retry', {})).status,
    say: (await nodeRed.postJson('twitch/practice/say', { as: 'me', text: 'hi' })).status,
    test: (await nodeRed.postJson('twitch/nodes/chat/test', {})).status,
    categories: (await nodeRed.getJson('twitch/accounts/acc/categories?q=chat')).status,
    channels: (await nodeRed.getJson('twitch/accounts/acc/channels')).status,
    moderators: (await nodeRed.getJson('twitch/accounts/acc/moderators')).status,
    vips: (await nodeRed.getJson('twitch/accounts/acc/vips')).status,
    people: (await nodeRed.getJson('twitch/accounts/acc/people')).status,
    emotes: (await nodeRed.getJson('twitch/accounts/acc/emotes')).status,
    ownRewards: (await nodeRed.getJson('twitch/accounts/acc/own-rewards')).status,
    moderator: (await nodeRed.getJson('twitch/accounts/acc/bot-moderator')).status,
    // The practice bot is a moderator already: Twitch's refusal comes as a sentence.
    makeModerator: (await nodeRed.postJson('twitch/accounts/acc/bot-moderator', {})).status,
    signIn: (await signIn()).status,
    session: (await nodeRed.getJson('twitch/sign-in/unknown')).status,
    confirm: (await nodeRed.postJson('twitch/sign-in/unknown/confirm', {})).status,
    cancel: (await nodeRed.fetch('twitch/sign-in/unknown', { method: 'DELETE' })).status,
    signOut: (await nodeRed.postJson('twitch/accounts/acc/sign-out', { slot: 'bot' })).status,
    check: (await nodeRed.postJson('twitch/client-id/check', { clientId: 'x' })).status,
  });

  it('lie below that root', () => {
    assert.match(nodeRed.url, /\/red\/$/);
  });

  it('let nobody in without a login', async () => {
    nodeRed.accessToken = undefined;
    for (const [route, status] of Object.entries(await everything())) assert.equal(status, 401, route);
  });

  it('let a reader look, and nothing else', async () => {
    await logIn('reader');
    const answers = await everything();
    assert.deepEqual(
      Object.entries(answers).filter(([, status]) => status !== 401),
      [
        ['account', 200],
        ['defaults', 200],
        ['transcript', 200],
        ['overview', 200],
        ['beforeShow', 200],
        ['sample', 200],
        ['world', 200],
        ['categories', 200],
        ['channels', 200],
        ['moderators', 200],
        ['vips', 200],
        ['people', 200],
        ['emotes', 200],
        ['ownRewards', 200],
        ['moderator', 200],
      ],
    );
  });

  it('let an operator do everything, sign-in included', async () => {
    await logIn('admin');
    const comms = await nodeRed.openComms();
    await comms.waitForStatus('chat', 'practice');
    comms.close();
    const answers = await everything();
    assert.deepEqual(answers, {
      account: 200,
      defaults: 200,
      transcript: 200,
      overview: 200,
      beforeShow: 200,
      sample: 200,
      world: 200,
      act: 200,
      retry: 204,
      say: 204,
      test: 204,
      categories: 200,
      channels: 200,
      moderators: 200,
      vips: 200,
      people: 200,
      emotes: 200,
      ownRewards: 200,
      moderator: 200,
      makeModerator: 502,
      signIn: 200,
      session: 404,
      confirm: 204,
      cancel: 204,
      signOut: 204,
      check: 200,
    });
    const { body } = await signIn();
    assert.match(String(dig(body, 'link')), /^http:\/\/127\.0\.0\.1/);
  });
});
