import assert from 'node:assert/strict';
import type { FlowMessage } from '../../src/behaviour/message';
import { fillPlaceholders, placeholderNames, unknownPlaceholders } from '../../src/behaviour/placeholders';
import { commandMsg, other, viewer } from './support/world';

function filled(text: string, msg: FlowMessage = commandMsg('5 for the dog', '!give')): string {
  return fillPlaceholders(text, msg).text;
}

describe('placeholders', () => {
  it('say who did it and in which channel', () => {
    assert.equal(filled('Hi {user} in {channel}'), 'Hi Pixel_Heron in Ana_Plays');
  });

  it('say what was typed after a command, and the whole line elsewhere', () => {
    assert.equal(filled('{text}'), '5 for the dog');
    assert.equal(filled('{text}', { twitch: { text: 'hello there' } }), 'hello there');
  });

  it('say named arguments, uses and seconds', () => {
    const msg = commandMsg('');
    Object.assign(msg['twitch'] as object, {
      command: { name: '!x', args: { amount: 5, reason: null }, list: [], text: '', uses: 3 },
      refused: { reason: 'wait', seconds: 12 },
    });
    assert.equal(filled('{args.amount} {uses} {seconds}', msg), '5 3 12');
  });

  it('reach into the payload', () => {
    const msg = { payload: { winner: 'Chips', choices: [{ title: 'A' }], names: ['x', 'y'] } };
    assert.equal(filled('{payload.winner}', msg), 'Chips');
    assert.equal(filled('{payload.choices.0.title}', msg), 'A');
    assert.equal(filled('{payload.names}', msg), 'x, y');
    assert.equal(filled('{payload}', { payload: 7 }), '7');
  });

  it('never reach what an object inherits', () => {
    assert.equal(filled('{payload.constructor}', { payload: {} }), '{payload.constructor}');
    assert.equal(filled('{args.toString}'), '{args.toString}');
  });

  it('leave what is unknown in the text and report it', () => {
    const result = fillPlaceholders('Hi {usr}, {target}!', commandMsg(''));
    assert.equal(result.text, 'Hi {usr}, {target}!');
    assert.deepEqual(result.unknown, ['{usr}', '{target}']);
  });

  it('take the part behind the bar when there is nothing', () => {
    assert.equal(filled('Hug for {target|everybody}'), 'Hug for everybody');
    assert.equal(filled('{text|nothing}', commandMsg('')), 'nothing');
    assert.equal(filled('{target|}'), '');
  });

  it('take another placeholder behind the bar', () => {
    assert.equal(filled('Hug for {target|{user}}'), 'Hug for Pixel_Heron');
    const msg = commandMsg('');
    Object.assign(msg['twitch'] as object, { target: other });
    assert.equal(filled('Hug for {target|{user}}', msg), 'Hug for Tidewater');
  });

  it('do not look into what a viewer typed', () => {
    const msg = commandMsg('{user} {payload.secret}');
    msg['payload'] = { secret: 'x' };
    assert.equal(filled('You said: {text}', msg), 'You said: {user} {payload.secret}');
  });

  it('leave other braces alone', () => {
    assert.equal(filled('{"a": 1} {} { user } {user'), '{"a": 1} {} { user } {user');
  });

  it('take the own channel for a message without one', () => {
    assert.equal(fillPlaceholders('{channel}', {}, { channelName: 'Ana_Plays' }).text, 'Ana_Plays');
  });

  it('know beforehand which names can never mean anything', () => {
    assert.deepEqual(unknownPlaceholders('{user} {usr} {args.x} {payload.y.z} {target|{nobdy}}'), [
      '{usr}',
      '{nobdy}',
    ]);
    assert.ok(placeholderNames.includes('user'));
  });

  it('do not need a message of ours', () => {
    assert.equal(filled('{user|somebody}', { payload: null }), 'somebody');
    assert.equal(filled('{user}', { twitch: { user: { name: viewer.name } } }), viewer.name);
  });
});
