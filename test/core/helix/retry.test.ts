import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwitchSocketError } from '../../../src/core/errors';
import { failureOfError, isHarmless, retryPauseMs } from '../../../src/core/helix/retry';
import { allEndpoints, endpoint, isEndpointId } from '../../../src/tables/endpoints';
import { helixRetry, neverTwice, type RetryFailure } from '../../../src/tables/helix-retry';

const never = (): number => 0;
const call = (id: Parameters<typeof endpoint>[0]) => ({ method: endpoint(id).method, row: endpoint(id) });

describe('The retry table', () => {
  it('names only endpoints that exist, and only such writes as could be repeated', () => {
    for (const id of neverTwice) {
      assert.ok(isEndpointId(id));
      assert.ok(['PUT', 'PATCH', 'DELETE'].includes(endpoint(id).method), id);
    }
    for (const row of helixRetry) assert.ok(row.failures.length > 0 && row.times > 0);
  });

  it('repeats no POST after anything but a refusal that carried nothing out', () => {
    const failures: RetryFailure[] = [
      'lost',
      'bad-answer',
      400,
      401,
      403,
      404,
      409,
      422,
      429,
      500,
      502,
      503,
      504,
    ];
    for (const row of allEndpoints()) {
      if (row.method !== 'POST' || row.id === 'ban-user') continue;
      for (const failure of failures)
        assert.equal(retryPauseMs({ method: 'POST', row }, failure, 0, never), null, row.id);
      assert.notEqual(retryPauseMs({ method: 'POST', row }, 'not-sent', 0, never), null);
      assert.notEqual(retryPauseMs({ method: 'POST', row }, 'bucket-empty', 0, never), null);
    }
  });

  it('never repeats chat, whispers, clips, markers, polls, raids or ads after they may have happened', () => {
    for (const id of [
      'send-chat-message',
      'send-whisper',
      'create-clip',
      'create-stream-marker',
      'create-poll',
      'end-poll',
      'start-a-raid',
      'cancel-a-raid',
      'start-commercial',
      'snooze-next-ad',
    ] as const) {
      assert.equal(isHarmless(call(id)), false, id);
      assert.equal(retryPauseMs(call(id), 503, 0, never), null, id);
      assert.equal(retryPauseMs(call(id), 'lost', 0, never), null, id);
    }
  });

  it('doubles its pauses, adds chance, and ends', () => {
    const get = call('get-users');
    assert.deepEqual(
      [0, 1, 2].map((repeated) => retryPauseMs(get, 503, repeated, never)),
      [1000, 2000, null],
    );
    assert.equal(
      retryPauseMs(get, 503, 0, () => 1),
      1500,
    );
    assert.equal(retryPauseMs(get, 'bucket-empty', 0, never), 0);
  });

  it('repeats an unchecked path only if it is a GET', () => {
    assert.notEqual(retryPauseMs({ method: 'GET', row: null }, 500, 0, never), null);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
      assert.equal(retryPauseMs({ method, row: null }, 500, 0, never), null);
    }
  });

  it('repeats a 409 only where two people change the same user', () => {
    assert.notEqual(retryPauseMs(call('ban-user'), 409, 0, never), null);
    assert.equal(retryPauseMs(call('start-a-raid'), 409, 0, never), null);
  });

  it('sorts network errors by what may have reached Twitch', () => {
    assert.equal(
      failureOfError(new TwitchSocketError('TWITCH_UNREACHABLE', '', { sent: false })),
      'not-sent',
    );
    assert.equal(failureOfError(new TwitchSocketError('TWITCH_TIMEOUT', '', { sent: true })), 'lost');
    assert.equal(failureOfError(new TwitchSocketError('TWITCH_BAD_ANSWER', '')), 'bad-answer');
    assert.equal(failureOfError(new TwitchSocketError('TWITCH_ABORTED', '')), null);
  });
});
