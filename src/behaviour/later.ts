import type { Timer } from '../core/clock';
import { TwitchError } from '../core/errors';
import type { ErrorCode } from '../tables/error-codes';
import type { ActionContext } from './context';
import { isPlain } from './incoming';
import type { FlowMessage, Json } from './message';
import { keepable } from './waiting';

/** Something an action does later by itself: takes a role back, puts a chat mode back. */
export interface LaterTask {
  /** What it is about; a new one about the same takes the place of the old one. */
  readonly id: string;
  /** When, milliseconds since 1970. */
  readonly at: number;
  readonly data: { readonly [key: string]: Json };
  /** What set it off, for the Catch node if it fails. */
  readonly msg: FlowMessage;
}

/** Where failures go when no message is under way. */
export type OnLaterError = (error: unknown, msg: FlowMessage) => void;

const KEY = 'later';
const AGAIN_AFTER_MS = 5 * 60_000;
/** A task that failed so is tried again: Twitch, the network or the sign-in may be back by then. */
const passing: readonly ErrorCode[] = [
  'TWITCH_UNREACHABLE',
  'TWITCH_UNAVAILABLE',
  'TWITCH_TIMEOUT',
  'TWITCH_RATE_LIMITED',
  'TWITCH_SIGN_IN_NEEDED',
];

/**
 * The tasks of one node that are due later. Kept in the state store and armed again after a restart; what came due
 * meanwhile is done at once. The instance lives as long as the node; its timers end with `context.signal`.
 */
export class LaterTasks {
  readonly #perform: (task: LaterTask, context: ActionContext) => Promise<void>;
  readonly #timers = new Map<string, Timer>();
  #tasks: readonly LaterTask[] = [];
  #found: Promise<void> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #onError: OnLaterError = () => undefined;
  #listening = false;

  /** @param perform does a task; may throw */
  constructor(perform: (task: LaterTask, context: ActionContext) => Promise<void>) {
    this.#perform = perform;
  }

  /** Takes up what was planned before a restart. Call once after the start. */
  async resume(context: ActionContext, onError: OnLaterError): Promise<void> {
    this.#onError = onError;
    await this.#restore(context);
    for (const task of this.#tasks) this.#arm(task, context);
  }

  /** The task about this, undefined if there is none. */
  async find(context: ActionContext, id: string): Promise<LaterTask | undefined> {
    await this.#restore(context);
    return this.#tasks.find((task) => task.id === id);
  }

  /** Plans a task; settles once it is written, or cannot be (it is then known only until the next restart). */
  async plan(context: ActionContext, task: LaterTask): Promise<void> {
    const kept = { ...task, msg: keepable(task.msg) };
    await this.#change(context, (tasks) => [...tasks.filter(({ id }) => id !== task.id), kept]);
    this.#arm(kept, context);
  }

  async cancel(context: ActionContext, id: string): Promise<void> {
    context.clock.clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    await this.#change(context, (tasks) => tasks.filter((task) => task.id !== id));
  }

  #restore(context: ActionContext): Promise<void> {
    return (this.#found ??= context.state.get(KEY).then(
      (saved) => {
        this.#tasks = Array.isArray(saved) ? saved.filter(isTask) : [];
      },
      () => undefined,
    ));
  }

  async #change(
    context: ActionContext,
    how: (tasks: readonly LaterTask[]) => readonly LaterTask[],
  ): Promise<void> {
    await this.#restore(context);
    this.#tasks = how(this.#tasks);
    const value = this.#tasks.length === 0 ? undefined : this.#tasks;
    this.#writing = this.#writing.then(() => context.state.set(KEY, value)).catch(() => undefined);
    await this.#writing;
  }

  #arm(task: LaterTask, context: ActionContext, at = task.at): void {
    const { clock, signal } = context;
    if (signal.aborted) return;
    if (!this.#listening) {
      this.#listening = true;
      signal.addEventListener('abort', () => this.#stop(context), { once: true });
    }
    clock.clearTimeout(this.#timers.get(task.id));
    this.#timers.set(
      task.id,
      clock.setTimeout(() => void this.#due(task, context), Math.max(0, at - clock.now())),
    );
  }

  async #due(task: LaterTask, context: ActionContext): Promise<void> {
    this.#timers.delete(task.id);
    try {
      await this.#perform(task, context);
    } catch (error) {
      if (context.signal.aborted) return;
      this.#onError(error, task.msg);
      if (error instanceof TwitchError && passing.includes(error.code)) {
        if (this.#isCurrent(task)) this.#arm(task, context, context.clock.now() + AGAIN_AFTER_MS);
        return;
      }
    }
    if (this.#isCurrent(task)) await this.cancel(context, task.id);
  }

  /** Nobody has planned something else about the same meanwhile. */
  #isCurrent(task: LaterTask): boolean {
    return this.#tasks.includes(task) && !this.#timers.has(task.id);
  }

  #stop({ clock }: ActionContext): void {
    for (const timer of this.#timers.values()) clock.clearTimeout(timer);
    this.#timers.clear();
  }
}

function isTask(value: unknown): value is LaterTask {
  return (
    isPlain(value) &&
    typeof value['id'] === 'string' &&
    typeof value['at'] === 'number' &&
    isPlain(value['data']) &&
    isPlain(value['msg'])
  );
}
