import type { EndpointRow, FieldCheck, TokenType } from '../../tables/endpoint-row';
import { checkFields } from './check-fields';
import { checkRule } from './check-rules';
import { refuse } from './input-refusal';
import { argument, isRecord, type RequestArgs } from './request-args';

/**
 * Checks a request against its row before anything is sent: required and unknown names, types, lists of values, limits,
 * lengths, counts, fields inside fields, and the row's rules over several fields. Ids are texts, never numbers.
 *
 * @throws {TwitchInputError} naming endpoint, parameter, reason and remedy; the first fault found
 */
export function checkRequest(row: EndpointRow, args: RequestArgs): void {
  if (args.query !== undefined && !isRecord(args.query))
    refuse(row, 'query', 'must be an object', 'Pass field names and values.');
  checkFields(row, row.query, args.query ?? {}, '', 'query');
  if (row.body) {
    if (args.body !== undefined && !isRecord(args.body))
      refuse(row, 'body', 'must be an object', 'Pass field names and values.');
    checkFields(row, row.body, args.body ?? {}, '', 'body');
  } else if (args.body !== undefined && Object.keys(args.body).length > 0) {
    refuse(row, 'body', 'is not taken by this call', 'Put the fields into the query.');
  }
  for (const check of row.checks) {
    if (!isTokenCheck(check)) checkRule(row, check, args);
  }
}

/**
 * The rest of the checks, once it is known with which kind of token the call is made: some fields go with one kind only.
 * @throws {TwitchInputError}
 */
export function checkForToken(row: EndpointRow, args: RequestArgs, token: TokenType): void {
  for (const check of row.checks) {
    if (isTokenCheck(check) && check.token === token) checkRule(row, check, args);
  }
  if (token !== 'app') checkAppOnly(row, args);
}

function isTokenCheck(check: FieldCheck): check is Extract<FieldCheck, { atLeastOne: unknown }> {
  return 'atLeastOne' in check && check.token !== undefined;
}

function checkAppOnly(row: EndpointRow, args: RequestArgs): void {
  for (const specs of [row.query, row.body ?? {}]) {
    for (const name in specs) {
      if (!specs[name]?.appTokenOnly || argument(args, name) === undefined) continue;
      refuse(row, name, 'works with an app token only', 'Leave it out, or make the call with an app token.');
    }
  }
}
