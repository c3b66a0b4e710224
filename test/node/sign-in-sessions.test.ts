import assert from 'node:assert/strict';
import type { DeviceSession } from '../../src/core/auth/device-sign-in';
import type { Grant } from '../../src/core/auth/grant';
import { TwitchAuthError } from '../../src/core/errors';
import { SignInSessions, sessionLimits, type SessionRequest } from '../../src/node-red/sign-in-sessions';
import { FakeClock, settle } from '../support/fake-clock';

const grant: Grant = {
  server: 'https://id.twitch.tv/oauth2',
  clientId: 'client1',
  userId: '1',
  login: 'ana',
  accessToken: 'secret-access',
  refreshToken: 'secret-refresh',
  expiresAt: null,
  scopes: [],
  obtainedAt: 0,
  rotation: 0,
};

describe('sign-in sessions of the account dialog', () => {
  let clock: FakeClock;
  let sessions: SignInSessions;
  let approve: (grant: Grant) => void;
  let fail: (error: Error) => void;
  let calls: string[];

  const request = (changes: Partial<SessionRequest> = {}): SessionRequest => {
    const result = new Promise<Grant>((resolve, reject) => {
      approve = resolve;
      fail = reject;
    });
    const device: DeviceSession = {
      userCode: 'ABCDEFGH',
      verificationUri: 'https://www.twitch.tv/activate?device-code=ABCDEFGH',
      expiresAt: clock.now() + 1_800_000,
      intervalMs: 5_000,
      result,
      cancel: () => calls.push('cancel'),
    };
    return {
      account: 'account1',
      slot: 'channel',
      device,
      doubt: () => null,
      adopt: () => {
        calls.push('adopt');
        return Promise.resolve('Ana');
      },
      discard: () => {
        calls.push('discard');
        return Promise.resolve();
      },
      over: () => calls.push('over'),
      ...changes,
    };
  };

  beforeEach(() => {
    clock = new FakeClock();
    sessions = new SignInSessions({ clock });
    calls = [];
  });

  it('tells the dialog that it waits, and then who signed in, without a token', async () => {
    const id = sessions.add(request());
    assert.match(id, /^[\w-]{20,}$/);
    assert.deepEqual(sessions.view(id), { state: 'pending' });
    approve(grant);
    await settle();
    assert.deepEqual(sessions.view(id), { state: 'done', login: 'ana', name: 'Ana' });
    assert.deepEqual(calls, ['adopt', 'over']);
  });

  it('asks before it stores another person than expected', async () => {
    const id = sessions.add(request({ doubt: () => ({ before: 'ben', sameAs: 'bot' }) }));
    approve(grant);
    await settle();
    assert.deepEqual(sessions.view(id), {
      state: 'confirm',
      login: 'ana',
      name: 'ana',
      before: 'ben',
      sameAs: 'bot',
    });
    assert.deepEqual(calls, []);
    sessions.confirm(id);
    await settle();
    assert.equal(sessions.view(id)?.state, 'done');
    assert.deepEqual(calls, ['adopt', 'over']);
  });

  it('throws the unwanted person away', async () => {
    const id = sessions.add(request({ doubt: () => ({ before: 'ben' }) }));
    approve(grant);
    await settle();
    sessions.cancel(id);
    assert.equal(sessions.view(id), undefined);
    await settle();
    // What it takes to revoke the grant is needed until then, however long the person thought about it.
    assert.deepEqual(calls, ['cancel', 'discard', 'over']);
    assert.equal(clock.pending, 0);
  });

  it('throws away a grant that arrives after the dialog was closed', async () => {
    const id = sessions.add(request());
    sessions.cancel(id);
    approve(grant);
    await settle();
    assert.deepEqual(calls, ['cancel', 'discard', 'over']);
  });

  it('tells expiry and failure in words', async () => {
    const expired = sessions.add(request());
    fail(new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'It ran out.', { reason: 'expired' }));
    await settle();
    assert.deepEqual(sessions.view(expired), { state: 'expired' });
    const failed = sessions.add(request());
    fail(new TwitchAuthError('TWITCH_CLIENT_SECRET_NEEDED', 'The secret is missing.'));
    await settle();
    assert.deepEqual(sessions.view(failed), { state: 'failed', sentence: 'The secret is missing.' });
    assert.deepEqual(calls, ['over', 'over']);
  });

  it('says so when what was approved cannot be taken', async () => {
    const id = sessions.add(request({ adopt: () => Promise.reject(new Error('no room')) }));
    approve(grant);
    await settle();
    assert.deepEqual(sessions.view(id), { state: 'failed', sentence: 'no room' });
  });

  it('keeps an outcome for a while and then forgets it', async () => {
    const id = sessions.add(request());
    approve(grant);
    await settle();
    await clock.tick(sessionLimits.keptMs);
    assert.equal(sessions.view(id), undefined);
    assert.equal(clock.pending, 0);
  });

  it('lets only a few dialogs of an account wait at once', () => {
    for (let open = 0; open < sessionLimits.perAccount; open++) {
      const free = sessions.reserve('account1');
      sessions.add(request());
      free();
    }
    assert.throws(() => sessions.reserve('account1'), { code: 'TWITCH_INPUT_INVALID' });
    sessions.reserve('account2');
    sessions.close();
    sessions.reserve('account1');
  });

  it('counts those that are still being asked for at Twitch, so that many at one instant are no more', () => {
    const places = Array.from({ length: sessionLimits.perAccount }, () => sessions.reserve('account1'));
    assert.throws(() => sessions.reserve('account1'), { code: 'TWITCH_INPUT_INVALID' });
    places[0]!();
    places[0]!();
    sessions.reserve('account1');
    assert.throws(() => sessions.reserve('account1'), { code: 'TWITCH_INPUT_INVALID' });
    const others = Array.from(
      { length: sessionLimits.inAll - sessionLimits.perAccount },
      (_, index) => index,
    );
    for (const index of others) sessions.reserve(`another${index}`);
    assert.throws(() => sessions.reserve('one more'), { code: 'TWITCH_INPUT_INVALID' });
  });
});
