import { limit } from '../tables/limits';
import type { ActionContext, Person } from './context';
import { isPlain } from './incoming';
import { callAs } from './run';
import { duration } from './words';

/** What can be turned on and off for everybody in a chat. */
export const chatModes = ['slow', 'followersOnly', 'emoteOnly', 'subOnly', 'unique', 'shield'] as const;
export type ChatMode = (typeof chatModes)[number];

export interface ModeState {
  readonly on: boolean;
  /** Slow: seconds between two messages; followers-only: minutes of following; else null. */
  readonly value: number | null;
}

/** Where it is and who acts. */
export interface ModePost {
  readonly channelId: string;
  readonly actor: Person;
}

const settings: Readonly<Record<Exclude<ChatMode, 'shield'>, { flag: string; value?: string }>> = {
  slow: { flag: 'slow_mode', value: 'slow_mode_wait_time' },
  followersOnly: { flag: 'follower_mode', value: 'follower_mode_duration' },
  emoteOnly: { flag: 'emote_mode' },
  subOnly: { flag: 'subscriber_mode' },
  unique: { flag: 'unique_chat_mode' },
};

export async function readMode(
  context: ActionContext,
  { channelId, actor }: ModePost,
  mode: ChatMode,
): Promise<ModeState> {
  const query = { broadcaster_id: channelId, moderator_id: actor.id };
  if (mode === 'shield') {
    const { data } = await context.helix.call('get-shield-mode-status', { query }, callAs(actor, context));
    return { on: data[0]?.is_active === true, value: null };
  }
  // Without moderator_id: the chat delay, which that adds, is not asked for.
  const answer = await context.helix.callAny(
    'get-chat-settings',
    { query: { broadcaster_id: channelId } },
    callAs(actor, context),
  );
  const data = isPlain(answer) ? answer['data'] : null;
  const [found] = Array.isArray(data) ? (data as unknown[]) : [];
  const { flag, value } = settings[mode];
  if (!isPlain(found)) return { on: false, value: null };
  const on = found[flag] === true;
  const amount = value === undefined ? null : found[value];
  return { on, value: on && typeof amount === 'number' ? amount : null };
}

export async function writeMode(
  context: ActionContext,
  { channelId, actor }: ModePost,
  mode: ChatMode,
  { on, value }: ModeState,
): Promise<void> {
  const query = { broadcaster_id: channelId, moderator_id: actor.id };
  const options = callAs(actor, context);
  if (mode === 'shield') {
    await context.helix.call('update-shield-mode-status', { query, body: { is_active: on } }, options);
    return;
  }
  const { flag, value: amount } = settings[mode];
  // An amount goes with a mode that is on only.
  const body = { [flag]: on, ...(on && amount !== undefined && value !== null && { [amount]: value }) };
  await context.helix.callAny('update-chat-settings', { query, body }, options);
}

export function sameState(one: ModeState, other: ModeState): boolean {
  return one.on === other.on && (!one.on || one.value === other.value);
}

const onSentences: Readonly<Record<ChatMode, (value: number) => string>> = {
  slow: (value) => `Slow mode is on: one message every ${duration(value)}.`,
  followersOnly: (value) =>
    value === 0
      ? 'Only followers can write now.'
      : `Only those who have followed for ${duration(value * 60)} can write now.`,
  emoteOnly: () => 'Only emotes can be written now.',
  subOnly: () => 'Only subscribers can write now.',
  unique: () => 'Every message has to be a new one now.',
  shield: () => 'Shield mode is on.',
};

/** As people call them. */
export const modeNames: Readonly<Record<ChatMode, string>> = {
  slow: 'Slow mode',
  followersOnly: 'Followers-only mode',
  emoteOnly: 'Emote-only mode',
  subOnly: 'Subscribers-only mode',
  unique: 'Unique chat',
  shield: 'Shield mode',
};

/** @param after seconds until it is put back; null: for good */
export function modeSentence(mode: ChatMode, { on, value }: ModeState, after: number | null): string {
  const sentence = on
    ? onSentences[mode](value ?? limit('chatMode.slowDefault').value)
    : `${modeNames[mode]} is off.`;
  return after === null ? sentence : `${sentence.slice(0, -1)}, for ${duration(after)}.`;
}
