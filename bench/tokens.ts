import type { TokenSource, UserToken } from '../src/core/auth/token-handler';

/** A sign-in that costs nothing, so that only the client is measured. */
export function benchTokens(): TokenSource {
  const user: UserToken = {
    accessToken: 'bench',
    userId: '700100200',
    login: 'lumen_forge',
    scopes: ['chat:read', 'moderator:read:followers'],
  };
  return {
    getClientCredentials: () => Promise.resolve({ clientId: 'bench' }),
    getClientToken: () => Promise.resolve('bench'),
    getUserToken: () => Promise.resolve(user),
    getIrcToken: () => Promise.resolve(user),
    tokenExpired: () => Promise.resolve(user),
    clientTokenExpired: () => Promise.resolve('bench'),
    users: () => [
      {
        userId: user.userId,
        login: user.login,
        displayName: 'Lumen_Forge',
        scopes: user.scopes,
        state: 'ok',
        expiresAt: null,
      },
    ],
  };
}
