import { textIn, type WireObject } from '../frame';
import { byId, happenedIn, timeIn, type EventKind, type Recovery } from './kind';

/** Get Streams lags a minute or two behind what events tell. */
const LAG_MS = 150_000;

const read: Recovery['read'] = (ask, { condition }) =>
  ask('get-streams', { user_id: [condition['broadcaster_user_id']] });

function onlineEvent(stream: WireObject): WireObject {
  return {
    id: stream['id'],
    broadcaster_user_id: stream['user_id'],
    broadcaster_user_login: stream['user_login'],
    broadcaster_user_name: stream['user_name'],
    type: textIn(stream, 'type') || 'live',
    started_at: stream['started_at'],
  };
}

const baseline = (state: readonly WireObject[]): readonly WireObject[] => state.map(onlineEvent);

/** Went live and offline. The two alternate: the same stream can be interrupted and come back. */
export const streamKinds: Readonly<Record<string, EventKind>> = {
  'stream.offline': {
    family: 'stream',
    identity: byId,
    alternates: true,
    effect: 'end',
    recovery: {
      read,
      baseline,
      againMs: LAG_MS,
      missed(state, { open, last, to, settled }) {
        return open
          .filter((stream) => {
            if (stream['id'] === state[0]?.['id']) return false;
            const begun = Math.max(timeIn(stream, 'started_at') || 0, last?.at ?? 0);
            // One that has just begun is not in the answer yet.
            return settled || to - begun > LAG_MS;
          })
          .map(({ id, broadcaster_user_id, broadcaster_user_login, broadcaster_user_name }) => ({
            id,
            broadcaster_user_id,
            broadcaster_user_login,
            broadcaster_user_name,
          }));
      },
    },
  },
  'stream.online': {
    family: 'stream',
    identity: byId,
    alternates: true,
    effect: 'open',
    recovery: {
      read,
      baseline,
      againMs: LAG_MS,
      missed(state, about) {
        const [stream] = state;
        const { last, open, settled } = about;
        if (!stream || open.some((known) => known['id'] === stream['id'])) return [];
        // An answer that is older than the event which told the end of this very stream.
        if (!settled && last?.type === 'stream.offline' && last.event['id'] === stream['id']) return [];
        const isNews = last !== null || open.length > 0 || happenedIn(stream, 'started_at', about);
        return isNews ? [onlineEvent(stream)] : [];
      },
    },
  },
};
