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
    await bench.load([practiceAccount, node('api', 'twitch-api', { operation: 'call', fields }), ...ends]);
  }

  const call = 'get-channel-followers';

  it('brings the first page, all pages up to a number, or one message for each page', async () => {
    const fields = { v: { first: { v: '5', t: 'num' } }, t: 'json' };
    const asks = (pages: string): Record<string, unknown> => ({
      call,
      fields,
      pages,
      most: { v: 12, t: 'num' },
    });
    await bench.load([
      practiceAccount,
      ...['one', 'all', 'each'].map((pages) =>
        node(pages, 'twitch-api', { operation: 'call', fields: asks(pages) }),
      ),
      ...ends,
    ]);
    const sent = async (id: string, count: number): Promise<readonly Record<string, unknown>[]> => {
      const before = bench.messages('out').length;
      bench.inject(id, {});
      return await bench.until(() => {
        const since = bench.messages('out').slice(before);
        return since.length === count ? since : undefined;
      }, `what ${id} sends`);
    };
    const lengths = (messages: readonly Record<string, unknown>[]): number[] =>
      messages.map((msg) => (msg['payload'] as unknown[]).length);
    assert.deepEqual(lengths(await sent('one', 1)), [5]);
    assert.deepEqual(lengths(await sent('all', 1)), [12]);
    const pages = await sent('each', 3);
    assert.deepEqual(lengths(pages), [5, 5, 2]);
    assert.deepEqual(
      pages.map((msg) => dig(msg, 'parts.index')),
      [0, 1, 2],
    );
  });

  it('takes its fields from the message, the flow and expressions, and people by name', async () => {
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
    const { users } = (await bench.world()).simulator;
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
