import assert from 'node:assert/strict';
import { parseFrame } from '../../../src/core/eventsub/frame';

const at = '2026-05-04T10:11:12.634234626Z';

function frame(messageType: string, payload: unknown, more: object = {}): string {
  return JSON.stringify({
    metadata: { message_id: 'm1', message_type: messageType, message_timestamp: at, ...more },
    payload,
  });
}

describe('EventSub frames', () => {
  it('reads a welcome with its session id and the announced period', () => {
    const session = { id: 'AgoQ', status: 'connected', keepalive_timeout_seconds: 30, recovery_url: null };
    assert.deepEqual(parseFrame(frame('session_welcome', { session })), {
      kind: 'welcome',
      messageId: 'm1',
      sentAt: at,
      sessionId: 'AgoQ',
      keepaliveMs: 30_000,
    });
  });

  it('reads a welcome that announces no period', () => {
    const read = parseFrame(
      frame('session_welcome', { session: { id: 'a', keepalive_timeout_seconds: null } }),
    );
    assert.equal(read.kind === 'welcome' && read.keepaliveMs, null);
  });

  it('reads a notification and hands the event on untouched', () => {
    const event = { user_id: null, nested: { list: [1, null, 'ü'] }, unknown_field: true };
    const subscription = {
      id: 's1',
      status: 'enabled',
      type: 'channel.cheer',
      version: '1',
      condition: { a: 'b' },
    };
    const read = parseFrame(frame('notification', { subscription, event }));
    assert.deepEqual(read, {
      kind: 'notification',
      messageId: 'm1',
      sentAt: at,
      subscription,
      events: [event],
    });
  });

  it('reads every event of a batch', () => {
    const subscription = {
      id: 's1',
      status: 'enabled',
      type: 'drop.entitlement.grant',
      version: '1',
      condition: {},
    };
    const events = [
      { id: 'a', data: { user_id: '1' } },
      { id: 'b', data: { user_id: '2' } },
    ];
    const read = parseFrame(frame('notification', { subscription, events }));
    assert.deepEqual(read.kind === 'notification' && read.events, [{ user_id: '1' }, { user_id: '2' }]);
  });

  it('takes type and version from the metadata where the subscription has none', () => {
    const more = { subscription_type: 'channel.follow', subscription_version: '2' };
    const read = parseFrame(frame('notification', { subscription: { id: 's' }, event: {} }, more));
    assert.ok(read.kind === 'notification');
    assert.deepEqual([read.subscription.type, read.subscription.version], ['channel.follow', '2']);
  });

  it('reads the address of a request to move unchanged', () => {
    const url = 'wss://other.host:8443/path?challenge=0f0e&id=AgoQ';
    const read = parseFrame(frame('session_reconnect', { session: { reconnect_url: url } }));
    assert.equal(read.kind === 'reconnect' && read.url, url);
  });

  it('reads a revocation', () => {
    const subscription = {
      id: 's',
      status: 'user_removed',
      type: 'channel.follow',
      version: '2',
      condition: {},
    };
    assert.deepEqual(parseFrame(frame('revocation', { subscription })), {
      kind: 'revocation',
      messageId: 'm1',
      sentAt: at,
      subscription,
    });
  });

  it('tells an unknown message type by name', () => {
    const read = parseFrame(frame('session_party', {}));
    assert.equal(read.kind === 'unknown' && read.messageType, 'session_party');
  });

  it('never throws, whatever comes', () => {
    const inputs = [
      '',
      'null',
      '[]',
      '"text"',
      '17',
      '{',
      '{}',
      '{"metadata":null}',
      '{"metadata":[]}',
      '{"metadata":{"message_type":7}}',
      frame('notification', null),
      frame('notification', { subscription: 's', event: {} }),
      frame('notification', { subscription: {}, event: 'text' }),
      frame('notification', { subscription: {}, events: 'text' }),
      frame('revocation', []),
      frame('session_welcome', {}),
      frame('session_welcome', { session: { id: '' } }),
      '\u0000\uFFFD',
    ];
    for (const input of inputs) assert.equal(parseFrame(input).kind, 'malformed', input);
    assert.deepEqual(parseFrame(frame('session_reconnect', { session: null })), {
      kind: 'reconnect',
      messageId: 'm1',
      sentAt: at,
      url: null,
    });
  });

  it('reads a frame cut at every byte as malformed', () => {
    const whole = frame('session_welcome', { session: { id: 'AgoQ' } });
    for (let length = 0; length < whole.length; length += 1) {
      assert.equal(parseFrame(whole.slice(0, length)).kind, 'malformed');
    }
  });
});
