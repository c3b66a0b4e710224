import assert from 'node:assert/strict';
import type { NodeDefinition, NodeType } from '../../src/definitions/definition';
import { nodeDefinitions } from '../../src/definitions/nodes';
import { isEndpointId } from '../../src/tables/endpoints';
import {
  actionRows,
  harmfulCalls,
  outcomeOf,
  triggerRows,
  type Carried,
  type Outcome,
} from '../data/wire-and-go';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { node, practiceAccount } from '../support/twitch-flow';
import type { FlowNode } from '../support/node-red-process';

type Message = Record<string, unknown>;

const definitions: readonly NodeDefinition[] = Object.values(nodeDefinitions);
const triggers = definitions.filter(({ kind }) => kind === 'trigger');
const actions = definitions.filter(({ kind }) => kind === 'action');

/** One operation of an action, as a node of the flow. */
interface Wired {
  readonly id: string;
  readonly type: NodeType;
  readonly operation: string;
  readonly outputs: readonly string[];
}

/**
 * Operations that are played side by side in one world: one of each action. Moderation plays alone: whoever was banned
 * a moment ago cannot be made a moderator.
 */
function rounds(): readonly (readonly Wired[])[] {
  const alone: NodeType = 'twitch-moderation';
  const of = (some: readonly NodeDefinition[], index: number): readonly Wired[] =>
    some.flatMap(({ type, operations, outputs }) => {
      const operation = Object.keys(operations)[index];
      return operation === undefined ? [] : [{ id: `${type}:${operation}`, type, operation, outputs }];
    });
  const most = Math.max(...actions.map(({ operations }) => Object.keys(operations).length));
  return Array.from({ length: most }, (_, index) => index)
    .flatMap((index) => [
      of(
        actions.filter(({ type }) => type !== alone),
        index,
      ),
      of(
        actions.filter(({ type }) => type === alone),
        index,
      ),
    ])
    .filter((round) => round.length > 0);
}

function helper(id: string): FlowNode {
  return { id, type: 'helper', z: 'tab', x: 500, y: 100 };
}

/** What the message carries, read off it and not off the table. */
function carried(msg: Message): readonly Carried[] {
  const found: Carried[] = [];
  const own = dig(msg, 'twitch.channel.login');
  const login = dig(msg, 'twitch.user.login');
  const isCommand = dig(msg, 'twitch.command') !== undefined;
  if (dig(msg, 'twitch.message') !== undefined) found.push('line');
  if (isCommand) found.push('command');
  if (typeof msg['payload'] === 'string' && msg['payload'] !== '') found.push('words');
  if (typeof login === 'string') found.push(login === own ? 'streamer' : 'person');
  if (dig(msg, 'twitch.redemption') !== undefined) found.push('redemption');
  if (typeof dig(msg, 'twitch.summary') === 'string') found.push('summary');
  return found;
}

/** A sentence of the table as a pattern. */
function sentence(text: string, msg: Message): RegExp {
  const named = text
    .replaceAll('{user}', String(dig(msg, 'twitch.user.name')))
    .replaceAll('{channel}', String(dig(msg, 'twitch.channel.name')));
  const escaped = named.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('…', '.+')}$`);
}

describe('wire and go', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench({ twitchAccountPractice: { script: 'none', speed: 60, seed: 1 } });
  });

  afterEach(async () => {
    await bench.close();
  });

  const load = (trigger: NodeDefinition, fields: object, wired: readonly Wired[]): Promise<void> =>
    bench.load([
      practiceAccount,
      { id: 'tab', type: 'tab', label: 'Test' },
      node('trigger', trigger.type, {
        fields: { ...fields },
        wires: trigger.outputs.map(() => ['seen', ...wired.map(({ id }) => id)]),
      }),
      helper('seen'),
      { id: 'catch', type: 'catch', z: 'tab', x: 100, y: 200, scope: null, wires: [['caught']] },
      helper('caught'),
      ...wired.flatMap(({ id, type, operation, outputs }) => [
        node(id, type, { operation, wires: outputs.map((key) => [`${id}>${key}`]) }),
        ...outputs.map((key) => helper(`${id}>${key}`)),
      ]),
    ]);

  /** What came of a message at an action: the output it left by, or the error at Catch. */
  const outcome = ({ id, outputs }: Wired): Promise<{ output: string | null; msg: Message }> =>
    bench.until(() => {
      for (const output of outputs) {
        const [msg] = bench.messages(`${id}>${output}`);
        if (msg) return { output, msg };
      }
      const msg = bench.messages('caught').find((caught) => dig(caught, 'error.source.id') === id);
      return msg && { output: null, msg };
    }, `neither an answer nor an error of ${id}`);

  function check(
    { id, type, operation }: Wired,
    want: Outcome,
    seen: Message,
    got: Awaited<ReturnType<typeof outcome>>,
  ): void {
    const error = dig(got.msg, 'error.message');
    const what = `${id} gave ${String(got.output)} ${JSON.stringify(dig(got.msg, 'twitch.summary'))} ${String(error)}`;
    assert.equal(got.output, want.output ?? null, what);
    if (want.says === null) assert.equal(dig(got.msg, 'twitch.summary'), dig(seen, 'twitch.summary'), what);
    else assert.match(String(dig(got.msg, 'twitch.summary')), sentence(want.says, seen), what);
    if (want.output === undefined) {
      assert.ok(String(error).includes(want.error ?? ''), what);
      assert.match(String(dig(got.msg, 'error.cause.code')), /^TWITCH_/, what);
    } else if (type !== 'twitch-condition') {
      assert.equal(dig(got.msg, 'twitch.action.operation'), operation);
    }
    // Who, where and which are still known behind the action.
    for (const part of ['id', 'user', 'channel', 'redemption', 'test'])
      assert.deepEqual(dig(got.msg, `twitch.${part}`), dig(seen, `twitch.${part}`), `${what}: ${part}`);
  }

  it('has a row for every trigger, every action and every operation, and for nothing else', () => {
    assert.deepEqual(Object.keys(triggerRows).toSorted(), triggers.map(({ type }) => type).toSorted());
    assert.deepEqual(Object.keys(actionRows).toSorted(), actions.map(({ type }) => type).toSorted());
    for (const { type, operations } of actions)
      assert.deepEqual(Object.keys(actionRows[type] ?? {}), Object.keys(operations), type);
  });

  for (const trigger of triggers) {
    const row = triggerRows[trigger.type];

    it(`behind ${trigger.type}: every action does what is written, or says the sentence`, async function () {
      this.timeout(60_000);
      assert.ok(row);
      let played = 0;
      for (const round of rounds()) {
        await load(trigger, row.chosen ?? {}, round);
        await bench.account('acc').start();
        assert.equal((await bench.admin.post('/twitch/nodes/trigger/test').send({})).status, 204);
        const seen = await bench.waitFor('seen');
        assert.equal(dig(seen, 'twitch.test'), true);
        assert.deepEqual(carried(seen).toSorted(), row.carries.toSorted());
        for (const wired of round) {
          const want = outcomeOf(trigger.type, wired.type, wired.operation);
          assert.ok(want, `${wired.id}: no row fits`);
          check(wired, want, seen, await outcome(wired));
          played += 1;
        }
        await unrepeated(seen);
        await bench.unload();
      }
      assert.equal(played, actions.flatMap(({ operations }) => Object.keys(operations)).length);
    });

    it(`${trigger.type} with nothing set ${row?.chosen ? 'says what to choose' : 'has a test event'}`, async () => {
      await load(trigger, {}, []);
      await bench.account('acc').start();
      const { status, body } = await bench.admin.post('/twitch/nodes/trigger/test').send({});
      if (!row?.chosen) {
        assert.equal(status, 204);
        return;
      }
      assert.equal(status, 409);
      assert.match(String(dig(body, 'sentence')), /is empty|Choose|Fill in/);
    });
  }

  /** What somebody typed stands in nothing that was said. */
  async function unrepeated(seen: Message): Promise<void> {
    const { world, users } = (await bench.world()).simulator;
    const ours = new Set([users.bot.login, users.broadcaster.login]);
    const said = (world.channel(users.broadcaster.login)?.lines ?? [])
      .filter(({ from }) => ours.has(from.login))
      .map(({ text }) => text);
    const typed = [dig(seen, 'twitch.text'), dig(seen, 'twitch.message.text')].filter(
      (text): text is string => typeof text === 'string',
    );
    for (const words of typed) for (const line of said) assert.ok(!` ${line} `.includes(` ${words} `), line);
    if (bench.messages('twitch-send-message:send>sent').length > 0)
      assert.deepEqual(said, [dig(seen, 'twitch.summary')], 'the sentence of the trigger, once');
  }

  it('lets nothing harm from the start: such an operation has to be chosen, and until then says so', async () => {
    for (const call of harmfulCalls) assert.ok(isEndpointId(call), call);
    for (const { type, defaultOperation, operations } of actions) {
      const made: readonly string[] = operations[defaultOperation ?? '']?.calls ?? [];
      assert.deepEqual(
        made.filter((call) => harmfulCalls.includes(call)),
        [],
        type,
      );
    }
    const unset = actions.filter(({ defaultOperation }) => defaultOperation === null);
    assert.ok(unset.some(({ type }) => type === 'twitch-moderator-role'));
    await bench.load([
      practiceAccount,
      { id: 'tab', type: 'tab', label: 'Test' },
      { id: 'catch', type: 'catch', z: 'tab', x: 100, y: 200, scope: null, wires: [['caught']] },
      helper('caught'),
      ...unset.map(({ type }) => node(type, type, { wires: [] })),
    ]);
    await bench.account('acc').start();
    const { login, id, name } = (await bench.world()).simulator.users.subscriber;
    for (const { type } of unset) {
      bench.inject(type, {
        payload: 'x',
        twitch: { user: { id, login, name, roles: [], anonymous: false } },
      });
      const caught = await bench.waitFor('caught', (msg) => dig(msg, 'error.source.id') === type);
      assert.match(String(dig(caught, 'error.message')), /It is not chosen what this node does/);
    }
  });
});
