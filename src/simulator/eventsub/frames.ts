import { rfc3339Nano } from '../clock';
import { type Random, uuid } from '../random';
import type { Subscription } from './subscription';

/** The parts of a session that frames show. */
export interface SessionFacts {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly keepaliveS: number;
}

/** Writes the JSON frames of eventsub-notes §1, each with a message id of its own. */
export class FrameWriter {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  welcome(session: SessionFacts, now: number): string {
    return this.#frame('session_welcome', now, {
      session: {
        id: session.id,
        status: 'connected',
        connected_at: rfc3339Nano(session.connectedAt),
        keepalive_timeout_seconds: session.keepaliveS,
        reconnect_url: null,
        recovery_url: null,
      },
    });
  }

  keepalive(now: number): string {
    return this.#frame('session_keepalive', now, {});
  }

  reconnect(session: SessionFacts, reconnectUrl: string, now: number): string {
    return this.#frame('session_reconnect', now, {
      session: {
        id: session.id,
        status: 'reconnecting',
        keepalive_timeout_seconds: null,
        reconnect_url: reconnectUrl,
        connected_at: rfc3339Nano(session.connectedAt),
      },
    });
  }

  /** @param at the timestamp of the message, milliseconds since 1970 */
  notification(subscription: Subscription, event: Readonly<Record<string, unknown>>, at: number): string {
    return this.#frame('notification', at, { subscription: shown(subscription), event }, subscription);
  }

  revocation(subscription: Subscription, now: number): string {
    return this.#frame('revocation', now, { subscription: shown(subscription) }, subscription);
  }

  #frame(type: string, at: number, payload: object, about?: Subscription): string {
    const metadata = {
      message_id: uuid(this.#random),
      message_type: type,
      message_timestamp: rfc3339Nano(at),
      ...(about ? { subscription_type: about.type, subscription_version: about.version } : {}),
    };
    return JSON.stringify({ metadata, payload });
  }
}

/** A subscription as messages show it. */
function shown(subscription: Subscription): object {
  const { id, status, type, version, cost, condition, createdAt } = subscription;
  return {
    id,
    status,
    type,
    version,
    cost,
    condition,
    transport: transportOf(subscription),
    created_at: rfc3339Nano(createdAt),
  };
}

function transportOf({ session, conduit }: Subscription): object {
  return conduit
    ? { method: 'conduit', conduit_id: conduit.id }
    : { method: 'websocket', session_id: session?.id ?? '' };
}
