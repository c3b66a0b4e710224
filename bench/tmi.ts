import type { EventEmitter } from 'node:events';

/** The part of tmi.js that is used here; it brings no types. */
export interface TmiClient extends EventEmitter {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  /** Takes a line that its parser has read. */
  handleMessage(message: object | null): void;
  /** Its socket, of the package `ws`. */
  readonly ws: { pause(): void; resume(): void };
}

interface TmiModule {
  readonly Client: new (options: object) => TmiClient;
}

const silent = { setLevel() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

/** A client of tmi.js at the load server, which says nothing on the console. */
export function tmiClient(port: number, options: object = {}): TmiClient {
  const { Client } = require('tmi.js') as TmiModule;
  return new Client({
    options: { skipUpdatingEmotesets: true },
    connection: { server: '127.0.0.1', port, secure: false, reconnect: false },
    logger: silent,
    ...options,
  });
}

/** A line as tmi.js reads it. */
export function tmiParse(line: string): object | null {
  const parser = require('tmi.js/lib/parser') as { msg(line: string): object | null };
  return parser.msg(line);
}
