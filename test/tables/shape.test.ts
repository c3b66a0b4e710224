import assert from 'node:assert/strict';
import { shapeFields } from '../../src/tables/shape';

describe('shape', () => {
  it('lists its fields with dotted paths, each before the fields inside it', () => {
    const shape = {
      id: 'string',
      'email?': 'string|null',
      kind: { oneOf: ['a', 'b'] },
      choices: [{ title: 'string', tags: 'string[]' }],
      image: { orNull: { url: 'string' } },
      predictors: { orNull: [{ name: 'string' }] },
      slots: { '*': { active: 'boolean' } },
      nothing: { orNull: {} },
    } as const;
    const marks = shapeFields(shape).map(
      ({ path, type, nullable, optional }) =>
        `${path}: ${type}${nullable ? ' or null' : ''}${optional ? ', may be absent' : ''}`,
    );
    assert.deepEqual(marks, [
      'id: string',
      'email: string or null, may be absent',
      'kind: string',
      'choices: object[]',
      'choices[].title: string',
      'choices[].tags: string[]',
      'image: object or null',
      'image.url: string',
      'predictors: object[] or null',
      'predictors[].name: string',
      'slots: object',
      'slots.*: object',
      'slots.*.active: boolean',
      'nothing: object or null',
    ]);
  });

  it('keeps the known values of a text', () => {
    const [field] = shapeFields({ kind: { orNull: { oneOf: ['a', 'b'] } } });
    assert.deepEqual(field, {
      path: 'kind',
      type: 'string',
      nullable: true,
      optional: false,
      values: ['a', 'b'],
    });
  });
});
