import assert from 'node:assert/strict';
import type { SavedNode } from '../../src/definitions/definition';
import { migrate, upgrade, type Step } from '../../src/definitions/migrations';

const rename: Step = ({ params, ...rest }) => ({
  ...rest,
  params: { title: params?.['question'] ?? { v: '', t: 'str' } },
});

const shout: Step = (config) => ({
  ...config,
  params: { title: { v: String(config.params?.['title']?.v).toUpperCase(), t: 'str' } },
});

describe('migrating a saved node', () => {
  it('turns plain properties of version 0 into typed values', () => {
    const old = {
      id: 'n1',
      type: 'twitch-poll',
      name: 'snacks',
      account: 'a1',
      wires: [['n2']],
      operation: 'open',
      question: 'Best snack?',
      for: 90,
      choices: 'Chips\nFruit',
    };
    assert.deepEqual(migrate('twitch-poll', old), {
      id: 'n1',
      type: 'twitch-poll',
      name: 'snacks',
      account: 'a1',
      wires: [['n2']],
      operation: 'open',
      version: 1,
      params: {
        question: { v: 'Best snack?', t: 'str' },
        for: { v: 90, t: 'num' },
        choices: { v: 'Chips\nFruit', t: 'str' },
      },
    });
  });

  it('keeps the types of yes/no and of objects', () => {
    const old: SavedNode = {
      type: 'twitch-api',
      call: 'get-users',
      fields: { login: 'ana' },
      perItem: true,
    };
    const { params } = migrate('twitch-api', old);
    assert.deepEqual(params, {
      call: { v: 'get-users', t: 'str' },
      fields: { v: { login: 'ana' }, t: 'json' },
      perItem: { v: true, t: 'bool' },
    });
  });

  it('leaves a node of today as it is', () => {
    const today = { id: 'n1', type: 'twitch-poll', version: 1, params: { question: { v: 'x', t: 'str' } } };
    assert.equal(migrate('twitch-poll', today), today);
  });

  it('takes a node with typed values and no number for one of version 1', () => {
    const unnumbered = { type: 'twitch-poll', params: { question: { v: 'x', t: 'str' } } };
    assert.equal(migrate('twitch-poll', unnumbered), unnumbered);
  });

  it('leaves a node of a newer version, and of another package, as it is', () => {
    const newer = { type: 'twitch-poll', version: 99, question: 'x' };
    assert.equal(migrate('twitch-poll', newer), newer);
    const foreign = { type: 'inject', question: 'x' };
    assert.equal(migrate('inject', foreign), foreign);
  });

  it('leaves the account its plain properties', () => {
    const account = migrate('twitch-account', {
      type: 'twitch-account',
      use: 'read',
      channel: 'ana',
    });
    assert.deepEqual(account, { type: 'twitch-account', use: 'read', channel: 'ana', version: 1 });
  });

  it('does not change what it was given', () => {
    const old = Object.freeze({ type: 'twitch-poll', question: 'x' });
    migrate('twitch-poll', old);
    assert.deepEqual(old, { type: 'twitch-poll', question: 'x' });
  });

  it('runs every step on the way, the oldest first', () => {
    const upgraded = upgrade({ type: 'twitch-poll', question: 'hi' }, 0, 3, { 1: rename, 2: shout });
    assert.deepEqual(upgraded, { type: 'twitch-poll', version: 3, params: { title: { v: 'HI', t: 'str' } } });
  });
});
