import assert from 'node:assert/strict';
import { splitLine } from '../../src/behaviour/split-line';
import { readQuestion, within, type ChoiceLimits } from '../../src/behaviour/choice-line';
import type { FlowMessage } from '../../src/behaviour/message';
import { commandMsg } from './support/world';

const limits: ChoiceLimits = {
  what: 'poll',
  each: 'choice',
  questionLength: 60,
  choiceLength: 25,
  fewest: 2,
  most: 5,
};

function read(question: string | null, choices: readonly string[] | null, msg: FlowMessage = {}) {
  return readQuestion({ question, choices }, msg, limits);
}

const typed = commandMsg('Best snack? | Chips | Fruit | Cake');
const wanted = { question: 'Best snack?', choices: ['Chips', 'Fruit', 'Cake'] };

describe('a question with choices', () => {
  it('comes from the words after the command', () => {
    assert.deepEqual(read(null, null, typed), wanted);
  });

  it('comes from a text that was worked out before', () => {
    assert.deepEqual(read(null, null, { payload: 'Best snack? | Chips | Fruit | Cake' }), wanted);
  });

  it('comes from the fields, whatever was typed', () => {
    assert.deepEqual(read('A or B?', ['A', 'B'], typed), { question: 'A or B?', choices: ['A', 'B'] });
    assert.deepEqual(read('A or B? | A | B', null, typed), { question: 'A or B?', choices: ['A', 'B'] });
  });

  it('takes from the words what the fields leave open', () => {
    assert.deepEqual(read('Best snack?', null, commandMsg('Chips | Fruit')), {
      question: 'Best snack?',
      choices: ['Chips', 'Fruit'],
    });
    assert.deepEqual(read(null, ['Yes', 'No'], commandMsg('Pineapple on pizza?')), {
      question: 'Pineapple on pizza?',
      choices: ['Yes', 'No'],
    });
  });

  it('does not mind blanks and empty parts', () => {
    assert.deepEqual(splitLine('  a |b||c | '), ['a', 'b', 'c']);
    assert.deepEqual(splitLine('a｜b'), ['a', 'b']);
  });

  const wrong: readonly [name: string, run: () => unknown, message: RegExp][] = [
    [
      'nothing at all',
      () => read(null, null, commandMsg('')),
      /There is no question for the poll\. Type: !poll Question \| A \| B/,
    ],
    ['nothing at all, and no command', () => read(null, null, {}), /Fill in the question and the choices/],
    [
      'one choice',
      () => read(null, null, commandMsg('Q | A')),
      /2 to 5 choices, and there is 1\. Type: !poll/,
    ],
    ['six choices', () => read(null, null, commandMsg('Q|1|2|3|4|5|6')), /2 to 5 choices, and there are 6/],
    ['a long question', () => read('x'.repeat(61), ['A', 'B']), /question has 61 characters, at most 60/],
    ['a long choice', () => read('Q', ['A', 'y'.repeat(26)]), /choice "y+" has 26 characters, at most 25/],
  ];
  for (const [name, run, message] of wrong) {
    it(`is refused with a sentence: ${name}`, () => {
      assert.throws(run, (error) => {
        const { code, cause } = error as { code: string; cause: { summary: string } };
        assert.equal(code, 'TWITCH_INPUT_INVALID');
        assert.ok(cause.summary.length > 0 && cause.summary.length <= 500);
        assert.match((error as Error).message, message);
        return true;
      });
    });
  }

  it('counts characters, not their halves', () => {
    assert.deepEqual(read('🎉'.repeat(60), ['🍕'.repeat(25), 'B']).choices[1], 'B');
  });

  it('keeps numbers within what Twitch takes', () => {
    assert.equal(within('for', 60.4, 15, 1800, 'seconds'), 60);
    assert.throws(
      () => within('for', 5, 15, 1800, 'seconds'),
      /The field "for" is 5: Twitch takes 15 to 1800 seconds/,
    );
  });
});
