import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { EndpointRow, FieldCheck, FieldSpec, FieldSpecs } from '../../src/tables/endpoint-row';
import { allEndpoints, endpoint, endpointIds, findEndpoint, isEndpointId } from '../../src/tables/endpoints';
import { eventTypes } from '../../src/tables/events';
import { isScope } from '../../src/tables/scopes';
import { shapeFields } from '../../src/tables/shape';
import { subscriptionStatuses } from '../../src/tables/close-codes';

const DAY = /^20\d\d-[01]\d-[0-3]\d$/;
const rows = allEndpoints();

function assertSentence(text: string, longest: number): void {
  assert.match(text, /^[A-Za-z0-9].*[.:]$/, `not a sentence: ${text}`);
  assert.ok(text.length <= longest, `${text.length} characters: ${text}`);
}

function assertDistinct(values: readonly unknown[], what: string): void {
  assert.equal(new Set(values).size, values.length, `${what} has doubles`);
}

function assertFieldsConsistent(fields: FieldSpecs, where: string): void {
  for (const [name, field] of Object.entries(fields)) assertFieldConsistent(field, `${where}.${name}`);
}

function assertFieldConsistent(field: FieldSpec, where: string): void {
  const { min, max, minLength, maxLength, default: usual } = field;
  const isText = field.type === 'string' || field.type === 'rfc3339';
  const isNumber = field.type === 'integer' || field.type === 'number';
  if (min !== undefined && max !== undefined) assert.ok(min <= max, `${where}: min above max`);
  if (minLength !== undefined && maxLength !== undefined) assert.ok(minLength <= maxLength, where);
  if (minLength !== undefined || maxLength !== undefined) assert.ok(isText, `${where}: length of what?`);
  if (field.itemMaxLength !== undefined) assert.equal(field.type, 'string[]', where);
  if (isText && (min !== undefined || max !== undefined)) {
    assert.ok(field.repeatable || field.unit, `${where}: min or max of a text that holds no number`);
  }
  if (field.pattern !== undefined) assert.doesNotThrow(() => new RegExp(field.pattern ?? '', 'u'), where);
  if (field.enum) {
    assert.ok(field.enum.length > 0, where);
    assertDistinct(field.enum, `${where}.enum`);
    for (const value of field.enum) assert.equal(typeof value, isNumber ? 'number' : 'string', where);
  }
  if (usual !== undefined) {
    assert.ok(!field.required, `${where}: required and still with a default`);
    assert.equal(typeof usual, isNumber ? 'number' : field.type, where);
    if (field.enum)
      assert.ok((field.enum as readonly unknown[]).includes(usual), `${where}: default not in enum`);
    if (typeof usual === 'number') assert.ok(usual >= (min ?? usual) && usual <= (max ?? usual), where);
  }
  if (field.fields) {
    assert.ok(['object', 'object[]', 'map'].includes(field.type), `${where}: only objects have fields`);
    assertFieldsConsistent(field.fields, where);
  }
  if (field.since !== undefined) assert.match(field.since, DAY);
}

/** The field of a name in a check, which may be `transport.method`. */
function fieldNamed(row: EndpointRow, name: string): FieldSpec | undefined {
  let fields: FieldSpecs | undefined = { ...row.query, ...row.body };
  let field: FieldSpec | undefined;
  for (const step of name.split('.')) {
    field = fields?.[step];
    fields = field?.fields;
  }
  return field;
}

function namesOf(check: FieldCheck): readonly string[] {
  if ('exactlyOne' in check) return check.exactlyOne;
  if ('atMostOne' in check) return check.atMostOne;
  if ('atLeastOne' in check) return check.atLeastOne;
  if ('together' in check) return check.together;
  if ('totalMax' in check) return check.of;
  if ('different' in check) return check.different;
  if ('notLess' in check) return check.notLess;
  return [check.when, ...(check.needs ?? []), ...(check.excludes ?? [])];
}

function assertChecksConsistent(row: EndpointRow): void {
  for (const check of row.checks) {
    const names = namesOf(check);
    assertDistinct(names, 'a check');
    for (const name of names) assert.ok(fieldNamed(row, name), `check of unknown field ${name}`);
    if ('when' in check) {
      assert.ok(check.needs || check.excludes, 'a check without consequence');
      const allowed = fieldNamed(row, check.when)?.enum as readonly unknown[] | undefined;
      for (const value of check.is ?? []) {
        assert.ok(typeof value === 'boolean' || allowed?.includes(value), `${check.when} is never ${value}`);
      }
    }
    if ('token' in check && check.token) assert.ok(row.tokens.includes(check.token));
  }
}

function assertPermissionsConsistent(row: EndpointRow): void {
  assertDistinct(row.tokens, 'tokens');
  assertDistinct(row.scopes, 'scopes');
  for (const scope of [...row.scopes, ...Object.keys(row.optionalScopes)]) {
    assert.ok(isScope(scope), `unknown scope ${scope}`);
  }
  if (!row.tokens.includes('user')) {
    assert.deepEqual(row.scopes, [], 'scopes of a call that takes no user token');
    assert.equal(row.owner, null);
  }
  if (row.owner !== null && row.owner !== 'token-owner') {
    const place = row.owner.in === 'query' ? row.query : (row.body ?? {});
    assert.equal(place[row.owner.param]?.type, 'string', `no ${row.owner.in} field ${row.owner.param}`);
  }
  for (const also of row.ownerAlso) {
    if (also.of !== undefined) assert.ok(fieldNamed(row, also.of), `no field ${also.of}`);
  }
  assert.equal(row.appGrants !== null, row.tokens.includes('app'));
  for (const grant of row.appGrants ?? []) {
    assert.ok(fieldNamed(row, grant.from)?.required, `no required field ${grant.from}`);
    const scopes = [...(grant.anyOf ?? []), ...(grant.allOf ?? [])];
    assert.ok(scopes.length > 0);
    assert.ok(!(grant.anyOf && grant.allOf), 'any of and all of at once');
    for (const scope of scopes) assert.ok(isScope(scope), `unknown scope ${scope}`);
  }
  if (row.appGrants && row.tokens.includes('user') && row.scopes.length > 0) {
    assert.ok(row.appGrants.length > 0, 'a user token needs a scope, an app token no grant');
    const granted = row.appGrants.flatMap((grant) => [...(grant.anyOf ?? []), ...(grant.allOf ?? [])]);
    for (const scope of row.scopes) assert.ok(granted.includes(scope), `${scope} need not be granted`);
  }
}

function assertPagingConsistent(row: EndpointRow): void {
  const fields = row.answer.fields ? shapeFields(row.answer.fields).map(({ path }) => `data.${path}`) : [];
  const beside = shapeFields(row.answer.beside ?? {}).map(({ path }) => path);
  if (row.paging === null) {
    for (const name of ['after', 'before', 'first']) assert.ok(!(name in row.query), `${name} without pages`);
    assert.ok(!beside.includes('pagination'), 'a cursor without pages');
    return;
  }
  assert.ok([...fields, ...beside].includes(row.paging.cursor), `no cursor at ${row.paging.cursor}`);
  assert.ok(
    row.paging.items === 'data' || fields.includes(row.paging.items),
    `no list at ${row.paging.items}`,
  );
  assert.equal(row.paging.cursors.includes('before'), 'before' in row.query);
  assert.equal(row.paging.max, row.query['first']?.max ?? null);
}

function assertAnswerConsistent(row: EndpointRow): void {
  const { container, fields, beside } = row.answer;
  assert.equal(container === 'none', row.success === 204);
  assert.equal(fields === undefined, container === 'none' || container === 'text/calendar');
  if (beside) assert.ok(container.startsWith('data'), 'beside what?');
  assertDistinct(
    shapeFields(fields ?? {}).map(({ path }) => path),
    'answer',
  );
}

function assertRowConsistent(row: EndpointRow): void {
  assert.match(row.id, /^[a-z]+(-[a-z]+)*$/);
  assert.match(row.path, /^(\/[a-z_]+)+$/);
  assert.ok(row.name.length > 5);
  assertSentence(row.summary, 90);
  for (const text of [
    row.rate,
    row.tokenNote,
    row.ownerNote,
    row.appGrantsNote,
    row.replacement,
    ...row.rules,
  ]) {
    if (text !== null) assertSentence(text, 200);
  }
  assertDistinct(row.rules, 'rules');
  assertPermissionsConsistent(row);
  assertFieldsConsistent(row.query, 'query');
  assertFieldsConsistent(row.body ?? {}, 'body');
  for (const field of Object.values(row.body ?? {})) assert.ok(!field.repeatable, 'a repeated key in a body');
  if (row.method === 'GET' || row.method === 'DELETE') assert.equal(row.body, null);
  for (const name of Object.keys(row.body ?? {}))
    assert.ok(!(name in row.query), `${name} in query and body`);
  assertChecksConsistent(row);
  assertPagingConsistent(row);
  assertAnswerConsistent(row);
  assert.deepEqual(
    row.errors,
    [...new Set(row.errors)].toSorted((a, b) => a - b),
  );
  for (const status of row.errors) assert.ok(status >= 400 && status < 600);
  if (row.since !== null) assert.match(row.since, DAY);
  assert.equal(row.status === 'removed', row.goneSince !== null);
  assert.equal(row.status === 'removed', row.replacement !== null);
  assert.equal(row.status === 'removed', row.errors.includes(410));
}

function textsOf(field: FieldSpec | undefined): readonly string[] {
  return (field?.enum ?? []).map(String).toSorted();
}

describe('endpoint table', () => {
  for (const row of rows) {
    it(`endpoint ${row.id}: ${row.method} ${row.path} is consistent`, () => assertRowConsistent(row));
  }

  it('has 149 endpoints, each id and each method with path once', () => {
    assert.equal(rows.length, 149);
    assertDistinct(
      rows.map(({ id }) => id),
      'ids',
    );
    assertDistinct(
      rows.map(({ method, path }) => `${method} ${path}`),
      'paths',
    );
  });

  it('says something else about each endpoint', () => {
    assertDistinct(
      rows.map(({ summary }) => summary),
      'summaries',
    );
  });

  it('lists the same ids without loading as the files hold', () => {
    assert.deepEqual(
      rows.map(({ id }) => id),
      Object.values(endpointIds).flat(),
    );
    for (const [category, ids] of Object.entries(endpointIds)) {
      assert.deepEqual(
        ids,
        rows.filter((row) => row.category === category).map(({ id }) => id),
      );
    }
  });

  it('opens 29 endpoints to any token without a scope, as an independent count says', () => {
    const open = rows.filter(
      (row) => row.tokens.includes('user') && row.tokens.includes('app') && row.scopes.length === 0,
    );
    // Subscriptions do need scopes: those of the event.
    assert.equal(open.filter((row) => row.category !== 'EventSub').length, 29);
  });

  it('offers exactly the event types of the event table for subscriptions', () => {
    const { body } = endpoint('create-eventsub-subscription');
    assert.deepEqual(textsOf(body?.['type']), [...eventTypes()].toSorted());
    const { query } = endpoint('get-eventsub-subscriptions');
    assert.deepEqual(textsOf(query['type']), [...eventTypes()].toSorted());
  });

  it('filters subscriptions by statuses that the status table knows', () => {
    const known = subscriptionStatuses.map(({ status }) => status) as readonly unknown[];
    for (const status of endpoint('get-eventsub-subscriptions').query['status']?.enum ?? []) {
      assert.ok(known.includes(status), `unknown status ${status}`);
    }
  });

  it('says that the moderator acts where a call has a moderator_id and needs a scope', () => {
    for (const row of rows.filter(({ query, scopes }) => 'moderator_id' in query && scopes.length > 0)) {
      assert.deepEqual(row.owner, { param: 'moderator_id', in: 'query' }, row.id);
    }
  });

  it('answers undefined for an id that is not there, and endpoint() throws', () => {
    assert.equal(findEndpoint('create-pol'), undefined);
    assert.equal(findEndpoint('toString'), undefined);
    assert.equal(isEndpointId('create-pol'), false);
    assert.equal(isEndpointId('create-poll'), true);
    // @ts-expect-error a wrong id does not compile either
    assert.throws(() => endpoint('create-pol'), RangeError);
  });

  it('returns the same row each time', () => {
    assert.equal(endpoint('create-poll'), endpoint('create-poll'));
  });

  it('loads the files of a category when one of its endpoints is first asked for, and no others', () => {
    const folder = path.join(__dirname, '..', '..', 'src', 'tables');
    const script = `const { endpoint } = require('./endpoints.js');
      const loaded = () => Object.keys(require.cache).filter((file) => /endpoints.[a-z-]+\\.js$/.test(file)).length;
      const before = loaded(); endpoint('create-poll'); process.stdout.write(before + ' ' + loaded());`;
    const printed = execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    // The file of the category, and the pieces it shares with others.
    assert.equal(printed, '0 2');
  });
});
