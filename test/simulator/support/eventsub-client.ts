import { strict as assert } from 'node:assert';
import type { Stand } from './stand';
import { CLIENT_ID } from './stand';
import { SocketClient } from './socket-client';

export interface Frame {
  readonly metadata: {
    readonly message_id: string;
    readonly message_type: string;
    readonly message_timestamp: string;
    readonly subscription_type?: string;
    readonly subscription_version?: string;
  };
  readonly payload: {
    readonly session?: {
      readonly id: string;
      readonly status: string;
      readonly connected_at: string;
      readonly keepalive_timeout_seconds: number | null;
      readonly reconnect_url: string | null;
    };
    readonly subscription?: Record<string, unknown> & { readonly id: string; readonly status: string };
    readonly event?: Record<string, unknown>;
  };
}

/** An EventSub client that only listens. */
export class EventSubClient extends SocketClient {
  /** The `nth` frame of this type, counted from 0. */
  async frame(type: string, nth = 0): Promise<Frame> {
    let seen = 0;
    const text = await this.find(() => {
      seen = this.frames(type).length;
      return seen > nth;
    }, `${type} number ${nth}`);
    assert.ok(text);
    return this.frames(type)[nth]!;
  }

  frames(type: string): Frame[] {
    return this.received
      .flatMap((text) => (text.startsWith('{"metadata"') ? [JSON.parse(text) as Frame] : []))
      .filter((frame) => frame.metadata.message_type === type);
  }

  async sessionId(): Promise<string> {
    return (await this.frame('session_welcome')).payload.session!.id;
  }
}

export interface ApiBody {
  readonly data: (Record<string, unknown> & { id: string; status: string; cost: number })[];
  readonly total: number;
  readonly total_cost: number;
  readonly max_total_cost: number;
  readonly pagination?: { readonly cursor?: string };
  readonly error?: string;
  readonly message?: string;
}

export interface Wish {
  readonly type: string;
  readonly version?: string;
  readonly condition?: Readonly<Record<string, unknown>>;
  readonly session: string;
  /** Login of the token's user. */
  readonly as?: string;
  readonly scopes?: readonly string[];
  readonly clientId?: string;
}

/** Subscribes the way the Helix handler does. */
export function subscribe(stand: Stand, wish: Wish): { status: number; body: ApiBody } {
  const login = wish.as ?? 'harborlight_tv';
  const user = stand.world.user(login)!;
  const answer = stand.eventSub.subscriptions.create({
    clientId: wish.clientId ?? CLIENT_ID,
    userId: user.id,
    scopes: wish.scopes ?? [],
    type: wish.type,
    version: wish.version ?? '1',
    condition: wish.condition ?? { broadcaster_user_id: user.id },
    transport: { method: 'websocket', session_id: wish.session },
  });
  return { status: answer.status, body: answer.body as ApiBody };
}
