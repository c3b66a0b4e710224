import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { startSimulator } from '../../src/simulator/index';
import type { Simulator } from '../../src/simulator/simulator';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import type { FlowNode } from '../support/node-red-process';
import { channelAccount, ends, node, practiceAccount, seedSignIn } from '../support/twitch-flow';

/** What the conventions' table asks of a failure. */
interface Expected {
  readonly status: string;
  readonly look: readonly [fill: string, shape: string];
  readonly code: string;
  readonly sentence: RegExp;
}

describe('failures of nodes', () => {
  let bench: FlowBench;
  let simulator: Simulator;

  beforeEach(async () => {
    bench = new FlowBench();
    simulator = await startSimulator({ viewers: 'none' });
  });

  afterEach(async () => {
    await bench.close();
    await simulator.close();
  });

  const signIn = (scopes?: readonly string[]): Promise<void> =>
    seedSignIn(bench.userDir, simulator, {
      login: simulator.users.broadcaster.login,
      ...(scopes && { scopes }),
    });

  /** Sends a message into the node `n` and checks status, Catch message and that the process still works. */
  async function failsLike(flow: readonly FlowNode[], expected: Expected): Promise<void> {
    await bench.load([...flow, ...ends]);
    bench.inject('n', { payload: 'kept', mine: 1 });
    const caught = await bench.waitFor('caught');
    assert.match(String(dig(caught, 'error.message')), expected.sentence);
    assert.equal(dig(caught, 'error.code'), expected.code);
    assert.equal(dig(caught, 'error.cause.code'), expected.code);
    assert.equal(caught['mine'], 1);
    const status = await bench.waitForStatus('n', expected.status);
    assert.deepEqual([status.fill, status.shape], expected.look);
    assert.equal(bench.messages('out').length, 0);
    assert.equal(bench.messages('caught').length, 1);
  }

  it('no account chosen: grey, and the message says what to do', () =>
    failsLike([node('n', 'twitch-send-message', { account: '', fields: { text: 'hi' } })], {
      status: 'no-account',
      look: ['grey', 'ring'],
      code: 'TWITCH_NO_ACCOUNT',
      sentence: /no Twitch account.*choose one/,
    }));

  it('the account is missing or disabled', () =>
    failsLike(
      [
        { ...practiceAccount, d: true },
        node('n', 'twitch-poll', { fields: { question: 'A?', choices: 'b\nc' } }),
      ],
      { status: 'no-account', look: ['grey', 'ring'], code: 'TWITCH_NO_ACCOUNT', sentence: /disabled/ },
    ));

  it('the account is a node of another type', () =>
    failsLike([{ id: 'acc', type: 'helper' }, node('n', 'twitch-send-message', { fields: { text: 'hi' } })], {
      status: 'no-account',
      look: ['grey', 'ring'],
      code: 'TWITCH_NO_ACCOUNT',
      sentence: /account/,
    }));

  it('a malformed flow: an operation that the node does not have', () =>
    failsLike([practiceAccount, node('n', 'twitch-poll', { operation: 'explode' })], {
      status: 'invalid-input',
      look: ['red', 'dot'],
      code: 'TWITCH_INPUT_INVALID',
      sentence: /cannot do "explode".*Open it and choose/,
    }));

  for (const [what, params] of [
    ['no fields at all', undefined],
    ['fields that are no object', 'nonsense'],
    ['fields of the wrong shape', { text: 'plain', question: null, choices: { t: 5 } }],
  ] as const) {
    it(`a malformed flow: ${what}`, () =>
      failsLike([practiceAccount, { ...node('n', 'twitch-poll', { operation: 'open' }), params }], {
        status: 'invalid-input',
        look: ['red', 'dot'],
        code: 'TWITCH_INPUT_INVALID',
        sentence: /\w/,
      }));
  }

  it('a malformed flow: JSON in a field that is none', () =>
    failsLike(
      [
        practiceAccount,
        node('n', 'twitch-api', {
          fields: { call: 'other', path: '/users', query: { v: '{broken', t: 'json' } },
        }),
      ],
      {
        status: 'invalid-input',
        look: ['red', 'dot'],
        code: 'TWITCH_INPUT_INVALID',
        sentence: /"Query" is not JSON/,
      },
    ));

  it('an expression that cannot be worked out', () =>
    failsLike(
      [
        practiceAccount,
        node('n', 'twitch-send-message', { fields: { text: { v: '$nothing(', t: 'jsonata' } } }),
      ],
      {
        status: 'invalid-input',
        look: ['red', 'dot'],
        code: 'TWITCH_INPUT_INVALID',
        sentence: /"Text" could not be worked out: Expected /,
      },
    ));

  it('a wrong parameter: told before anything is sent', async () => {
    await failsLike(
      [
        practiceAccount,
        node('n', 'twitch-poll', { operation: 'open', fields: { question: 'A?', choices: 'only one' } }),
      ],
      { status: 'invalid-input', look: ['red', 'dot'], code: 'TWITCH_INPUT_INVALID', sentence: /choice/ },
    );
    const calls = (await bench.world()).transcript.after(0).filter((line) => line.kind === 'call');
    assert.deepEqual(
      calls.filter((line) => line.text.includes('/polls')),
      [],
    );
  });

  it('nobody is signed in: red ring before anything happens, and a clear error', async () => {
    await failsLike(
      [channelAccount(simulator), node('n', 'twitch-send-message', { fields: { text: 'hi' } })],
      {
        status: 'sign-in',
        look: ['red', 'ring'],
        code: 'TWITCH_SIGN_IN_NEEDED',
        sentence: /Open the account and sign in/,
      },
    );
  });

  it('a read-only account cannot act', () =>
    failsLike(
      [
        channelAccount(simulator, { use: 'read', channel: simulator.users.broadcaster.login }),
        node('n', 'twitch-send-message', { fields: { text: 'hi' } }),
      ],
      {
        status: 'sign-in',
        look: ['red', 'ring'],
        code: 'TWITCH_SIGN_IN_NEEDED',
        sentence: /only reads chat.*sign in|sign in/i,
      },
    ));

  it('a missing permission: the error names it, the ring is red', async () => {
    await signIn(['chat:read']);
    await failsLike(
      [
        channelAccount(simulator),
        node('n', 'twitch-poll', { operation: 'open', fields: { question: 'A?', choices: 'b\nc' } }),
      ],
      {
        status: 'permission-missing',
        look: ['red', 'ring'],
        code: 'TWITCH_SCOPE_MISSING',
        sentence: /permission.*sign in again/i,
      },
    );
    const caught = bench.messages('caught')[0];
    assert.deepEqual(dig(caught, 'error.cause.missingScopes.0'), 'channel:manage:polls');
  });

  it('a missing permission is shown before anything is tried, and goes as soon as it is granted', async () => {
    await signIn(['chat:read']);
    await bench.load([channelAccount(simulator), node('n', 'twitch-poll'), ...ends]);
    await bench.waitForStatus('n', 'permission-missing');
    const { login } = simulator.users.broadcaster;
    const issued = simulator.issueToken({ login, scopes: ['chat:read', 'channel:manage:polls'] });
    await bench.account('acc').hub.tokens.addToken(issued);
    await bench.waitForStatus('n', 'connected');
  });

  it('a rate limit of the call itself', async () => {
    await signIn();
    simulator.faults.endpointLimited({ path: '/polls' }, Date.now() + 600_000, 20);
    await failsLike(
      [
        channelAccount(simulator),
        node('n', 'twitch-poll', { operation: 'open', fields: { question: 'A?', choices: 'b\nc' } }),
      ],
      { status: 'rate-limited', look: ['red', 'dot'], code: 'TWITCH_RATE_LIMITED', sentence: /\w/ },
    );
  });

  it('a closed port: unreachable, red dot after the action', async () => {
    await signIn();
    const { port } = await closedPort();
    await failsLike(
      [
        channelAccount(simulator, { helixUrl: `http://127.0.0.1:${port}/helix` }),
        node('n', 'twitch-poll', { operation: 'open', fields: { question: 'A?', choices: 'b\nc' } }),
      ],
      {
        status: 'unreachable',
        look: ['red', 'dot'],
        code: 'TWITCH_UNREACHABLE',
        sentence: /No connection to 127\.0\.0\.1.*Check the network/,
      },
    );
  });

  it('a refusal of Twitch, with its status in the cause', async () => {
    await failsLike([practiceAccount, node('n', 'twitch-poll', { operation: 'end' })], {
      status: 'refused',
      look: ['red', 'dot'],
      code: 'TWITCH_REQUEST_FAILED',
      sentence: /no poll is running/,
    });
  });

  it('Twitch answers with server errors', async () => {
    await signIn();
    simulator.faults.serverError({ path: '/polls' }, 503, 50);
    await failsLike(
      [
        channelAccount(simulator),
        node('n', 'twitch-poll', { operation: 'open', fields: { question: 'A?', choices: 'b\nc' } }),
      ],
      { status: 'twitch-unavailable', look: ['red', 'dot'], code: 'TWITCH_UNAVAILABLE', sentence: /\w/ },
    );
  });

  it('the next success takes the failure from the status', async () => {
    await bench.load([
      practiceAccount,
      node('n', 'twitch-send-message', { fields: { text: { v: 'said', t: 'msg' } } }),
      ...ends,
    ]);
    bench.inject('n', {});
    await bench.waitForStatus('n', 'invalid-input');
    bench.inject('n', { said: 'hello' });
    await bench.waitFor('out');
    await bench.waitForStatus('n', 'practice');
  });

  it('settings of a trigger that cannot be read: told once, status red, the test button says it again', async () => {
    await bench.load([
      practiceAccount,
      node('n', 'twitch-command', { fields: { command: 'x', arguments: '<broken' } }),
      ...ends,
    ]);
    const caught = await bench.waitFor('caught');
    assert.equal(dig(caught, 'error.cause.code'), 'TWITCH_INPUT_INVALID');
    assert.equal((await bench.waitForStatus('n', 'invalid-input')).fill, 'red');
    const answer = await bench.admin.post('/twitch/nodes/n/test').send({});
    assert.equal(answer.status, 409);
    assert.equal(bench.messages('caught').length, 1);
  });
});

async function closedPort(): Promise<{ port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return { port };
}
