/** A JSON object as it came over the wire: nothing about its fields is known yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** What a frame says about the subscription it belongs to. Missing text is `''`, never undefined. */
export interface FrameSubscription {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly version: string;
  readonly condition: WireObject;
}

interface Envelope {
  /** `''` where the server left it out. */
  readonly messageId: string;
  /** RFC 3339 as sent, up to nanoseconds; `''` where the server left it out. */
  readonly sentAt: string;
}

export interface WelcomeFrame extends Envelope {
  readonly kind: 'welcome';
  /** Opaque: no assumption about length or alphabet. */
  readonly sessionId: string;
  /** The period that the server announces, which counts more than the one asked for; null where it says none. */
  readonly keepaliveMs: number | null;
}

export interface KeepaliveFrame extends Envelope {
  readonly kind: 'keepalive';
}

export interface NotificationFrame extends Envelope {
  readonly kind: 'notification';
  readonly subscription: FrameSubscription;
  /** One event; more only for batched types (`payload.events`). */
  readonly events: readonly WireObject[];
}

export interface ReconnectFrame extends Envelope {
  readonly kind: 'reconnect';
  /** To be used unchanged; null where the server named none. */
  readonly url: string | null;
}

export interface RevocationFrame extends Envelope {
  readonly kind: 'revocation';
  readonly subscription: FrameSubscription;
}

/** A message type that this package does not know: ignored, but a sign of life. */
export interface UnknownFrame extends Envelope {
  readonly kind: 'unknown';
  readonly messageType: string;
}

/** Not a frame of this protocol: binary, not JSON, or without the outer shape. A sign of life all the same. */
export interface MalformedFrame {
  readonly kind: 'malformed';
  readonly reason: string;
}

export type EventSubFrame =
  | WelcomeFrame
  | KeepaliveFrame
  | NotificationFrame
  | ReconnectFrame
  | RevocationFrame
  | UnknownFrame
  | MalformedFrame;

const EMPTY: WireObject = Object.freeze({});

/** The object under a key; null for anything else. */
export function objectIn(holder: WireObject, key: string): WireObject | null {
  const value = holder[key];
  return isWireObject(value) ? value : null;
}

/** The text under a key; `''` for anything else. */
export function textIn(holder: WireObject, key: string): string {
  const value = holder[key];
  return typeof value === 'string' ? value : '';
}

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(reason: string): MalformedFrame {
  return { kind: 'malformed', reason };
}

/**
 * Reads one text frame of an EventSub WebSocket. Looks only at the fixed outer shape; what is inside an event is
 * handed on as it came. Never throws, whatever the input.
 */
export function parseFrame(text: string): EventSubFrame {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return malformed('not JSON');
  }
  if (!isWireObject(root)) return malformed('not an object');
  const metadata = objectIn(root, 'metadata');
  if (!metadata) return malformed('no metadata');
  const messageType = textIn(metadata, 'message_type');
  if (messageType === '') return malformed('no message type');

  const payload = objectIn(root, 'payload') ?? EMPTY;
  const messageId = textIn(metadata, 'message_id');
  const sentAt = textIn(metadata, 'message_timestamp');

  switch (messageType) {
    case 'notification': {
      const subscription = readSubscription(payload, metadata);
      const events = readEvents(payload);
      if (!subscription || !events) return malformed('notification without subscription or event');
      return { kind: 'notification', messageId, sentAt, subscription, events };
    }
    case 'session_keepalive':
      return { kind: 'keepalive', messageId, sentAt };
    case 'session_welcome': {
      const session = objectIn(payload, 'session') ?? EMPTY;
      const sessionId = textIn(session, 'id');
      if (sessionId === '') return malformed('welcome without session id');
      return { kind: 'welcome', messageId, sentAt, sessionId, keepaliveMs: readKeepaliveMs(session) };
    }
    case 'session_reconnect': {
      const url = textIn(objectIn(payload, 'session') ?? EMPTY, 'reconnect_url');
      return { kind: 'reconnect', messageId, sentAt, url: url === '' ? null : url };
    }
    case 'revocation': {
      const subscription = readSubscription(payload, metadata);
      if (!subscription) return malformed('revocation without subscription');
      return { kind: 'revocation', messageId, sentAt, subscription };
    }
    default:
      return { kind: 'unknown', messageId, sentAt, messageType };
  }
}

function readSubscription(payload: WireObject, metadata: WireObject): FrameSubscription | null {
  const subscription = objectIn(payload, 'subscription');
  if (!subscription) return null;
  return {
    id: textIn(subscription, 'id'),
    status: textIn(subscription, 'status'),
    type: textIn(subscription, 'type') || textIn(metadata, 'subscription_type'),
    version: textIn(subscription, 'version') || textIn(metadata, 'subscription_version'),
    condition: objectIn(subscription, 'condition') ?? EMPTY,
  };
}

function readEvents(payload: WireObject): readonly WireObject[] | null {
  const event = payload['event'];
  if (isWireObject(event)) return [event];
  const batch = payload['events'];
  if (!Array.isArray(batch)) return null;
  const events: WireObject[] = [];
  for (const item of batch as readonly unknown[]) {
    if (isWireObject(item)) events.push(objectIn(item, 'data') ?? item);
  }
  return events;
}

function readKeepaliveMs(session: WireObject): number | null {
  const seconds = session['keepalive_timeout_seconds'];
  return typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds) ? seconds * 1_000 : null;
}
