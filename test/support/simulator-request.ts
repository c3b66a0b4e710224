import { createHmac } from 'node:crypto';
import type { CallOptions } from '../../src/core/helix/helix-client';
import type { Simulator } from '../../src/simulator';
import type { EndpointRow } from '../../src/tables/endpoint-row';
import { fullRequest, type SampleRequest } from './sample-request';

/** A full request about people who exist. */
export function requestFor(row: EndpointRow, simulator: Simulator): SampleRequest {
  const request = fullRequest(row);
  const { broadcaster, moderator, vip, viewers } = simulator.users;
  const people: Record<string, string> = {
    broadcaster_id: broadcaster.id,
    moderator_id: broadcaster.id,
    sender_id: broadcaster.id,
    editor_id: broadcaster.id,
    from_broadcaster_id: broadcaster.id,
    to_broadcaster_id: vip.id,
    from_user_id: broadcaster.id,
    to_user_id: vip.id,
    target_user_id: vip.id,
    user_id:
      row.owner !== null && row.owner !== 'token-owner' && row.owner.param === 'user_id'
        ? broadcaster.id
        : viewers[0]!.id,
    source_slot_id: moderator.id,
    login: broadcaster.login,
    user_login: broadcaster.login,
  };
  const fill = (fields: Record<string, unknown> | undefined): void => {
    for (const name in fields) {
      const value = people[name];
      if (value !== undefined) fields[name] = Array.isArray(fields[name]) ? [value] : value;
      else if (typeof fields[name] === 'object' && !Array.isArray(fields[name]))
        fill(fields[name] as Record<string, unknown>);
    }
  };
  fill(request.query);
  fill(request.body);
  if (row.id === 'get-extension-transactions' || row.id.includes('extension')) {
    for (const part of [request.query, request.body]) {
      if (part && 'extension_id' in part) part['extension_id'] = simulator.extension.clientId;
    }
  }
  return request;
}

/** What a call needs besides its fields. */
export function optionsFor(row: EndpointRow, simulator: Simulator): CallOptions {
  return row.tokens.includes('jwt')
    ? { jwt: extensionToken(simulator), clientId: simulator.extension.clientId }
    : {};
}

/** Signed as an extension's backend signs: HS256 with the extension's secret. */
function extensionToken(simulator: Simulator): string {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const { broadcaster } = simulator.users;
  const payload = {
    exp,
    user_id: broadcaster.id,
    role: 'external',
    channel_id: broadcaster.id,
    pubsub_perms: { send: ['*'] },
  };
  const text = `${jsonPart({ alg: 'HS256', typ: 'JWT' })}.${jsonPart(payload)}`;
  const key = Buffer.from(simulator.extension.secret, 'base64');
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

function jsonPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
