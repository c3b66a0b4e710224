import assert from 'node:assert/strict';
import {
  ArgumentsProblem,
  commandSpec,
  firstWords,
  matchCommand,
  readArguments,
  splitWords,
  usageOf,
  withPrefix,
  type CommandCall,
} from '../../src/behaviour/command-match';

function spec(command: string, args = '', aliases = '', prefix = '!') {
  return commandSpec({ command, match: 'word', aliases, prefix, arguments: args }, () => null);
}

function call(command: string, args: string, text: string): CommandCall {
  const found = matchCommand(spec(command, args), text);
  assert.ok(found, `${text} is ${command}`);
  return found;
}

describe('a command in a line', () => {
  it('has the prefix whether it was typed in the form or not', () => {
    assert.equal(withPrefix('clip', '!'), '!clip');
    assert.equal(withPrefix('!clip', '!'), '!clip');
    assert.equal(withPrefix('?clip', '!'), '?clip');
    assert.equal(withPrefix('hello', ''), 'hello');
  });

  it('is found without regard to letter case', () => {
    assert.ok(matchCommand(spec('!Clip'), '!CLIP now'));
  });

  it('is a whole word', () => {
    assert.equal(matchCommand(spec('!clip'), '!clips'), null);
    assert.equal(matchCommand(spec('!clip'), 'please !clip'), null);
    assert.ok(matchCommand(spec('!clip'), '!clip'));
  });

  it('is found by an alias', () => {
    const both = spec('!shoutout', '', 'so, !raider');
    assert.ok(matchCommand(both, '!so @ana'));
    assert.ok(matchCommand(both, '!raider @ana'));
    assert.equal(both.shownName, '!shoutout');
    assert.deepEqual(firstWords(both), ['!shoutout', '!so', '!raider']);
  });

  it('may be several words, and the longest that fits counts', () => {
    const scene = spec('!scene main', '', '!scene');
    assert.equal(matchCommand(scene, '!scene main now')?.text, 'now');
    assert.equal(matchCommand(scene, '!scene other')?.text, 'other');
    assert.deepEqual(firstWords(scene), ['!scene']);
  });

  it('brings the words after it', () => {
    const found = call('!poll', '', '!poll  Best snack? | Chips | Fruit');
    assert.equal(found.text, 'Best snack? | Chips | Fruit');
    assert.deepEqual(found.list, ['Best', 'snack?', '|', 'Chips', '|', 'Fruit']);
  });

  it('keeps quoted words together', () => {
    assert.deepEqual(splitWords('a "b c" d'), ['a', 'b c', 'd']);
    assert.deepEqual(splitWords('say “two words” now'), ['say', 'two words', 'now']);
    assert.deepEqual(splitWords('it\'s 5" wide'), ["it's", '5"', 'wide']);
  });
});

describe('arguments', () => {
  it('are read by name, numbers as numbers', () => {
    const { args, usage } = call('!give', '<user> <amount:number> [reason...]', '!give @Ana 5 for the dog');
    assert.deepEqual(args, { user: 'Ana', amount: 5, reason: 'for the dog' });
    assert.equal(usage, null);
  });

  it('are null when they are left out', () => {
    assert.deepEqual(call('!give', '<user> [amount:number]', '!give ana').args, {
      user: 'ana',
      amount: null,
    });
  });

  it('say how the command is used when one is missing or no number', () => {
    const args = '<user> <amount:number> [reason...]';
    assert.equal(call('!give', args, '!give').usage, '!give <user> <amount> [reason]');
    assert.equal(call('!give', args, '!give ana five').usage, '!give <user> <amount> [reason]');
    assert.equal(usageOf(spec('!give', args)), '!give <user> <amount> [reason]');
  });

  it('take a comma for a decimal point', () => {
    assert.equal(call('!set', '<level:number>', '!set 1,5').args['level'], 1.5);
  });

  it('of which one takes the rest keep the text as it was typed', () => {
    assert.equal(call('!say', '<text...>', '!say a  "b c"').args['text'], 'a  "b c"');
  });

  it('name the person that is meant', () => {
    assert.deepEqual(call('!give', '<amount:number> <user>', '!give 5 @Ana_Plays').target, {
      login: 'ana_plays',
      name: 'Ana_Plays',
    });
    assert.deepEqual(call('!hug', '', '!hug my friend @Ana!').target, { login: 'ana', name: 'Ana' });
    assert.deepEqual(call('!hug', '<who:user>', '!hug ana').target, { login: 'ana', name: 'ana' });
    assert.equal(call('!hug', '', '!hug everybody').target, null);
  });

  it('can be called user without a type', () => {
    assert.equal(readArguments('<user>')[0]?.kind, 'user');
  });

  const wrong: readonly [string, ArgumentsProblem['reason']][] = [
    ['<a', 'malformed'],
    ['<a:date>', 'malformed'],
    ['<constructor>', 'malformed'],
    ['<a> <a>', 'repeated'],
    ['[a] <b>', 'required-after-optional'],
    ['<a...> <b>', 'after-rest'],
    [Array.from({ length: 17 }, (_, index) => `<a${index}>`).join(' '), 'too-many'],
  ];
  for (const [text, reason] of wrong) {
    it(`cannot be read: ${reason} in ${text.slice(0, 20)}`, () => {
      assert.throws(
        () => readArguments(text),
        (error) =>
          error instanceof ArgumentsProblem && error.reason === reason && error.message.includes(error.at),
      );
    });
  }
});
