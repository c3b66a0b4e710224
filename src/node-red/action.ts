import type { Action, ActionResult } from '../behaviour/context';
import type { FlowMessage } from '../behaviour/message';
import { systemClock, type Timer } from '../core/clock';
import { abortedError, TwitchInputError, toTwitchError, type TwitchError } from '../core/errors';
import { migrate } from '../definitions/migrations';
import type { NodeDefinition, NodeType } from '../definitions/definition';
import { nodeDefinition } from '../definitions/nodes';
import { permissionsOf, type NodeNeed } from '../definitions/permissions';
import type { Account } from './account';
import { actionContext } from './contexts';
import { withFieldLabels } from './field-label';
import { evaluateFields, fieldsOf, savedParams } from './fields';
import { textOf } from './json';
import { NodeBase, noAccount } from './node-base';
import { stableId, type NodeConfig, type RED, type RedMessage, type RuntimeNode, type Send } from './red';

/** Work that takes longer than this shows "waiting" below the node. */
const SHOW_WAITING_MS = 600;
/** How long a closing node waits for what it has given up to settle; Node-RED itself gives 15 s. */
const CLOSE_MS = 3_000;

/** Makes an action of a node that Node-RED has just created. */
export function makeAction(
  red: RED,
  node: RuntimeNode,
  type: NodeType,
  config: NodeConfig,
  action: Action,
): void {
  const definition = nodeDefinition(type);
  if (definition) void new ActionNode(red, node, migrate(type, config), definition, action);
}

/** One action node: fields in, behaviour, message out; every failure ends at `done`. */
class ActionNode {
  readonly #red: RED;
  readonly #node: RuntimeNode;
  readonly #definition: NodeDefinition;
  readonly #action: Action;
  readonly #operation: string | null;
  readonly #saved: ReturnType<typeof savedParams>;
  readonly #base: NodeBase;
  readonly #closing = new AbortController();
  /** Inputs and resumed waits under way. */
  readonly #running = new Set<Promise<void>>();
  #resumed = false;

  constructor(red: RED, node: RuntimeNode, config: NodeConfig, definition: NodeDefinition, action: Action) {
    this.#red = red;
    this.#node = node;
    this.#definition = definition;
    this.#action = action;
    this.#operation = textOf(config['operation']) || definition.defaultOperation;
    this.#saved = savedParams(config);
    const needs = permissionsOf(config);
    this.#base = new NodeBase(red, node, config, (account) =>
      isMissing(needs, account) ? 'permission-missing' : null,
    );
    this.#base.onAccount(() => this.#resumeOnce());
    node.on('input', (message, send, done) => {
      const run = this.#run(message, send).then(
        () => done(),
        (error: unknown) => this.#failed(error, done),
      );
      this.#keep(run);
    });
    node.on('close', (_removed, done) => {
      this.#close().then(done, () => done());
    });
  }

  async #run(message: RedMessage, send: Send): Promise<void> {
    const account = await this.#account();
    const operation = this.#chosenOperation();
    const over = this.#showWaiting(account);
    try {
      const { params, hasUnknownPlaceholder } = await evaluateFields(
        fieldsOf(this.#definition, operation),
        this.#saved,
        message,
        {
          red: this.#red,
          node: this.#node,
          placeholders: { channelName: account.identities().channel?.name ?? null },
        },
      );
      const context = actionContext(account, this.#side(account, send));
      const result = await this.#action.run(message, operation, params, context);
      const note = result.notes[0] ?? (hasUnknownPlaceholder ? 'unknown-placeholder' : null);
      if (!result.ignored) this.#base.status.setSuccess(note);
      send(outputsOf(result));
      // The message itself has gone on and may have been changed: a later failure tells what it was about.
      if (result.later) this.#keep(result.later.catch((error: unknown) => this.#reportLater(error, message)));
    } finally {
      over();
    }
  }

  /** The account, once it is ready. @throws {TwitchError} */
  async #account(): Promise<Account> {
    const { account } = this.#base;
    if (!account) throw noAccount();
    if (!account.isStarted) await Promise.race([account.start(), whenAborted(this.#closing.signal)]);
    return account;
  }

  #chosenOperation(): string {
    const { operations } = this.#definition;
    const operation = this.#operation;
    if (operation !== null && Object.hasOwn(operations, operation)) return operation;
    throw new TwitchInputError(
      operation === null
        ? 'It is not chosen what this node does. Open it and choose.'
        : `This node cannot do "${operation}". Open it and choose what it does.`,
      { parameter: 'operation', reason: 'unknown operation' },
    );
  }

  /** What a restart interrupted goes on, as soon as there is somebody who can act. */
  #resumeOnce(): void {
    const { account } = this.#base;
    const action = this.#action;
    if (this.#resumed || !action.resume || !account?.isStarted || !account.acting('channel')) return;
    this.#resumed = true;
    const over = this.#showWaiting(account);
    const resumed = action
      .resume(
        actionContext(
          account,
          this.#side(account, (outputs) => this.#node.send(outputs)),
        ),
        {
          result: (result) => {
            this.#base.status.setSuccess();
            this.#node.send(outputsOf(result));
          },
          error: (error, message) => this.#report(error, message),
        },
      )
      .catch((error: unknown) => this.#report(error, {}))
      .finally(over);
    this.#keep(resumed);
  }

  #failed(error: unknown, done: (error?: Error) => void): void {
    const failure = this.#inWords(error);
    // It waits on in the state store and is resumed with the next start: nothing was lost.
    if (failure.code === 'TWITCH_ABORTED' && failure.cause['kept'] === true) {
      done();
      return;
    }
    this.#fail(failure);
    done(failure);
  }

  /** Of what was given up because the node closed, its message says so already. */
  #reportLater(error: unknown, message: FlowMessage): void {
    this.#report(error, { ...message });
  }

  #report(error: unknown, message: FlowMessage): void {
    const failure = this.#inWords(error);
    this.#fail(failure);
    this.#node.error(failure, message);
  }

  #inWords(error: unknown): TwitchError {
    return withFieldLabels(toTwitchError(error), this.#red, this.#definition);
  }

  #fail(failure: TwitchError): void {
    this.#base.status.setFailed(failure);
    this.#base.account?.registry.log.trouble(stableId(this.#node), failure.code, failure.message);
  }

  #side(account: Account, send: (outputs: Outputs) => void): Parameters<typeof actionContext>[1] {
    return {
      state: this.#base.state(account),
      signal: this.#closing.signal,
      // The action goes on with this message: what leaves already must not change under whom it went to.
      emit: (result) => send(this.#red.util.cloneMessage(outputsOf(result))),
    };
  }

  /** Shows "waiting" once the work takes long; call the returned function when it is over. */
  #showWaiting(account: Account): () => void {
    let stop: (() => void) | null = null;
    const { clock } = account.hub;
    const timer = clock.setTimeout(() => {
      stop = this.#base.status.startWaiting();
    }, SHOW_WAITING_MS);
    return () => {
      clock.clearTimeout(timer);
      stop?.();
    };
  }

  #keep(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #close(): Promise<void> {
    // Nearly always there is nothing to wait for, and a deploy closes hundreds.
    if (this.#running.size > 0) {
      this.#closing.abort(abortedError());
      const { promise: late, cancel } = pause(CLOSE_MS);
      await Promise.race([Promise.allSettled(this.#running), late]);
      cancel();
    }
    await this.#base.close();
  }
}

/** Whether somebody who is signed in lacks a permission that the node needs. */
function isMissing(needs: readonly NodeNeed[], account: Account | null): boolean {
  return needs.some(({ as, anyOf }) => {
    const scopes = account?.acting(as)?.user.scopes;
    return scopes !== undefined && !anyOf.some((scope) => scopes.includes(scope));
  });
}

type Outputs = (RedMessage | RedMessage[] | null)[];

/** The messages for the outputs, in the form that `send` takes. */
function outputsOf({ outputs }: ActionResult): Outputs {
  return [...outputs] as (RedMessage | RedMessage[] | null)[];
}

/** Rejects as soon as the node closes. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(abortedError(signal));
    else signal.addEventListener('abort', () => reject(abortedError(signal)), { once: true });
  });
}

function pause(ms: number): { promise: Promise<void>; cancel: () => void } {
  let timer: Timer;
  const promise = new Promise<void>((resolve) => {
    timer = systemClock.setTimeout(resolve, ms);
  });
  return { promise, cancel: () => systemClock.clearTimeout(timer) };
}
