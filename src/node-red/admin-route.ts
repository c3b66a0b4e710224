import { TwitchError, TwitchInputError } from '../core/errors';
import type { AccountRegistry } from './account-registry';
import { isRecord, textOf } from './json';
import type { AdminRequest, AdminResponse } from './red';

export interface AdminAnswer {
  /** Default 200; 204 without a body. */
  readonly status?: number;
  readonly body?: unknown;
}

/** A refusal with a sentence for the person at the editor. */
export class AdminRefusal extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.name = 'AdminRefusal';
    this.status = status;
  }
}

/** Answers one route. What it throws becomes a sentence. */
export type RouteHandler = (
  request: AdminRequest,
  registry: AccountRegistry,
) => AdminAnswer | Promise<AdminAnswer>;

/** Node ids: hex of older and newer Node-REDs, and `instance-node` pairs of subflows. */
const NODE_ID = /^[A-Za-z0-9_.:-]{1,100}$/;

/** Runs a handler and turns what it throws into a sentence. What we do not know stays out of the answer: it might tell too much. */
export function answerWith(
  handler: RouteHandler,
  registry: AccountRegistry,
  request: AdminRequest,
  response: AdminResponse,
): void {
  const send = ({ status, body }: AdminAnswer): void => {
    response.set('Cache-Control', 'no-store');
    if (body === undefined) response.status(status ?? 204).end();
    else response.status(status ?? 200).json(body);
  };
  new Promise<AdminAnswer>((resolve) => {
    if (request.method === 'POST') assertJson(request);
    resolve(handler(request, registry));
  }).then(send, (error: unknown) => send(refusalOf(error)));
}

/**
 * Other sites can make a browser post forms and plain text without asking; JSON they cannot. So nothing but JSON is taken.
 */
function assertJson(request: AdminRequest): void {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type) || !isRecord(request.body)) {
    throw new AdminRefusal(415, 'Send a JSON object.');
  }
}

function refusalOf(error: unknown): AdminAnswer {
  if (error instanceof AdminRefusal) return { status: error.status, body: { sentence: error.message } };
  if (error instanceof TwitchInputError)
    return { status: 400, body: { sentence: error.message, code: error.code } };
  if (error instanceof TwitchError)
    return { status: 502, body: { sentence: error.message, code: error.code } };
  return { status: 500, body: { sentence: 'Something went wrong inside Node-RED. See its log.' } };
}

/** @throws {AdminRefusal} 400 for what can be no node's id */
export function idParam(request: AdminRequest, name = 'id'): string {
  const id = request.params[name] ?? '';
  if (!NODE_ID.test(id)) throw new AdminRefusal(400, 'This is not the id of a node.');
  return id;
}

/**
 * A text of the body, trimmed; '' when it is missing.
 * @throws {AdminRefusal} 400 when it is too long or no text
 */
export function bodyText(request: AdminRequest, name: string, maxLength = 300): string {
  const value = isRecord(request.body) ? request.body[name] : undefined;
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string' || value.length > maxLength) {
    throw new AdminRefusal(400, `"${name}" must be a text of at most ${maxLength} characters.`);
  }
  return textOf(value);
}

/** One of `allowed`. @throws {AdminRefusal} 400 */
export function bodyChoice<T extends string>(request: AdminRequest, name: string, allowed: readonly T[]): T {
  const text = bodyText(request, name);
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new AdminRefusal(400, `"${name}" must be one of ${allowed.join(', ')}.`);
  return found;
}

/** A list of texts. @throws {AdminRefusal} 400 */
export function bodyTexts(request: AdminRequest, name: string, most: number): string[] {
  const value = isRecord(request.body) ? request.body[name] : undefined;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > most || !value.every((item) => typeof item === 'string')) {
    throw new AdminRefusal(400, `"${name}" must be a list of at most ${most} texts.`);
  }
  return value;
}
