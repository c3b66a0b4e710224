import assert from 'node:assert/strict';
import { InOrder } from '../../src/behaviour/in-order';
import type { TwitchError } from '../../src/core/errors';

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function deferred(): Deferred {
  let settle: Pick<Deferred, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  assert(settle);
  return { promise, ...settle };
}

describe('what is done in order', () => {
  it('begins when what is before it has ended, in the order in which it came', async () => {
    const done: string[] = [];
    const first = deferred();
    const order = new InOrder(() => assert.fail('nothing fails'), first.promise);
    const finished = deferred();
    order.add(async () => {
      await Promise.resolve();
      done.push('slow');
    });
    order.add(() => {
      done.push('quick');
      finished.resolve();
    });
    assert.deepEqual(done, []);
    first.reject(new Error('its own affair'));
    await finished.promise;
    assert.deepEqual(done, ['slow', 'quick']);
  });

  it('goes on behind something that fails, and tells it', async () => {
    const told: TwitchError[] = [];
    const order = new InOrder((error) => told.push(error));
    order.add(() => {
      throw new TypeError('an odd event');
    });
    order.add(() => Promise.reject(new Error('a late one')));
    await new Promise<void>((resolve) => {
      order.add(resolve);
    });
    assert.deepEqual(
      told.map(({ message }) => message),
      ['an odd event', 'a late one'],
    );
  });

  it('leaves undone what has not begun when it is stopped, and tells nothing any more', async () => {
    const running = deferred();
    const begun = deferred();
    const order = new InOrder(() => assert.fail('told after the end'));
    order.add(() => {
      begun.resolve();
      return running.promise;
    });
    order.add(() => assert.fail('begun after the end'));
    await begun.promise;
    order.stop();
    running.reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});
