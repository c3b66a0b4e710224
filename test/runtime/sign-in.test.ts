import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { dig } from '../support/dig';
import { row } from '../support/outcome-rows';
import { SignInBench } from '../support/sign-in-bench';

/** settings.js reads its client id from a file, so that a test can change it between two starts. */
const clientIdFromFile = `
settings.twitchAccountClientId = require('node:fs').readFileSync(__dirname + '/client-id.txt', 'utf8');`;

describe('a sign-in in a Node-RED that goes on', function () {
  this.timeout(60_000);
  let bench: SignInBench;

  before(async () => {
    bench = await SignInBench.make();
    await bench.start('sign-in');
    await bench.signIn();
    await bench.shows('connected');
  });

  after(async () => {
    await bench.close();
  });

  /** Before and after, with not one renewal more than before. */
  async function stillSignedIn(what: () => Promise<void>): Promise<void> {
    await bench.shows('connected');
    const before = bench.refreshes.length;
    await what();
    await bench.shows('connected');
    await bench.works();
    assert.equal(bench.refreshes.length, before);
    assert.deepEqual(bench.told, []);
    assert.doesNotMatch(bench.nodeRed.output, /\[error\]/);
  }

  it('was made by device code and needed no deploy', async () => {
    await bench.works();
    assert.equal(dig(await bench.view(), 'channel.state'), 'ok');
    assert.equal((await bench.stored()).login, bench.simulator.users.broadcaster.login);
  });

  row('Node-RED is restarted', 'still signed in', () => stillSignedIn(() => bench.restart()));

  row('“Restart flows”', 'still signed in', () =>
    stillSignedIn(() => bench.nodeRed.deploy(bench.flow(), 'reload')),
  );

  row('Deploy: full', 'still signed in', () =>
    stillSignedIn(() => bench.nodeRed.deploy(bench.flow({ name: 'Full' }), 'full')),
  );

  row('Deploy: modified flows', 'still signed in', () =>
    stillSignedIn(() => bench.nodeRed.deploy(bench.flow({ name: 'Flows' }), 'flows')),
  );

  row('Deploy: modified nodes', 'still signed in', () =>
    stillSignedIn(() => bench.nodeRed.deploy(bench.flow({ name: 'Nodes' }), 'nodes')),
  );

  row('The account is disabled and enabled again', 'still signed in', () =>
    stillSignedIn(async () => {
      await bench.nodeRed.deploy(bench.flow({ d: true }));
      await bench.shows('no-account');
      await bench.nodeRed.deploy(bench.flow());
    }),
  );

  row(
    'The flow is exported, deleted and imported again',
    'still signed in; the export holds no login, id or token',
    () =>
      stillSignedIn(async () => {
        const exported = await (await bench.nodeRed.fetch('flows')).text();
        const { id, login, name } = bench.simulator.users.broadcaster;
        const { accessToken, refreshToken } = await bench.stored();
        for (const word of [id, login, name, accessToken, String(refreshToken)])
          assert(!exported.includes(word));
        await bench.nodeRed.deploy([]);
        await bench.nodeRed.deploy(JSON.parse(exported) as ReturnType<SignInBench['flow']>);
      }),
  );

  row(
    'Another client id is typed into the account',
    '“sign in”; with the old one back, signed in as before',
    () =>
      stillSignedIn(async () => {
        const other = bench.simulator.registerClient({ type: 'public' });
        await bench.nodeRed.deploy(bench.flow({ clientId: other.clientId }));
        await bench.shows('sign-in');
        assert.equal(dig(await bench.view(), 'problems.0.key'), 'other-client-id');
        await bench.nodeRed.deploy(bench.flow());
      }),
  );

  row(
    'A renewal becomes due',
    'still signed in, the new tokens are stored before they are used',
    async () => {
      const before = await bench.stored();
      const asked = bench.refreshes.length;
      await bench.expire();
      await bench.works();
      const after = await bench.stored();
      assert.equal(bench.refreshes.length, asked + 1);
      assert.equal(after.rotation, before.rotation + 1);
      assert.notEqual(after.refreshToken, before.refreshToken);
    },
  );
});

describe('a sign-in whose client id is a default', function () {
  this.timeout(60_000);
  let bench: SignInBench;

  after(async () => {
    await bench.close();
  });

  row('The default client id changes', 'still signed in, with the client id of the sign-in', async () => {
    bench = await SignInBench.make({ settingsCode: clientIdFromFile, account: { clientId: '' } });
    writeFileSync(bench.file('client-id.txt'), bench.simulator.clientId);
    await bench.start('sign-in');
    await bench.signIn();
    await bench.shows('connected');
    writeFileSync(bench.file('client-id.txt'), bench.simulator.registerClient({ type: 'public' }).clientId);
    await bench.restart();
    await bench.works();
    assert.equal(dig(await bench.view(), 'channel.clientId'), bench.simulator.clientId);
    await bench.expire();
    await bench.works();
  });
});
