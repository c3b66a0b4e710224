import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TwitchError } from '../../src/core/errors';
import { assertMayCarryTokens, completeUrls, mayCarryTokens, twitchUrls } from '../../src/core/urls';

describe('Urls', () => {
  it('are those of Twitch where nothing else is given, and lose slashes at the end', () => {
    assert.deepEqual(completeUrls(), twitchUrls);
    assert.equal(completeUrls({ helix: 'http://127.0.0.1:8080/mock/' }).helix, 'http://127.0.0.1:8080/mock');
    assert.equal(completeUrls({ helix: 'http://127.0.0.1:8080/mock/' }).id, twitchUrls.id);
  });

  it('carry tokens over TLS to anywhere, and without TLS to this machine only', () => {
    for (const url of [
      'https://id.twitch.tv/oauth2',
      'wss://irc-ws.chat.twitch.tv',
      'http://127.0.0.1:1234/oauth2',
      'http://127.8.9.10/',
      'ws://localhost:80/ws',
      'http://[::1]:8080',
      'http://practice.localhost/helix',
    ]) {
      assert.equal(mayCarryTokens(url), true, url);
    }
    for (const url of [
      'http://id.twitch.tv/oauth2',
      'ws://irc-ws.chat.twitch.tv',
      'http://192.168.1.20:1880',
      'http://127.0.0.1.example.org/',
      'http://localhost.example.org/',
      'http://user@example.org@127.0.0.1.evil.test',
      'ftp://127.0.0.1/',
      'not an address',
      '',
    ]) {
      assert.equal(mayCarryTokens(url), false, url);
    }
  });

  it('say which address is wrong, and what to use instead', () => {
    assert.throws(
      () => assertMayCarryTokens('http://example.org', 'helix'),
      (error: unknown) =>
        error instanceof TwitchError &&
        error.code === 'TWITCH_INPUT_INVALID' &&
        error.cause.parameter === 'helix' &&
        error.message.includes('https://'),
    );
  });
});
