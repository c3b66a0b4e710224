import type { Clock } from '../clock';
import { type Random, text } from '../random';

/** A device code that was asked for and waits for its user. */
export interface DeviceRequest {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** Who pressed Allow; null while nobody did. */
  approvedBy: string | null;
}

/** A code that came back to a redirect address. */
export interface CodeRequest {
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

const DEVICE_CODE_LENGTH = 40;
const USER_CODE_LENGTH = 8;
const CODE_LENGTH = 30;
export const DEVICE_CODE_S = 1800;
/** Between two questions for a device code, unless the caller wants it otherwise (oauth-notes §3). */
export const POLL_INTERVAL_S = 5;
const CODE_MS = 10 * 60_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHABET = `${LETTERS}abcdefghijklmnopqrstuvwxyz0123456789`;

/** What waits for a user's consent, and consents that wait to be fetched. */
export class Consents {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #devices = new Map<string, DeviceRequest>();
  readonly #codes = new Map<string, CodeRequest>();

  constructor(options: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = options.clock;
    this.#random = options.random;
  }

  askDevice(clientId: string, scopes: readonly string[]): DeviceRequest {
    const request: DeviceRequest = {
      deviceCode: text(this.#random, DEVICE_CODE_LENGTH, ALPHABET),
      userCode: text(this.#random, USER_CODE_LENGTH, LETTERS),
      clientId,
      scopes,
      expiresAt: this.#clock.now() + DEVICE_CODE_S * 1000,
      approvedBy: null,
    };
    for (const deviceCode of this.#devices.keys()) this.device(deviceCode);
    this.#devices.set(request.deviceCode, request);
    return request;
  }

  /** The waiting request with this device code; undefined when it is unknown, used or expired. */
  device(deviceCode: string): DeviceRequest | undefined {
    const request = this.#devices.get(deviceCode);
    if (request && request.expiresAt <= this.#clock.now()) {
      this.#devices.delete(deviceCode);
      return undefined;
    }
    return request;
  }

  /** The request that a person sees by its user code; undefined when it is unknown, answered or expired. */
  deviceByUserCode(userCode: string): DeviceRequest | undefined {
    const wanted = userCode.trim().toUpperCase();
    for (const request of this.#devices.values()) {
      if (request.userCode === wanted && request.approvedBy === null) return this.device(request.deviceCode);
    }
    return undefined;
  }

  /** A device code works once. */
  useDevice(deviceCode: string): void {
    this.#devices.delete(deviceCode);
  }

  giveCode(request: Omit<CodeRequest, 'expiresAt'>): string {
    const code = text(this.#random, CODE_LENGTH, ALPHABET.toLowerCase());
    this.#codes.set(code, { ...request, expiresAt: this.#clock.now() + CODE_MS });
    return code;
  }

  /** A code works once, whatever comes of it; undefined when it is unknown, used or expired. */
  takeCode(code: string): CodeRequest | undefined {
    const request = this.#codes.get(code);
    this.#codes.delete(code);
    return request && request.expiresAt > this.#clock.now() ? request : undefined;
  }
}
