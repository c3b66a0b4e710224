import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HandledTokens } from '../../../src/core/auth/handled-tokens';
import type { GivenToken, TokenHandler } from '../../../src/core/auth/token-handler';
import { TwitchError } from '../../../src/core/errors';
import { FakeClock } from '../../support/fake-clock';
import { OAuthServer, refused } from '../../support/oauth-server';

const ana = { userId: '1', login: 'ana', scopes: ['chat:read', 'channel:manage:polls'] };

describe('HandledTokens', () => {
  let server: OAuthServer;
  let clock: FakeClock;
  let tokens: HandledTokens;
  let asked: string[];

  beforeEach(async () => {
    server = await OAuthServer.start();
    clock = new FakeClock();
    asked = [];
  });
  afterEach(async () => {
    await tokens.close();
    await server.close();
    assert.equal(clock.pending, 0, 'a timer is left');
  });

  function use(hooks: Partial<TokenHandler>, clientSecret?: string): HandledTokens {
    tokens = new HandledTokens(
      {
        getClientCredentials: () =>
          Promise.resolve({ clientId: server.clientId, ...(clientSecret !== undefined && { clientSecret }) }),
        getUserToken: (user, scopes) => {
          asked.push(`${user} ${scopes?.join(' ')}`);
          return Promise.resolve(server.issue(ana));
        },
        ...hooks,
      },
      { urls: { id: server.url }, clock, random: () => 0 },
    );
    return tokens;
  }

  it('ask the application once, learn whose token it is, and keep it', async () => {
    use({});
    const all = await Promise.all(
      Array.from({ length: 10 }, () => tokens.getUserToken('ana', ['chat:read'])),
    );
    assert.equal(all[0]!.userId, '1');
    assert.deepEqual(asked, ['ana chat:read']);
    await tokens.getUserToken('1', ['channel:manage:polls', 'channel:read:polls']);
    await tokens.getUserToken(null);
    assert.equal(asked.length, 1);
  });

  it('ask again for a permission that the kept token lacks', async () => {
    use({});
    await tokens.getUserToken('ana', ['chat:read']);
    await assert.rejects(
      tokens.getUserToken('ana', ['bits:read']),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_SCOPE_MISSING',
    );
    assert.deepEqual(asked, ['ana chat:read', 'ana bits:read']);
  });

  it('ask Twitch once whose token it is, however many permissions it is asked for at once', async () => {
    const only = server.issue(ana);
    use({ getUserToken: () => Promise.resolve(only) });
    const scopes = Array.from({ length: 30 }, (_, number) => [`scope:${number}`, 'chat:read']);
    await Promise.all(scopes.map((any) => tokens.getUserToken('ana', any)));
    assert.equal(server.count('/validate'), 1);
  });

  it('report a refresh with the old and the fresh token before the fresh one is used', async () => {
    const reported: [GivenToken, GivenToken][] = [];
    let inUse: string | undefined;
    use({
      tokenRefreshed: async (old, fresh) => {
        inUse = (await tokens.getUserToken('ana')).accessToken;
        reported.push([old, fresh]);
      },
    });
    const used = await tokens.getUserToken('ana');
    const fresh = await tokens.tokenExpired(used);
    assert.equal(reported.length, 1);
    assert.equal(reported[0]![0].accessToken, used.accessToken);
    assert.equal(reported[0]![1].accessToken, fresh.accessToken);
    assert.ok(reported[0]![1].refreshToken);
    assert.equal(inUse, used.accessToken);
  });

  it('take the token that tokenExpired returns when a refresh is refused', async () => {
    const expired: string[] = [];
    use({
      tokenExpired: (token) => {
        expired.push(token.accessToken);
        return server.issue(ana);
      },
    });
    const used = await tokens.getUserToken('ana');
    server.next['/token'] = [refused(400, 'Invalid refresh token')];
    const next = await tokens.tokenExpired(used);
    assert.deepEqual(expired, [used.accessToken]);
    assert.notEqual(next.accessToken, used.accessToken);
    assert.equal((await tokens.getUserToken('ana')).accessToken, next.accessToken);
  });

  it('ask getUserToken when tokenExpired returns nothing, and fail when that gives the same token', async () => {
    const only = server.issue(ana);
    use({
      getUserToken: () => Promise.resolve({ accessToken: only.accessToken }),
      tokenExpired: () => undefined,
    });
    const used = await tokens.getUserToken('ana');
    await assert.rejects(
      tokens.tokenExpired(used),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_SIGN_IN_NEEDED',
    );
  });

  it('say who is not signed in when the application has no token', async () => {
    use({ getUserToken: () => Promise.resolve(null) });
    await assert.rejects(
      tokens.getUserToken('berta'),
      (error: unknown) =>
        error instanceof TwitchError && error.code === 'TWITCH_SIGN_IN_NEEDED' && /berta/.test(error.message),
    );
  });

  it('take the chat token from its own hook, or ask for a chat permission', async () => {
    use({ getIrcToken: () => Promise.resolve(server.issue(ana)) });
    assert.equal((await tokens.getIrcToken('ana')).login, 'ana');
    assert.deepEqual(asked, []);
    await tokens.close();
    use({});
    await tokens.getIrcToken('ana');
    assert.deepEqual(asked, ['ana chat:read chat:edit']);
  });

  it('make the app token of the credentials, or take it from its hook; without either only that call fails', async () => {
    use({}, 'secret');
    assert.ok(await tokens.getClientToken());
    await tokens.close();
    let made = 0;
    use({ getClientToken: () => Promise.resolve(`app-${++made}`) });
    assert.equal(await tokens.getClientToken(), 'app-1');
    assert.equal(await tokens.getClientToken(), 'app-1');
    assert.equal(await tokens.clientTokenExpired('app-1'), 'app-2');
    await tokens.close();
    use({});
    await assert.rejects(
      tokens.getClientToken(),
      (error: unknown) => error instanceof TwitchError && error.code === 'TWITCH_CLIENT_SECRET_NEEDED',
    );
    assert.equal((await tokens.getUserToken('ana')).login, 'ana');
  });
});
