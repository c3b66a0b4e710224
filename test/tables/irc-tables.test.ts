import assert from 'node:assert/strict';
import { dropReason, dropReasons, type DropReasonRow } from '../../src/tables/drop-reasons';
import { loginFailure, loginFailures, notice, notices } from '../../src/tables/irc';
import { userNotice, userNotices, type UserNoticeRow } from '../../src/tables/user-notices';
import { ircLines } from '../data/irc-lines';

const messages = ircLines.flatMap(({ message }) => (message ? [message] : []));

describe('IRC tables', () => {
  it('knows each NOTICE id by what it is about', () => {
    assert.deepEqual(notice('slow_on'), { kinds: ['state'], mode: 'slow', on: true });
    assert.deepEqual(notice('followers_onzero')?.mode, notice('followers_on_zero')?.mode);
    assert.deepEqual(notice('msg_duplicate')?.kinds, ['refused']);
    assert.deepEqual(notice('msg_banned')?.kinds, ['refused', 'join-refused']);
    assert.deepEqual(notice('tos_ban')?.kinds, ['join-refused']);
    assert.deepEqual(notice('usage_vips'), { kinds: ['legacy'], outcome: 'usage' });
    assert.equal(notice('constructor'), undefined);
  });

  it('has ids of NOTICE that look like ids', () => {
    assert.ok(Object.keys(notices).length > 150);
    for (const id of Object.keys(notices)) assert.match(id, /^[a-z0-9]+(_[a-z0-9]+)*$/);
  });

  it('has a row for every refused message, and a refused message for every row', () => {
    const refused = Object.entries(notices).filter(([, row]) => row.kinds.includes('refused'));
    assert.deepEqual(refused.map(([id]) => id).toSorted(), Object.keys(dropReasons).toSorted());
  });

  it('retries only what waiting or another text can help', () => {
    const retried = Object.entries<DropReasonRow>(dropReasons).filter(([, row]) => row.retry !== 'never');
    assert.deepEqual(
      retried.map(([code]) => code),
      ['msg_duplicate', 'msg_ratelimit', 'msg_slowmode'],
    );
  });

  it('explains every drop code, and an unknown one with its name', () => {
    for (const { sentence } of Object.values<DropReasonRow>(dropReasons))
      assert.match(sentence, /^[A-Z].*\.$/);
    assert.match(dropReason('msg_brand_new').sentence, /msg_brand_new/);
    assert.equal(dropReason('hasOwnProperty').retry, 'never');
  });

  it('has a row for each NOTICE among the reference lines, except where the text decides', () => {
    const seen = messages.filter(({ command, tags }) => command === 'NOTICE' && tags['msg-id']);
    assert.ok(seen.length > 0);
    for (const { tags } of seen) assert.ok(notice(tags['msg-id'] ?? ''), tags['msg-id']);
  });

  it('tells a failed login by its text', () => {
    assert.equal(loginFailure('Login authentication failed')?.reaction, 'refresh-once');
    assert.equal(loginFailure('Login unsuccessful')?.reaction, 'back-off');
    assert.equal(loginFailure('This room is in slow mode.'), undefined);
    assert.equal(loginFailures.length, 4);
  });

  for (const [kind, row] of Object.entries<UserNoticeRow>(userNotices)) {
    it(`user notice ${kind}: "${row.label}" has names of tags, each once`, () => {
      assert.match(kind, /^[a-z]+$/);
      assert.equal(new Set(row.params).size, row.params.length);
      for (const name of row.params) assert.match(name, /^[A-Za-z]+(-[a-z0-9]+)*$/);
      if (row.note !== undefined) assert.match(row.note, /\.$/);
    });
  }

  it('lists every tag that the reference lines carry for their kind', () => {
    for (const { command, tags } of messages.filter((one) => one.command === 'USERNOTICE')) {
      const row = userNotice(tags['source-msg-id'] ?? tags['msg-id'] ?? '');
      if (row === undefined) continue;
      for (const tag of Object.keys(tags).filter((name) => name.startsWith('msg-param-'))) {
        assert.ok(
          row.params.includes(tag.slice('msg-param-'.length)),
          `${command} ${tags['msg-id']}: ${tag}`,
        );
      }
    }
    assert.equal(userNotice('brandnew'), undefined);
  });
});
