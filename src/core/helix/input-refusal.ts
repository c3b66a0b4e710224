import type { EndpointRow } from '../../tables/endpoint-row';
import { TwitchInputError } from '../errors';

/** Refuses a rule over several fields. */
export function refuseGroup(
  row: EndpointRow,
  names: readonly string[],
  reason: string,
  remedy: string,
): never {
  throw new TwitchInputError(
    `${row.name}: ${names.map((name) => `"${name}"`).join(', ')}: ${reason}. ${remedy}`,
    {
      endpoint: row.id,
      parameter: names[0] ?? '',
      reason,
    },
  );
}

/** Refuses one field: endpoint, parameter, reason, remedy. */
export function refuse(row: EndpointRow, parameter: string, reason: string, remedy: string): never {
  throw new TwitchInputError(`${row.name}: "${parameter}" ${reason}. ${remedy}`, {
    endpoint: row.id,
    parameter,
    reason,
  });
}
