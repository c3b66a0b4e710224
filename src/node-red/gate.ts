import type { TwitchMessage } from '../behaviour/message';
import { TwitchInputError } from '../core/errors';
import type { SavedValue } from '../definitions/definition';
import { evaluateProperty, type RED, type RuntimeNode } from './red';

/** "Only when": whether a trigger may fire now, as a switch of the flow says. */
export interface Gate {
  /** False for a node that is never silenced: then nothing is asked. */
  readonly isSet: boolean;
  /**
   * Calls `then` if the gate is open, and keeps the order of what comes in: an expression takes a moment.
   *
   * @param message what an expression can look at
   */
  pass(message: TwitchMessage, then: () => void): void;
  isOpen(message: TwitchMessage): Promise<boolean>;
}

const openGate: Gate = {
  isSet: false,
  pass: (_message, then) => then(),
  isOpen: () => Promise.resolve(true),
};

/** Texts that mean no where a switch can hold nothing but text, as an environment variable does. */
const noes: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'off']);

/**
 * The gate of a node's fields `gate` and `gateValue`.
 *
 * @param onError told what is wrong with the switch, once; the gate is closed then
 */
export function readGate(
  saved: Readonly<Record<string, SavedValue>>,
  red: Pick<RED, 'util'>,
  node: RuntimeNode,
  onError: (error: TwitchInputError) => void,
): Gate {
  const mode = saved['gate']?.v;
  if (mode !== 'when' && mode !== 'unless') return openGate;
  return new SwitchGate(saved['gateValue'] ?? { v: '', t: 'flow' }, mode === 'when', red, node, onError);
}

class SwitchGate implements Gate {
  readonly isSet = true;
  readonly #value: SavedValue;
  readonly #opensWhen: boolean;
  readonly #red: Pick<RED, 'util'>;
  readonly #node: RuntimeNode;
  readonly #onError: (error: TwitchInputError) => void;
  #told = '';
  /** What came before and is not answered yet; null if nothing. */
  #before: Promise<void> | null = null;

  constructor(
    value: SavedValue,
    opensWhen: boolean,
    red: Pick<RED, 'util'>,
    node: RuntimeNode,
    onError: (error: TwitchInputError) => void,
  ) {
    this.#value = value;
    this.#opensWhen = opensWhen;
    this.#red = red;
    this.#node = node;
    this.#onError = onError;
  }

  pass(message: TwitchMessage, then: () => void): void {
    const before = this.#before ?? Promise.resolve();
    const turn = Promise.all([this.isOpen(message), before]).then(([open]) => {
      if (this.#before === turn) this.#before = null;
      if (open) then();
    });
    this.#before = turn;
  }

  async isOpen(message: TwitchMessage): Promise<boolean> {
    const { v, t } = this.#value;
    try {
      const value = await evaluateProperty(this.#red, v, t, this.#node, { ...message });
      this.#told = '';
      return isOn(value) === this.#opensWhen;
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #tell(reason: string): void {
    if (this.#told === reason) return;
    this.#told = reason;
    this.#onError(
      new TwitchInputError(
        `"Only when" could not be worked out, so this node stays silent: ${reason}. Open it and correct the switch.`,
        { parameter: 'gateValue', reason },
      ),
    );
  }
}

function isOn(value: unknown): boolean {
  return typeof value === 'string' ? !noes.has(value.trim().toLowerCase()) : Boolean(value);
}
