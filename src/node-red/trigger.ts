import type { TestFields, TestOutcome, TriggerNote, TriggerOutput } from '../behaviour/trigger';
import type { StateStore, TriggerContext } from '../behaviour/context';
import type { TwitchMessage } from '../behaviour/message';
import { TwitchError, TwitchInputError, toTwitchError } from '../core/errors';
import type { NodeDefinition, NodeType } from '../definitions/definition';
import { migrate } from '../definitions/migrations';
import { fieldOf, nodeDefinition } from '../definitions/nodes';
import type { Account } from './account';
import { accountRegistry } from './account-registry';
import { triggerContext } from './contexts';
import { fieldLabel, withFieldLabels } from './field-label';
import { fieldsOf, literalFields, savedParams } from './fields';
import { readGate, type Gate } from './gate';
import { NodeBase, noAccount } from './node-base';
import { stableId, type NodeConfig, type RED, type RedMessage, type RuntimeNode } from './red';
import { SettingsReader } from './settings-reader';
import type { Standing } from './status';
import type { TriggerHandle } from './trigger-handle';

/** What a trigger's wiring is given. */
export interface TriggerParts {
  readonly account: Account;
  readonly context: TriggerContext;
  readonly settings: SettingsReader;
  /** "Only when": asked before the behaviour counts something. Always open for nodes without such a field. */
  readonly gate: Gate;
  /** Sends what the behaviour made out of something that happened. */
  readonly emit: (output: TriggerOutput | TriggerNote | null) => void;
  /** How the node's connection stands. null: as the account. */
  readonly setStanding: (standing: Standing | null, error?: TwitchError) => void;
  /** Something went wrong while it works: for Catch, with the message that it was about. */
  readonly tell: (error: TwitchError, message?: TwitchMessage) => void;
  /** Something worth knowing that needs nobody: for Node-RED's log. */
  readonly note: (text: string) => void;
  /** What keeps the node from firing although it is connected; null: nothing. */
  readonly setHandicap: (standing: Standing | null) => void;
}

/** A trigger that runs. */
export interface RunningTrigger {
  /** Sends a test event through a second instance of the behaviour. */
  test(fields: TestFields): TestOutcome | Promise<TestOutcome>;
  /** The account's people or connections changed: connect anew where that matters. */
  refresh?(): void;
  stop(): void;
}

/** Makes the behaviour of a node and connects it. @throws when the settings cannot be read */
export type StartTrigger = (parts: TriggerParts) => RunningTrigger;

/** Makes a trigger of a node that Node-RED has just created. */
export function makeTrigger(
  red: RED,
  node: RuntimeNode,
  type: NodeType,
  config: NodeConfig,
  start: StartTrigger,
): void {
  const definition = nodeDefinition(type);
  if (definition) void new TriggerNode(red, node, migrate(type, config), definition, start);
}

class TriggerNode implements TriggerHandle {
  readonly ids: readonly string[];
  readonly #node: RuntimeNode;
  readonly #definition: NodeDefinition;
  readonly #config: NodeConfig;
  readonly #start: StartTrigger;
  readonly #base: NodeBase;
  readonly #forget: () => void;
  readonly #red: RED;
  #running: RunningTrigger | null = null;
  /** A trigger is well only once it hears something. */
  #connection: Standing | null = 'connecting';
  #handicap: Standing | null = null;
  /** A pattern of the node takes too long. Holds until somebody has corrected it. */
  #isSlow = false;
  /** The settings are unreadable: told once, and again by the test button. */
  #problem: TwitchError | null = null;
  /** Why the connection is not well, as it was told last. */
  #failure: TwitchError | null = null;

  constructor(
    red: RED,
    node: RuntimeNode,
    config: NodeConfig,
    definition: NodeDefinition,
    start: StartTrigger,
  ) {
    this.ids = [...new Set([node.id, stableId(node)])];
    this.#red = red;
    this.#node = node;
    this.#definition = definition;
    this.#config = config;
    this.#start = start;
    this.#base = new NodeBase(red, node, config, () => this.#ownStanding());
    this.#forget = accountRegistry(red).addTrigger(this);
    this.#base.onAccount(() => this.#refresh());
    node.on('close', (_removed, done) => {
      this.#close().then(done, () => done());
    });
  }

  get account(): string | null {
    return this.#base.account?.config.id ?? null;
  }

  get trouble(): { readonly code: string; readonly sentence: string } | null {
    const error = this.#problem ?? this.#failure;
    return error && { code: error.code, sentence: error.message };
  }

  async test(fields: TestFields): Promise<string | null> {
    const { account } = this.#base;
    if (!account) return noAccount().message;
    await account.start();
    this.#refresh();
    if (this.#problem) return this.#problem.message;
    if (!this.#running) return 'The account is not ready yet. Try again in a moment.';
    const outcome = await this.#running.test(fields);
    if ('stoppedBy' in outcome) {
      this.#base.status.setSuccess('test-filtered');
      const field = fieldOf(this.#definition, outcome.stoppedBy);
      if (field?.required && !savedParams(this.#config)[field.name]?.v)
        return `The field "${fieldLabel(this.#red, this.#definition.type, field.name)}" is empty. Open the node and fill it in.`;
      const stopper = field ? fieldLabel(this.#red, this.#definition.type, field.name) : outcome.stoppedBy;
      return `The test event did not pass: "${stopper}" stopped it.`;
    }
    this.#base.status.setSuccess();
    this.#emit(outcome);
    return null;
  }

  #refresh(): void {
    const { account } = this.#base;
    if (!account?.isStarted || this.#problem) return;
    if (this.#running) {
      this.#running.refresh?.();
      return;
    }
    try {
      const state: StateStore = this.#base.state(account);
      this.#running = this.#start({
        account,
        context: { ...triggerContext(account, state), onSlowPattern: () => this.#tellSlow() },
        settings: new SettingsReader(
          literalFields(fieldsOf(this.#definition, null), savedParams(this.#config)),
        ),
        gate: readGate(savedParams(this.#config), this.#red, this.#node, (error) =>
          this.#node.error(error, {}),
        ),
        emit: (output) => this.#emit(output),
        setStanding: (standing, error) => this.#setStanding(standing, error),
        note: (text) => this.#node.warn(text),
        tell: (error, message) => this.#node.error(error, message ? { ...message } : {}),
        setHandicap: (standing) => this.#setHandicap(standing),
      });
    } catch (error) {
      this.#problem = withFieldLabels(unreadable(error), this.#red, this.#definition);
      this.#base.status.setFailed(this.#problem);
      this.#node.error(this.#problem, {});
    }
  }

  #emit(output: TriggerOutput | TriggerNote | null): void {
    if (output === null) return;
    if ('note' in output) {
      this.#setHandicap('not-live');
      return;
    }
    const { outputs } = this.#definition;
    const { payload, topic, twitch } = output.msg;
    const message: RedMessage = { payload, topic, twitch };
    this.#base.account?.registry.log.sent(stableId(this.#node), message);
    if (outputs.length === 1) this.#node.send(message);
    else this.#node.send(outputs.map((key) => (key === output.output ? message : null)));
  }

  #ownStanding(): Standing | null {
    return this.#connection ?? (this.#isSlow ? 'pattern-slow' : this.#handicap);
  }

  #tellSlow(): void {
    if (this.#isSlow) return;
    this.#isSlow = true;
    this.#base.show();
    this.#node.error(
      new TwitchInputError(
        'The pattern of this node takes too long at some lines, so it rests for a minute each time that happens. ' +
          'Make it simpler: a part that repeats should not hold another one that repeats.',
        { reason: 'slow pattern' },
      ),
      {},
    );
  }

  #setStanding(standing: Standing | null, error?: TwitchError): void {
    this.#connection = standing;
    if (standing === null || standing === 'connecting') this.#failure = null;
    else if (error) this.#failure = error;
    this.#base.show();
    if (!error) return;
    this.#base.account?.registry.log.trouble(stableId(this.#node), error.code, error.message);
    this.#node.error(error, {});
  }

  #setHandicap(standing: Standing | null): void {
    this.#handicap = standing;
    this.#base.show();
  }

  async #close(): Promise<void> {
    this.#forget();
    this.#running?.stop();
    this.#running = null;
    await this.#base.close();
  }
}

/** Whatever a behaviour says about its settings, as an error of ours. */
function unreadable(error: unknown): TwitchError {
  if (error instanceof TwitchError) return error;
  const { message } = toTwitchError(error);
  return new TwitchInputError(
    `The settings of this node cannot be used: ${message}. Open it and correct them.`,
    {
      reason: message,
    },
  );
}
