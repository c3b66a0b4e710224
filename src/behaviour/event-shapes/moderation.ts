import { messagePart } from '../message-part';
import { banWords } from '../notice';
import { spaced } from '../words';
import {
  aimedAtUser,
  doneByBroadcaster,
  doneByModerator,
  doneByUser,
  nameOf,
  secondsBetween,
  type EventShape,
  type EventShapes,
} from '../event-shape';
import type { EventReader } from '../event-reader';
import type { TargetRef } from '../message';

const moderatorName = (event: EventReader): string | null => event.name('moderator_user');

function held(event: EventReader): { readonly messageId: string } | null {
  const messageId = event.text('message_id');
  return messageId === null ? null : { messageId };
}

function unbanRequest(event: EventReader): { readonly id: string } | null {
  const id = event.text('id');
  return id === null ? null : { id };
}

/** `Denied` (version 1) and `denied` (version 2) are the same. */
function status(event: EventReader): string | null {
  return event.text('status')?.toLowerCase() ?? null;
}

function role(what: string): EventShape {
  return {
    payload: (event) => ({ target: nameOf(event) }),
    user: doneByBroadcaster,
    target: aimedAtUser,
    summary: (event) => `${nameOf(event)} ${what}.`,
  };
}

/** Verbs of channel.moderate for actions on a person, `%` is the person. */
const deeds: Readonly<Record<string, string>> = {
  ban: 'banned %',
  unban: 'unbanned %',
  untimeout: 'ended the timeout of %',
  delete: 'removed a line of %',
  vip: 'made % a VIP',
  unvip: 'took VIP from %',
  mod: 'made % a moderator',
  unmod: 'took moderator from %',
  warn: 'warned %',
  raid: 'started a raid on %',
  unraid: 'called off the raid on %',
  approve_unban_request: 'approved the unban request of %',
  deny_unban_request: 'denied the unban request of %',
  clear: 'cleared the chat',
  emoteonly: 'turned emote-only mode on',
  emoteonlyoff: 'turned emote-only mode off',
  followers: 'turned followers-only mode on',
  followersoff: 'turned followers-only mode off',
  uniquechat: 'turned unique chat on',
  uniquechatoff: 'turned unique chat off',
  slow: 'turned slow mode on',
  slowoff: 'turned slow mode off',
  subscribers: 'turned subscribers-only mode on',
  subscribersoff: 'turned subscribers-only mode off',
  add_blocked_term: 'changed the blocked terms',
  remove_blocked_term: 'changed the blocked terms',
  add_permitted_term: 'changed the permitted terms',
  remove_permitted_term: 'changed the permitted terms',
};

/** The object that belongs to the action; its name differs from the action's for terms and unban requests. */
function moderateDetails(event: EventReader): EventReader {
  const action = event.text('action') ?? '';
  if (action.endsWith('_unban_request')) return event.inner('unban_request');
  if (/_(?:blocked|permitted)_term$/.test(action)) return event.inner('automod_terms');
  return event.inner(action);
}

function moderateTarget(event: EventReader): TargetRef | null {
  return moderateDetails(event).person('user');
}

function moderateSummary(event: EventReader): string | null {
  const action = (event.text('action') ?? '').replace(/^shared_chat_/, '');
  const who = moderatorName(event) ?? 'A moderator';
  const whom = moderateTarget(event)?.name ?? 'somebody';
  if (action === 'timeout') return `${who} timed out ${whom}.`;
  const deed = deeds[action];
  return deed === undefined ? null : `${who} ${deed.replace('%', whom)}.`;
}

/** What moderators and AutoMod do. Summaries never repeat what somebody wrote: it was removed for a reason. */
export const moderationShapes: EventShapes = {
  'automod.message.hold': {
    payload: (event) => ({
      user: nameOf(event),
      text: event.text('message.text'),
      reason: event.text('reason') ?? 'automod',
      category: event.text('automod.category') ?? event.text('category'),
      level: event.number('automod.level') ?? event.number('level'),
      heldAt: event.text('held_at'),
    }),
    user: doneByUser,
    text: (event) => event.text('message.text'),
    held,
    summary: (event) => `A line of ${nameOf(event)} waits for a moderator.`,
  },
  'automod.message.update': {
    payload: (event) => ({
      target: nameOf(event),
      moderator: moderatorName(event),
      text: event.text('message.text'),
      status: status(event),
      reason: event.text('reason') ?? 'automod',
    }),
    user: doneByModerator,
    target: aimedAtUser,
    text: (event) => event.text('message.text'),
    held,
    summary: (event) => `A held line of ${nameOf(event)} was ${status(event) ?? 'decided'}.`,
  },
  'automod.settings.update': {
    payload: (event) => ({
      moderator: moderatorName(event),
      overallLevel: event.number('overall_level'),
      bullying: event.number('bullying'),
      disability: event.number('disability'),
      raceEthnicityOrReligion: event.number('race_ethnicity_or_religion'),
      misogyny: event.number('misogyny'),
      sexualitySexOrGender: event.number('sexuality_sex_or_gender'),
      aggression: event.number('aggression'),
      sexBasedTerms: event.number('sex_based_terms'),
      swearing: event.number('swearing'),
    }),
    user: doneByModerator,
    summary: (event) => `${moderatorName(event) ?? 'Somebody'} changed the AutoMod settings.`,
  },
  'automod.terms.update': {
    payload: (event) => ({
      moderator: moderatorName(event),
      action: event.text('action'),
      terms: event.texts('terms'),
      fromAutomod: event.flag('from_automod'),
    }),
    user: doneByModerator,
    summary: (event) => `${moderatorName(event) ?? 'Somebody'} changed the list of terms.`,
  },
  'channel.ban': {
    payload: (event) => ({
      target: nameOf(event),
      moderator: moderatorName(event),
      reason: event.text('reason'),
      seconds: banSeconds(event),
      permanent: event.flag('is_permanent'),
      endsAt: event.text('ends_at'),
    }),
    user: doneByModerator,
    target: aimedAtUser,
    summary: (event) => banWords(nameOf(event), banSeconds(event)),
  },
  'channel.unban': {
    payload: (event) => ({ target: nameOf(event), moderator: moderatorName(event) }),
    user: doneByModerator,
    target: aimedAtUser,
    summary: (event) => `${nameOf(event)} was unbanned.`,
  },
  'channel.unban_request.create': {
    payload: (event) => ({
      user: nameOf(event),
      text: event.text('text'),
      createdAt: event.text('created_at'),
    }),
    user: doneByUser,
    text: (event) => event.text('text'),
    unbanRequest,
    summary: (event) => `${nameOf(event)} asks to be unbanned.`,
  },
  'channel.unban_request.resolve': {
    payload: (event) => ({
      target: nameOf(event),
      moderator: moderatorName(event),
      status: status(event),
      resolution: event.text('resolution_text'),
    }),
    user: doneByModerator,
    target: aimedAtUser,
    unbanRequest,
    summary: (event) => `The unban request of ${nameOf(event)} was ${status(event) ?? 'decided'}.`,
  },
  'channel.moderate': {
    payload: (event) => {
      const details = moderateDetails(event);
      return {
        action: event.text('action'),
        moderator: moderatorName(event),
        target: moderateTarget(event)?.name ?? null,
        reason: details.text('reason'),
        expiresAt: details.text('expires_at'),
        minutes: details.number('follow_duration_minutes'),
        seconds: details.number('wait_time_seconds'),
        viewers: details.number('viewer_count'),
        messageId: details.text('message_id'),
        terms: details.texts('terms'),
      };
    },
    user: doneByModerator,
    target: moderateTarget,
    summary: moderateSummary,
  },
  'channel.moderator.add': role('is now a moderator'),
  'channel.moderator.remove': role('is no longer a moderator'),
  'channel.vip.add': role('is now a VIP'),
  'channel.vip.remove': role('is no longer a VIP'),
  'channel.suspicious_user.message': {
    payload: (event) => ({
      user: nameOf(event),
      text: event.text('message.text'),
      status: event.text('low_trust_status'),
      evasion: event.text('ban_evasion_evaluation'),
      types: event.texts('types'),
    }),
    user: doneByUser,
    text: (event) => event.text('message.text'),
    message: (event) => {
      const id = event.text('message.message_id');
      const text = event.text('message.text');
      if (id === null || text === null) return null;
      return messagePart({ id, text });
    },
  },
  'channel.suspicious_user.update': {
    payload: (event) => ({
      target: nameOf(event),
      moderator: moderatorName(event),
      status: event.text('low_trust_status'),
    }),
    user: doneByModerator,
    target: aimedAtUser,
  },
  'channel.warning.acknowledge': {
    payload: (event) => ({ user: nameOf(event) }),
    user: doneByUser,
    summary: (event) => `${nameOf(event)} has read the warning.`,
  },
  'channel.warning.send': {
    payload: (event) => ({
      target: nameOf(event),
      moderator: moderatorName(event),
      reason: event.text('reason'),
      rules: event.texts('chat_rules_cited'),
    }),
    user: doneByModerator,
    target: aimedAtUser,
    summary: (event) => `${nameOf(event)} was warned.`,
  },
  'channel.shield_mode.begin': {
    payload: (event) => ({ moderator: moderatorName(event), startedAt: event.text('started_at') }),
    user: doneByModerator,
    summary: () => 'Shield Mode is on.',
  },
  'channel.shield_mode.end': {
    payload: (event) => ({ moderator: moderatorName(event), endedAt: event.text('ended_at') }),
    user: doneByModerator,
    summary: () => 'Shield Mode is off.',
  },
  'channel.guest_star_session.begin': {
    payload: (event) => ({
      host: event.person('host_user')?.name ?? event.channel().name,
      startedAt: event.text('started_at'),
    }),
    user: doneByModerator,
    summary: () => 'A Guest Star session has started.',
  },
  'channel.guest_star_session.end': {
    payload: (event) => ({
      host: event.person('host_user')?.name ?? event.channel().name,
      startedAt: event.text('started_at'),
      endedAt: event.text('ended_at'),
    }),
    user: doneByModerator,
    summary: () => 'The Guest Star session has ended.',
  },
  'channel.guest_star_guest.update': {
    payload: (event) => ({
      guest: event.name('guest_user'),
      host: event.name('host_user'),
      slot: event.text('slot_id'),
      state: event.text('state'),
      moderator: moderatorName(event),
    }),
    user: doneByModerator,
    target: (event) => event.person('guest_user'),
    summary: (event) => {
      const guest = event.person('guest_user')?.name;
      const state = event.text('state');
      if (guest === undefined || state === null) return null;
      return state === 'live' ? `${guest} is live as a guest.` : `Guest ${guest}: ${spaced(state)}.`;
    },
  },
  'channel.guest_star_settings.update': {
    payload: (event) => ({
      slots: event.number('slot_count'),
      layout: event.text('group_layout'),
      moderatorsMaySendLive: event.flag('is_moderator_send_live_enabled'),
      browserSourceAudio: event.flag('is_browser_source_audio_enabled'),
    }),
    summary: () => 'The Guest Star settings have changed.',
  },
};

/** Null for a ban without end. */
function banSeconds(event: EventReader): number | null {
  if (event.flag('is_permanent')) return null;
  return secondsBetween(event.text('banned_at'), event.text('ends_at'));
}
