import type { ChatEvent, ChatEventType } from './chat-event';

/** Who takes chat events: a dispatch index, or anything else that is fed by sources. */
export interface ChatSink {
  /** False for types that nobody wants: a source need not build such events. */
  wants(type: ChatEventType): boolean;
  accept(event: ChatEvent): void;
}

/** Where chat comes from. IRC is one source; EventSub chat can be another. Both feed the same sinks. */
export interface ChatSource {
  /** Feeds `sink` from now on. Returns the function that ends it. */
  feed(sink: ChatSink): () => void;
}
