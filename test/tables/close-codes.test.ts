import assert from 'node:assert/strict';
import {
  closeCode,
  closeCodes,
  revocationReason,
  revocationReasons,
  subscriptionStatuses,
} from '../../src/tables/close-codes';

describe('EventSub closes and revocations', () => {
  it('knows the eight codes of Twitch, 4000 to 4007', () => {
    assert.deepEqual(
      closeCodes.map(({ code }) => code),
      [4000, 4001, 4002, 4003, 4004, 4005, 4006, 4007],
    );
  });

  it('connects again after every code, but looks first where nothing was subscribed', () => {
    assert.equal(closeCode(4003).policy, 'check');
    assert.deepEqual(
      closeCodes.filter(({ policy }) => policy === 'check').map(({ code }) => code),
      [4003],
    );
    assert.equal(closeCode(1006).policy, 'back-off');
    assert.equal(closeCode(4999).policy, 'back-off');
  });

  it('counts only a client that sent something as a mistake of this package', () => {
    assert.deepEqual(
      closeCodes.filter(({ ownFault }) => ownFault).map(({ code }) => code),
      [4001],
    );
  });

  it('has a status for every reason of a revocation', () => {
    const statuses = subscriptionStatuses.map(({ status }) => status) as readonly string[];
    for (const { reason, sentence } of revocationReasons) {
      assert.ok(statuses.includes(reason), reason);
      assert.match(sentence, /^[A-Z].*\.$/);
    }
    assert.equal(new Set(statuses).size, 19);
  });

  it('asks for a sign-in only where the permission is gone, and takes an unknown reason for final', () => {
    assert.equal(revocationReason('authorization_revoked').policy, 'sign-in');
    assert.equal(revocationReason('beta_maintenance').policy, 'later');
    assert.equal(revocationReason('something_new').policy, 'never');
    assert.match(revocationReason('something_new').sentence, /something_new/);
  });

  it('counts only enabled subscriptions as live', () => {
    assert.deepEqual(
      subscriptionStatuses.filter(({ live }) => live).map(({ status }) => status),
      ['enabled'],
    );
  });
});
