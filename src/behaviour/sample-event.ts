import { eventRow } from '../tables/events';
import type { EventNotification, TriggerContext } from './context';
import type { Condition } from './event-filter';
import { passingValue } from './event-filter';
import { isPlain } from './incoming';
import { personNamed, viewerAt } from './sample-people';
import { samplePeople, testId } from './sample-chat';
import type { TestFields } from './trigger';

type SampleContext = Pick<TriggerContext, 'clock' | 'random' | 'identities' | 'samplePeople'>;

type Raw = Record<string, unknown>;

/** Prefixes of the people in Twitch's event objects, and who of the sample stands there. */
const roles: Readonly<Record<string, 'own' | 'viewer' | 'other' | 'moderator'>> = {
  broadcaster_user: 'own',
  broadcaster: 'own',
  to_broadcaster_user: 'own',
  host_broadcaster_user: 'own',
  host_user: 'own',
  from_broadcaster_user: 'viewer',
  user: 'viewer',
  chatter_user: 'viewer',
  target_user: 'viewer',
  from_user: 'viewer',
  guest_user: 'viewer',
  to_user: 'other',
  recipient_user: 'other',
  requester_user: 'own',
  moderator_user: 'moderator',
};

/**
 * A realistic event for the test button: the sample of the table, with the own channel, people who exist there, and
 * times around now; fields of the test and what the filter asks for are put in.
 *
 * @returns null for a type the table does not know and nobody gave fields for
 */
export function sampleEvent(
  context: SampleContext,
  type: string,
  version: string | undefined,
  fields: TestFields,
  filter: readonly Condition[],
): EventNotification | null {
  const row = eventRow(type, version);
  if (row === undefined && Object.keys(fields).length === 0) return null;
  const event = structuredClone(isPlain(row?.sample) ? row.sample : {}) as Raw;
  moveTimes(event, context.clock.now());
  cast(event, context, type);
  for (const condition of filter) satisfy(event, condition);
  const { user, ...raw } = fields;
  for (const [name, value] of Object.entries(raw)) put(event, name, value);
  if (typeof user === 'string' && user.trim() !== '') nameDoer(event, context, user);
  return {
    id: testId(context),
    type,
    version: row?.version ?? version ?? '1',
    at: new Date(context.clock.now()).toISOString(),
    event,
  };
}

/** Puts the own channel and people of the sample where Twitch's sample has invented ones. */
function cast(event: Raw, context: SampleContext, type: string): void {
  const people = samplePeople(context);
  const own = context.identities().channel;
  for (const [prefix, role] of Object.entries(roles)) {
    if (event[`${prefix}_login`] === null || event[`${prefix}_name`] === undefined) continue;
    // A raid in the sample comes in; who raids is a streamer.
    const person =
      role === 'own' || (type === 'channel.raid' && prefix.startsWith('to_'))
        ? own
        : role === 'moderator'
          ? people.moderator
          : viewerAt(people, role === 'viewer' ? 0 : 1);
    if (person === null) continue;
    event[`${prefix}_id`] = person.id;
    event[`${prefix}_login`] = person.login;
    event[`${prefix}_name`] = person.name;
  }
}

function nameDoer(event: Raw, context: SampleContext, name: string): void {
  const prefix = ['chatter_user', 'user', 'from_broadcaster_user', 'from_user'].find(
    (candidate) => event[`${candidate}_name`] !== undefined,
  );
  if (prefix === undefined) return;
  const person = personNamed(samplePeople(context), name);
  event[`${prefix}_id`] = person.id;
  event[`${prefix}_login`] = person.login;
  event[`${prefix}_name`] = person.name;
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Shifts all times so that the sample begins, or if it has an end ends, now. */
function moveTimes(event: Raw, now: number): void {
  const ended = ['ended_at', 'stopped_at', 'locked_at']
    .map((name) => event[name])
    .find((value) => typeof value === 'string');
  const times = Object.values(event).filter(
    (value): value is string => typeof value === 'string' && time.test(value),
  );
  const anchor = typeof ended === 'string' ? ended : times.toSorted()[0];
  if (anchor === undefined) return;
  const shift = now - Date.parse(anchor);
  for (const [name, value] of Object.entries(event)) {
    if (typeof value === 'string' && time.test(value))
      event[name] = new Date(Date.parse(value) + shift).toISOString();
  }
}

/** Makes a condition of the filter hold, if it is about a field of Twitch's object, by whatever spelling. */
function satisfy(event: Raw, condition: Condition): void {
  const snake = condition.field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  for (const name of [
    condition.field,
    snake,
    `${snake}_amount`,
    `${snake}_name`,
    `user_${snake}`,
    `cumulative_${snake}`,
  ]) {
    const found = read(event, name);
    if (found === undefined) continue;
    const value = passingValue(condition, found);
    if (value !== undefined) put(event, name, value);
    return;
  }
}

function read(event: Raw, path: string): unknown {
  let value: unknown = event;
  for (const step of path.split('.')) value = isPlain(value) ? value[step] : undefined;
  return value;
}

/** Sets a dotted path; a step that is not there, or a name that is none, is left alone. */
function put(event: Raw, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at: Raw = event;
  for (const step of steps) {
    const next = at[step];
    if (!isPlain(next) || !Object.hasOwn(at, step)) return;
    at = next;
  }
  if (!(last in {})) at[last] = value;
}
