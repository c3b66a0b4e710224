import assert from 'node:assert/strict';
import { afterEach, describe } from 'mocha';
import { dig } from '../support/dig';
import { row } from '../support/outcome-rows';
import { SignInBench } from '../support/sign-in-bench';
import type { ArmedFault } from '../support/store-faults';

const KILLED = 'the program was stopped in the middle of a renewal';

describe('a sign-in in a Node-RED that dies', function () {
  this.timeout(60_000);
  let bench: SignInBench;

  afterEach(async () => {
    await bench.close();
  });

  /** Makes the next call renew the tokens, and the process die at a step of that. Leaves Node-RED stopped. */
  async function killedAt(fault: Omit<ArmedFault, 'with'>): Promise<void> {
    bench = await SignInBench.signedIn();
    await bench.expire();
    bench.arm({ ...fault, with: 'kill' });
    // The answer to the injection may die as well.
    await bench.nodeRed.inject('in', {}).catch(() => undefined);
    await bench.died();
    bench.disarm();
  }

  async function stillSignedIn(refreshes: number): Promise<void> {
    await bench.start();
    await bench.works();
    assert.equal(bench.refreshes.length, refreshes);
    assert.deepEqual(
      bench.refreshes.map(({ status }) => status).filter((status) => status !== 200),
      [],
    );
    assert.deepEqual(bench.told, []);
    await bench.noneLeft(/\.tmp$|unreadable$/);
    assert.equal((await bench.stored()).renewing, undefined);
  }

  /** Recognised without anybody having done anything, and told once. */
  async function oneSignIn(reason: string): Promise<void> {
    await bench.start('sign-in');
    const asked = bench.refreshes.length;
    await bench.fails();
    await bench.fails();
    assert.equal(bench.refreshes.length, asked, 'a refused token is tried again');
    assert.equal(bench.told.length, 1);
    assert.match(String(dig(bench.told[0], 'error.message')), new RegExp(reason));
    assert.equal(dig(await bench.view(), 'channel.reason'), reason);
    await bench.noneLeft(/\.tmp$|unreadable$/);
  }

  row('Node-RED is killed while nothing is renewed', 'still signed in', async () => {
    bench = await SignInBench.signedIn();
    await bench.works();
    await bench.nodeRed.kill();
    await stillSignedIn(0);
  });

  row('Node-RED is killed while it notes that a renewal begins', 'still signed in', async () => {
    await killedAt({ steps: ['write'] });
    assert.equal(bench.refreshes.length, 0);
    await stillSignedIn(1);
  });

  row('Node-RED is killed before Twitch is asked for new tokens', 'still signed in', async () => {
    await killedAt({ steps: ['request'] });
    assert.equal(typeof (await bench.stored()).renewing, 'number');
    assert.equal(bench.refreshes.length, 0);
    await stillSignedIn(1);
  });

  row(
    'Node-RED is killed between Twitch’s answer and the write',
    'one “sign in” at the next start',
    async () => {
      await killedAt({ steps: ['open'], after: 1 });
      assert.equal(bench.refreshes.length, 1);
      await oneSignIn(KILLED);
    },
  );

  row(
    'Node-RED is killed while the temporary file is written',
    'one “sign in” at the next start',
    async () => {
      await killedAt({ steps: ['write'], after: 1 });
      assert.equal(bench.files(/\.tmp$/).length, 1);
      await oneSignIn(KILLED);
    },
  );

  row(
    'Node-RED is killed before the temporary file takes its place',
    'one “sign in” at the next start',
    async () => {
      await killedAt({ steps: ['rename'], after: 1 });
      await oneSignIn(KILLED);
    },
  );

  row('Node-RED is killed after the new file has taken its place', 'still signed in', async () => {
    await killedAt({ steps: ['renamed'], after: 1 });
    assert.equal((await bench.stored()).rotation, 1);
    await stillSignedIn(1);
  });

  row(
    'Node-RED is stopped in the middle of a renewal',
    'still signed in, the stop waits for it',
    async () => {
      bench = await SignInBench.signedIn();
      await bench.expire();
      bench.simulator.faults.slow({ kind: 'oauth', path: '/token' }, 1_000);
      await bench.nodeRed.inject('in', {});
      const deadline = Date.now() + 10_000;
      while ((await bench.stored()).renewing === undefined) assert(Date.now() < deadline, 'no renewal began');
      await bench.nodeRed.stop();
      assert.equal((await bench.stored()).rotation, 1);
      await stillSignedIn(1);
    },
  );

  row('Twitch’s answer to a renewal is lost on the way', 'one “sign in” at once', async () => {
    bench = await SignInBench.signedIn();
    await bench.expire();
    bench.simulator.faults.lostAnswer({ kind: 'oauth', path: '/token' });
    await bench.fails();
    await bench.shows('sign-in');
    // The one whose answer was lost is not in the list: asked once more, since Twitch may never have seen it.
    assert.equal(bench.refreshes.length, 1);
    assert.equal(bench.told.length, 1);
    await bench.restart('sign-in');
    assert.equal(bench.refreshes.length, 1, 'asked again after the restart');
    assert.equal(bench.told.length, 1, 'told again after the restart');
    await bench.signIn();
    await bench.shows('connected');
    await bench.works();
  });
});
