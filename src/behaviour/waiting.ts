import { TwitchError } from '../core/errors';
import type { ActionContext, ActionResult, StateStore } from './context';
import { isPlain } from './incoming';
import type { FlowMessage, Json } from './message';
import { finish, Run, told, type Deed, type Outcome } from './run';

/** A message that waits for something at Twitch, as it is kept over a restart. */
export interface WaitingEntry {
  /** Id of the poll, prediction or clip. */
  readonly id: string;
  readonly operation: string;
  /** When the wait began, milliseconds since 1970. */
  readonly since: number;
  /** Whatever else the action needs to go on. */
  readonly data: { readonly [key: string]: Json };
  readonly msg: FlowMessage;
}

const KEY = 'waiting';

/** The messages of one node that wait. Kept in memory and written through, one write after the other. */
export class WaitingList {
  readonly #state: StateStore;
  #entries: readonly WaitingEntry[] = [];
  /** What was found at the first look into the store; nothing is written before, so that nothing is overwritten. */
  #found: Promise<readonly WaitingEntry[]> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(state: StateStore) {
    this.#state = state;
  }

  /** What was waiting before the restart; whatever cannot be read is left out. */
  restore(): Promise<readonly WaitingEntry[]> {
    return (this.#found ??= this.#read());
  }

  /** Settles once it is written, or cannot be: the wait goes on without, and the store reports the failure. */
  async add(entry: WaitingEntry): Promise<void> {
    await this.#change((entries) => [
      ...entries.filter(({ id }) => id !== entry.id),
      { ...entry, msg: keepable(entry.msg) },
    ]);
  }

  async remove(id: string): Promise<void> {
    await this.#change((entries) => entries.filter((entry) => entry.id !== id));
  }

  async #read(): Promise<readonly WaitingEntry[]> {
    const saved = await this.#state.get(KEY).catch(() => undefined);
    const found = Array.isArray(saved) ? saved.filter(isEntry) : [];
    this.#entries = found;
    return found;
  }

  async #change(how: (entries: readonly WaitingEntry[]) => readonly WaitingEntry[]): Promise<void> {
    await this.restore();
    this.#entries = how(this.#entries);
    const value = this.#entries.length === 0 ? undefined : this.#entries;
    this.#writing = this.#writing.then(() => this.#state.set(KEY, value)).catch(() => undefined);
    await this.#writing;
  }
}

function isEntry(value: unknown): value is WaitingEntry {
  return (
    isPlain(value) &&
    typeof value['id'] === 'string' &&
    typeof value['operation'] === 'string' &&
    typeof value['since'] === 'number' &&
    isPlain(value['data']) &&
    isPlain(value['msg'])
  );
}

/** The parts of a message that survive JSON; an open HTTP request does not. */
export function keepable(msg: FlowMessage): FlowMessage {
  const kept: FlowMessage = {};
  for (const [name, value] of Object.entries(msg)) {
    if (name === 'req' || name === 'res') continue;
    try {
      const text = JSON.stringify(value);
      if (text !== undefined) kept[name] = JSON.parse(text) as unknown;
    } catch {
      // Circular or a BigInt: the flow goes on without it.
    }
  }
  return kept;
}

/** The list of a node: one, although every run brings a state store of its own that leads to the same drawer. */
export class OwnWaitingList {
  #list: WaitingList | null = null;

  of(state: StateStore): WaitingList {
    return (this.#list ??= new WaitingList(state));
  }
}

/**
 * Keeps an entry while something is waited for. It stays when the wait is given up because the node closes: then
 * {@link resumeWaiting} takes it up at the next start.
 *
 * @param entry null: not worth keeping, such as a pretended one
 */
export async function whileWaiting<Result>(
  list: WaitingList,
  entry: WaitingEntry | null,
  wait: () => Promise<Result>,
): Promise<Result> {
  if (entry === null) return await wait();
  await list.add(entry);
  try {
    const result = await wait();
    await list.remove(entry.id);
    return result;
  } catch (error) {
    if (isAborted(error)) throw kept(error);
    await list.remove(entry.id);
    throw error;
  }
}

function isAborted(error: unknown): error is TwitchError {
  return error instanceof TwitchError && error.code === 'TWITCH_ABORTED';
}

/** `cause.kept` tells that nothing was lost: the wait goes on at the next start. */
function kept({ code, message, cause }: TwitchError): TwitchError {
  return new TwitchError(code, message, { ...cause, kept: true });
}

/** Takes up all waits of before a restart; settles when the last one has ended. */
export async function resumeWaiting(
  list: WaitingList,
  context: ActionContext,
  on: {
    readonly result: (result: ActionResult) => void;
    readonly error: (error: unknown, msg: FlowMessage) => void;
  },
  deedOf: (operation: string) => Deed,
  goOn: (run: Run, entry: WaitingEntry) => Promise<Outcome>,
): Promise<void> {
  const resumeOne = async (entry: WaitingEntry): Promise<void> => {
    const deed = deedOf(entry.operation);
    const run = new Run(entry.msg, deed, context, context);
    try {
      const outcome = await goOn(run, entry);
      await list.remove(entry.id);
      on.result(finish(run, outcome));
    } catch (error) {
      if (isAborted(error)) return;
      await list.remove(entry.id);
      on.error(told(entry.msg, deed, context, error), entry.msg);
    }
  };
  await Promise.all((await list.restore()).map(resumeOne));
}
