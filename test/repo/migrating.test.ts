import assert from 'node:assert/strict';
import * as core from '../../src/core/index';
import { boldIn, paletteLabels, readPage } from '../support/docs-pages';

const page = readPage('migrating.md');

describe('docs/migrating.md', () => {
  it('calls blocks as the palette does', () => {
    const labels = [...paletteLabels(), 'catch'];
    const named = boldIn(page, /^\|/);
    assert.ok(named.length > 50);
    for (const name of named) assert.ok(labels.includes(name), name);
  });

  it('names methods that the client has', async () => {
    const client = new core.TwitchClient({ clientId: 'nobody' });
    try {
      const user: object = client.user('somebody');
      const rows = page.split('\n').filter((line) => line.startsWith('|') && line.includes('`client.user('));
      const ofUser = rows.flatMap((row) => [...row.matchAll(/`\.(\w+)`/g)].map(([, name = '']) => name));
      assert.ok(ofUser.length > 10);
      for (const name of ofUser) assert.ok(name in user, name);
      for (const [, name = ''] of page.matchAll(/`client\.chat\.(\w+)\(/g))
        assert.ok(name in client.chat, name);
      for (const [, name = ''] of page.matchAll(/`client\.eventSub\.(\w+)\(/g)) {
        assert.ok(name in client.eventSub, name);
      }
    } finally {
      await client.close();
    }
  });

  it('says that types are shared only where they are', () => {
    for (const [, type = ''] of page.matchAll(/^\| `(twitch-[a-z]+)` +\| (?:`@|the development)/gm)) {
      assert.ok(
        readPage('nodes/chat.md').includes(`\`${type}\``) ||
          readPage('nodes/calls.md').includes(`\`${type}\``),
      );
    }
  });
});
