import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { EventRow } from '../../src/tables/event-row';
import {
  allEvents,
  eventCategories,
  eventRow,
  eventTypes,
  eventVersions,
  isEventType,
} from '../../src/tables/events';
import { isScope } from '../../src/tables/scopes';
import { shapeFields, type ShapeField } from '../../src/tables/shape';

const rows = allEvents();

function hasType(value: unknown, type: ShapeField['type']): boolean {
  if (type.endsWith('[]')) {
    const one = type.slice(0, -2) as ShapeField['type'];
    return Array.isArray(value) && value.every((item) => hasType(item, one));
  }
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'rfc3339') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

/** Every declared field is there with its type, and nothing else is. */
function assertMatches(value: unknown, fields: readonly ShapeField[], prefix: string): void {
  const object = value as Readonly<Record<string, unknown>>;
  const own = fields.filter(({ path: name }) => {
    return name.startsWith(prefix) && !/[.]/.test(name.slice(prefix.length));
  });
  const names = own.map(({ path: name }) => name.slice(prefix.length));
  for (const key of Object.keys(object)) assert.ok(names.includes(key), `${prefix}${key} is not declared`);
  for (const field of own) {
    const found = object[field.path.slice(prefix.length)];
    if (found === undefined) {
      assert.ok(field.optional, `${field.path} is missing`);
    } else if (found === null) {
      assert.ok(field.nullable, `${field.path} is null`);
    } else {
      assert.ok(hasType(found, field.type), `${field.path} is no ${field.type}`);
      if (field.values) assert.ok(field.values.includes(found as string), `${field.path}: unknown value`);
      if (field.type === 'object') assertMatches(found, fields, `${field.path}.`);
      if (field.type === 'object[]') {
        for (const one of found as unknown[]) assertMatches(one, fields, `${field.path}[].`);
      }
    }
  }
}

function assertRowConsistent(row: EventRow): void {
  assert.match(row.type, /^[a-z]+(\.[a-z_]+)+$/);
  assert.match(row.version, /^(\d|beta)$/);
  assert.equal(row.version === 'beta', row.status === 'beta');
  assert.ok(row.label.length > 3 && row.label.length <= 50, `label has ${row.label.length} characters`);
  assert.ok(row.category in eventCategories);
  for (const note of row.notes) assert.match(note, /^[A-Za-z].*\.$/);

  const conditions = [...row.condition, ...row.optionalCondition];
  assert.ok(conditions.length > 0, 'no condition');
  assert.equal(new Set(conditions).size, conditions.length, 'a condition twice');
  for (const name of conditions) assert.match(name, /^[a-z_]+_id$/);
  for (const name of row.oneOf) assert.ok(row.optionalCondition.includes(name));
  assert.ok(row.condition.length > 0 || row.oneOf.length > 1, 'nothing has to be given');

  for (const scope of [...row.scopeGroups.flat(), ...row.optionalScopes]) assert.ok(isScope(scope), scope);
  for (const group of row.scopeGroups) assert.ok(group.length > 0, 'an empty group');
  if (row.owner !== null) assert.ok(row.condition.includes(row.owner), `${row.owner} is no condition`);
  assert.equal(row.owner === null, row.scopeGroups.length === 0, 'scopes go with an owner');
  assert.equal(row.websocket, row.ownerRole !== 'app');
  if (row.cost === 1) assert.equal(row.ownerRole, 'anyone');
  for (const { from, allOf } of row.appGrants) {
    assert.ok(row.condition.includes(from));
    for (const scope of allOf) assert.ok(isScope(scope), scope);
  }

  const fields = shapeFields(row.fields);
  const paths = fields.map(({ path: name }) => name);
  assert.equal(new Set(paths).size, paths.length, 'a field twice');
  for (const field of fields) assert.match(field.path, /^[a-z0-9_]+((\[\])?\.[a-z0-9_]+)*$/);
  for (const [name, others] of Object.entries(row.aliases)) {
    assert.ok(paths.includes(name), `alias of unknown field ${name}`);
    for (const other of others) assert.ok(!paths.includes(other), `${other} is a field itself`);
  }
  assertMatches(row.sample, fields, '');
  // What was asked for is what is told: ids of the condition stand in the event under the same name.
  for (const name of row.condition.filter((one) => paths.includes(one))) {
    assert.equal(typeof row.sample[name], 'string', `${name} of the condition`);
  }
}

describe('event table', () => {
  for (const row of rows) {
    it(`event ${row.type} version ${row.version}: "${row.label}" is consistent with its sample`, () =>
      assertRowConsistent(row));
  }

  it('has 83 rows, each type and version once', () => {
    assert.equal(rows.length, 83);
    assert.equal(new Set(rows.map(({ type, version }) => `${type}@${version}`)).size, 83);
  });

  it('labels every row differently', () => {
    assert.equal(new Set(rows.map(({ label }) => label)).size, rows.length);
  });

  it('takes the newest version where none is named, and a beta only where there is nothing else', () => {
    assert.equal(eventRow('channel.moderate').version, '2');
    assert.equal(eventRow('channel.follow').version, '2');
    assert.equal(eventRow('channel.cheer').version, '1');
    assert.equal(eventRow('channel.guest_star_session.begin').version, 'beta');
    assert.equal(eventRow('channel.moderate', '1')?.supersededBy, '2');
    assert.equal(eventRow('channel.moderate', '2')?.supersededBy, null);
    assert.deepEqual(eventVersions('channel.moderate'), ['2', '1']);
  });

  it('answers undefined for a type or version that is not there', () => {
    assert.equal(eventRow('channel.nothing'), undefined);
    assert.equal(eventRow('channel.follow', '1'), undefined);
    assert.equal(eventRow('__proto__'), undefined);
    assert.equal(isEventType('channel.nothing'), false);
    assert.deepEqual(eventVersions('channel.nothing'), []);
  });

  it('names all types without loading a row', () => {
    assert.deepEqual([...eventTypes()].toSorted(), [...new Set(rows.map(({ type }) => type))].toSorted());
  });

  it('asks for one scope of each of eight groups for the moderator actions', () => {
    const { scopeGroups } = eventRow('channel.moderate');
    assert.equal(scopeGroups.length, 8);
  });

  it('loads the file of a category when one of its events is first asked for, and no others', () => {
    const folder = path.join(__dirname, '..', '..', 'src', 'tables');
    const script = `const { eventRow } = require('./events.js');
      const loaded = () => Object.keys(require.cache).filter((file) => /events.[a-z-]+\\.js$/.test(file)).length;
      const before = loaded(); eventRow('channel.poll.end'); process.stdout.write(before + ' ' + loaded());`;
    const printed = execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    // The file of the category, and the pieces it shares with others.
    assert.equal(printed, '0 2');
  });
});
