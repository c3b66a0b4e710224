import { rfc3339Nano } from '../clock';
import { announceModeration } from './chat-event';
import type { WorldCore } from './core';
import { WorldRefusal } from './refusal';
import { aboutChannel, broadcasterOf, named } from './shapes';
import type { ChannelState, ChatSettings, UserState } from './state';
import type { BlockedTerm } from './review-state';
import { characters } from './text';

const AUTOMOD_KINDS = [
  'bullying',
  'disability',
  'race_ethnicity_or_religion',
  'misogyny',
  'sexuality_sex_or_gender',
  'aggression',
  'sex_based_terms',
  'swearing',
] as const;

type AutomodKind = (typeof AUTOMOD_KINDS)[number];
export type AutomodLevels = { readonly overall_level: number | null } & Readonly<Record<AutomodKind, number>>;

interface ModeTexts {
  readonly on: readonly [noticeId: string, text: string];
  readonly off: readonly [noticeId: string, text: string];
  readonly onAction: string;
  readonly offAction: string;
}

const SWITCHES = {
  emoteMode: {
    on: ['emote_only_on', 'This room is now in emote-only mode.'],
    off: ['emote_only_off', 'This room is no longer in emote-only mode.'],
    onAction: 'emoteonly',
    offAction: 'emoteonlyoff',
  },
  subscriberMode: {
    on: ['subs_on', 'This room is now in subscribers-only mode.'],
    off: ['subs_off', 'This room is no longer in subscribers-only mode.'],
    onAction: 'subscribers',
    offAction: 'subscribersoff',
  },
  uniqueChatMode: {
    on: ['r9k_on', 'This room is now in unique-chat mode.'],
    off: ['r9k_off', 'This room is no longer in unique-chat mode.'],
    onAction: 'uniquechat',
    offAction: 'uniquechatoff',
  },
} as const satisfies Record<string, ModeTexts>;

/** How a chat is limited: modes, shield mode, AutoMod's settings, blocked terms. */
export class ChatModes {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** Changes the given settings and tells what really changed. @throws WorldRefusal 400 for values out of range */
  update(channelId: string, moderatorId: string, wanted: Partial<ChatSettings>): ChannelState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = core.userOf(moderatorId, 'moderator_id');
    checkSettings(wanted);
    const { settings } = channel;
    const before = { ...settings };
    Object.assign(settings, wanted);
    const changed: Partial<ChatSettings> = {};
    for (const key of Object.keys(wanted) as (keyof ChatSettings)[]) {
      if (before[key] !== settings[key]) Object.assign(changed, { [key]: settings[key] });
    }
    if (Object.keys(changed).length === 0) return channel;
    const { chatDelaySeconds: _, ...visible } = changed;
    if (Object.keys(visible).length > 0) core.line({ kind: 'roomstate', channel, changed: visible });
    this.#tellModes(channel, moderator, changed);
    core.notify('channel.chat_settings.update', aboutChannel(channel), {
      ...broadcasterOf(channel),
      emote_mode: settings.emoteMode,
      follower_mode: settings.followerModeMinutes !== null,
      follower_mode_duration_minutes: settings.followerModeMinutes,
      slow_mode: settings.slowModeSeconds !== null,
      slow_mode_wait_time_seconds: settings.slowModeSeconds,
      subscriber_mode: settings.subscriberMode,
      unique_chat_mode: settings.uniqueChatMode,
    });
    return channel;
  }

  setShield(channelId: string, moderatorId: string, isActive: boolean): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = core.userOf(moderatorId, 'moderator_id');
    const { shield } = channel;
    if (shield.isActive === isActive) return;
    shield.isActive = isActive;
    shield.moderatorId = moderator.id;
    if (isActive) shield.lastActivatedAt = core.now();
    core.notify(isActive ? 'channel.shield_mode.begin' : 'channel.shield_mode.end', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('moderator_user', moderator),
      [isActive ? 'started_at' : 'ended_at']: rfc3339Nano(core.now()),
    });
  }

  /** Either an overall level or single ones, each 0 to 4; what is not given becomes 0. @throws WorldRefusal 400 */
  setAutomod(channelId: string, moderatorId: string, levels: Readonly<Record<string, number>>): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = core.userOf(moderatorId, 'moderator_id');
    const { overall_level: overall, ...single } = levels;
    if (overall !== undefined && Object.keys(single).length > 0) {
      throw new WorldRefusal(400, 'Send either overall_level or individual levels, not both.');
    }
    for (const [name, level] of Object.entries(levels)) {
      if (!Number.isInteger(level) || level < 0 || level > 4) {
        throw new WorldRefusal(400, `The value of ${name} must be from 0 to 4.`);
      }
    }
    channel.automod.overall = overall ?? null;
    channel.automod.levels.clear();
    for (const [name, level] of Object.entries(single)) channel.automod.levels.set(name, level);
    core.notify('automod.settings.update', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('moderator_user', moderator),
      ...automodLevels(channel),
    });
  }

  /** @throws WorldRefusal 400 for a text that is not 2 to 500 characters long */
  addTerm(channelId: string, moderatorId: string, text: string): BlockedTerm {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const moderator = core.userOf(moderatorId, 'moderator_id');
    const length = characters(text);
    if (length < 2 || length > 500) throw new WorldRefusal(400, 'The text must have 2 to 500 characters.');
    const existing = channel.blockedTerms.find((term) => term.text === text);
    if (existing) return existing;
    const term: BlockedTerm = { id: core.uuid(), text, moderatorId: moderator.id, createdAt: core.now() };
    channel.blockedTerms.push(term);
    this.#tellTerm(channel, moderator, 'add', term);
    return term;
  }

  /** An unknown id changes nothing. */
  removeTerm(channelId: string, moderatorId: string, termId: string): void {
    const channel = this.#core.channelOf(channelId);
    const index = channel.blockedTerms.findIndex((term) => term.id === termId);
    const [term] = index < 0 ? [] : channel.blockedTerms.splice(index, 1);
    if (term) this.#tellTerm(channel, this.#core.userOf(moderatorId, 'moderator_id'), 'remove', term);
  }

  #tellTerm(channel: ChannelState, moderator: UserState, action: 'add' | 'remove', term: BlockedTerm): void {
    this.#core.notify('automod.terms.update', aboutChannel(channel), {
      ...broadcasterOf(channel),
      ...named('moderator_user', moderator),
      action: `${action}_blocked`,
      from_automod: false,
      terms: [term.text],
    });
    announceModeration(this.#core, channel, moderator, `${action}_blocked_term`, {
      key: 'automod_terms',
      value: { action, list: 'blocked', terms: [term.text], from_automod: false },
    });
  }

  #tellModes(channel: ChannelState, moderator: UserState, changed: Partial<ChatSettings>): void {
    const core = this.#core;
    const notice = (noticeId: string, text: string): void =>
      core.line({ kind: 'notice', channel, noticeId, text });
    for (const [key, texts] of Object.entries(SWITCHES) as [keyof typeof SWITCHES, ModeTexts][]) {
      const isOn = changed[key];
      if (isOn === undefined) continue;
      notice(...(isOn ? texts.on : texts.off));
      announceModeration(core, channel, moderator, isOn ? texts.onAction : texts.offAction);
    }
    if (changed.slowModeSeconds !== undefined) {
      const seconds = changed.slowModeSeconds;
      if (seconds === null) {
        notice('slow_off', 'This room is no longer in slow mode.');
        announceModeration(core, channel, moderator, 'slowoff');
      } else {
        notice('slow_on', `This room is now in slow mode. You may send messages every ${seconds} seconds.`);
        announceModeration(core, channel, moderator, 'slow', {
          key: 'slow',
          value: { wait_time_seconds: seconds },
        });
      }
    }
    if (changed.followerModeMinutes !== undefined) {
      const minutes = changed.followerModeMinutes;
      if (minutes === null) {
        notice('followers_off', 'This room is no longer in followers-only mode.');
        announceModeration(core, channel, moderator, 'followersoff');
      } else {
        if (minutes === 0) notice('followers_on_zero', 'This room is now in followers-only mode.');
        else notice('followers_on', `This room is now in ${minutes} minutes followers-only mode.`);
        announceModeration(core, channel, moderator, 'followers', {
          key: 'followers',
          value: { follow_duration_minutes: minutes },
        });
      }
    }
  }
}

/** AutoMod's levels as answers and events write them. */
export function automodLevels({ automod }: ChannelState): AutomodLevels {
  const single = AUTOMOD_KINDS.map(
    (kind) => [kind, automod.overall ?? automod.levels.get(kind) ?? 0] as const,
  );
  return { overall_level: automod.overall, ...(Object.fromEntries(single) as Record<AutomodKind, number>) };
}

/** Ranges of the chat settings (helix-notes, "Other rules worth coding"). */
function checkSettings(wanted: Partial<ChatSettings>): void {
  const { slowModeSeconds, followerModeMinutes, chatDelaySeconds } = wanted;
  if (typeof slowModeSeconds === 'number' && !(slowModeSeconds >= 3 && slowModeSeconds <= 120)) {
    throw new WorldRefusal(400, 'slow_mode_wait_time must be from 3 to 120 seconds.');
  }
  if (
    typeof followerModeMinutes === 'number' &&
    !(followerModeMinutes >= 0 && followerModeMinutes <= 129_600)
  ) {
    throw new WorldRefusal(400, 'follower_mode_duration must be from 0 to 129600 minutes.');
  }
  if (typeof chatDelaySeconds === 'number' && ![2, 4, 6].includes(chatDelaySeconds)) {
    throw new WorldRefusal(400, 'non_moderator_chat_delay_duration must be 2, 4 or 6 seconds.');
  }
}
