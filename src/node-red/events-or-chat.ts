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
 * things without any permission: always one of the two.
 */
export function hearEventsOrChat(parts: TriggerParts, both: EventsOrChat): Ear {
  let mode: 'events' | 'chat' | null = null;
  let ear: Ear | null = null;
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

  function refresh(): void {
    const signedIn = parts.account.signedInUser('channel')?.state === 'ok';
    const wanted = signedIn && lacking() === null ? 'events' : 'chat';
    if (wanted === mode) {
      ear?.refresh();
      return;
    }
    const before = ear;
    mode = wanted;
    ear = wanted === 'events' ? hearSeveral(parts, both) : hearInChat();
    before?.stop();
  }

  refresh();
  return { refresh, stop: () => ear?.stop() };
}
