import { grantKey, type Grant, type GrantKey } from '../core/auth/grant';
import type { TokenStore } from '../core/auth/token-store';
import { authLimits } from '../core/auth/auth-limits';
import { systemClock, type Clock, type Timer } from '../core/clock';
import { TwitchError } from '../core/errors';
import { errorCode } from './atomic-file';
import { memoryDocument, type Document } from './document';
import { formatGrants, parseGrants, type Assignment, type Slot } from './grant-file';
import { keyFromPassphrase, keyFromText, newKeyText } from './seal';

/** Something about the store that people should know. `code` is stable, `text` is for the log. */
export interface StoreProblem {
  readonly code: 'memory-only' | 'wrong-key' | 'damaged' | 'write-failed';
  readonly text: string;
}

export interface GrantStoreOptions {
  /** Where the sealed sign-ins are. */
  readonly document: Document;
  /** Where this installation's key is. It is made there with the first sign-in. */
  readonly keyDocument: Document;
  /** What an operator set instead (`twitchAccountStoreKey` in settings.js); the key document is then not used. */
  readonly passphrase?: string | undefined;
  /** Why nothing can be kept (`EROFS`, "readOnly is set"); sign-ins then live in memory. null: it can. */
  readonly unwritable?: () => Promise<string | null>;
  readonly onProblem?: (problem: StoreProblem) => void;
  /** What could not be written is on the disk now. */
  readonly onRecovered?: () => void;
  readonly clock?: Clock;
}

/**
 * Sign-ins, sealed one by one with the installation's key, in one document that is replaced atomically. Everything runs
 * in one serial queue. What cannot be read is never thrown away and never stops anything: it is set aside and reported, and the
 * accounts ask to sign in.
 */
export class SealedGrantStore implements TokenStore {
  readonly #options: GrantStoreOptions;
  readonly #clock: Clock;
  #document: Document;
  #keyDocument: Document;
  #grants: Map<string, Grant> | undefined;
  /** By account, slot and server. */
  readonly #assignments = new Map<string, Assignment>();
  #queue: Promise<unknown> = Promise.resolve();
  readonly #problems = new Map<StoreProblem['code'], StoreProblem>();
  /** Until the next attempt to write what could not be written. */
  #timer: Timer;
  #isClosed = false;

  constructor(options: GrantStoreOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#document = options.document;
    this.#keyDocument = options.keyDocument;
  }

  /** What is wrong at the moment or was found at opening, for the account's dialog. */
  problems(): readonly StoreProblem[] {
    return [...this.#problems.values()];
  }

  /** Whether what is saved will still be there after a restart. */
  get isSafe(): boolean {
    return !this.#problems.has('write-failed') && !this.#problems.has('memory-only');
  }

  list(): Promise<Grant[]> {
    return this.#serially(async () => [...(await this.#open()).values()]);
  }

  load(key: GrantKey): Promise<Grant | null> {
    return this.#serially(async () => (await this.#open()).get(grantKey(key)) ?? null);
  }

  /** @throws {TwitchError} TWITCH_STORE_FAILED when it could not be written; it is then remembered until the process ends */
  save(grant: Grant): Promise<void> {
    return this.#serially(async () => {
      (await this.#open()).set(grantKey(grant), grant);
      await this.#write();
    });
  }

  remove(key: GrantKey): Promise<void> {
    return this.#serially(async () => {
      if ((await this.#open()).delete(grantKey(key))) await this.#write();
    });
  }

  /** Who is signed in where, of all accounts and servers. */
  assignments(): Promise<readonly Assignment[]> {
    return this.#serially(async () => {
      await this.#open();
      return [...this.#assignments.values()];
    });
  }

  /** Stores a grant and whose it is in one step. @throws {TwitchError} as `save` */
  assign(grant: Grant, account: string, slot: Slot): Promise<void> {
    return this.#serially(async () => {
      const { server, clientId, userId } = grant;
      (await this.#open()).set(grantKey(grant), grant);
      this.#assignments.set(assignmentKey(account, slot, server), {
        account,
        slot,
        server,
        clientId,
        userId,
      });
      await this.#write();
    });
  }

  /** The account's slot stands empty again; the grant stays. */
  unassign(account: string, slot: Slot, server: string): Promise<void> {
    return this.#serially(async () => {
      await this.#open();
      if (this.#assignments.delete(assignmentKey(account, slot, server))) await this.#write();
    });
  }

  /** Resolves when everything that was asked for is done; what could not be written is tried once more. */
  async settled(): Promise<void> {
    await this.#queue;
    if (this.#problems.has('write-failed')) await this.#writeAgain();
  }

  /** As `settled`, for the last time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#clock.clearTimeout(this.#timer);
    await this.settled();
  }

  /** A removal has nobody else who would repeat it, and what is not removed would be signed in again after the restart. */
  #writeAgain(): Promise<void> {
    return this.#serially(() => this.#write()).catch(() => {});
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #open(): Promise<Map<string, Grant>> {
    if (this.#grants) return this.#grants;
    const grants = new Map<string, Grant>();
    const text = await this.#readDocument();
    const key = text === null ? null : await this.#openingKey();
    if (text !== null && key !== undefined) {
      const opened = key && parseGrants(text, key);
      for (const grant of opened?.grants ?? []) grants.set(grantKey(grant), grant);
      for (const assignment of opened?.assignments ?? []) {
        const { account, slot, server } = assignment;
        this.#assignments.set(assignmentKey(account, slot, server), assignment);
      }
      if (!opened || opened.unreadable > 0) await this.#setAside(!key || opened !== null);
      // The set-aside file is gone from its place: what could be read goes back at once.
      this.#grants = grants;
      if (opened && opened.unreadable > 0 && grants.size > 0) await this.#write().catch(() => {});
    }
    const unwritable = await this.#options.unwritable?.();
    if (unwritable) this.#goToMemory(unwritable);
    this.#grants = grants;
    return grants;
  }

  /** A store that cannot even be read (permissions) is left alone; what is new lives in memory. */
  async #readDocument(): Promise<string | null> {
    try {
      return await this.#document.read();
    } catch (error) {
      this.#goToMemory(errorCode(error) || String(error));
      return null;
    }
  }

  /** undefined: there may be a key, but it cannot be read now (permissions). Then the sign-ins are left alone, too. */
  async #openingKey(): Promise<Buffer | null | undefined> {
    try {
      return await this.#readKey();
    } catch (error) {
      this.#goToMemory(`the key: ${errorCode(error) || 'unknown reason'}`);
      return undefined;
    }
  }

  /** null: there is none. @throws the error of the file system */
  async #readKey(): Promise<Buffer | null> {
    if (this.#options.passphrase !== undefined) return keyFromPassphrase(this.#options.passphrase);
    const text = await this.#keyDocument.read();
    return text === null ? null : keyFromText(text);
  }

  /** Read each time: a key file that was lost while the process runs is made anew, and all is sealed with the new one. */
  async #writingKey(): Promise<Buffer> {
    const there = await this.#readKey();
    if (there) return there;
    // A key file that holds no key may be somebody's damaged original: it is kept as well.
    if ((await this.#keyDocument.read()) !== null) await this.#keyDocument.setAside(this.#clock.now());
    const text = newKeyText();
    await this.#keyDocument.write(text);
    const key = keyFromText(text);
    if (!key) throw new Error('no key');
    return key;
  }

  async #write(): Promise<void> {
    const grants = this.#grants ?? new Map<string, Grant>();
    this.#clock.clearTimeout(this.#timer);
    try {
      const key = await this.#writingKey();
      await this.#document.write(formatGrants(grants.values(), this.#assignments.values(), key));
      if (this.#problems.delete('write-failed')) this.#options.onRecovered?.();
    } catch (error) {
      const reason = errorCode(error) || 'unknown reason';
      if (!this.#isClosed)
        this.#timer = this.#clock.setTimeout(() => void this.#writeAgain(), authLimits.saveAgainMs);
      this.#report({
        code: 'write-failed',
        text: `A Twitch sign-in could not be written to ${this.#document.name} (${reason}) and would be lost when Node-RED stops. Check free space and permissions.`,
      });
      throw new TwitchError(
        'TWITCH_STORE_FAILED',
        `The sign-in could not be saved (${reason}). Check free space and permissions of the Node-RED user directory.`,
        { reason },
      );
    }
  }

  async #setAside(wrongKey: boolean): Promise<void> {
    let where: string;
    try {
      where = `kept as ${await this.#document.setAside(this.#clock.now())}`;
    } catch (error) {
      // It stays where it is and must not be written over.
      where = `left in its place (${errorCode(error) || 'it could not be moved'})`;
      this.#goToMemory('the old file could not be moved');
    }
    this.#report(
      wrongKey
        ? {
            code: 'wrong-key',
            text: `Twitch sign-ins in ${this.#document.name} belong to another key; the file is ${where}. Sign in again, or stop Node-RED and put back the key and this file.`,
          }
        : {
            code: 'damaged',
            text: `The Twitch sign-ins in ${this.#document.name} cannot be read (damaged, or written by a later version); the file is ${where}. Sign in again.`,
          },
    );
  }

  #goToMemory(reason: string): void {
    this.#document = memoryDocument();
    this.#keyDocument = memoryDocument();
    this.#report({
      code: 'memory-only',
      text: `Twitch sign-ins cannot be kept (${reason}): they are lost when Node-RED stops. Make ${this.#options.document.name} writable.`,
    });
  }

  #report(problem: StoreProblem): void {
    if (this.#problems.has(problem.code)) return;
    this.#problems.set(problem.code, problem);
    this.#options.onProblem?.(problem);
  }
}

function assignmentKey(account: string, slot: Slot, server: string): string {
  return JSON.stringify([account, slot, server]);
}
