import { sleep, systemClock, systemRandom, type Clock, type Random } from '../clock';
import { abortedError, TwitchAuthError, TwitchSocketError, type TwitchError } from '../errors';
import type { Grant } from './grant';
import type { DeviceCode, OAuthClient, TokenAnswer } from './oauth-client';

/** How a device sign-in asks, waits and gives up. Times in milliseconds. */
export const deviceDefaults = {
  /** Added to the interval whenever the server asks to slow down (RFC 8628). */
  slowDownMs: 5_000,
  /** Longest pause between two questions while the server cannot be reached. */
  longestPauseMs: 60_000,
  /**
   * Twitch was seen to call a code invalid that was only pending, so one such answer proves nothing: this many in a
   * row end the sign-in.
   */
  invalidAnswers: 3,
} as const;

export interface DeviceSignInOptions {
  readonly oauth: OAuthClient;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A sign-in that waits for somebody to approve it. Shows nothing secret. */
export interface DeviceSession {
  /** To be typed, or compared, by the person. */
  readonly userCode: string;
  /** The page to open; the code is filled in already. */
  readonly verificationUri: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly intervalMs: number;
  /**
   * The grant once the person has approved; it is stored nowhere yet. Rejects with TWITCH_SIGN_IN_NEEDED (run out),
   * TWITCH_CLIENT_SECRET_NEEDED (confidential application without secret), TWITCH_INPUT_INVALID, TWITCH_ABORTED.
   */
  readonly result: Promise<Grant>;
  /** Stops asking. Twitch has no call to withdraw a code; it runs out by itself. */
  cancel(): void;
}

/** Signs a person in by a code that is approved on any device: no redirect address, no secret. */
export class DeviceSignIn {
  readonly #oauth: OAuthClient;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(options: DeviceSignInOptions) {
    this.#oauth = options.oauth;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
  }

  /**
   * Asks Twitch for a code.
   *
   * @param scopes all that are wanted: the new token has exactly these, so pass the union of old and new
   * @throws {TwitchError} when Twitch does not know the client id, or cannot be reached
   */
  async start(options: {
    readonly scopes: readonly string[];
    readonly signal?: AbortSignal;
  }): Promise<DeviceSession> {
    const started = await this.#oauth.startDevice(options.scopes, options.signal);
    if (!started.ok) throw started.error;
    const code = started.value;
    const controller = new AbortController();
    const cancel = (): void => controller.abort(abortedError());
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    const result = this.#finish(code, options.scopes, controller.signal).finally(() =>
      options.signal?.removeEventListener('abort', cancel),
    );
    // Whoever cancels need not look at the result any more.
    result.catch(() => undefined);
    return {
      userCode: code.userCode,
      verificationUri: code.verificationUri,
      expiresAt: code.expiresAt,
      intervalMs: code.intervalMs,
      result,
      cancel,
    };
  }

  async #finish(code: DeviceCode, scopes: readonly string[], signal: AbortSignal): Promise<Grant> {
    const answer = await this.#poll(code, scopes, signal);
    const proven = await this.#proveRefresh(answer, signal);
    return await this.#whose(proven, signal);
  }

  /** Asks until the person has approved, the code runs out, or the server says that it never will be. */
  async #poll(code: DeviceCode, scopes: readonly string[], signal: AbortSignal): Promise<TokenAnswer> {
    let intervalMs = code.intervalMs;
    let invalid = 0;
    let unreachable = 0;
    let lostAnswer = false;
    for (;;) {
      const pause = Math.min(
        intervalMs * 2 ** unreachable,
        Math.max(intervalMs, deviceDefaults.longestPauseMs),
      );
      await this.#pause(unreachable > 0 ? pause * (1 + this.#random() / 4) : pause, signal);
      if (this.#clock.now() >= code.expiresAt) throw ranOut(lostAnswer);
      const polled = await this.#oauth.pollDevice(code.deviceCode, scopes, signal);
      if (polled.ok) return polled.value;
      if (signal.aborted) throw abortedError(signal);
      invalid = polled.kind === 'device-code' ? invalid + 1 : 0;
      unreachable = polled.kind === 'temporary' ? Math.min(unreachable + 1, 10) : 0;
      if (polled.kind === 'temporary') lostAnswer ||= polled.answerLost;
      else if (polled.kind === 'slow-down') intervalMs += deviceDefaults.slowDownMs;
      else if (polled.kind === 'device-code') {
        if (invalid >= deviceDefaults.invalidAnswers) throw lostAnswer ? answerLost() : polled.error;
      } else if (polled.kind !== 'pending') throw polled.error;
    }
  }

  /**
   * Refreshes once, at once. A confidential application without its secret gets a working token by device code whose
   * refresh then fails four hours later, in the middle of a stream: this brings that failure to the dialog.
   */
  async #proveRefresh(answer: TokenAnswer, signal: AbortSignal): Promise<TokenAnswer> {
    if (answer.refreshToken === null) return answer;
    let lost = false;
    for (let attempt = 0; ; attempt++) {
      const refreshed = await this.#oauth.refresh(answer.refreshToken, signal);
      if (refreshed.ok) {
        return {
          ...refreshed.value,
          refreshToken: refreshed.value.refreshToken ?? answer.refreshToken,
          scopes: refreshed.value.scopes ?? answer.scopes,
        };
      }
      if (signal.aborted) throw abortedError(signal);
      if (refreshed.kind === 'ended' && lost) throw answerLost();
      if (refreshed.kind !== 'temporary') throw refreshed.error;
      lost ||= refreshed.answerLost;
      if (attempt >= 2) {
        // Never reached, it is still good: the token manager refreshes it when its time comes.
        if (!lost) return answer;
        throw answerLost();
      }
      await this.#pause(1_000 * 2 ** attempt * (1 + this.#random()), signal);
    }
  }

  async #whose(answer: TokenAnswer, signal: AbortSignal): Promise<Grant> {
    for (let attempt = 0; ; attempt++) {
      const grant = await this.#oauth.grantOf(answer, signal);
      if (grant.ok) return grant.value;
      if (signal.aborted) throw abortedError(signal);
      if (grant.kind !== 'temporary' || attempt >= 4) throw grant.error;
      await this.#pause(1_000 * 2 ** attempt * (1 + this.#random()), signal);
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(this.#clock, ms, signal);
  }
}

function ranOut(lost: boolean): TwitchError {
  if (lost) return answerLost();
  return new TwitchAuthError(
    'TWITCH_SIGN_IN_NEEDED',
    'The sign-in code ran out before it was approved. Start the sign-in again.',
    {
      reason: 'expired',
    },
  );
}

function answerLost(): TwitchError {
  return new TwitchSocketError(
    'TWITCH_UNREACHABLE',
    'The sign-in was approved, but the answer of the server was lost on the way, and Twitch gives it only once. Start the sign-in again.',
    { reason: 'answer lost' },
  );
}
