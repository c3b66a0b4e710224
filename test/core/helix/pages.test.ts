import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { FakeClock } from '../../support/fake-clock';
import { TestServer, type SeenRequest } from '../../support/http-server';
import { FixedTokens } from '../../support/token-source';

const me = {
  userId: '100',
  login: 'streamer',
  scopes: ['moderator:read:chatters', 'user:read:emotes', 'moderation:read', 'channel:read:vips'],
};

function items(from: number, to: number): { id: string }[] {
  return Array.from({ length: to - from }, (_, index) => ({ id: String(from + index) }));
}

function ids(list: readonly { readonly id: string }[]): string[] {
  return list.map((item) => item.id);
}

function cursors(seen: readonly SeenRequest[]): (string | null)[] {
  return seen.map((request) => request.query.get('after'));
}

describe('Pages', () => {
  let server: TestServer;
  let helix: HelixClient;

  beforeEach(async () => {
    server = await TestServer.start();
    helix = new HelixClient({
      urls: { helix: `${server.origin}/helix` },
      tokens: new FixedTokens(me),
      clock: new FakeClock(),
    });
  });
  afterEach(async () => {
    await helix.close();
    await server.close();
  });

  /** Serves these pages in order by cursors `c1`, `c2`, ...; `pagination` is an empty object at the end. */
  function serve(...pages: readonly (readonly object[])[]): void {
    server.handle((request) => {
      const number = Number((request.query.get('after') ?? 'c0').slice(1));
      const isLast = number >= pages.length - 1;
      return { json: { data: pages[number] ?? [], pagination: isLast ? {} : { cursor: `c${number + 1}` } } };
    });
  }

  it('are collected whole by await, in the largest pages there are', async () => {
    serve(items(0, 3), items(3, 5), items(5, 6));
    const streams = await helix.pages('get-streams', { query: { game_id: '1' } });
    assert.deepEqual(ids(streams), ['0', '1', '2', '3', '4', '5']);
    assert.deepEqual(cursors(server.seen), [null, 'c1', 'c2']);
    assert.deepEqual(server.seen[0]!.query.get('first'), '100');
    assert.equal(server.seen[2]!.query.get('game_id'), '1');
  });

  it('are fetched only as far as a loop goes', async () => {
    serve(items(0, 3), items(3, 6), items(6, 9));
    const seen: string[] = [];
    for await (const stream of helix.pages('get-streams')) {
      seen.push(stream.id);
      if (seen.length === 4) break;
    }
    assert.deepEqual(seen, ['0', '1', '2', '3']);
    assert.equal(server.seen.length, 2);
  });

  it('can be gone through page by page, with the whole answer of each', async () => {
    serve(items(0, 2), items(2, 3));
    const sizes: number[] = [];
    for await (const page of helix.pages('get-streams').byPage()) {
      sizes.push(page.items.length);
      assert.ok(typeof page.answer === 'object' && page.answer !== null && 'pagination' in page.answer);
    }
    assert.deepEqual(sizes, [2, 1]);
  });

  it('end at the cap, and ask for no more than that', async () => {
    serve(items(0, 3), items(3, 6), items(6, 9));
    assert.equal((await helix.pages('get-streams', {}, { cap: 4 })).length, 4);
    assert.equal(server.seen.length, 2);
    assert.equal(server.seen[0]!.query.get('first'), '4');
    const seen: string[] = [];
    for await (const stream of helix.pages('get-streams', {}, { cap: 2 })) seen.push(stream.id);
    assert.equal(seen.length, 2);
  });

  it('leave out what comes twice because the list moved', async () => {
    serve(items(0, 3), items(2, 5), items(1, 6));
    assert.deepEqual(ids(await helix.pages('get-streams')), ['0', '1', '2', '3', '4', '5']);
  });

  it('keep several elements of one user, if they differ', async () => {
    serve(
      [
        { user_id: '1', videos: [1] },
        { user_id: '1', videos: [2] },
      ],
      [
        { user_id: '1', videos: [2] },
        { user_id: '1', videos: [3] },
      ],
    );
    assert.equal(
      (await helix.pagesAny('get-followed-streams', { query: { user_id: '100' } }, { unchecked: true }))
        .length,
      3,
    );
  });

  it('end at an empty page, at an empty cursor, and at a cursor that comes back', async () => {
    server.script({ json: { data: [], pagination: { cursor: 'more' } } });
    assert.deepEqual(await helix.pages('get-streams'), []);
    server.script({ json: { data: items(0, 1), pagination: { cursor: '' } } });
    assert.equal((await helix.pages('get-streams')).length, 1);
    server.script({ json: { data: items(0, 1), pagination: { cursor: 'same' } } });
    assert.equal((await helix.pages('get-streams')).length, 1);
    assert.equal(server.seen.length, 4);
    server.script({ json: { data: items(0, 1) } });
    assert.equal((await helix.pages('get-streams')).length, 1);
  });

  it('read a cursor that is a plain text', async () => {
    server.handle((request) => {
      const isFirst = !request.query.has('after');
      return { json: { data: [{ broadcaster_id: isFirst ? '1' : '2' }], pagination: isFirst ? 'next' : '' } };
    });
    const channels = await helix.pages('get-extension-live-channels', { query: { extension_id: 'e' } });
    assert.deepEqual(
      channels.map((channel) => channel.broadcaster_id),
      ['1', '2'],
    );
    assert.equal(server.seen[0]!.query.has('first'), false);
  });

  it('read a list and a cursor inside of data', async () => {
    server.handle((request) => {
      const isFirst = !request.query.has('after');
      const data = {
        broadcaster_id: '1',
        segments: [{ id: isFirst ? 'a' : 'b' }],
        pagination: isFirst ? { cursor: 'n' } : {},
      };
      return { json: { data } };
    });
    const segments = await helix.pages('get-channel-stream-schedule', { query: { broadcaster_id: '1' } });
    assert.deepEqual(
      segments.map((segment) => segment.id),
      ['a', 'b'],
    );
  });

  it('send no page size where the endpoint takes none, and the caller’s where one is given', async () => {
    serve(items(0, 1));
    await helix.pages('get-user-emotes', { query: { user_id: '100' } });
    assert.equal(server.seen[0]!.query.has('first'), false);
    await helix.pages('get-streams', { query: { first: 7 } });
    assert.equal(server.seen[1]!.query.get('first'), '7');
    await helix.pages('get-chatters', { query: { broadcaster_id: '100', moderator_id: '100' } });
    assert.equal(server.seen[2]!.query.get('first'), '1000');
  });

  it('go backwards from a cursor given as "before"', async () => {
    server.handle((request) => {
      const before = request.query.get('before');
      return { json: { data: [{ id: before }], pagination: before === 'z' ? { cursor: 'y' } : {} } };
    });
    assert.deepEqual(ids(await helix.pages('get-streams', { query: { before: 'z' } })), ['z', 'y']);
    assert.equal(server.seen[1]!.query.has('after'), false);
  });

  it('go through all portions of a list of ids that is too long for one call', async () => {
    const many = Array.from({ length: 150 }, (_, number) => String(number));
    server.handle((request) => ({
      json: { data: request.query.getAll('user_id').map((id) => ({ user_id: id })), pagination: {} },
    }));
    const vips = await helix.pages('get-vips', { query: { broadcaster_id: '100', user_id: many } });
    assert.equal(vips.length, 150);
    assert.equal(server.seen.length, 2);
  });

  it('fetch once, however often they are awaited', async () => {
    serve(items(0, 1));
    const pages = helix.pages('get-streams');
    await Promise.all([pages, pages]);
    await pages;
    assert.equal(server.seen.length, 1);
  });

  it('fail where they are read: a fault in the middle, a refused field, an expired token once', async () => {
    server.script(
      { json: { data: items(0, 2), pagination: { cursor: 'c1' } } },
      { status: 401, json: { message: 'Invalid OAuth token' } },
      { json: { data: items(2, 4), pagination: {} } },
    );
    assert.equal((await helix.pages('get-streams')).length, 4);
    server.script(
      { json: { data: items(0, 2), pagination: { cursor: 'c1' } } },
      { status: 400, json: { message: 'no' } },
    );
    const seen: string[] = [];
    await assert.rejects(
      (async () => {
        for await (const stream of helix.pages('get-streams')) seen.push(stream.id);
      })(),
      (error: unknown) => error instanceof TwitchError && error.cause.status === 400,
    );
    assert.deepEqual(seen, ['0', '1']);
    const wrong = helix.pages('get-streams', { query: { first: 101 } });
    await assert.rejects(
      (async () => await wrong)(),
      (error: unknown) => error instanceof TwitchError && error.cause.parameter === 'first',
    );
  });

  it('count a list without pages as one page', async () => {
    server.script({ json: { data: items(0, 3) } });
    assert.equal((await helix.pagesAny('get-content-classification-labels')).length, 3);
  });
});
