import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import { TokenManager } from '../../../src/core/auth/token-manager';
import { MemoryTokenStore } from '../../../src/core/auth/token-store';
import { TwitchError } from '../../../src/core/errors';
import { HelixClient } from '../../../src/core/helix/helix-client';
import { splitRequest } from '../../../src/core/helix/batch';
import { startSimulator, type Simulator, type TranscriptEntry } from '../../../src/simulator';
import { allEndpoints } from '../../../src/tables/endpoints';
import { allScopes } from '../../../src/tables/scopes';
import { FakeClock } from '../../support/fake-clock';
import { brokenRequests } from '../../support/broken-request';
import { optionsFor, requestFor } from '../../support/simulator-request';

type CallEntry = Extract<TranscriptEntry, { kind: 'call' }>;

/**
 * Where Twitch itself takes a value beyond the documented limit, cuts it, or answers with another status than 400; our
 * client refuses it all the same.
 */
const TAKEN_BY_TWITCH: ReadonlySet<string> = new Set([
  // Cut at 500 characters without a word.
  'send-chat-announcement.message',
  // 0 beside a limit that is off.
  'create-poll.channel_points_per_vote',
  'create-custom-rewards.max_per_stream',
  'create-custom-rewards.max_per_user_per_stream',
  'create-custom-rewards.global_cooldown_seconds',
  'update-custom-reward.max_per_stream',
  'update-custom-reward.max_per_user_per_stream',
  'update-custom-reward.global_cooldown_seconds',
  // Longer ones are shortened.
  'start-commercial.length',
  'send-whisper.message',
]);

describe('Every row of the table, with one thing wrong', function () {
  this.timeout(20_000);
  let simulator: Simulator;
  let manager: TokenManager;
  let helix: HelixClient;
  let clock: FakeClock;
  let calls: CallEntry[];

  before(async () => {
    clock = new FakeClock();
    simulator = await startSimulator({ clock });
    simulator.on('transcript', (entry) => {
      if (entry.kind === 'call') calls.push(entry);
    });
    const { clientId, clientSecret } = simulator.confidential;
    const { urls, users } = simulator;
    manager = new TokenManager({ clientId, clientSecret, urls, clock, store: new MemoryTokenStore() });
    const scopes = allScopes().map((row) => row.scope);
    for (const { login } of [users.broadcaster, users.moderator]) {
      await manager.addToken(simulator.issueToken({ login, scopes, clientId }));
    }
    helix = new HelixClient({ urls, tokens: manager, clock });
  });
  beforeEach(async () => {
    calls = [];
    // A full bucket for each row.
    await clock.tick(61_000);
  });
  after(async () => {
    await helix.close();
    await manager.close();
    await simulator.close();
  });

  for (const row of allEndpoints()) {
    if (row.status === 'removed') continue;
    const broken = brokenRequests(row);
    if (broken.length === 0) continue;

    it(`${row.id}: is refused before it leaves, and by Twitch where it is sent all the same (${broken.length} requests)`, async () => {
      const options = optionsFor(row, simulator);
      for (const { what, parameter, request } of brokenRequests(row, () => requestFor(row, simulator))) {
        // A list that is too long becomes several calls, each of which is fine.
        const isSplit = splitRequest(row, request) !== null;
        if (isSplit) continue;
        calls = [];
        await assert.rejects(
          helix.callAny(row.id, request, options),
          (error: unknown) =>
            error instanceof TwitchError &&
            error.code === 'TWITCH_INPUT_INVALID' &&
            error.cause.endpoint === row.id &&
            String(error.cause.parameter).replace(/[[.].*$/, '') === parameter,
          what,
        );
        assert.equal(calls.length, 0, `${what} was sent`);
        const status = await helix.callAny(row.id, request, { ...options, unchecked: true }).then(
          () => 200,
          (error: unknown) => (error instanceof TwitchError ? (error.cause.status ?? error.message) : error),
        );
        if (TAKEN_BY_TWITCH.has(`${row.id}.${parameter}`)) continue;
        assert.equal(calls.length, 1, `${what}: sent ${calls.length} times`);
        // A line that is too long has a status of its own.
        assert.equal(
          status,
          row.id === 'send-chat-message' && parameter === 'message' && !what.endsWith('missing') ? 422 : 400,
          what,
        );
      }
    });
  }

  for (const row of allEndpoints()) {
    if (row.status === 'removed' || row.tokens.length === 0) continue;
    const kinds = (['user', 'app'] as const).filter((kind) => !row.tokens.includes(kind));
    for (const token of kinds) {
      it(`${row.id}: does not work with ${token === 'app' ? "the application's" : "a user's"} token, and is not sent with one`, async () => {
        await assert.rejects(
          helix.callAny(row.id, requestFor(row, simulator), { token }),
          (error: unknown) => error instanceof TwitchError && error.cause.endpoint === row.id,
        );
        assert.equal(calls.length, 0);
        const answer = await fetch(new URL(`${simulator.urls.helix}${row.path}`), {
          method: row.method,
          headers: {
            'Client-Id': simulator.confidential.clientId,
            Authorization: `Bearer ${token === 'app' ? await manager.getClientToken() : (await manager.getUserToken(null)).accessToken}`,
          },
        });
        assert.equal(answer.status, 401);
      });
    }
    if (row.tokens.includes('jwt')) {
      it(`${row.id}: says that it needs a token signed by the extension, and takes none that somebody else has signed`, async () => {
        const request = requestFor(row, simulator);
        await assert.rejects(
          helix.callAny(row.id, request),
          (error: unknown) =>
            error instanceof TwitchError &&
            error.code === 'TWITCH_INPUT_INVALID' &&
            error.cause.parameter === 'jwt' &&
            error.cause.endpoint === row.id,
        );
        assert.equal(calls.length, 0);
        const { jwt = '', ...options } = optionsFor(row, simulator);
        const forged = `${jwt.slice(0, jwt.lastIndexOf('.'))}.${Buffer.alloc(32).toString('base64url')}`;
        await assert.rejects(
          helix.callAny(row.id, request, { ...options, jwt: forged }),
          (error: unknown) => error instanceof TwitchError && error.cause.status === 401,
        );
        assert.equal(calls.length, 1);
      });
    } else {
      it(`${row.id}: is not sent with a token signed by an extension`, async () => {
        await assert.rejects(
          helix.callAny(row.id, requestFor(row, simulator), { jwt: 'a.b.c' }),
          (error: unknown) =>
            error instanceof TwitchError &&
            error.code === 'TWITCH_INPUT_INVALID' &&
            error.cause.endpoint === row.id,
        );
        assert.equal(calls.length, 0);
      });
    }
  }
});
