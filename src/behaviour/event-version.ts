import { eventRow, eventVersions } from '../tables/events';
import type { EventRow } from '../tables/event-row';

/** The choice "another event", whose type is typed by hand (`OTHER_EVENT` of the dialog). */
export const OTHER_EVENT = 'other';

export interface UsableVersion {
  /** Undefined: the newest. */
  readonly version: string | undefined;
  /** The version that was asked for and that Twitch has withdrawn; null: none. */
  readonly withdrawn: string | null;
}

/**
 * The version to subscribe to. One that Twitch has withdrawn gives way to the newest: what a message holds does not depend on
 * it. One that is newer than the table is taken as it is.
 *
 * @param asked as it stands in the node; blank: the newest
 */
export function usableVersion(type: string, asked: string): UsableVersion {
  const version = asked.trim();
  const known = eventVersions(type);
  if (version === '') return { version: undefined, withdrawn: null };
  if (known.length === 0 || known.includes(version)) return { version, withdrawn: null };
  const isNewer = Number(version) > Math.max(...known.map((each) => Number(each) || 0));
  return isNewer ? { version, withdrawn: null } : { version: undefined, withdrawn: version };
}

/** The row that says what an event needs: of that version, or of the newest where the table does not have it. */
export function rowFor(type: string, version: string | undefined): EventRow | undefined {
  return (
    (version === undefined ? undefined : eventRow(type, version)) ??
    eventRow(type, undefined as string | undefined)
  );
}
