import type { UserNotice } from '../core/irc/chat-event';
import { noticeToMessage, type MessageSource } from './chat-to-message';
import type { EventNotification, TriggerContext } from './context';
import { eventToMessage } from './event-to-message';
import type { TwitchMessage } from './message';
import { signedInChannel } from './own-channel';
import { sampleEvent } from './sample-event';
import { samplePeople } from './sample-chat';
import { viewerAt } from './sample-people';
import type { TestFields, TestOutcome, TriggerOutput } from './trigger';
import type { WantedEvent } from './trigger-event';

export interface RaidSettings {
  /** Smaller raids that come in are left out. */
  readonly atLeast: number;
  /** Also tell when we raid somebody. */
  readonly outgoing: boolean;
}

export interface RaidBehaviour {
  /** @throws TwitchError TWITCH_SIGN_IN_NEEDED */
  wanted(): readonly WantedEvent[];
  onEvent(notification: EventNotification): TriggerOutput<'raid'> | null;
  /** Without a sign-in, chat shows the raids that come in. */
  onNotice(notice: UserNotice): TriggerOutput<'raid'> | null;
  test(fields: TestFields): TestOutcome<'raid'>;
}

/** The same raid within this time is told once: it may be heard in chat and as an event while somebody signs in. */
const SAME_RAID_MS = 60_000;

/** What is looked at of a raid, whichever way it came. */
interface RaidFacts {
  readonly who: string;
  readonly viewers: number;
  readonly outgoing: boolean;
}

/** The node twitch-raid-received. */
export function createRaidBehaviour(settings: RaidSettings, context: TriggerContext): RaidBehaviour {
  const source: MessageSource = {
    account: context.account,
    practice: context.practice,
    identities: context.identities,
  };
  /** Raids of late by who and direction, and when they were told. */
  const recent = new Map<string, number>();
  let presses = 0;

  function stoppedBy({ viewers, outgoing }: RaidFacts): 'outgoing' | 'atLeast' | null {
    if (outgoing) return settings.outgoing ? null : 'outgoing';
    return viewers < settings.atLeast ? 'atLeast' : null;
  }

  function told(msg: TwitchMessage): TriggerOutput<'raid'> | null {
    const facts = factsOf(msg);
    const at = context.clock.now();
    const key = `${facts.outgoing} ${facts.who}`;
    for (const [old, toldAt] of recent) if (at - toldAt >= SAME_RAID_MS) recent.delete(old);
    if (recent.has(key) || stoppedBy(facts) !== null) return null;
    recent.set(key, at);
    return { output: 'raid', msg };
  }

  return {
    wanted() {
      const { id } = signedInChannel(context);
      // Twitch takes one direction per subscription.
      const sides = ['to_broadcaster_user_id', ...(settings.outgoing ? ['from_broadcaster_user_id'] : [])];
      return sides.map((side) => ({ type: 'channel.raid', condition: { [side]: id }, user: id }));
    },
    onEvent: (notification) => told(eventToMessage(notification, source)),
    onNotice(notice) {
      if (notice.kind !== 'raid' || notice.sharedFrom !== null) return null;
      return told(raidInChat(notice, source));
    },
    test(fields) {
      const outgoing = settings.outgoing && presses++ % 2 === 1;
      const notification = sampleRaid(settings, context, outgoing, fields);
      if (notification === null) return { stoppedBy: 'event' };
      const msg = eventToMessage(notification, source);
      msg.twitch.test = true;
      const stopped = stoppedBy(factsOf(msg));
      return stopped === null ? { output: 'raid', msg } : { stoppedBy: stopped };
    },
  };
}

function factsOf({ payload, twitch }: TwitchMessage): RaidFacts {
  const { viewers, outgoing } = payload as { readonly viewers: number; readonly outgoing: boolean };
  return { who: (outgoing ? twitch.target?.login : twitch.user?.login) ?? '', viewers, outgoing };
}

/** The notice in chat, with the payload and topic that the event has. */
function raidInChat(notice: UserNotice, source: MessageSource): TwitchMessage {
  const msg = noticeToMessage(notice, source);
  const { viewers } = msg.payload as { readonly viewers: number | null };
  msg.payload = {
    from: msg.twitch.user?.name ?? '',
    to: msg.twitch.channel.name,
    viewers: viewers ?? 0,
    outgoing: false,
  };
  msg.topic = 'channel.raid';
  msg.twitch.type = 'channel.raid';
  return msg;
}

function sampleRaid(
  { atLeast }: RaidSettings,
  context: TriggerContext,
  outgoing: boolean,
  fields: TestFields,
): EventNotification | null {
  const people = samplePeople(context);
  const other = viewerAt(people, Math.floor(context.random() * people.viewers.length));
  const viewers = Math.max(Math.ceil(atLeast), 5) + Math.floor(context.random() * 60);
  const given: Record<string, unknown> = { viewers, user: other.name, ...fields };
  const own = context.identities().channel;
  if (!outgoing || own === null) return sampleEvent(context, 'channel.raid', undefined, given, []);
  const { user: _user, ...rest } = given;
  const sides = {
    from_broadcaster_user_id: own.id,
    from_broadcaster_user_login: own.login,
    from_broadcaster_user_name: own.name,
    to_broadcaster_user_id: other.id,
    to_broadcaster_user_login: other.login,
    to_broadcaster_user_name: other.name,
  };
  return sampleEvent(context, 'channel.raid', undefined, { ...sides, ...rest }, []);
}
