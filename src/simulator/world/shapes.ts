import type { ChannelState, ChatLine, UserState } from './state';
import { splitText, type TextPart } from './text';

/** `PREFIX_id`, `PREFIX_login`, `PREFIX_name`, as events name a person. Null for nobody. */
export function named(prefix: string, user: UserState | null | undefined): Record<string, string | null> {
  return {
    [`${prefix}_id`]: user?.id ?? null,
    [`${prefix}_login`]: user?.login ?? null,
    [`${prefix}_name`]: user?.name ?? null,
  };
}

/** `broadcaster_user_*` of a channel. */
export function broadcasterOf(channel: ChannelState): Record<string, string | null> {
  return named('broadcaster_user', channel.owner);
}

/** The condition that most types have. */
export function aboutChannel(channel: ChannelState): Record<string, string> {
  return { broadcaster_user_id: channel.id };
}

export interface Fragment {
  readonly type: 'text' | 'emote' | 'mention' | 'cheermote';
  readonly text: string;
  readonly cheermote: { prefix: string; bits: number; tier: number } | null;
  readonly emote: { id: string; emote_set_id: string; owner_id: string; format: string[] } | null;
  readonly mention: { user_id: string; user_login: string; user_name: string } | null;
}

/** A text cut into fragments: joined they give the text again. */
export function messageOf(
  line: Pick<ChatLine, 'text' | 'bits'>,
  findUser: (login: string) => UserState | undefined,
): { text: string; fragments: Fragment[] } {
  const parts = splitText(line.text, { withCheers: line.bits > 0, findUser });
  return { text: line.text, fragments: parts.map(fragmentOf) };
}

/** The same without mentions, for the event types whose fragments do not know them. */
export function plainMessageOf(line: Pick<ChatLine, 'text' | 'bits'>): {
  text: string;
  fragments: Omit<Fragment, 'mention'>[];
} {
  const { fragments } = messageOf(line, () => undefined);
  return {
    text: line.text,
    fragments: fragments.map(({ type, text, cheermote, emote }) => ({ type, text, cheermote, emote })),
  };
}

function fragmentOf(part: TextPart): Fragment {
  const { kind, text } = part;
  return {
    type: kind,
    text,
    cheermote: kind === 'cheermote' ? { prefix: part.prefix, bits: part.bits, tier: part.tier } : null,
    emote: kind === 'emote' ? { id: part.id, emote_set_id: '0', owner_id: '0', format: ['static'] } : null,
    mention:
      kind === 'mention'
        ? { user_id: part.user.id, user_login: part.user.login, user_name: part.user.name }
        : null,
  };
}

/** The condition-and-channel part plus person of the commonest events: `user_*` and `broadcaster_user_*`. */
export function personInChannel(
  channel: ChannelState,
  user: UserState | null,
): Record<string, string | null> {
  return { ...named('user', user), ...broadcasterOf(channel) };
}
