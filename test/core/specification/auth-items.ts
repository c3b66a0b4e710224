import assert from 'node:assert/strict';
import { TokenManager } from '../../../src/core/auth/token-manager';
import type { GivenToken, TokenHandler } from '../../../src/core/auth/token-handler';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import type { ItemOf } from '../../data/specification';
import type { Scene, SceneCheck } from './scene';

type AuthItem = ItemOf<'auth'>;

interface Hooks extends TokenHandler {
  /** What was asked, in order. */
  readonly asked: string[];
}

/** An application's own tokens: the broadcaster's by default. */
function hooks(scene: Scene, more: Partial<TokenHandler> = {}): Hooks {
  const { confidential } = scene.simulator;
  const asked: string[] = [];
  return {
    asked,
    getClientCredentials: () => {
      asked.push('credentials');
      return Promise.resolve({ ...confidential });
    },
    getUserToken: (user, scopes = []) => {
      asked.push(`user ${user} ${scopes.join(' ')}`.trim());
      return Promise.resolve(
        scene.token(scene.channel, ['channel:read:polls', 'chat:read'], confidential.clientId),
      );
    },
    ...more,
  };
}

function pollsOf(scene: Scene, tokens: TokenHandler): Promise<readonly unknown[]> {
  const { clientId } = scene.simulator.confidential;
  const { id } = scene.simulator.users.broadcaster;
  return Promise.resolve(scene.client({ clientId, tokens }).user(id).fetchPolls());
}

/** Where tokens come from, through the client that uses them. */
export const authItems: Readonly<Record<AuthItem, SceneCheck>> = {
  'Client: param token_handler': async (scene) => {
    const { broadcaster } = scene.simulator.users;
    const { clientId, urls } = scene.simulator;
    const given = scene.token(scene.channel, ['channel:read:polls']);
    const manager = new TokenManager({ clientId, urls, store: new MemoryTokenStore() });
    await manager.addToken(given);
    const handler: TokenHandler = {
      getClientCredentials: () => Promise.resolve({ clientId }),
      getUserToken: () => Promise.resolve(given),
    };
    for (const tokens of [given, handler, manager]) {
      assert.deepEqual(await scene.client({ tokens }).user(broadcaster.id).fetchPolls(), []);
    }
    await manager.close();
  },
  'TokenHandler: BaseTokenHandler': async (scene) => {
    const handler = hooks(scene);
    assert.deepEqual(await pollsOf(scene, handler), []);
    assert.deepEqual(handler.asked.slice(0, 1), ['credentials']);
    assert.ok(handler.asked.some((what) => what.startsWith('user ')));
  },
  'TokenHandler: event_token_expired': async (scene) => {
    const { clientId } = scene.simulator.confidential;
    const { id } = scene.simulator.users.broadcaster;
    const expired: GivenToken[] = [];
    const issue = (): GivenToken => ({
      accessToken: scene.token(scene.channel, ['channel:read:polls'], clientId).accessToken,
    });
    const first = issue();
    const tokens = hooks(scene, {
      getUserToken: () => Promise.resolve(first),
      tokenExpired: (token) => {
        expired.push(token);
        return issue();
      },
    });
    const user = scene.client({ clientId, tokens }).user(id);
    await user.fetchPolls();
    scene.simulator.revokeGrant(clientId, scene.channel);
    assert.deepEqual(await user.fetchPolls(), []);
    assert.deepEqual(
      expired.map(({ accessToken }) => accessToken),
      [first.accessToken],
    );
  },
  'TokenHandler: event_token_refreshed': async (scene) => {
    const refreshed: [old: string, fresh: string][] = [];
    const tokens = hooks(scene, {
      tokenRefreshed: (old, fresh) => void refreshed.push([old.accessToken, fresh.accessToken]),
    });
    scene.simulator.faults.unauthorized({ endpoint: 'get-polls' });
    assert.deepEqual(await pollsOf(scene, tokens), []);
    assert.equal(refreshed.length, 1);
    assert.notEqual(refreshed[0]![0], refreshed[0]![1]);
  },
  'TokenHandler: get_client_credentials': async (scene) => {
    const handler = hooks(scene);
    const { clientId } = scene.simulator.confidential;
    const client = scene.client({ clientId, tokens: handler });
    await client.user(scene.simulator.users.broadcaster.id).fetch({ token: 'app' });
    // The secret that it brought made an app token.
    assert.deepEqual([...new Set(handler.asked)], ['credentials']);
  },
  'TokenHandler: get_client_token': async (scene) => {
    const { clientId } = scene.simulator.confidential;
    let asked = 0;
    const tokens = hooks(scene, {
      getClientToken: () => {
        asked += 1;
        return Promise.resolve(scene.simulator.issueAppToken().accessToken);
      },
    });
    const client = scene.client({ clientId, tokens });
    assert.equal((await client.fetchUser(scene.channel, { token: 'app' }))?.login, scene.channel);
    await client.fetchUser(scene.viewer, { token: 'app' });
    assert.equal(asked, 1);
    // Without a secret a call of the application fails, and nothing else does.
    const open = scene.client();
    await assert.rejects(open.fetchUser(scene.channel, { token: 'app' }), {
      code: 'TWITCH_CLIENT_SECRET_NEEDED',
    });
    assert.equal((await open.fetchUser(scene.channel))?.login, scene.channel);
  },
  'TokenHandler: get_irc_token': async (scene) => {
    const { clientId } = scene.simulator.confidential;
    const asked: (string | null)[] = [];
    const { bot } = scene.simulator.users;
    const tokens = hooks(scene, {
      getIrcToken: (userName) => {
        asked.push(userName);
        return Promise.resolve(scene.token(bot.login, ['chat:read', 'chat:edit'], clientId));
      },
    });
    const client = scene.client({ clientId, tokens, chat: { sendOver: 'irc' } });
    await client.chat.join(scene.channel);
    assert.deepEqual([asked, client.chat.login], [[null], bot.login]);
    await client.chatFor(bot.login).join(scene.channel);
    assert.equal(client.chatFor(bot.login).login, bot.login);
  },
  'TokenHandler: get_user_token': async (scene) => {
    const { id } = scene.simulator.users.broadcaster;
    const handler = hooks(scene);
    await pollsOf(scene, handler);
    const asked = handler.asked.find((what) => what.startsWith('user '))!;
    assert.match(asked, new RegExp(`^user (${id}|null) .*channel:read:polls`));
    const none = hooks(scene, { getUserToken: () => Promise.resolve(null) });
    await assert.rejects(pollsOf(scene, none), { code: 'TWITCH_SIGN_IN_NEEDED' });
  },
  'Shared: target, moderator and use_app_token arguments': async (scene) => {
    const { simulator } = scene;
    const { clientId, clientSecret } = simulator.confidential;
    const { broadcaster, moderator } = simulator.users;
    const logins: (string | null)[] = [];
    simulator.on('transcript', (entry) => entry.kind === 'call' && logins.push(entry.login));
    const tokens = new TokenManager({
      clientId,
      clientSecret,
      urls: simulator.urls,
      store: new MemoryTokenStore(),
    });
    for (const { login } of [broadcaster, moderator]) {
      await tokens.addToken(scene.token(login, ['moderator:read:followers'], clientId));
    }
    const user = scene.client({ clientId, tokens }).user(broadcaster.id);
    await user.fetchChannelFollowers();
    await user.fetchChannelFollowers({}, { as: moderator.login });
    await user.fetchVideos({}, { token: 'app' });
    // The first call looks the moderator's login up.
    assert.deepEqual(
      logins.filter((login, index) => index === 0 || login !== logins[index - 1]),
      [broadcaster.login, moderator.login, null],
    );
    await tokens.close();
  },
};
