import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { FlowBench } from '../support/flow-bench';
import { ends, node, practiceAccount } from '../support/twitch-flow';

describe('any Twitch call, in practice mode', () => {
  let bench: FlowBench;

  beforeEach(() => {
    bench = new FlowBench();
  });
  afterEach(() => bench.close());

  async function load(fields: Record<string, unknown>): Promise<void> {
    await bench.load([
      practiceAccount,
      node('api', 'twitch-api', { operation: 'call', fields: fields as never }),
      ...ends,
    ]);
  }

  const call = 'get-channel-followers';

  it('brings the first page, all pages up to a number, or one message for each page', async () => {
    const first = { first: { v: '5', t: 'num' } };
    await load({ call, fields: { v: first, t: 'json' } });
    bench.inject('api', {});
    const one = await bench.waitFor('out');
    assert.equal((one['payload'] as unknown[]).length, 5);

    await load({ call, pages: 'all', most: { v: 12, t: 'num' }, fields: { v: first, t: 'json' } });
    bench.inject('api', {});
    const all = await bench.waitFor('out');
    assert.equal((all['payload'] as unknown[]).length, 12);

    await load({ call, pages: 'each', most: { v: 12, t: 'num' }, fields: { v: first, t: 'json' } });
    bench.inject('api', {});
    const pages = await bench.until(() => {
      const sent = bench.messages('out').filter((msg) => dig(msg, 'parts.count') === 3);
      return sent.length === 3 ? sent : undefined;
    }, 'three pages');
    assert.deepEqual(
      pages.map((msg) => (msg['payload'] as unknown[]).length),
      [5, 5, 2],
    );
    assert.deepEqual(
      pages.map((msg) => dig(msg, 'parts.index')),
      [0, 1, 2],
    );
  });

  it('takes its fields from the message, the flow and expressions, and people by name', async () => {
    const { users } = (
      await (async () => {
        await load({
          call: 'ban-user',
          fields: {
            t: 'json',
            v: {
              'data.user_id': { v: 'who', t: 'msg' },
              'data.duration': { v: '30 * 2', t: 'jsonata' },
              'data.reason': { v: 'too loud', t: 'str' },
            },
          },
        });
        return await bench.world();
      })()
    ).simulator;
    bench.inject('api', { who: users.viewers[3]!.name });
    const msg = await bench.waitFor('out');
    assert.equal(dig(msg, 'payload.0.user_id'), users.viewers[3]!.id);
    assert.notEqual(dig(msg, 'payload.0.end_time'), null);
  });

  it('takes a list of objects as the form keeps it', async () => {
    const data = JSON.stringify([{ msg_id: '1', msg_text: 'hello there' }]);
    await load({ call: 'check-automod-status', fields: { t: 'json', v: { data: { v: data, t: 'json' } } } });
    bench.inject('api', {});
    assert.deepEqual((await bench.waitFor('out'))['payload'], [{ msg_id: '1', is_permitted: true }]);
  });
});
