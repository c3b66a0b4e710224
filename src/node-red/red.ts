import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { isRecord, textOf } from './json';

/**
 * The part of Node-RED's runtime that this package touches, written down by ourselves: @types/node-red is behind
 * Node-RED 4 and 5, and narrow types keep the rest of the package honest about what it relies on.
 */

/** What stands below a node in the editor. `text` is a catalogue key. */
export interface NodeStatus {
  readonly fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
  readonly shape?: 'ring' | 'dot';
  readonly text?: string;
}

/** A message as Node-RED hands it over: anything that a flow put into it. */
export interface RedMessage {
  _msgid?: string;
  [key: string]: unknown;
}

export type Send = (message: RedMessage | (RedMessage | RedMessage[] | null)[] | null) => void;
export type Done = (error?: Error) => void;

/** A node of the running flow, after `RED.nodes.createNode`. */
export interface RuntimeNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  /** Id of the tab or subflow instance the node stands in. */
  readonly z?: string;
  /** In a subflow instance: the id of the node in the subflow's template, which is the same after every deploy. */
  readonly _alias?: string;
  credentials?: Readonly<Record<string, unknown>>;
  on(event: 'input', listener: (message: RedMessage, send: Send, done: Done) => void): void;
  on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
  send(message: RedMessage | (RedMessage | RedMessage[] | null)[]): void;
  status(status: NodeStatus): void;
  error(error: Error | string, message: RedMessage): void;
  warn(text: string): void;
  log(text: string): void;
  context(): NodeContext;
}

/**
 * An id that stays the same over deploys and restarts. In a subflow every instance's node has a new id each time, and the
 * template's id beside it: what belongs to "this node" hangs on that one.
 */
export function stableId(node: Pick<RuntimeNode, 'id' | '_alias'>): string {
  const { _alias: template } = node;
  return template ?? node.id;
}

/** One of Node-RED's context drawers, in its callback form (the only one that every store offers). */
export interface ContextStore {
  get(key: string, store: string | undefined, callback: (error: Error | null, value?: unknown) => void): void;
  set(
    key: string,
    value: unknown,
    store: string | undefined,
    callback: (error: Error | null | undefined) => void,
  ): void;
}

export interface NodeContext extends ContextStore {
  readonly flow: ContextStore;
  readonly global: ContextStore;
}

/** What the editor saved for a node. Nothing is known of it until the migrations and validators have looked. */
export interface NodeConfig {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

export type NodeConstructor = (this: RuntimeNode, config: NodeConfig) => void;

/** An HTTP request on an admin route, as Express hands it over. */
export interface AdminRequest extends IncomingMessage {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Parsed by Node-RED's own JSON reader; undefined if the sender sent none. */
  readonly body?: unknown;
}

export interface AdminResponse {
  status(code: number): AdminResponse;
  json(body: unknown): AdminResponse;
  set(name: string, value: string): AdminResponse;
  end(): void;
}

export type AdminHandler = (
  request: AdminRequest,
  response: AdminResponse,
  next: (error?: unknown) => void,
) => void;

export interface AdminApp {
  get(path: string, ...handlers: AdminHandler[]): void;
  post(path: string, ...handlers: AdminHandler[]): void;
  delete(path: string, ...handlers: AdminHandler[]): void;
}

/** Node-RED's settings: what settings.js says, and what the runtime keeps. */
export interface RedSettings {
  readonly userDir?: string;
  readonly readOnly?: boolean;
  /** Set where flows are kept by a hosted service instead of in files. */
  readonly storageModule?: unknown;
  readonly httpAdminRoot?: string | false;
  /** Whether `get` and `set` work already. */
  available?(): boolean;
  get?(key: string): unknown;
  set?(key: string, value: unknown): Promise<void>;
  readonly [setting: string]: unknown;
}

export interface CredentialFields {
  readonly [field: string]: { readonly type: 'password' | 'text' };
}

export interface RED {
  readonly nodes: {
    createNode(node: RuntimeNode, config: NodeConfig): void;
    getNode(id: string): RuntimeNode | null | undefined;
    eachNode(visit: (config: NodeConfig) => void): void;
    registerType(
      type: string,
      constructor: NodeConstructor,
      options?: {
        readonly credentials?: CredentialFields;
        readonly settings?: Readonly<
          Record<string, { readonly value: unknown; readonly exportable?: boolean }>
        >;
      },
    ): void;
  };
  readonly settings: RedSettings;
  readonly log: {
    info(text: string): void;
    warn(text: string): void;
    error(text: string): void;
    debug(text: string): void;
  };
  readonly events: Pick<EventEmitter, 'on' | 'off' | 'once'>;
  readonly util: {
    evaluateNodeProperty(
      value: unknown,
      type: string,
      node: RuntimeNode,
      message: RedMessage,
      callback: (error: Error | null, value?: unknown) => void,
    ): void;
    cloneMessage<T>(message: T): T;
  };
  readonly comms: { publish(topic: string, data: unknown, retain?: boolean): void };
  readonly auth: { needsPermission(permission: string): AdminHandler };
  readonly httpAdmin: AdminApp;
  /** The text behind a catalogue key. */
  _(key: string, values?: Readonly<Record<string, unknown>>): string;
}

/**
 * `RED.util.evaluateNodeProperty` as a promise. The callback form is the only one that waits for context stores and
 * JSONata; malformed JSON or an unknown JSONata function throws at once instead of calling back, and is a rejection here, always
 * with an Error: those of JSONata are plain objects.
 */
export function evaluateProperty(
  red: Pick<RED, 'util'>,
  value: unknown,
  type: string,
  node: RuntimeNode,
  message: RedMessage,
): Promise<unknown> {
  return new Promise<unknown>((resolve, reject) => {
    try {
      red.util.evaluateNodeProperty(value, type, node, message, (error: unknown, result) => {
        if (error) reject(asError(error));
        else resolve(result);
      });
    } catch (error) {
      reject(asError(error));
    }
  });
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  return new Error(isRecord(error) ? textOf(error['message']) : String(error));
}

/** A setting of settings.js that must be text; blank counts as not set. */
export function textSetting(settings: RedSettings, name: string): string | undefined {
  const value = settings[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
