import assert from 'node:assert/strict';
import { LaterTasks, type LaterTask } from '../../src/behaviour/later';
import { TwitchError } from '../../src/core/errors';
import { settle } from '../support/fake-clock';
import { actionContext, type TestContext } from './support/world';

const HOUR = 3_600_000;

function task(context: TestContext, id: string, inMs: number): LaterTask {
  return { id, at: context.clock.now() + inMs, data: { id }, msg: { topic: id } };
}

describe('what an action does later', () => {
  let done: string[];
  let failed: [string, unknown][];
  let failWith: Error | null;

  beforeEach(() => {
    done = [];
    failed = [];
    failWith = null;
  });

  function tasks(): LaterTasks {
    return new LaterTasks(({ id }) => {
      if (failWith) return Promise.reject(failWith);
      done.push(id);
      return Promise.resolve();
    });
  }

  const onError = (error: unknown, msg: Record<string, unknown>): void => {
    failed.push([(error as TwitchError).code, msg['topic']]);
  };

  it('is done when its time has come, once, and forgotten', async () => {
    const context = actionContext();
    const later = tasks();
    await later.plan(context, task(context, 'a', HOUR));
    await context.clock.tick(HOUR - 1);
    assert.deepEqual(done, []);
    await context.clock.tick(1);
    assert.deepEqual(done, ['a']);
    assert.equal(await context.state.get('later'), undefined);
    assert.equal(context.clock.pending, 0);
  });

  it('takes the place of what was planned about the same', async () => {
    const context = actionContext();
    const later = tasks();
    await later.plan(context, task(context, 'a', HOUR));
    await later.plan(context, task(context, 'a', 3 * HOUR));
    await context.clock.tick(2 * HOUR);
    assert.deepEqual(done, []);
    await context.clock.tick(HOUR);
    assert.deepEqual(done, ['a']);
  });

  it('does not happen once it is cancelled', async () => {
    const context = actionContext();
    const later = tasks();
    await later.plan(context, task(context, 'a', HOUR));
    await later.cancel(context, 'a');
    assert.equal(await later.find(context, 'a'), undefined);
    await context.clock.tick(2 * HOUR);
    assert.deepEqual(done, []);
  });

  it('survives a restart; what came due meanwhile is done at once', async () => {
    const before = actionContext();
    await tasks().plan(before, task(before, 'soon', HOUR));
    const first = tasks();
    await first.resume(before, onError);
    await first.plan(before, task(before, 'late', 10 * HOUR));
    before.closing.abort();
    assert.equal(done.length, 0);

    const after = actionContext({ state: before.state });
    await after.clock.tick(2 * HOUR);
    const second = tasks();
    await second.resume(after, onError);
    await after.clock.tick(0);
    assert.deepEqual(done, ['soon']);
    await after.clock.tick(8 * HOUR);
    assert.deepEqual(done, ['soon', 'late']);
  });

  it('is not done by a node that is closed', async () => {
    const context = actionContext();
    await tasks().plan(context, task(context, 'a', HOUR));
    context.closing.abort();
    assert.equal(context.clock.pending, 0);
    await context.clock.tick(2 * HOUR);
    assert.deepEqual(done, []);
    assert.equal(((await context.state.get('later')) as unknown[]).length, 1, 'kept for the next start');
  });

  it('is tried again while Twitch is away, and told each time', async () => {
    const context = actionContext();
    const later = tasks();
    await later.resume(context, onError);
    await later.plan(context, task(context, 'a', HOUR));
    failWith = new TwitchError('TWITCH_UNREACHABLE', 'away');
    await context.clock.tick(HOUR);
    assert.deepEqual(failed, [['TWITCH_UNREACHABLE', 'a']]);
    failWith = null;
    await context.clock.tick(5 * 60_000);
    assert.deepEqual(done, ['a']);
    assert.equal(await context.state.get('later'), undefined);
  });

  it('is given up when Twitch refuses it, and told once', async () => {
    const context = actionContext();
    const later = tasks();
    await later.resume(context, onError);
    await later.plan(context, task(context, 'a', HOUR));
    failWith = new TwitchError('TWITCH_FORBIDDEN', 'no');
    await context.clock.tick(10 * HOUR);
    assert.deepEqual(failed, [['TWITCH_FORBIDDEN', 'a']]);
    assert.equal(await context.state.get('later'), undefined);
  });

  it('goes on without a store that cannot be read, or holds something else', async () => {
    for (const saved of ['nonsense', [{ id: 1 }, null]]) {
      const context = actionContext();
      await context.state.set('later', saved);
      const later = tasks();
      await later.resume(context, onError);
      await later.plan(context, task(context, 'a', HOUR));
      await context.clock.tick(HOUR);
    }
    const broken = actionContext({
      state: { get: () => Promise.reject(new Error('disk')), set: () => Promise.reject(new Error('disk')) },
    });
    const later = tasks();
    await later.resume(broken, onError);
    await later.plan(broken, task(broken, 'b', HOUR));
    await broken.clock.tick(HOUR);
    await settle();
    assert.deepEqual(done, ['a', 'a', 'b']);
  });
});
