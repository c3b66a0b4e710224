import assert from 'node:assert/strict';
import { leastScopes } from '../../src/definitions/least-scopes';
import { permissionsOf } from '../../src/definitions/permissions';

const text = (v: string): { v: string; t: string } => ({ v, t: 'str' });

describe('permissions of a node', () => {
  it('are those of the calls and events of its operation, without what a wider one covers', () => {
    assert.deepEqual(permissionsOf({ type: 'twitch-poll', operation: 'run' }), [
      { as: 'channel', anyOf: ['channel:manage:polls'] },
    ]);
  });

  it('are asked of whom the node speaks as', () => {
    const send = { type: 'twitch-send-message', operation: 'send' };
    assert.deepEqual(permissionsOf({ ...send, params: { as: text('bot') } }), [
      { as: 'bot', anyOf: ['user:write:chat'] },
    ]);
    assert.deepEqual(permissionsOf({ ...send, params: { as: text('channel') } }), [
      { as: 'channel', anyOf: ['user:write:chat'] },
    ]);
  });

  it('of a send node that was never opened are the bot’s', () => {
    assert.deepEqual(permissionsOf({ type: 'twitch-send-message', params: {} })[0]?.as, 'bot');
  });

  it('follow the event that was chosen', () => {
    const need = permissionsOf({ type: 'twitch-event', params: { event: text('channel.follow') } });
    assert.deepEqual(need, [{ as: 'channel', anyOf: ['moderator:read:followers'] }]);
    assert.deepEqual(permissionsOf({ type: 'twitch-event', params: { event: text('stream.online') } }), []);
    assert.deepEqual(permissionsOf({ type: 'twitch-event', params: { event: text('chat.raid') } }), []);
  });

  it('of an event by hand are those of the table, if it has it; a withdrawn version needs what the newest does', () => {
    const event = text('other');
    const byHand = (type: string, version = ''): unknown =>
      permissionsOf({
        type: 'twitch-event',
        params: { event, typeByHand: text(type), eventVersion: text(version) },
      })[0]?.anyOf;
    assert.deepEqual(byHand('channel.follow', '1'), ['moderator:read:followers']);
    assert.deepEqual(byHand('channel.follow', '9'), ['moderator:read:followers']);
    assert.equal(byHand('channel.brand_new'), undefined);
  });

  it('of channel points depend on what is done with them', () => {
    const scopes = (params: Record<string, { v: unknown; t: string }>): string[] =>
      permissionsOf({ type: 'twitch-reward-redemption', params }).map(({ anyOf }) => anyOf.join(' '));
    const read = 'channel:read:redemptions channel:manage:redemptions';
    const reward = { v: { id: '1', title: 'Lamp' }, t: 'json' };
    assert.deepEqual(scopes({}), [read, 'bits:read']);
    assert.deepEqual(scopes({ reward }), [read]);
    assert.deepEqual(scopes({ reward, unfinished: text('refund') }), ['channel:manage:redemptions']);
  });

  it('of support are those of the kinds that were chosen', () => {
    const scopes = (kinds?: readonly string[]): string[] =>
      permissionsOf({
        type: 'twitch-subscription',
        ...(kinds && { params: { kinds: { v: kinds, t: 'json' } } }),
      }).flatMap(({ anyOf }) => anyOf);
    assert.deepEqual(scopes(), ['user:read:chat', 'channel:read:subscriptions', 'bits:read']);
    assert.deepEqual(scopes(['cheer']), ['bits:read']);
    assert.deepEqual(scopes(['gift', 'giftBomb']), ['user:read:chat', 'channel:read:subscriptions']);
  });

  it('follow the call that was chosen, and are none for an app token', () => {
    const call = text('create-clip');
    assert.deepEqual(permissionsOf({ type: 'twitch-api', params: { call } })[0]?.as, 'channel');
    assert.deepEqual(permissionsOf({ type: 'twitch-api', params: { call, as: text('app') } }), []);
  });

  it('are none for nodes that only read chat, and for types that are not ours', () => {
    assert.deepEqual(permissionsOf({ type: 'twitch-chat' }), []);
    assert.deepEqual(permissionsOf({ type: 'twitch-command' }), []);
    assert.deepEqual(permissionsOf({ type: 'inject' }), []);
  });
});

describe('the permissions that are asked for', () => {
  const manage = ['channel:manage:polls'];
  const either = ['channel:manage:polls', 'channel:read:polls'];

  it('only read where reading is enough, whatever the order of the table', () => {
    assert.deepEqual(leastScopes([either]), ['channel:read:polls']);
  });

  it('are not asked for twice when one that is needed anyway covers another', () => {
    assert.deepEqual(leastScopes([either, manage]), manage);
  });

  it('leave out what is granted already', () => {
    assert.deepEqual(leastScopes([either], manage), []);
    assert.deepEqual(leastScopes([]), []);
  });
});
