import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { TwitchError } from '../../../src/core/errors';
import { UserDirectory, usersDefaults, type UserName } from '../../../src/core/helix/users';
import { FakeClock } from '../../support/fake-clock';

function person(id: string, login: string): UserName {
  return { id, login, displayName: login.toUpperCase() };
}

describe('UserDirectory', () => {
  const known = [person('1', 'ana'), person('2', 'berta'), person('9', '12345')];
  let clock: FakeClock;
  let asked: { ids: readonly string[]; logins: readonly string[] }[];
  let fails: boolean;
  let users: UserDirectory;

  beforeEach(() => {
    clock = new FakeClock();
    asked = [];
    fails = false;
    users = new UserDirectory((ids, logins) => {
      asked.push({ ids, logins });
      if (fails) return Promise.reject(new Error('no network'));
      return Promise.resolve(known.filter((user) => ids.includes(user.id) || logins.includes(user.login)));
    }, clock);
  });

  it('finds logins and ids together, in the order asked, with one request', async () => {
    const found = await users.resolve(['@Berta', '1', 'nobody', 'ANA ']);
    assert.deepEqual(
      found.map((user) => user?.id ?? null),
      ['2', '1', null, '1'],
    );
    assert.deepEqual(asked, [{ ids: ['1'], logins: ['berta', 'nobody', 'ana'] }]);
  });

  it('asks for a name once, however many want it, and keeps the answer for an hour', async () => {
    await Promise.all(Array.from({ length: 50 }, () => users.find('ana')));
    await users.find('ana');
    await users.find('1');
    assert.equal(asked.length, 1);
    await clock.tick(usersDefaults.keptMs + 1);
    await users.find('ana');
    assert.equal(asked.length, 2);
  });

  it('forgets soon that a name is unknown', async () => {
    assert.equal(await users.find('nobody'), null);
    assert.equal(await users.find('nobody'), null);
    assert.equal(asked.length, 1);
    await clock.tick(usersDefaults.unknownMs + 1);
    await users.find('nobody');
    assert.equal(asked.length, 2);
  });

  it('returns an id as it is, as text, without asking', async () => {
    assert.equal(await users.id('700100200'), '700100200');
    assert.equal(asked.length, 0);
    assert.equal(await users.id('@ana'), '1');
    await assert.rejects(
      users.id('nobody'),
      (error: unknown) =>
        error instanceof TwitchError && error.code === 'TWITCH_INPUT_INVALID' && /nobody/.test(error.message),
    );
  });

  it('takes digits for an id, unless it is said that they are a login', async () => {
    assert.equal(await users.find('12345'), null);
    assert.equal((await users.findLogin('12345'))?.id, '9');
    assert.equal((await users.find('@12345'))?.id, '9');
  });

  it('refuses what can be nobody’s name without asking', async () => {
    for (const name of ['', '   ', 'two words', 'a'.repeat(26), 'ünal', 'a/b']) {
      await assert.rejects(
        users.find(name),
        (error: unknown) => error instanceof TwitchError && error.cause.parameter === 'user',
      );
    }
    assert.equal(asked.length, 0);
  });

  it('learns people from elsewhere', async () => {
    users.remember(person('77', 'carla'));
    assert.equal((await users.find('carla'))?.id, '77');
    assert.equal((await users.find('77'))?.login, 'carla');
    assert.equal(asked.length, 0);
  });

  it('fails for all who asked, keeps nothing of that, and asks again', async () => {
    fails = true;
    await Promise.all([assert.rejects(users.find('ana')), assert.rejects(users.find('ana'))]);
    fails = false;
    assert.equal((await users.find('ana'))?.id, '1');
    assert.equal(asked.length, 2);
  });

  it('drops those not asked for the longest', async () => {
    users.remember(person('1', 'ana'));
    users.remember(person('2', 'berta'));
    for (let number = 0; number < usersDefaults.kept + 10; number++) {
      users.remember(person(String(1000 + number), `user${number}`));
      if (number % 1000 === 0) await users.find('ana');
    }
    await users.find('ana');
    assert.equal(asked.length, 0);
    await users.find('berta');
    assert.equal(asked.length, 1);
  });
});
