import type { ChatOccurrence } from '../behaviour/chat-line';
import type { ChatInterest } from '../behaviour/trigger';
import { missingScopes, scopeMissing } from '../core/eventsub/verdict';
import type { TwitchScopeError } from '../core/errors';
import { eventRow } from '../tables/events';
import { hearChat } from './chat-in';
import type { Ear } from './events-in';
import { hearSeveral, type SeveralEvents } from './several-events';
import type { TriggerParts } from './trigger';

export interface EventsOrChat extends SeveralEvents {
  /** Types whose permissions the channel's sign-in must have; else chat has to do. */
  readonly types: readonly string[];
  readonly interest: ChatInterest;
  onChat(heard: ChatOccurrence): void;
}

/**
 * Hears events while the streamer is signed in with the permissions they need, and else what chat shows of the same
 * things without any permission. Chat is let go only when the events have come to life, so that nothing is missed in
 * between; the behaviour tells once what comes by both ways.
 */
export function hearEventsOrChat(parts: TriggerParts, both: EventsOrChat): Ear {
  let events: Ear | null = null;
  let chat: Ear | null = null;
  let told = false;

  function lacking(): TwitchScopeError | null {
    const scopes = parts.account.acting('channel')?.user.scopes ?? [];
    for (const type of both.types) {
      const missing = missingScopes(eventRow(type), scopes);
      if (missing.length > 0) return scopeMissing(type, missing);
    }
    return null;
  }

  function hearInChat(): Ear {
    // What chat shows is heard, and the status goes on saying that more would be possible.
    const setStanding: TriggerParts['setStanding'] = (standing, error) => {
      // Until the events are there the status speaks of them.
      if (events !== null) return;
      const signedIn = parts.account.signedInUser('channel')?.state === 'ok';
      const lack = signedIn && standing === null ? lacking() : null;
      if (lack === null) return parts.setStanding(standing, error);
      parts.setStanding('permission-missing', told ? undefined : lack);
      told = true;
    };
    return hearChat({ ...parts, setStanding }, both.interest, (heard) => both.onChat(heard), {
      ownOnly: true,
    });
  }

  function hearEvents(): Ear {
    return hearSeveral(parts, {
      ...both,
      onLive: () => {
        chat?.stop();
        chat = null;
        both.onLive?.();
      },
    });
  }

  function refresh(): void {
    const signedIn = parts.account.signedInUser('channel')?.state === 'ok';
    if (signedIn && lacking() === null) {
      chat?.refresh();
      if (events) events.refresh();
      else events = hearEvents();
      return;
    }
    const before = events;
    events = null;
    if (chat) chat.refresh();
    else chat = hearInChat();
    before?.stop();
  }

  refresh();
  return {
    refresh,
    stop: () => {
      events?.stop();
      chat?.stop();
    },
  };
}
