import { allEndpoints, type EndpointBody, type EndpointId } from '../../tables/endpoints';
import type { EndpointRow } from '../../tables/endpoint-row';
import { errorReply, type HttpRequest, jsonReply, type Reply } from '../http/message';
import { RateLimiter } from '../http/rate-limit';
import { WorldRefusal } from '../world/refusal';
import { authenticate, type Caller, checkOwner, checkToken, TokenRefusal } from './access';
import { DirectAnswer, type HelixCall, type HelixParts } from './call';
import { checkCombinations } from './combinations';
import { handlerOf } from './handlers';
import { inventAnswer } from './invent';
import { OwnLimits } from './own-limits';
import { type Parameters, readParameters } from './parameters';

export interface HelixOutcome {
  readonly reply: Reply;
  /** Names that the endpoint does not know. */
  readonly ignored: readonly string[];
}

/** api.twitch.tv/helix: every endpoint of the table, checked like Twitch checks. */
export class HelixServer {
  readonly #parts: HelixParts;
  readonly #limiter: RateLimiter;
  readonly #ownLimits: OwnLimits;
  #routes: Map<string, EndpointRow> | undefined;

  constructor(parts: HelixParts) {
    this.#parts = parts;
    this.#limiter = new RateLimiter(parts.clock);
    this.#ownLimits = new OwnLimits(parts.clock);
  }

  /** The row of a request; undefined for a path or method that Helix does not have. */
  rowOf(request: HttpRequest): EndpointRow | undefined {
    this.#routes ??= new Map(allEndpoints().map((row) => [`${row.method} ${row.path}`, row]));
    return this.#routes.get(`${request.method} ${request.path}`);
  }

  /** Login that the token belongs to, for transcripts and faults; null where there is none. */
  loginOf(request: HttpRequest): string | null {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return this.#parts.tokens.find(bearer)?.login ?? null;
  }

  handle(request: HttpRequest): HelixOutcome {
    const row = this.rowOf(request);
    if (!row) return { reply: errorReply(404, ''), ignored: [] };
    if (row.status === 'removed') {
      return { reply: errorReply(410, 'This API is not available.'), ignored: [] };
    }
    // No token, no bucket: such an answer has no rate-limit headers.
    let headers: Readonly<Record<string, string>> = {};
    try {
      const caller =
        row.tokens.length === 0
          ? null
          : authenticate(request, row, this.#parts.tokens, this.#parts.extension);
      if (caller) {
        const bucket = this.#limiter.take(bucketOf(caller));
        headers = bucket.headers;
        if (!bucket.isAllowed) return { reply: errorReply(429, 'Too Many Requests', headers), ignored: [] };
        checkToken(row, caller);
      }
      const parameters = readParameters(row, request.query, bodyOf(request));
      const reply = this.#answer(row, caller, parameters);
      return { reply: { ...reply, headers }, ignored: parameters.ignored };
    } catch (error) {
      if (!(error instanceof WorldRefusal)) throw error;
      const more = error instanceof TokenRefusal ? error.headers : {};
      return { reply: errorReply(error.status, error.message, { ...headers, ...more }), ignored: [] };
    }
  }

  #answer(row: EndpointRow, caller: Caller | null, parameters: Parameters): Reply {
    const { world, tokens } = this.#parts;
    const actorId = caller ? checkOwner(row, caller, parameters, world, tokens) : '';
    checkCombinations(row, parameters, caller?.type ?? 'user');
    if (caller) this.#ownLimits.take(row.id, bucketOf(caller));
    const handler = handlerOf(row.id);
    if (!handler) return this.#reply(row, inventAnswer(row, parameters, world.cast.viewers));
    // The parameters were read by the row of this handler, which is where its types come from.
    const call: HelixCall<EndpointId> = {
      ...this.#parts,
      row,
      clientId: caller?.clientId ?? '',
      token: caller?.token ?? null,
      actorId,
      query: parameters.query,
      body: parameters.body as EndpointBody<EndpointId>,
    };
    const answer = handler(call);
    if (answer instanceof DirectAnswer) return jsonReply(answer.answer.status, answer.answer.body);
    return this.#reply(row, answer);
  }

  #reply(row: EndpointRow, answer: unknown): Reply {
    if (row.answer.container === 'none') return { status: row.success };
    if (row.answer.container === 'text/calendar') {
      return { status: row.success, body: answer, contentType: 'text/calendar' };
    }
    return jsonReply(row.success, answer);
  }
}

/** One bucket per client id and user; app tokens share one per client id. */
function bucketOf(caller: Caller): string {
  return `${caller.clientId} ${caller.token?.userId ?? caller.type}`;
}

/** @throws WorldRefusal 400 for a body that is no JSON */
function bodyOf(request: HttpRequest): unknown {
  if (request.body === '') return undefined;
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new WorldRefusal(400, 'The Content-Type of the request must be application/json.');
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw new WorldRefusal(400, 'The request body is not valid JSON.');
  }
}
