import assert from 'node:assert/strict';
import { allEvents } from '../../src/tables/events';
import { userNotices } from '../../src/tables/user-notices';
import { eventToMessage } from '../../src/behaviour/event-to-message';
import type { ChatLine } from '../../src/behaviour/chat-line';
import { lineToMessage } from '../../src/behaviour/chat-to-message';
import { createCommandBehaviour } from '../../src/behaviour/trigger-command';
import { createEventBehaviour } from '../../src/behaviour/trigger-event';
import { createPollAction } from '../../src/behaviour/action-poll';
import { MOST_KEYS, type TwitchMessage } from '../../src/behaviour/message';
import { actionContext, commandMsg, identities, line, triggerContext } from './support/world';

/**
 * The message contract is frozen here: these lists are what flows rely on. A key may be added (with the docs and the
 * changelog); one that is taken away or changes its meaning breaks somebody's flow.
 */

const source = { account: 'my account', practice: false, identities: () => identities };

/** Where Twitch's own object stands, which is not ours to cut. */
const untouched = new Set(['twitch.event']);

function checkObject(value: unknown, path: string): void {
  if (untouched.has(path)) return;
  if (Array.isArray(value)) {
    for (const item of value) checkObject(item, `${path}[]`);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  assert.ok(
    Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null,
    `${path} is a plain object`,
  );
  const keys = Object.keys(value);
  assert.ok(keys.length <= MOST_KEYS, `${path} has ${keys.length} keys`);
  for (const key of keys)
    checkObject((value as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`);
}

/** Plain, small, and the same after a trip through JSON. */
function checkMessage(msg: TwitchMessage, name: string): void {
  checkObject(msg, '');
  assert.deepEqual(JSON.parse(JSON.stringify(msg)), msg, `${name} survives JSON`);
}

describe('the message contract', () => {
  it('of a chat line', () => {
    const msg = lineToMessage(
      line('@Tidewater hello', {
        replyTo: { id: 'p1', userId: '302', login: 'tidewater', name: 'Tidewater', text: 'hi', thread: null },
      }),
      source,
    );
    checkMessage(msg, 'chat.message');
    assert.deepEqual(msg, {
      payload: '@Tidewater hello',
      topic: 'chat.message',
      twitch: {
        id: 'line-1',
        type: 'chat.message',
        at: Date.UTC(2026, 10, 23, 12, 0, 0),
        account: 'my account',
        channel: { id: '100', login: 'ana_plays', name: 'Ana_Plays' },
        user: { id: '301', login: 'pixel_heron', name: 'Pixel_Heron', roles: [], anonymous: false },
        target: null,
        text: '@Tidewater hello',
        message: {
          id: 'line-1',
          text: '@Tidewater hello',
          replyTo: { id: 'p1', userId: '302', login: 'tidewater', name: 'Tidewater', text: 'hi' },
          bits: 0,
          firstEver: false,
        },
        summary: null,
        event: null,
      },
    });
  });

  it('of a line that is more than text: what it is stands there, and only then', () => {
    const part = (more: Partial<ChatLine>): unknown => lineToMessage(line('hi', more), source).twitch.message;
    const plain = { id: 'line-1', text: 'hi', replyTo: null, bits: 0, firstEver: false };
    assert.deepEqual(part({}), plain);
    assert.deepEqual(part({ isAction: true }), { ...plain, action: true });
    assert.deepEqual(part({ returning: true }), { ...plain, returning: true });
    assert.deepEqual(part({ mark: 'highlighted-message' }), { ...plain, mark: 'highlighted-message' });
    assert.deepEqual(part({ rewardId: 'r1' }), { ...plain, rewardId: 'r1' });
    assert.deepEqual(part({ sharedFrom: '555' }), { ...plain, sharedFrom: '555' });
    assert.deepEqual(part({ bits: 100, firstEver: true }), { ...plain, bits: 100, firstEver: true });
  });

  it('of a command, accepted and refused', () => {
    const behaviour = createCommandBehaviour(
      {
        command: '!give',
        match: 'word',
        usage: '',
        needs: 1,
        within: 30,
        sample: '',
        prefix: '!',
        aliases: '',
        arguments: '<user> <amount:number> [reason...]',
        who: 'everyone',
        alsoPeople: '',
        notPeople: '',
        wait: 5,
        waitPerUser: 0,
        onlyLive: false,
        ownLines: false,
        knownBots: false,
        sharedChat: false,
        details: true,
      },
      triggerContext({ practice: true }),
    );
    const ran = behaviour.onChat(line('!give @Tidewater 5'));
    assert.ok(ran !== null && 'output' in ran);
    checkMessage(ran.msg, 'chat.command');
    assert.deepEqual(Object.keys(ran.msg.twitch).toSorted(), [
      'account',
      'at',
      'channel',
      'command',
      'event',
      'id',
      'message',
      'practice',
      'summary',
      'target',
      'text',
      'type',
      'user',
    ]);
    assert.deepEqual(ran.msg.twitch.command, {
      name: '!give',
      args: { user: 'Tidewater', amount: 5, reason: null },
      list: ['@Tidewater', '5'],
      text: '@Tidewater 5',
      uses: 1,
    });
    assert.deepEqual(ran.msg.twitch.target, { login: 'tidewater', name: 'Tidewater' });
    const refused = behaviour.onChat(line('!give @Tidewater 5'));
    assert.ok(refused !== null && 'output' in refused);
    checkMessage(refused.msg, 'refused');
    assert.deepEqual(refused.msg.twitch.refused, { reason: 'wait', seconds: 5 });
  });

  it('of every event: small, plain, flat, with the event untouched', () => {
    for (const row of allEvents()) {
      const event: unknown = structuredClone(row.sample);
      const msg = eventToMessage(
        { id: 'e', type: row.type, version: row.version, at: '2026-11-23T12:00:00Z', event },
        source,
      );
      checkMessage(msg, row.type);
      assert.equal(msg.topic, row.type);
      assert.equal(msg.twitch.type, row.type);
      assert.equal(msg.twitch.event, event, `${row.type}: the very object`);
      assert.deepEqual(msg.twitch.event, row.sample, `${row.type}: unchanged`);
      for (const [key, value] of Object.entries(msg.payload as object)) {
        assert.match(key, /^[a-z][A-Za-z0-9]*$/, `${row.type}: ${key} is camelCase`);
        const isFlat = value === null || typeof value !== 'object' || Array.isArray(value);
        assert.ok(isFlat, `${row.type}: ${key} is flat`);
      }
      const { summary } = msg.twitch;
      if (summary !== null) assert.match(summary, /^[\p{L}\p{N}].*[.)?]$|https:/u, `${row.type}: ${summary}`);
      assert.ok(!/undefined|null|\[object|NaN/.test(summary ?? ''), `${row.type}: ${summary ?? ''}`);
    }
  });

  it('of every kind of notice in chat', () => {
    for (const kind of [...Object.keys(userNotices), 'brandnewkind']) {
      const outcome = createEventBehaviour(
        {
          event: `chat.${kind}`,
          about: '',
          filter: '',
          as: 'channel',
          version: '',
          condition: {},
          sharedChat: true,
        },
        triggerContext(),
      ).test({});
      assert.ok('output' in outcome, kind);
      checkMessage(outcome.msg, kind);
      assert.equal(outcome.msg.topic, `chat.${kind}`);
    }
  });

  it('of an action: payload, action and summary are set, all else is left', async () => {
    const context = actionContext();
    context.helix.answers['get-polls'] = () => ({ data: [] });
    const msg = commandMsg('');
    msg['own'] = { thing: 1 };
    const before = structuredClone(msg);
    const { outputs } = await createPollAction().run(msg, 'lookUp', {}, context);
    const [sent] = outputs;
    assert.equal(sent, msg, 'the received message goes on');
    const twitch = msg['twitch'] as Record<string, unknown>;
    assert.deepEqual(twitch['action'], { operation: 'lookUp', as: 'ana_plays', limits: null });
    assert.deepEqual(Object.keys(msg).toSorted(), Object.keys(before).toSorted());
    const { action: _action, summary: _summary, ...rest } = twitch;
    const { summary: _before, ...restBefore } = before['twitch'] as Record<string, unknown>;
    assert.deepEqual(rest, restBefore);
    assert.equal(msg['topic'], 'chat.command');
    checkObject(msg, '');
  });

  it('of an action behind an inject node: the context is made', async () => {
    const context = actionContext();
    context.helix.answers['get-polls'] = () => ({ data: [] });
    const msg = { payload: 5 };
    await createPollAction().run(msg, 'lookUp', {}, context);
    const { twitch, topic } = msg as { topic?: string; twitch?: Record<string, unknown> };
    assert.equal(topic, 'poll');
    assert.deepEqual(twitch, {
      id: '',
      type: 'poll',
      at: context.clock.now(),
      account: 'my account',
      channel: { id: '100', login: 'ana_plays', name: 'Ana_Plays' },
      user: null,
      target: null,
      summary: 'There was no poll in the last 90 days.',
      event: null,
      action: { operation: 'lookUp', as: 'ana_plays', limits: null },
    });
  });

  it('never sets what belongs to Node-RED', () => {
    const msg = lineToMessage(line('x'), source);
    for (const key of ['error', 'status', 'parts', 'complete', 'reset', 'req', 'res'])
      assert.ok(!(key in msg));
  });
});
