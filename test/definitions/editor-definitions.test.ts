import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { editorDefinitions } from '../../src/definitions/editor-definitions';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { allEndpoints } from '../../src/tables/endpoints';
import { allEvents } from '../../src/tables/events';
import { projectRoot } from '../support/node-red-process';

interface Row {
  readonly value: string;
  readonly label: string;
  readonly group: string;
  readonly server?: true;
}

const definitions = editorDefinitions();
const events = definitions.events as readonly Row[];
const calls = definitions.calls as readonly Row[];

function catalogue(type: string): Record<string, unknown> {
  const file = path.join(projectRoot(), 'nodes', 'locales', 'en-US', `${type}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

describe('what the editor draws from', () => {
  it('has every call that Twitch still offers', () => {
    const offered = allEndpoints().filter((row) => row.status !== 'removed');
    assert.deepEqual(
      calls.map((call) => call.value),
      offered.map((row) => row.id),
    );
  });

  it('has every event once, and marks those that only come to servers', () => {
    const shown = events.filter(({ value }) => !value.startsWith('chat.'));
    assert.deepEqual(
      shown.map(({ value }) => value).toSorted(),
      [...new Set(allEvents().map(({ type }) => type))].toSorted(),
    );
    assert.deepEqual(
      shown
        .filter(({ server }) => server)
        .map(({ value }) => value)
        .toSorted(),
      allEvents()
        .filter(({ websocket }) => !websocket)
        .map(({ type }) => type)
        .toSorted(),
    );
  });

  it('names every choice and its group', () => {
    for (const row of [...events, ...calls]) assert.ok(row.label && row.group, row.value);
  });

  it('is plain JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(definitions)), definitions);
  });
});

describe('the English catalogue', () => {
  const common = catalogue('twitch-account')['common'] as { rule: Record<string, string> };

  for (const definition of Object.values(nodeDefinitions)) {
    it(`has words for every field, option, operation and output of ${definition.type}`, () => {
      const texts = catalogue(definition.type)[definition.type] as Record<string, Record<string, unknown>>;
      for (const field of definition.fields) {
        assert.ok(texts['field']?.[field.name], `field.${field.name}`);
        const options = texts['option']?.[field.name] as Record<string, string> | undefined;
        for (const option of field.options ?? [])
          assert.ok(options?.[option], `option.${field.name}.${option}`);
        if (field.restsOn) assert.ok(common.rule[field.restsOn], `rule.${field.restsOn}`);
      }
      // What a trigger hears is no choice: nobody reads its name.
      for (const id of definition.kind === 'action' ? Object.keys(definition.operations) : []) {
        assert.ok(texts['operation']?.[id], `operation.${id}`);
        assert.ok(texts['does']?.[id], `does.${id}`);
      }
      for (const output of definition.outputs) assert.ok(texts['output']?.[output], `output.${output}`);
    });
  }
});
