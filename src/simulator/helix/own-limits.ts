import type { Clock } from '../clock';
import { SlidingWindow } from '../http/rate-limit';
import { WorldRefusal } from '../world/refusal';

interface OwnLimit {
  readonly count: number;
  readonly windowMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const ROLE_CHANGES: readonly OwnLimit[] = [{ count: 10, windowMs: 10 * SECOND_MS }];
const RAIDS: readonly OwnLimit[] = [{ count: 10, windowMs: 10 * MINUTE_MS }];

/** Limits of single endpoints besides the bucket (helix-notes, Rate limits). Those of shoutouts, announcements and chat are the world's. */
const OWN_LIMITS: Readonly<Record<string, readonly OwnLimit[]>> = {
  'add-channel-moderator': ROLE_CHANGES,
  'remove-channel-moderator': ROLE_CHANGES,
  'add-channel-vip': ROLE_CHANGES,
  'remove-channel-vip': ROLE_CHANGES,
  'start-a-raid': RAIDS,
  'cancel-a-raid': RAIDS,
  'send-whisper': [
    { count: 3, windowMs: SECOND_MS },
    { count: 100, windowMs: MINUTE_MS },
  ],
  'get-clips-download': [{ count: 100, windowMs: MINUTE_MS }],
  // An affiliate's numbers: the broadcaster of this Twitch is one.
  'check-automod-status': [
    { count: 10, windowMs: MINUTE_MS },
    { count: 100, windowMs: HOUR_MS },
  ],
};

/** Counts calls per endpoint and user. */
export class OwnLimits {
  readonly #window: SlidingWindow;

  constructor(clock: Clock) {
    this.#window = new SlidingWindow(clock);
  }

  /** @throws WorldRefusal 429 with points left in the bucket */
  take(endpointId: string, owner: string): void {
    for (const { count, windowMs } of OWN_LIMITS[endpointId] ?? []) {
      if (!this.#window.take(`${endpointId} ${windowMs} ${owner}`, count, windowMs)) {
        throw new WorldRefusal(429, 'Too many requests of this kind; try again later.');
      }
    }
  }
}
