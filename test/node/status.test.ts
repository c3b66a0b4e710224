import assert from 'node:assert/strict';
import {
  TwitchAuthError,
  TwitchInputError,
  TwitchRateLimitError,
  TwitchScopeError,
} from '../../src/core/errors';
import { errorCodes } from '../../src/tables/error-codes';
import { StatusLine, standings, statusKey, type Standing } from '../../src/node-red/status';
import type { NodeStatus } from '../../src/node-red/red';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/node-red-process';
import { dig } from '../support/dig';

describe('the status below a node', () => {
  let shown: NodeStatus[];
  let line: StatusLine;

  beforeEach(() => {
    shown = [];
    line = new StatusLine({ status: (status) => shown.push(status) });
  });

  const now = (): readonly unknown[] => {
    const { fill, shape, text } = shown.at(-1) ?? {};
    return [fill, shape, (text ?? '').split('.').at(-1)];
  };

  for (const [standing, fill, shape] of [
    ['connecting', 'yellow', 'ring'],
    ['waiting', 'yellow', 'ring'],
    ['connected', 'green', 'dot'],
    ['sign-in', 'red', 'ring'],
    ['permission-missing', 'red', 'ring'],
    ['practice', 'blue', 'ring'],
    ['retrying', 'yellow', 'dot'],
    ['no-account', 'grey', 'ring'],
  ] as const satisfies readonly (readonly [Standing, string, string])[]) {
    it(`is a ${fill} ${shape} for "${standing}"`, () => {
      line.setStanding(standing);
      assert.deepEqual(now(), [fill, shape, standing]);
    });
  }

  it('is a red dot with the reason after a failure, until the next success', () => {
    line.setStanding('connected');
    line.setFailed(new TwitchRateLimitError('too often'));
    assert.deepEqual(now(), ['red', 'dot', 'rate-limited']);
    line.setStanding('connected');
    assert.deepEqual(now(), ['red', 'dot', 'rate-limited']);
    line.setSuccess();
    assert.deepEqual(now(), ['green', 'dot', 'connected']);
  });

  it('is a red ring where a person has to do something', () => {
    line.setStanding('connected');
    line.setFailed(new TwitchScopeError('no', { missingScopes: ['chat:read'] }));
    assert.deepEqual(now(), ['red', 'ring', 'permission-missing']);
    line.setFailed(new TwitchAuthError('TWITCH_SIGN_IN_NEEDED', 'no'));
    assert.deepEqual(now(), ['red', 'ring', 'sign-in']);
  });

  it('shows that something waits, however much, until the last is over', () => {
    line.setStanding('practice');
    const first = line.startWaiting();
    const second = line.startWaiting();
    first();
    first();
    assert.deepEqual(now(), ['yellow', 'ring', 'waiting']);
    second();
    assert.deepEqual(now(), ['blue', 'ring', 'practice']);
  });

  it('says that a test was not sent, and that a placeholder is unknown', () => {
    line.setStanding('connected');
    line.setSuccess('test-not-sent');
    assert.deepEqual(now(), ['blue', 'ring', 'test-not-sent']);
    line.setSuccess('unknown-placeholder');
    assert.deepEqual(now(), ['yellow', 'dot', 'unknown-placeholder']);
  });

  it('is written only when it changes', () => {
    line.setStanding('connected');
    line.setStanding('connected');
    line.setFailed(new TwitchInputError('a'));
    line.setFailed(new TwitchInputError('b'));
    assert.equal(shown.length, 2);
  });

  it('has a text of at most 20 characters in the catalogue for everything it can say', () => {
    const file = path.join(projectRoot(), 'nodes', 'locales', 'en-US', 'twitch-account.json');
    const catalogue: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const keys = [
      ...Object.keys(standings),
      ...Object.values(errorCodes).map((row) => row.status),
      'test-not-sent',
      'test-filtered',
      'unknown-placeholder',
    ];
    for (const key of keys) {
      const text = dig(catalogue, `common.status.${key}`);
      assert(typeof text === 'string', `no text for ${key}`);
      assert(text.length <= 20, `"${text}" is too long`);
      assert(statusKey(key).endsWith(`:common.status.${key}`));
    }
  });
});
