import assert from 'node:assert/strict';
import type { FieldDefinition } from '../../src/definitions/definition';
import {
  evaluateFields,
  fieldsOf,
  literalFields,
  savedParams,
  type FieldSource,
} from '../../src/node-red/fields';
import type { RuntimeNode } from '../../src/node-red/red';
import { TwitchInputError } from '../../src/core/errors';
import { fieldLabel, withFieldLabels } from '../../src/node-red/field-label';
import { dig } from '../support/dig';
import { nodeDefinitions } from '../../src/definitions/nodes';

const text = (name: string, changes: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name,
  control: 'text',
  typed: ['str', 'msg'],
  default: '',
  placeholders: true,
  ...changes,
});

/** Node-RED's evaluation, as far as these tests go. */
const source: FieldSource = {
  red: {
    util: {
      evaluateNodeProperty: (value, type, _node, message, callback) => {
        if (type === 'throws') throw new Error('at once');
        if (type === 'msg') callback(null, message[String(value)]);
        else callback(new Error(`no ${type} here`));
      },
      cloneMessage: (message) => message,
    },
  },
  node: {} as RuntimeNode,
  placeholders: { channelName: 'Ana' },
};

const params = async (
  fields: readonly FieldDefinition[],
  saved: Record<string, { v: unknown; t: string }>,
  msg: Record<string, unknown> = {},
): Promise<unknown> => (await evaluateFields(fields, saved, msg, source)).params;

describe('the fields of a node', () => {
  it('are read from whatever a flow file holds', () => {
    assert.deepEqual(savedParams({ params: { a: { v: 1, t: 'num' }, b: 5, c: { v: 2 }, d: null } }), {
      a: { v: 1, t: 'num' },
    });
    for (const nonsense of [undefined, null, 5, 'x', []])
      assert.deepEqual(savedParams({ params: nonsense }), {});
  });

  it('are those of the operation', () => {
    const poll = nodeDefinitions['twitch-poll'];
    assert.deepEqual(
      fieldsOf(poll, 'end').map((field) => field.name),
      ['afterwards'],
    );
  });

  it('are literal values, or come from the message', async () => {
    const fields = [text('a'), text('b'), text('n'), text('yes')];
    assert.deepEqual(
      await params(
        fields,
        {
          a: { v: 'plain', t: 'str' },
          b: { v: 'said', t: 'msg' },
          n: { v: '7', t: 'num' },
          yes: { v: 'true', t: 'bool' },
        },
        { said: { deep: 1 } },
      ),
      { a: 'plain', b: { deep: 1 }, n: 7, yes: true },
    );
  });

  it('leave blank ones out, so that their rule takes over', async () => {
    const fields = [text('a'), text('b'), text('c'), text('d', { default: 'usual' })];
    assert.deepEqual(
      await params(fields, {
        a: { v: '  ', t: 'str' },
        b: { v: 'missing', t: 'msg' },
        c: { v: '', t: 'num' },
      }),
      { d: 'usual' },
    );
  });

  it('fill placeholders into texts typed into the field, never into what a message brought', async () => {
    const msg = { twitch: { user: { name: 'Ben', login: 'ben' } }, said: '{user}' };
    assert.deepEqual(
      await params(
        [text('a'), text('b')],
        { a: { v: 'Hi {user}', t: 'str' }, b: { v: 'said', t: 'msg' } },
        msg,
      ),
      { a: 'Hi Ben', b: '{user}' },
    );
    const evaluated = await evaluateFields([text('a')], { a: { v: '{nothing}', t: 'str' } }, {}, source);
    assert(evaluated.hasUnknownPlaceholder);
  });

  it('of a call are a map of typed values', async () => {
    const field = text('fields', { control: 'callFields', default: {} });
    const saved = {
      fields: {
        v: {
          user_id: { v: 'who', t: 'msg' },
          title: { v: 'Hi {channel}', t: 'str' },
          empty: { v: '', t: 'str' },
          x: 5,
        },
        t: 'json',
      },
    };
    assert.deepEqual(await params([field], saved, { who: '42' }), {
      fields: { user_id: '42', title: 'Hi Ana' },
    });
  });

  it('name themselves when they cannot be worked out', async () => {
    for (const saved of [
      { v: 'x', t: 'throws' },
      { v: 'x', t: 'flow' },
      { v: '{', t: 'json' },
    ]) {
      await assert.rejects(params([text('question')], { question: saved }), (error: Error) => {
        assert.match(error.message, /"question"/);
        assert.equal(dig(error, 'code'), 'TWITCH_INPUT_INVALID');
        return true;
      });
    }
  });

  it('that are required are asked for only while they are shown', async () => {
    const fields = [
      text('kind'),
      text('path', { required: true, showWhen: { field: 'kind', in: ['other'] } }),
    ];
    assert.deepEqual(await params(fields, { kind: { v: 'usual', t: 'str' } }), { kind: 'usual' });
    await assert.rejects(params(fields, { kind: { v: 'other', t: 'str' } }), /"path" is empty/);
  });

  it('of a trigger are literal, with defaults for what is missing', () => {
    const fields = [
      text('a', { default: 'usual' }),
      text('json', { control: 'json', default: '{}' }),
      text('b'),
    ];
    assert.deepEqual(literalFields(fields, { json: { v: '{"x":1}', t: 'json' }, b: { v: 'y', t: 'str' } }), {
      a: 'usual',
      json: { x: 1 },
      b: 'y',
    });
  });
});

describe('the label of a field in a sentence', () => {
  const clip = nodeDefinitions['twitch-clip'];
  const german = { _: (key: string) => (key.endsWith('field.endsAt') ? 'Endet bei' : key) };

  it('is what the dialog shows, in the language of the runtime', () => {
    assert.equal(fieldLabel(german, 'twitch-clip', 'endsAt'), 'Endet bei');
  });

  it('is the name where there is no catalogue', () => {
    for (const unknown of [
      (key: string) => key,
      (key: string) => key.replace(/^.*:/, ''),
      () => '',
      () => undefined as never,
    ])
      assert.equal(fieldLabel({ _: unknown }, 'twitch-clip', 'endsAt'), 'endsAt');
  });

  it('goes into what fields and behaviour say, and changes nothing else of the error', () => {
    const error = new TwitchInputError('The field "endsAt" is empty. Open the node and fill it in.', {
      parameter: 'endsAt',
      reason: 'empty',
    });
    const told = withFieldLabels(error, german, clip);
    assert.equal(told.message, 'The field "Endet bei" is empty. Open the node and fill it in.');
    assert.deepEqual([told.name, told.code, told.cause], [error.name, error.code, error.cause]);
    const other = new TwitchInputError('The field "login" is not JSON.', { parameter: 'login' });
    assert.equal(withFieldLabels(other, german, clip), other, 'a parameter of a call has its own name');
  });
});
