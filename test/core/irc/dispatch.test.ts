import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../src/core/irc/chat-event';
import { IrcChatMessage, type ChatMessage } from '../../../src/core/irc/chat-message';
import { ChatDispatch } from '../../../src/core/irc/dispatch';
import { readLine } from '../../../src/core/irc/line-events';
import { parseIrcMessage } from '../../../src/core/irc/parse';
import { FakeClock } from '../../support/fake-clock';
import { chatLine } from '../../support/irc-server';
import { ChatBench } from './chat-bench';

const clock = new FakeClock();

function message(text: string, room = 'blueacorn', tags = ''): ChatMessage {
  return new IrcChatMessage(parseIrcMessage(chatLine(text, { room, tags }))!, clock);
}

function event(raw: string): ChatEvent {
  return readLine(parseIrcMessage(raw)!, { clock, login: 'owlbot', room: undefined })!;
}

/** A message that notes which of its parts are read. */
function watched(text: string): { message: ChatMessage; reads: string[] } {
  const reads: string[] = [];
  const proxy = new Proxy(message(text), {
    get(target, name) {
      reads.push(String(name));
      return Reflect.get(target, name, target) as unknown;
    },
  });
  return { message: proxy, reads };
}

describe('ChatDispatch', () => {
  let dispatch: ChatDispatch;
  let woken: string[];
  beforeEach(() => {
    dispatch = new ChatDispatch();
    woken = [];
  });

  function command(name: string, ...channels: string[]): () => void {
    return dispatch.add(
      { type: 'message', words: [name], ...(channels.length > 0 ? { channels } : {}) },
      () => woken.push(name),
    );
  }

  it('wakes those who want the type, and nobody else', () => {
    dispatch.add({ type: 'message' }, () => woken.push('message'));
    dispatch.add({ type: 'usernotice' }, () => woken.push('usernotice'));
    dispatch.accept(message('hi'));
    dispatch.accept(event('CLEARCHAT #blueacorn'));
    dispatch.accept(event('@msg-id=raid USERNOTICE #blueacorn'));
    assert.deepEqual(woken, ['message', 'usernotice']);
    assert.deepEqual([dispatch.wants('message'), dispatch.wants('clearchat')], [true, false]);
  });

  it('wakes those who want the room, and those who want all rooms', () => {
    dispatch.add({ type: 'message', channels: ['#BlueAcorn', 'other'] }, () => woken.push('here'));
    dispatch.add({ type: 'message', channels: ['elsewhere'] }, () => woken.push('elsewhere'));
    dispatch.add({ type: 'message' }, () => woken.push('everywhere'));
    dispatch.accept(message('hi'));
    assert.deepEqual(woken, ['everywhere', 'here']);
  });

  it('wakes the command that a line begins with, in any case', () => {
    command('!Poll');
    command('!clip');
    for (const text of ['!poll a | b', '!POLL', '!pollute', 'say !poll', '!', '!clips', '!clip']) {
      dispatch.accept(message(text));
    }
    assert.deepEqual(woken, ['!Poll', '!Poll', '!clip']);
  });

  it('finds a command in an action, behind a reply, and before invisible characters', () => {
    command('!clip');
    dispatch.accept(message('\u0001ACTION !clip\u0001'));
    dispatch.accept(
      message('@Ana !clip', 'blueacorn', 'reply-parent-msg-id=1;reply-parent-display-name=Ana'),
    );
    dispatch.accept(message('!clip \u{e0000}'));
    dispatch.accept(message('\u200b!clip'));
    dispatch.accept(message('@Ana !clip'));
    assert.equal(woken.length, 4);
  });

  it('finds commands that begin with a letter, an emoji or nothing special', () => {
    for (const name of ['hello', '🦉', 'Über', '@owlbot']) command(name);
    for (const text of ['Hello you', '🦉 hoot', 'über alles', '@OwlBot hi', 'HELLO'])
      dispatch.accept(message(text));
    assert.deepEqual(woken, ['hello', '🦉', 'Über', '@owlbot', 'hello']);
  });

  it('gives everybody the same object, and builds nothing anew', () => {
    const seen: ChatMessage[] = [];
    for (let index = 0; index < 3; index++) dispatch.add({ type: 'message' }, (line) => seen.push(line));
    const line = message('hi');
    dispatch.accept(line);
    assert.ok(seen.length === 3 && seen.every((one) => one === line));
  });

  it('wakes none of a thousand commands that do not match, and reads no more of the line than for one', () => {
    command('!only');
    const one = watched('just a line of chat');
    dispatch.accept(one.message);
    for (let index = 0; index < 1_000; index++)
      command(`!command${index}`, ...(index % 2 ? ['blueacorn'] : []));
    const thousand = watched('just a line of chat');
    dispatch.accept(thousand.message);
    const unknown = watched('!unknown command');
    dispatch.accept(unknown.message);
    assert.deepEqual(woken, []);
    assert.deepEqual(one.reads, ['type', 'type', 'text']);
    assert.deepEqual(thousand.reads, one.reads, 'not even the room, which some of them name');
    assert.equal(unknown.reads.filter((part) => part === 'commandText').length, 1);
    dispatch.accept(message('!command7 now'));
    assert.deepEqual(woken, ['!command7']);
  });

  it('looks no longer into lines once those are gone who wanted all of them', () => {
    command('!clip', 'blueacorn');
    const remove = dispatch.add({ type: 'message', channels: ['blueacorn'] }, () => woken.push('all'));
    dispatch.accept(message('hi'));
    remove();
    remove();
    const { message: line, reads } = watched('hi');
    dispatch.accept(line);
    assert.deepEqual(woken, ['all']);
    assert.deepEqual(reads, ['type', 'type', 'text']);
  });

  it('reads nothing of a line that nobody wants', () => {
    command('!clip')();
    const { message: line, reads } = watched('hi');
    dispatch.accept(line);
    assert.deepEqual(reads, ['type']);
  });

  it('forgets who is removed, once and completely', () => {
    const remove = command('!clip', 'blueacorn');
    command('!clip', 'blueacorn');
    remove();
    remove();
    dispatch.accept(message('!clip'));
    assert.equal(woken.length, 1);
  });

  it('allows the same function twice', () => {
    const listener = (): number => woken.push('x');
    dispatch.add({ type: 'message' }, listener);
    const remove = dispatch.add({ type: 'message' }, listener);
    dispatch.accept(message('a'));
    remove();
    dispatch.accept(message('b'));
    assert.equal(woken.length, 3);
  });

  it('allows listeners to come and go while they are woken', () => {
    const remove = dispatch.add({ type: 'message' }, () => {
      woken.push('first');
      remove();
      dispatch.add({ type: 'message' }, () => woken.push('late'));
    });
    dispatch.add({ type: 'message' }, () => woken.push('second'));
    dispatch.accept(message('a'));
    assert.deepEqual(woken.splice(0), ['first', 'second']);
    dispatch.accept(message('b'));
    assert.deepEqual(woken, ['second', 'late']);
  });

  it('goes on when a listener throws, and tells it', () => {
    const errors: unknown[] = [];
    dispatch = new ChatDispatch((error) => errors.push(error));
    dispatch.add({ type: 'message' }, () => {
      throw new Error('broken listener');
    });
    dispatch.add({ type: 'message' }, () => woken.push('next'));
    dispatch.accept(message('a'));
    assert.deepEqual(woken, ['next']);
    assert.equal(errors.length, 1);
  });

  it('gives what belongs to no room to those who want all rooms', () => {
    dispatch.add({ type: 'notice' }, () => woken.push('all'));
    dispatch.add({ type: 'notice', channels: ['blueacorn'] }, () => woken.push('room'));
    dispatch.accept(event('NOTICE * :x'));
    dispatch.accept(event('NOTICE #blueacorn :x'));
    assert.deepEqual(woken, ['all', 'all', 'room']);
  });

  it('is fed by a chat client until it is told to stop', async () => {
    const bench = await ChatBench.open();
    const client = bench.client();
    command('!clip');
    const stop = client.feed(dispatch);
    await client.start();
    await bench.until(() => client.state.phase === 'connected');
    const session = await bench.server.session();
    session.send(chatLine('!clip'), chatLine('no'));
    await bench.network();
    stop();
    session.send(chatLine('!clip'));
    await bench.network();
    assert.deepEqual(woken, ['!clip']);
    await bench.close();
  });
});
