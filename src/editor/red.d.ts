/** What we use of the Node-RED editor's global object, and no more. No import here: these are global. */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  name?: string;
  account?: string;
  operation?: string;
  params?: Record<string, { v: unknown; t: string }>;
  changed?: boolean;
  dirty?: boolean;
  d?: boolean;
  users?: unknown[];
  _(key: string, values?: Record<string, unknown>): string;
  readonly _def: EditorNodeDefinition;
  [property: string]: unknown;
}

interface EditorNodeDefinition {
  readonly category: string;
  readonly defaults: Record<string, { value: unknown; type?: string }>;
  readonly credentials?: Record<string, unknown>;
  _(key: string, values?: Record<string, unknown>): string;
}

interface ValidatorOptions {
  label?: string;
}

interface EditorRed {
  _(key: string, values?: Record<string, unknown>): string;
  readonly events: {
    on(event: string, listener: (...args: never[]) => void): void;
    off(event: string, listener: (...args: never[]) => void): void;
    emit(event: string, ...args: unknown[]): void;
  };
  readonly comms: {
    subscribe(topic: string, listener: (topic: string, data: never) => void): void;
  };
  readonly i18n: { lang(): string };
  readonly history: { push(event: object): void };
  readonly nodes: {
    id(): string;
    node(id: string): EditorNode | null;
    add(node: object): EditorNode;
    eachNode(callback: (node: EditorNode) => void | boolean): void;
    eachConfig(callback: (node: EditorNode) => void | boolean): void;
    eachSubflow(callback: (subflow: EditorNode) => void | boolean): void;
    eachWorkspace(callback: (tab: EditorNode) => void | boolean): void;
    getType(type: string): EditorNodeDefinition | undefined;
    updateConfigNodeUsers?(node: EditorNode, options: { action: 'add' | 'remove' }): void;
    remove(id: string): unknown;
    createCompleteNodeSet(options: object): object[];
    dirty(): boolean;
    dirty(state: boolean): void;
  };
  readonly editor: {
    validateNode(node: EditorNode): boolean;
    editConfig(name: string, type: string, id: string): void;
  };
  readonly view: { redraw(sync?: boolean): void; reveal(id: string): void };
  readonly workspaces: { active(): string };
  readonly sidebar: {
    addTab(options: object): void;
    show(id: string): void;
  };
  readonly actions: { add(name: string, handler: () => void, options?: object): void };
  readonly notify: (message: string | JQuery, options?: object | string) => { close(): void };
  readonly popover: { tooltip(target: JQuery, text: string | (() => string)): unknown };
  readonly user?: { hasPermission?(permission: string): boolean };
}

declare const RED: EditorRed;

interface Window {
  streamwireTwitch: unknown;
}

interface JQuery {
  i18n(): JQuery;
  typedInput(options: object): JQuery;
  typedInput(method: 'value' | 'type'): string;
  typedInput(method: 'value' | 'type' | 'types' | 'width', value: unknown): JQuery;
  typedInput(method: 'show' | 'hide' | 'validate'): JQuery;
}
