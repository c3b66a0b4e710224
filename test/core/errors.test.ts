import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  abortedError,
  toTwitchError,
  TwitchAuthError,
  TwitchError,
  TwitchInputError,
  TwitchRateLimitError,
  TwitchRequestError,
  TwitchScopeError,
  TwitchSocketError,
} from '../../src/core/errors';

describe('TwitchError', () => {
  it('carries name, code and cause as own properties, and the code in its cause', () => {
    const error = new TwitchError('TWITCH_GONE', 'Removed. Use another.', { endpoint: 'x', status: 410 });
    for (const key of ['name', 'code', 'cause']) assert.ok(Object.hasOwn(error, key), key);
    assert.deepEqual(error.cause, { endpoint: 'x', status: 410, code: 'TWITCH_GONE' });
    assert.ok(error instanceof Error);
  });

  it('cannot be given another code by its details', () => {
    const error = new TwitchInputError('Wrong.', { code: 'OTHER' });
    assert.equal(error.cause.code, 'TWITCH_INPUT_INVALID');
  });

  it('has a family with names of their own', () => {
    const family = [
      new TwitchInputError('x'),
      new TwitchRateLimitError('x'),
      new TwitchScopeError('x', { missingScopes: [] }),
      new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'x'),
      new TwitchRequestError('TWITCH_FORBIDDEN', 'x'),
      new TwitchSocketError('TWITCH_TIMEOUT', 'x'),
    ];
    assert.equal(new Set(family.map((error) => error.name)).size, family.length);
    for (const error of family) {
      assert.ok(error instanceof TwitchError);
      assert.equal(error.name, error.constructor.name);
    }
  });

  it('is made of anything that is thrown, and left as it is where it is one', () => {
    const own = new TwitchInputError('x');
    assert.equal(toTwitchError(own), own);
    assert.equal(toTwitchError(new Error('plain')).message, 'plain');
    assert.equal(toTwitchError('text', 'TWITCH_STORE_FAILED').code, 'TWITCH_STORE_FAILED');
  });

  it('of a call given up is the reason it was given up for, where that is one', () => {
    const reason = new TwitchSocketError('TWITCH_ABORTED', 'closed');
    assert.equal(abortedError(AbortSignal.abort(reason)), reason);
    assert.equal(abortedError(AbortSignal.abort()).code, 'TWITCH_ABORTED');
    assert.equal(abortedError().code, 'TWITCH_ABORTED');
  });
});
