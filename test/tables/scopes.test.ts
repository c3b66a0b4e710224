import assert from 'node:assert/strict';
import { allEndpoints } from '../../src/tables/endpoints';
import { allEvents } from '../../src/tables/events';
import { allScopes, isScope, scopeRow } from '../../src/tables/scopes';

/** Scopes that neither a call nor an event asks for. */
const elsewhere: Readonly<Record<string, string>> = {
  'chat:read': 'logging in to IRC',
  'chat:edit': 'sending over IRC',
  'whispers:read': 'receiving whispers over IRC',
};

const used = new Set<string>();
for (const row of allEndpoints()) {
  for (const scope of [...row.scopes, ...Object.keys(row.optionalScopes)]) used.add(scope);
  for (const grant of row.appGrants ?? []) {
    for (const scope of [...(grant.anyOf ?? []), ...(grant.allOf ?? [])]) used.add(scope);
  }
}
for (const row of allEvents()) {
  for (const scope of [...row.scopeGroups.flat(), ...row.optionalScopes]) used.add(scope);
  for (const grant of row.appGrants) for (const scope of grant.allOf) used.add(scope);
}

describe('scope table', () => {
  it('has 81 scopes, sorted, each once', () => {
    const names = allScopes().map(({ scope }) => scope);
    assert.equal(names.length, 81);
    assert.deepEqual(names, [...new Set(names)].toSorted());
  });

  it('has no scope without a use', () => {
    for (const { scope } of allScopes()) {
      assert.notEqual(
        used.has(scope),
        scope in elsewhere,
        `${scope} is used by nothing, or explained for nothing`,
      );
    }
  });

  it('says in a sentence what each allows, and in words for a streamer what it is permission for', () => {
    for (const { scope, meaning, permission } of allScopes()) {
      assert.match(meaning, /^[A-Z].*\.$/, scope);
      assert.match(permission, /^[a-z].{5,45}[^.]$/, scope);
      assert.doesNotMatch(permission, /token|scope|\bapp\b|Helix|EventSub|IRC|[a-z]:[a-z]/, scope);
    }
  });

  it('words no two permissions the same unless they are two ways to one thing', () => {
    const groups = new Map<string, string[]>();
    for (const { scope, permission } of allScopes()) {
      groups.set(permission, [...(groups.get(permission) ?? []), scope]);
    }
    const shared = [...groups.values()].filter((scopes) => scopes.length > 1);
    assert.deepEqual(shared, [['chat:read', 'user:read:chat']]);
  });

  it('knows a scope from another text', () => {
    assert.equal(isScope('channel:manage:polls'), true);
    assert.equal(isScope('toString'), false);
    assert.equal(scopeRow('channel:manage:polls')?.permission, 'run polls');
    assert.equal(scopeRow('channel:manage:pols'), undefined);
  });
});
