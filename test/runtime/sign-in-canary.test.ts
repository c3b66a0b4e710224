import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { dig } from '../support/dig';
import type { Comms } from '../support/node-red-process';
import { SignInBench } from '../support/sign-in-bench';

const TYPED_SECRET = 'canary0secret0that0somebody0typed';
const ROUTES = [
  'flows',
  'settings',
  'nodes',
  'twitch/defaults',
  'twitch/accounts/acc',
  'twitch/accounts/acc/own-rewards',
];
const STORE_FILES = ['twitch-accounts.json', 'twitch-accounts.key'];

/** Everything that anybody can see of a Node-RED, over several starts. */
class Seen {
  readonly texts: string[] = [];
  readonly #bench: SignInBench;
  #comms: Comms | undefined;

  constructor(bench: SignInBench) {
    this.#bench = bench;
  }

  async start(status: string): Promise<void> {
    await this.#bench.start(status);
    this.#comms = await this.#bench.nodeRed.openComms();
  }

  /** Log, what the editor was told, and messages of flows; ends this Node-RED. */
  async stop(): Promise<void> {
    const { nodeRed } = this.#bench;
    // Whoever was killed answers no more.
    const routes = nodeRed.running ? ROUTES : [];
    for (const route of routes) await this.ask(route);
    this.texts.push(JSON.stringify(this.#comms?.messages));
    this.#comms?.close();
    await nodeRed.stop();
    this.texts.push(nodeRed.output, JSON.stringify(nodeRed.probed));
    for (const name of readdirSync(nodeRed.userDir)) {
      if (/\.(json|js|backup)$/.test(name) && !STORE_FILES.includes(name))
        this.texts.push(readFileSync(this.#bench.file(name), 'utf8'));
    }
  }

  async ask(route: string): Promise<unknown> {
    const { body } = await this.#bench.nodeRed.getJson(route);
    this.texts.push(JSON.stringify(body));
    return body;
  }

  /** What a value is found in: the beginnings of those texts. */
  in(value: string): readonly string[] {
    return this.texts.flatMap((text) => {
      const at = text.indexOf(value);
      return at < 0 ? [] : [text.slice(Math.max(0, at - 120), at)];
    });
  }
}

/**
 * Through every way in which a sign-in begins, is renewed, fails and ends in Node-RED. Authorization codes and pasted tokens exist only
 * for programs that embed the core: test/core/auth/canary.test.ts searches what that shows.
 */
describe('tokens, secrets, codes and keys', function () {
  this.timeout(90_000);
  let bench: SignInBench;

  afterEach(async () => {
    await bench.close();
  });

  /** All that is secret, as it went over the line, and as it may be written otherwise. */
  function secrets(): ReadonlySet<string> {
    const found = new Set([TYPED_SECRET]);
    for (const { body, answer } of bench.passed) {
      const form = new URLSearchParams(body);
      for (const name of ['device_code', 'refresh_token', 'token', 'client_secret', 'code'])
        found.add(form.get(name) ?? '');
      for (const [, value] of answer.matchAll(/"(?:access_token|refresh_token|device_code)":"([^"]+)"/g))
        found.add(value ?? '');
    }
    found.delete('');
    found.delete('not-a-token');
    const written = Array.from(found, (value) => Buffer.from(value)).flatMap((bytes) => [
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('hex'),
    ]);
    return new Set([...found, ...written]);
  }

  it('are nowhere to be seen after every flow and every failure of Node-RED', async () => {
    bench = await SignInBench.make({ settings: { logging: { console: { level: 'trace' } } } });
    const { simulator, nodeRed, steps } = bench;
    const { broadcaster, moderator } = simulator.users;
    const token = { kind: 'oauth', path: '/token' } as const;
    const seen = new Seen(bench);
    await seen.start('sign-in');
    const told: unknown[] = [];
    const post = async (route: string, body: object): Promise<unknown> => {
      const answer = await nodeRed.postJson(route, body);
      told.push(answer.body);
      return answer.body;
    };

    // Sign-ins of every kind: given up, confidential without and with a wrong secret, done, another person.
    const { clientId, clientSecret } = simulator.confidential;
    await post('twitch/client-id/check', { clientId, clientSecret: TYPED_SECRET, idUrl: bench.urls.id });
    await post('twitch/client-id/check', { clientId, clientSecret, idUrl: bench.urls.id });
    told.push(await steps.signIn({ login: broadcaster.login, clientId }));
    told.push(await steps.signIn({ login: broadcaster.login, clientId, clientSecret: TYPED_SECRET }));
    await bench.signIn();
    await bench.works();
    told.push(await steps.signIn({ login: moderator.login }));
    told.push(await steps.signIn({ login: moderator.login, slot: 'bot' }));
    told.push(await steps.signIn({ login: broadcaster.login, account: 'not-deployed' }));
    await seen.ask('twitch/accounts/not-deployed');

    // Renewals: good, refused for a while, with useless answers, and on a full disk.
    await bench.expire();
    await bench.works();
    for (const status of [503, 429]) {
      const { refreshToken } = await bench.stored();
      // A server that repeats what it was told.
      simulator.faults.http(token, { kind: 'answer', status, message: `not ${String(refreshToken)}` });
      simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
      await bench.works();
    }
    simulator.faults.refused(token);
    simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
    await bench.works();
    bench.arm({ steps: ['write'], with: 'ENOSPC' });
    simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
    await bench.works();
    bench.disarm();
    simulator.faults.unauthorized({ endpoint: 'get-channel-information' });
    await bench.works();

    // Helix repeats the token, too; and refuses in other ways.
    const { accessToken, refreshToken } = await bench.stored();
    for (const status of [400, 403, 500])
      simulator.faults.http(
        { endpoint: 'get-channel-information' },
        { kind: 'answer', status, message: `no ${accessToken}` },
        4,
      );
    await bench.fails();
    simulator.faults.clear();

    // The end, in the words of a server that repeats the token.
    simulator.faults.http(
      token,
      { kind: 'answer', status: 400, message: `Invalid refresh token ${String(refreshToken)}` },
      2,
    );
    await bench.expire();
    await bench.fails();
    await bench.shows('sign-in');
    simulator.faults.clear();
    await seen.ask('twitch/accounts/acc');
    await bench.signIn();
    const key = readFileSync(bench.file('twitch-accounts.key'), 'utf8').trim();
    await seen.stop();

    // A store that cannot be read any more: truncated, and with the key of somebody else.
    const [store, keyFile] = [bench.file('twitch-accounts.json'), bench.file('twitch-accounts.key')];
    const sealed = readFileSync(store, 'utf8');
    writeFileSync(store, sealed.slice(0, -300));
    await seen.start('sign-in');
    await seen.stop();
    writeFileSync(store, sealed);
    const foreignKey = randomBytes(32).toString('base64');
    writeFileSync(keyFile, foreignKey);
    await seen.start('sign-in');
    await seen.stop();
    writeFileSync(store, sealed);
    writeFileSync(keyFile, key);

    // A folder that nothing can be written to, and tokens that live in memory.
    bench.arm({ steps: ['probe', 'open'], with: 'EROFS' });
    await seen.start('cannot-save');
    await bench.expire();
    await bench.works();
    await seen.stop();
    bench.disarm();
    // The renewal is not in the file, so Twitch refuses what is.
    await seen.start('sign-in');
    await bench.fails();
    await bench.signIn();
    await bench.works();

    // Killed in the middle of a renewal: before the request, in the temporary file, and after the rename.
    for (const [fault, status] of [
      [{ steps: ['request'] }, 'connected'],
      [{ steps: ['renamed'], after: 1 }, 'connected'],
      [{ steps: ['write'], after: 1 }, 'sign-in'],
    ] as const) {
      await bench.shows('connected');
      await bench.expire();
      bench.arm({ ...fault, with: 'kill' });
      await nodeRed.inject('in', {}).catch(() => undefined);
      await bench.died();
      bench.disarm();
      await seen.stop();
      await seen.start(status);
    }
    await bench.fails();
    await bench.signIn();
    await bench.works();
    await post('twitch/accounts/acc/sign-out', { slot: 'bot' });
    bench.arm({ steps: ['write'], with: 'ENOSPC' });
    await post('twitch/accounts/acc/sign-out', { slot: 'channel' });
    bench.disarm();
    await seen.stop();
    seen.texts.push(JSON.stringify(told));

    const hidden = secrets();
    assert(hidden.size > 60, `only ${hidden.size} values to look for`);
    const keys = [
      key,
      Buffer.from(key, 'base64').toString('hex'),
      Buffer.from(key, 'base64').toString('base64url'),
      foreignKey,
      Buffer.from(foreignKey, 'base64').toString('hex'),
    ];
    for (const value of [...hidden, ...keys])
      assert.deepEqual(seen.in(value), [], 'a secret was shown after this');
    // The search would have found something: names and reasons are there.
    assert(seen.in(broadcaster.login).length > 0 && seen.in('[hidden]').length > 0);

    // The store is unreadable without its key, and the key is not in it.
    for (const value of [...hidden, ...keys, broadcaster.login]) assert(!sealed.includes(value));
    assert.equal(dig(JSON.parse(sealed), 'format'), 1);
  });
});
