import assert from 'node:assert/strict';
import { limitsOf } from '../../src/definitions/limits';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { problemsOf, type CheckedNode } from '../../src/definitions/validate';
import type { NodeDefinition, NodeType, SavedValue } from '../../src/definitions/definition';
import { beyondLimits } from '../support/beyond-limits';

const definitions: readonly NodeDefinition[] = Object.values(nodeDefinitions);

function shape(type: NodeType): CheckedNode {
  const definition = nodeDefinitions[type];
  return { ...definition, fields: definition.fields.map((field) => ({ ...field, ...limitsOf(field) })) };
}

function problems(type: NodeType, params: Record<string, SavedValue>, operation?: string): string[] {
  return problemsOf(shape(type), { operation, params }).map((problem) => `${problem.field}: ${problem.key}`);
}

const text = (v: string): SavedValue => ({ v, t: 'str' });

describe('checking a saved node', () => {
  for (const type of [
    'twitch-send-message',
    'twitch-poll',
    'twitch-prediction',
    'twitch-clip',
    'twitch-chat',
  ] as const) {
    it(`finds nothing wrong with ${type} as it is dropped`, () => {
      assert.deepEqual(problems(type, {}), []);
    });
  }

  it('misses what has no rule to fall back on', () => {
    assert.deepEqual(problems('twitch-command', {}), ['command: required']);
    assert.deepEqual(problems('twitch-event', {}), ['event: choose']);
    assert.deepEqual(problems('twitch-api', {}), ['call: choose']);
  });

  it('judges only the fields of the chosen operation', () => {
    const params = { question: text('x'.repeat(61)) };
    assert.deepEqual(problems('twitch-poll', params, 'run'), ['question: too-long']);
    assert.deepEqual(problems('twitch-poll', params, 'end'), []);
  });

  it('counts characters as people do', () => {
    assert.deepEqual(problems('twitch-poll', { question: text('🎉'.repeat(60)) }), []);
    assert.deepEqual(problems('twitch-poll', { question: text('🎉'.repeat(61)) }), ['question: too-long']);
  });

  it('does not judge the length of a text whose placeholders are not filled yet', () => {
    assert.deepEqual(problems('twitch-poll', { question: text(`{user} ${'x'.repeat(60)}`) }), []);
  });

  it('leaves values from a message or from the environment to the moment they are there', () => {
    assert.deepEqual(problems('twitch-poll', { for: { v: 'payload', t: 'msg' } }), []);
    assert.deepEqual(problems('twitch-poll', { for: { v: '${POLL_SECONDS}', t: 'num' } }), []);
    assert.deepEqual(problems('twitch-poll', { for: { v: '', t: 'msg' } }), ['for: required']);
  });

  it('keeps numbers within the limits of Twitch', () => {
    assert.deepEqual(problems('twitch-poll', { for: { v: 15, t: 'num' } }), []);
    assert.deepEqual(problems('twitch-poll', { for: { v: 14, t: 'num' } }), ['for: too-small']);
    assert.deepEqual(problems('twitch-poll', { for: { v: 1801, t: 'num' } }), ['for: too-large']);
    assert.deepEqual(problems('twitch-poll', { for: { v: 'long', t: 'num' } }), ['for: not-a-number']);
  });

  it('counts and measures the lines of a list', () => {
    const choices = (...lines: string[]): string[] =>
      problems('twitch-poll', { choices: text(lines.join('\n')) });
    assert.deepEqual(choices('A', 'B'), []);
    assert.deepEqual(choices('A'), ['choices: too-few']);
    assert.deepEqual(choices('A', 'B', 'C', 'D', 'E', 'F'), ['choices: too-many']);
    assert.deepEqual(choices('A', 'x'.repeat(26)), ['choices: line-too-long']);
  });

  it('refuses JSON that is none, and an option that there is not', () => {
    const call = { call: text('other'), path: text('/users') };
    assert.deepEqual(problems('twitch-api', { ...call, query: { v: '{', t: 'json' } }), ['query: not-json']);
    assert.deepEqual(problems('twitch-chat', { from: text('nobody') }), ['from: unknown-option']);
  });

  it('reads filters, arguments and patterns as the runtime will', () => {
    const event = { event: text('channel.raid') };
    assert.deepEqual(problems('twitch-event', { ...event, filter: text('viewers >= 10') }), []);
    assert.deepEqual(problems('twitch-event', { ...event, filter: text('many viewers') }), [
      'filter: bad-filter',
    ]);
    const command = { command: text('so') };
    assert.deepEqual(problems('twitch-command', { ...command, arguments: text('<user> [reason...]') }), []);
    assert.deepEqual(problems('twitch-command', { ...command, arguments: text('<user') }), [
      'arguments: bad-arguments',
    ]);
    assert.deepEqual(problems('twitch-chat', { contains: text('(') }), []);
    assert.deepEqual(problems('twitch-chat', { contains: text('('), match: text('pattern') }), [
      'contains: bad-pattern',
    ]);
  });

  it('asks for a choice where an operation is unknown', () => {
    assert.deepEqual(problems('twitch-poll', {}, 'explode'), ['operation: choose']);
  });

  it('ignores a field that another one hides', () => {
    assert.deepEqual(problems('twitch-chat', { from: text('everyone') }), []);
    assert.deepEqual(problems('twitch-chat', { from: text('named') }), ['people: required']);
  });
});

describe('every limit of every field', () => {
  for (const definition of definitions) {
    const wrong = beyondLimits(definition);
    if (wrong.length === 0) continue;
    it(`of ${definition.type} is kept: what is beyond it is told with the limit, what is at it passes`, () => {
      for (const { field, operation, value, fits, key, says, others } of wrong) {
        const at = (v: unknown): readonly { field: string; key: string; values: object }[] => {
          const saved: Record<string, SavedValue> = Object.fromEntries(
            Object.entries(others).map(([name, other]) => [name, { v: other, t: 'str' }]),
          );
          saved[field] = { v, t: typeof v === 'number' ? 'num' : 'str' };
          return problemsOf(shape(definition.type), { operation, params: saved }).filter(
            (problem) => problem.field === field,
          );
        };
        const [problem, ...more] = at(value);
        assert.equal(problem?.key, key, `${field} ${operation}`);
        assert.deepEqual(more, []);
        assert.ok(Object.values(problem.values).map(String).includes(says), `${field}: ${says}`);
        assert.deepEqual(at(fits), [], `${field} ${operation}: ${JSON.stringify(fits)}`);
      }
    });
  }

  it('is known to that table: no field has another one', () => {
    const told = definitions.flatMap((definition) =>
      beyondLimits(definition).map(({ field }) => `${definition.type}.${field}`),
    );
    const limited = definitions.flatMap(({ type, fields, saved }) =>
      saved === 'plain'
        ? []
        : fields
            .filter((field) => Object.keys(limitsOf(field)).length > 0 || field.oneOf)
            .map(({ name }) => `${type}.${name}`),
    );
    assert.deepEqual([...new Set(told)].toSorted(), [...new Set(limited)].toSorted());
    assert.ok(limited.length > 40, `only ${limited.length} limits`);
  });

  it('counts the parts of a whole line', () => {
    const line = (v: string): string[] => problems('twitch-poll', { question: text(v) });
    assert.deepEqual(line(`${'q'.repeat(60)} | ${'a'.repeat(25)} | b`), []);
    assert.deepEqual(line(`${'q'.repeat(61)} | a | b`), ['question: too-long']);
    assert.deepEqual(line(`q | ${'a'.repeat(26)} | b`), ['question: line-too-long']);
    assert.deepEqual(line('q | a'), ['question: too-few']);
    assert.deepEqual(line('q | a | b | c | d | e | f'), ['question: too-many']);
    assert.deepEqual(line('Who wins, {user|you} or me?'), []);
  });

  it('holds for each line where one of them is picked, and only while it is announced', () => {
    const long = text(`${'a'.repeat(400)}\n${'b'.repeat(400)}`);
    const saying = (operation: string, pick: string): string[] =>
      problems('twitch-send-message', { text: long, pick: text(pick) }, operation);
    assert.deepEqual(saying('announce', 'whole'), ['text: too-long']);
    assert.deepEqual(saying('announce', 'random'), []);
    assert.deepEqual(saying('send', 'whole'), []);
  });

  it('of a color, a place in a video and the length of an ad are told by how they are written', () => {
    const color = (v: string): string[] =>
      problems('twitch-points-reward', { title: text('t'), color: text(v) }, 'create');
    assert.deepEqual([color('#9147FF'), color('9147ff'), color('purple')], [[], [], ['color: bad-color']]);
    const end = (v: string): string[] => problems('twitch-clip', { endsAt: text(v) }, 'fromVideo');
    assert.deepEqual([end('1:02:03'), end('90'), end('later')], [[], [], ['endsAt: bad-position']]);
    const ad = (v: string): string[] => problems('twitch-commercial', { length: text(v) }, 'run');
    assert.deepEqual(
      [ad('60 seconds'), ad('{payload}'), ad(''), ad('45')],
      [[], [], [], ['length: not-one-of']],
    );
  });
});
