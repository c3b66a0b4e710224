import type { ChannelRef, FlowMessage, Role, TargetRef, TwitchContext, UserRef } from './message.js';

/**
 * Reading what a flow hands to an action. A message may have been through JSON, a function node or somebody's own
 * hands, so nothing in it is taken for granted: whatever does not look right reads as missing.
 */

type Plain = Readonly<Record<string, unknown>>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function part(source: unknown, name: string): Plain | null {
  if (!isPlain(source)) return null;
  const value = source[name];
  return isPlain(value) ? value : null;
}

/** `msg.twitch`, null for a message that no node of ours has made. */
export function contextOf(msg: FlowMessage): Plain | null {
  return part(msg, 'twitch');
}

export function channelOf(msg: FlowMessage): ChannelRef | null {
  const channel = part(contextOf(msg), 'channel');
  const id = textOf(channel?.['id']);
  const login = textOf(channel?.['login']);
  if (id === null && login === null) return null;
  return { id: id ?? '', login: login ?? '', name: textOf(channel?.['name']) ?? login ?? '' };
}

export function targetOf(msg: FlowMessage): TargetRef | null {
  const target = part(contextOf(msg), 'target');
  const login = textOf(target?.['login']);
  const id = textOf(target?.['id']);
  if (login === null) return null;
  return { ...(id === null ? {} : { id }), login, name: textOf(target?.['name']) ?? login };
}

export function userOf(msg: FlowMessage): UserRef | null {
  const user = part(contextOf(msg), 'user');
  if (user === null) return null;
  const login = textOf(user['login']);
  const name = textOf(user['name']) ?? login;
  if (name === null) return null;
  const roles = Array.isArray(user['roles'])
    ? user['roles'].filter((role): role is Role => typeof role === 'string')
    : [];
  return { id: textOf(user['id']), login, name, roles, anonymous: user['anonymous'] === true };
}

export function messageIdOf(msg: FlowMessage): string | null {
  return textOf(part(contextOf(msg), 'message')?.['id']);
}

/** The command part, null for a message that no command has made. `text` may be empty. */
export function commandOf(msg: FlowMessage): { readonly name: string; readonly text: string } | null {
  const command = part(contextOf(msg), 'command');
  if (command === null) return null;
  const { name, text } = command;
  return { name: typeof name === 'string' ? name : '', text: typeof text === 'string' ? text : '' };
}

export function summaryOf(msg: FlowMessage): string | null {
  return textOf(contextOf(msg)?.['summary']);
}

export function isTest(msg: FlowMessage): boolean {
  return contextOf(msg)?.['test'] === true;
}

/** Every text in the message that a person typed. */
export function typedTexts(msg: FlowMessage): readonly string[] {
  const context = contextOf(msg);
  return [
    context?.['text'],
    part(context, 'message')?.['text'],
    part(context, 'command')?.['text'],
    part(context, 'redemption')?.['input'],
  ].filter((text): text is string => typeof text === 'string');
}

/** `msg.twitch` to write to; made if the message has none. */
export function writableContext(msg: FlowMessage, fresh: () => TwitchContext): Record<string, unknown> {
  const existing = msg['twitch'];
  if (isPlain(existing)) return existing;
  const made: Record<string, unknown> = { ...fresh() };
  msg['twitch'] = made;
  return made;
}
