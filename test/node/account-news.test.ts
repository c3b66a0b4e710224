import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import type { Account } from '../../src/node-red/account';
import { AccountNewsroom } from '../../src/node-red/account-news';
import { FakeClock } from '../support/fake-clock';

/** As much of an account as is told to the editor. */
interface Told {
  readonly isStarted: boolean;
  readonly standing: string;
  readonly missing: readonly object[];
}

describe('what all editors are told of an account', () => {
  let clock: FakeClock;
  let published: [topic: string, data: unknown, retain: boolean | undefined][];
  let news: AccountNewsroom;

  beforeEach(() => {
    clock = new FakeClock();
    published = [];
    news = new AccountNewsroom((topic, data, retain) => void published.push([topic, data, retain]), clock);
  });

  const account = ({ isStarted, standing, missing }: Told): Account =>
    ({
      config: { id: 'acc', name: 'acc', use: 'channel' },
      isStarted,
      standing,
      signedOut: () => missing,
    }) as unknown as Account;
  const well = account({ isStarted: true, standing: 'connected', missing: [] });
  const signedOut = account({
    isStarted: true,
    standing: 'sign-in',
    missing: [{ slot: 'channel', name: 'Ana', reason: 'Invalid refresh token' }],
  });

  it('is kept for editors that are opened later, and told only when it is news', () => {
    news.tell(signedOut);
    news.tell(signedOut);
    assert.deepEqual(published, [
      [
        'twitch/account/acc',
        {
          id: 'acc',
          name: '',
          use: 'channel',
          state: 'sign-in',
          signedOut: [{ slot: 'channel', name: 'Ana', reason: 'Invalid refresh token' }],
        },
        true,
      ],
    ]);
    news.tell(well);
    assert.equal(published.length, 2);
    news.close();
  });

  it('says nothing while an account is only starting', () => {
    news.tell(account({ isStarted: false, standing: 'connecting', missing: [] }));
    assert.deepEqual(published, []);
  });

  it('does not take a deploy for a deletion, and takes back what was kept of a deleted one', async () => {
    news.tell(signedOut);
    news.leave('acc');
    await clock.tick(1000);
    news.tell(signedOut);
    await clock.tick(10_000);
    assert.equal(published.length, 1);
    news.leave('acc');
    await clock.tick(10_000);
    assert.deepEqual(published.at(-1), [
      'twitch/account/acc',
      { id: 'acc', state: 'gone', signedOut: [] },
      false,
    ]);
    assert.equal(clock.pending, 0);
  });
});
