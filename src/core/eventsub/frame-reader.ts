import { parseFrame, type EventSubFrame, type FrameSubscription, isWireObject } from './frame';

/** How Twitch's notifications begin, and what follows the message id. */
const HEAD = '{"metadata":{"message_id":"';
const MIDDLE = '","message_type":"notification","message_timestamp":"';
const EVENT = ',"event":';
const TAIL = '}}';
const BRACE = 0x7d;
/** Where the id of the subscription stands; it begins within so many bytes. */
const SUBSCRIPTION_ID = '"subscription":{"id":"';
const ID_WITHIN = 512;

/** More subscriptions than this on one socket are read the plain way. */
const MOST_KNOWN = 500;

/** What an id or a time consists of, so that nothing in it can end or escape a JSON text. */
const PLAIN = /^[\w.:+-]*$/;
const ASCII_ONLY = /^[\x20-\x7e]*$/;

/** What all notifications of one subscription have in common. All positions in bytes, which are ASCII. */
interface Known {
  readonly idEnd: number;
  readonly timeStart: number;
  readonly timeEnd: number;
  /** From the quote after the time stamp to the colon before the event. */
  readonly between: string;
  readonly eventStart: number;
  readonly subscription: FrameSubscription;
}

/**
 * Reads the frames of one socket, each as `parseFrame` would. Two thirds of a notification are about its subscription
 * and the same every time: where those characters equal what was read in full before, only the event itself is parsed.
 */
export class FrameReader {
  readonly #known = new Map<string, Known>();
  #last: Known | null = null;

  /** Never throws, whatever the input. */
  read(data: Buffer): EventSubFrame {
    const { length } = data;
    if (this.#last && length > ID_WITHIN && data[length - 1] === BRACE && data[length - 2] === BRACE) {
      const frame = readKnown(data, this.#last) ?? this.#readOther(data);
      if (frame) return frame;
    }
    return this.#readAnew(data.toString());
  }

  /** The subscription is another one than that of the frame before. */
  #readOther(data: Buffer): EventSubFrame | null {
    const known = this.#known.get(subscriptionId(data.toString('latin1', 0, ID_WITHIN)));
    if (!known) return null;
    this.#last = known;
    return readKnown(data, known);
  }

  #readAnew(text: string): EventSubFrame {
    const frame = parseFrame(text);
    if (frame.kind !== 'notification' || frame.events.length !== 1) return frame;
    const { id } = frame.subscription;
    const known = this.#known.has(id) || this.#known.size < MOST_KNOWN ? learn(text, frame) : null;
    if (known) {
      this.#known.set(id, known);
      this.#last = known;
    }
    return frame;
  }
}

function readKnown(data: Buffer, known: Known): EventSubFrame | null {
  const { idEnd, timeStart, timeEnd, eventStart } = known;
  // Cut from the bytes and not from one text: a part of a text keeps the whole of it in memory, and ids are kept.
  const head = data.toString('latin1', 0, eventStart);
  if (head.slice(timeEnd) !== known.between || head.slice(idEnd, timeStart) !== MIDDLE) return null;
  const messageId = data.toString('latin1', HEAD.length, idEnd);
  const sentAt = data.toString('latin1', timeStart, timeEnd);
  if (head.slice(0, HEAD.length) !== HEAD || !PLAIN.test(messageId) || !PLAIN.test(sentAt)) return null;
  let event: unknown;
  try {
    event = JSON.parse(data.toString('utf8', eventStart, data.length - TAIL.length));
  } catch {
    return null;
  }
  if (!isWireObject(event)) return null;
  return { kind: 'notification', messageId, sentAt, subscription: known.subscription, events: [event] };
}

function subscriptionId(text: string): string {
  const at = text.indexOf(SUBSCRIPTION_ID);
  if (at < 0) return '';
  const from = at + SUBSCRIPTION_ID.length;
  return text.slice(from, text.indexOf('"', from));
}

/** Null where the frame is not written as Twitch's are, so that it cannot be cut safely. */
function learn(
  text: string,
  { messageId, sentAt, subscription, events }: Extract<EventSubFrame, { kind: 'notification' }>,
): Known | null {
  const idEnd = HEAD.length + messageId.length;
  const timeStart = idEnd + MIDDLE.length;
  const timeEnd = timeStart + sentAt.length;
  if (!text.startsWith(`${HEAD}${messageId}${MIDDLE}${sentAt}"`) || !text.endsWith(TAIL)) return null;
  if (subscription.id === '' || subscriptionId(text.slice(0, ID_WITHIN)) !== subscription.id) return null;
  // The event is the last thing in the frame: what stands between the marker and the end is the event and nothing else.
  const marker = text.indexOf(EVENT, text.indexOf(SUBSCRIPTION_ID));
  const eventStart = marker + EVENT.length;
  if (marker < 0 || !ASCII_ONLY.test(text.slice(0, eventStart))) return null;
  try {
    const inner: unknown = JSON.parse(text.slice(eventStart, -TAIL.length));
    if (JSON.stringify(inner) !== JSON.stringify(events[0])) return null;
  } catch {
    return null;
  }
  // Written anew, so that it does not keep the whole frame in memory.
  const between = Buffer.from(text.slice(timeEnd, eventStart), 'latin1').toString('latin1');
  return { idEnd, timeStart, timeEnd, between, eventStart, subscription };
}
