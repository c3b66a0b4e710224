import assert from 'node:assert/strict';
import type { FieldDefinition, NodeType } from '../../src/definitions/definition';
import { limitsOf } from '../../src/definitions/limits';
import { fieldOf, nodeDefinition, nodeDefinitions } from '../../src/definitions/nodes';
import { isEndpointId } from '../../src/tables/endpoints';
import { eventRow } from '../../src/tables/events';

const all = Object.entries(nodeDefinitions);

function defaultOf(type: NodeType, field: string): unknown {
  return fieldOf(nodeDefinitions[type], field)?.default;
}

const limitsIn = (type: NodeType, name: string) =>
  limitsOf(fieldOf(nodeDefinitions[type], name) as FieldDefinition);

describe('the definitions of the nodes', () => {
  it('are found by type, and nothing else is', () => {
    for (const [type, definition] of all) assert.equal(nodeDefinition(type), definition);
    for (const type of ['inject', 'constructor', '__proto__', ''])
      assert.equal(nodeDefinition(type), undefined);
  });

  it('bear their own type and a version', () => {
    for (const [type, definition] of all) {
      assert.equal(definition.type, type);
      assert.ok(Number.isInteger(definition.version) && definition.version >= 1);
    }
  });

  it('name outputs: none for the account, one per moment for the others, never one for errors', () => {
    for (const [type, { kind, outputs }] of all) {
      assert.equal(outputs.length === 0, kind === 'config', type);
      assert.ok(!outputs.some((output) => /error|fail/i.test(output)), type);
    }
    assert.deepEqual(nodeDefinitions['twitch-command'].outputs, ['ran', 'refused']);
    assert.deepEqual(nodeDefinitions['twitch-clip'].outputs, ['ready', 'notYet']);
  });

  it('have fields whose names fit a flow file', () => {
    for (const [type, { fields }] of all) {
      const names = fields.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, `${type}: each once`);
      for (const name of names) {
        assert.match(name, /^[a-z][A-Za-z]+$/, `${type}: ${name}`);
        assert.ok(
          ![
            'id',
            'type',
            'wires',
            'inputs',
            'outputs',
            'name',
            'account',
            'version',
            'operation',
            'params',
          ].includes(name),
        );
      }
    }
  });

  it('draw every field of an action in some operation, and only fields that exist', () => {
    for (const [type, { kind, operations, fields, defaultOperation }] of all) {
      if (kind !== 'action') continue;
      const used = new Set(Object.values(operations).flatMap((operation) => operation.fields));
      assert.deepEqual(
        [...used].filter((name) => !fields.some((field) => field.name === name)),
        [],
        type,
      );
      assert.deepEqual(
        fields.filter((field) => !used.has(field.name)),
        [],
        type,
      );
      assert.ok(defaultOperation === null || Object.hasOwn(operations, defaultOperation), type);
      assert.ok(Object.keys(operations).length <= 8, `${type}: at most 8 operations`);
      for (const [id, operation] of Object.entries(operations)) {
        assert.equal(operation.id, id);
        assert.ok(operation.calls.every(isEndpointId));
        assert.ok(operation.events.every((event) => eventRow(event)?.websocket === true));
      }
    }
  });

  it('take their limits from the tables', () => {
    assert.deepEqual(limitsIn('twitch-poll', 'question'), { maxLength: 60 });
    assert.deepEqual(limitsIn('twitch-poll', 'for'), { min: 15, max: 1800 });
    assert.deepEqual(limitsIn('twitch-poll', 'choices'), { min: 2, max: 5, itemMaxLength: 25 });
    assert.deepEqual(limitsIn('twitch-prediction', 'outcomes'), { min: 2, max: 10, itemMaxLength: 25 });
    for (const [, { fields }] of all) for (const field of fields) assert.doesNotThrow(() => limitsOf(field));
  });

  it('have defaults that keep to their own limits', () => {
    for (const [type, { fields }] of all) {
      for (const field of fields) {
        const { min, max } = limitsOf(field);
        if (typeof field.default === 'number') {
          assert.ok(min === undefined || field.default >= min, `${type}: ${field.name}`);
          assert.ok(max === undefined || field.default <= max, `${type}: ${field.name}`);
        }
        const chosen: readonly unknown[] = Array.isArray(field.default) ? field.default : [field.default];
        if (field.options)
          assert.ok(
            chosen.every((one) => field.options?.includes(one as string)),
            `${type}: ${field.name}`,
          );
      }
    }
  });

  it('say in grey what stands in for every blank text, or that it is needed', () => {
    for (const [type, { kind, fields }] of all) {
      if (kind === 'config') continue;
      for (const field of fields) {
        const mayBeBlank = field.default === '' && ['text', 'textarea', 'lines'].includes(field.control);
        if (mayBeBlank)
          assert.ok(field.restsOn ?? field.required ?? field.name === 'aliases', `${type}: ${field.name}`);
      }
    }
  });

  it('show a field only by another field of the same node', () => {
    for (const [type, definition] of all) {
      for (const { showWhen } of definition.fields) {
        if (showWhen) assert.ok(fieldOf(definition, showWhen.field), `${type}: ${showWhen.field}`);
      }
    }
  });

  it('have placeholders only in texts that a message can fill', () => {
    // Triggers whose own message fills a text: they see to it themselves.
    const ownTexts = ['twitch-command: usage', 'twitch-timer: lines'];
    for (const [type, { kind, fields }] of all) {
      for (const { name, placeholders, typed } of fields) {
        if (!placeholders || ownTexts.includes(`${type}: ${name}`)) continue;
        assert.ok(kind === 'action' && typed.includes('str'), `${type}: ${name}`);
      }
    }
  });
});

describe('the defaults that the design promises', () => {
  const promised: readonly [NodeType, string, unknown][] = [
    ['twitch-account', 'use', 'practice'],
    ['twitch-account', 'testsMayAct', false],
    ['twitch-chat', 'from', 'everyone'],
    ['twitch-chat', 'kind', 'messages'],
    ['twitch-chat', 'ownLines', false],
    ['twitch-chat', 'knownBots', false],
    ['twitch-chat', 'sharedChat', false],
    ['twitch-command', 'who', 'everyone'],
    ['twitch-command', 'wait', 5],
    ['twitch-command', 'waitPerUser', 0],
    ['twitch-command', 'prefix', '!'],
    ['twitch-stream-online', 'offlineAfter', 180],
    ['twitch-follow', 'once', true],
    ['twitch-follow', 'waves', true],
    ['twitch-raid-received', 'atLeast', 1],
    ['twitch-raid-received', 'outgoing', false],
    ['twitch-subscription', 'atLeast', 0],
    ['twitch-subscription', 'bombsAsOne', true],
    ['twitch-event', 'about', ''],
    ['twitch-send-message', 'as', 'bot'],
    ['twitch-send-message', 'answer', true],
    ['twitch-poll', 'for', 60],
    ['twitch-clip', 'length', 30],
  ];
  for (const [type, field, value] of promised) {
    it(`${type}: ${field} is ${String(value)}`, () => assert.equal(defaultOf(type, field), value));
  }

  it('what a new node does', () => {
    assert.equal(nodeDefinitions['twitch-send-message'].defaultOperation, 'send');
    assert.equal(nodeDefinitions['twitch-poll'].defaultOperation, 'run');
    assert.equal(nodeDefinitions['twitch-prediction'].defaultOperation, 'open');
    assert.equal(nodeDefinitions['twitch-clip'].defaultOperation, 'clip');
  });
});
