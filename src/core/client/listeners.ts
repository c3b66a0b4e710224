import type { EventEmitter } from 'node:events';
import { TwitchInputError } from '../errors';

/** A listener that was registered by name: what removes it again. */
export interface EventListenerHandle {
  readonly event: string;
  readonly callback: EventCallback;
}

/** Takes the first argument of an event; may return a promise. */
export type EventCallback = (arg: never) => unknown;

/**
 * Listeners by name, as the specification has them: one argument, functions that may be asynchronous, and names that
 * come from a function's own name. What a function throws or rejects with is told as `listenerError`.
 */
export class NamedListeners {
  readonly #emitter: EventEmitter;
  readonly #registered = new Map<EventListenerHandle, (arg: unknown) => void>();

  constructor(emitter: EventEmitter) {
    this.#emitter = emitter;
  }

  /** @throws {TwitchInputError} for a name with spaces or with the prefix `event_` */
  add(name: string, callback: EventCallback): EventListenerHandle {
    checkName(name);
    const handle: EventListenerHandle = { event: eventName(name), callback };
    const listener = (arg: unknown): void => void this.#call(callback, arg);
    this.#registered.set(handle, listener);
    this.#emitter.on(handle.event, listener);
    return handle;
  }

  /** Removes the listener of a handle, or all of a callback. False when there was none. */
  remove(listener: EventListenerHandle | EventCallback): boolean {
    const handles = [...this.#registered.keys()].filter(
      (handle) => handle === listener || handle.callback === listener,
    );
    for (const handle of handles) {
      const registered = this.#registered.get(handle);
      if (registered) this.#emitter.removeListener(handle.event, registered);
      this.#registered.delete(handle);
    }
    return handles.length > 0;
  }

  /** @throws {TwitchInputError} as `add` */
  dispatch(name: string, arg: unknown): void {
    checkName(name);
    this.#emitter.emit(eventName(name), arg);
  }

  async #call(callback: EventCallback, arg: unknown): Promise<void> {
    try {
      // What an event brings is known to whoever registered for it by name.
      await callback(arg as never);
    } catch (error) {
      this.#emitter.emit('listenerError', error);
    }
  }
}

/**
 * The name of an event as `on` takes it: `message` of `eventMessage` and `event_message`, `rawData` of `event_raw_data`
 * and `raw_data`.
 *
 * @throws {TwitchInputError} when nothing is left of it
 */
export function eventName(name: string): string {
  const bare = name
    .replace(/^event(?:_|(?=[A-Z]))/, '')
    .replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  if (bare === '') {
    throw new TwitchInputError('A listener needs the name of an event; a function without a name has none.', {
      parameter: 'event',
    });
  }
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}

function checkName(name: string): void {
  if (!/\s/.test(name) && !name.startsWith('event_')) return;
  throw new TwitchInputError(
    `"${name}" can be no name of an event here: leave out spaces and the prefix event_.`,
    {
      parameter: 'event',
    },
  );
}
