import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { usersOfAccount, type PlacedNode } from '../../src/definitions/account-users';

const property = (value: string, type = 'twitch-account'): object => ({ name: 'ACCOUNT', type, value });
const users = (account: string, nodes: readonly PlacedNode[]): readonly string[] =>
  usersOfAccount(account, nodes).map(({ id }) => id);

describe('the nodes of an account', () => {
  const inside = { id: 'inside', type: 'twitch-poll', z: 'sub', account: '${ACCOUNT}' };
  const subflow = { id: 'sub', type: 'subflow', env: [property('')] };

  it('are those that name it and are not disabled', () => {
    const nodes = [
      { id: 'one', type: 'twitch-poll', z: 'tab', account: 'acc' },
      { id: 'off', type: 'twitch-poll', z: 'tab', account: 'acc', d: true },
      { id: 'two', type: 'twitch-poll', z: 'tab', account: 'other' },
      { id: 'acc', type: 'twitch-account' },
    ];
    assert.deepEqual(users('acc', nodes), ['one']);
  });

  it('are those in a subflow of which an instance is given the account', () => {
    const nodes = [
      subflow,
      inside,
      { id: 'first', type: 'subflow:sub', z: 'tab', env: [property('acc')] },
      { id: 'second', type: 'subflow:sub', z: 'tab', env: [property('other')] },
      { id: 'disabled', type: 'subflow:sub', z: 'tab', env: [property('third')], d: true },
    ];
    assert.deepEqual(users('acc', nodes), ['inside']);
    assert.deepEqual(users('other', nodes), ['inside']);
    assert.deepEqual(users('third', nodes), []);
  });

  it('are those whose subflow has the account as its default', () => {
    const template = { ...subflow, env: [property('acc')] };
    assert.deepEqual(users('acc', [template, inside]), [], 'nothing runs without an instance');
    assert.deepEqual(users('acc', [template, inside, { id: 'i', type: 'subflow:sub', z: 'tab' }]), [
      'inside',
    ]);
    const other = { id: 'i', type: 'subflow:sub', z: 'tab', env: [property('other')] };
    assert.deepEqual(users('acc', [template, inside, other]), []);
  });

  it('are found through a subflow in a subflow, and through the properties of a tab', () => {
    const nodes = [
      subflow,
      inside,
      { id: 'outer', type: 'subflow', env: [property('')] },
      { id: 'nested', type: 'subflow:sub', z: 'outer', env: [property('ACCOUNT', 'env')] },
      { id: 'placed', type: 'subflow:outer', z: 'tab', env: [property('${ACCOUNT}')] },
      { id: 'tab', type: 'tab', env: [property('acc', 'str')] },
    ];
    assert.deepEqual(users('acc', nodes), ['inside']);
  });

  it('are none where a property leads nowhere or to itself', () => {
    const circle = { id: 'again', type: 'subflow:sub', z: 'sub', env: [property('${ACCOUNT}')] };
    assert.deepEqual(users('acc', [subflow, inside, circle]), []);
    assert.deepEqual(users('acc', [{ ...inside, z: 'gone' }]), []);
    assert.deepEqual(users('acc', [{ ...inside, account: '${MISSING}' }, subflow]), []);
  });
});
