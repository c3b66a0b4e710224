import type { ChatEvent, ChatEventType } from './chat-event';
import type { ChatMessage } from './chat-message';
import type { ChatSink } from './chat-source';

/** What somebody wants to hear of. */
export interface ChatInterest<Type extends ChatEventType = ChatEventType> {
  readonly type: Type;
  /** Logins of the rooms; none given: all rooms, and what belongs to no room. */
  readonly channels?: readonly string[] | undefined;
  /**
   * Only messages whose first word is one of these, in any case: `!poll`. The word is that of
   * {@link ChatMessage.commandText}, so replies and invisible characters do not matter. For `message` only.
   */
  readonly words?: readonly string[] | undefined;
}

export type ChatListener<Type extends ChatEventType = ChatEventType> = (
  event: Extract<ChatEvent, { readonly type: Type }>,
) => void;

type AnyListener = (event: ChatEvent) => void;

/** The listeners of one type in one room, or in all rooms. Lists are replaced, not changed: one may be in use. */
class Group {
  all: readonly AnyListener[] = [];
  readonly byWord = new Map<string, readonly AnyListener[]>();

  get isEmpty(): boolean {
    return this.all.length === 0 && this.byWord.size === 0;
  }

  add(words: readonly string[] | undefined, listener: AnyListener): void {
    if (words === undefined) this.all = [...this.all, listener];
    else for (const word of words) this.byWord.set(word, [...(this.byWord.get(word) ?? []), listener]);
  }

  remove(words: readonly string[] | undefined, listener: AnyListener): void {
    if (words === undefined) this.all = this.all.filter((other) => other !== listener);
    for (const word of words ?? []) {
      const left = (this.byWord.get(word) ?? []).filter((other) => other !== listener);
      if (left.length === 0) this.byWord.delete(word);
      else this.byWord.set(word, left);
    }
  }
}

interface TypeIndex {
  readonly everywhere: Group;
  readonly byRoom: Map<string, Group>;
  /** How many listeners want every line, of whatever room: without one, a line that is no command is of no interest. */
  wordless: number;
  /** How many words begin with each character, so that most lines are told by their first one. */
  readonly firstCharacters: Map<number, number>;
}

/**
 * One index of who wants to hear what: type, room, first word. An event wakes those it concerns and nobody else, so
 * a line costs the same with one command and with a thousand that do not match. All of them get the same object.
 *
 * Fed by any number of sources.
 */
export class ChatDispatch implements ChatSink {
  readonly #byType = new Map<ChatEventType, TypeIndex>();
  readonly #onError: (error: unknown) => void;

  /** @param onError told what a listener throws; the other listeners go on */
  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError;
  }

  /** Registers a listener. Returns the function that removes it. */
  add<Type extends ChatEventType>(interest: ChatInterest<Type>, listener: ChatListener<Type>): () => void {
    const words = interest.words?.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
    const channels = interest.channels?.map((channel) => channel.toLowerCase().replace(/^#/, ''));
    // A wrapper of its own, so that the same function can be registered twice and removed once. It gets only
    // events of its type, which the index sees to.
    const own: AnyListener = (event) => listener(event as Parameters<ChatListener<Type>>[0]);
    const index = this.#indexOf(interest.type);
    for (const group of groupsOf(index, channels)) group.add(words, own);
    if (words === undefined) index.wordless += 1;
    countFirst(index, words, 1);
    let isRegistered = true;
    return () => {
      if (!isRegistered) return;
      isRegistered = false;
      for (const group of groupsOf(index, channels)) group.remove(words, own);
      for (const channel of channels ?? [])
        if (index.byRoom.get(channel)?.isEmpty) index.byRoom.delete(channel);
      if (words === undefined) index.wordless -= 1;
      countFirst(index, words, -1);
      if (index.everywhere.isEmpty && index.byRoom.size === 0) this.#byType.delete(interest.type);
    };
  }

  wants(type: ChatEventType): boolean {
    return this.#byType.has(type);
  }

  accept(event: ChatEvent): void {
    const index = this.#byType.get(event.type);
    if (index === undefined) return;
    const word = event.type === 'message' ? firstWord(event, index) : null;
    // Before the room is read, for which tags have to be cut.
    if (word === null && index.wordless === 0) return;
    const room = index.byRoom.size === 0 ? undefined : index.byRoom.get(roomOf(event));
    this.#wake(index.everywhere, word, event);
    if (room !== undefined) this.#wake(room, word, event);
  }

  #wake(group: Group, word: string | null, event: ChatEvent): void {
    for (const listener of group.all) this.#call(listener, event);
    if (word === null) return;
    for (const listener of group.byWord.get(word) ?? []) this.#call(listener, event);
  }

  #call(listener: AnyListener, event: ChatEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#onError(error);
    }
  }

  #indexOf(type: ChatEventType): TypeIndex {
    let index = this.#byType.get(type);
    if (index === undefined) {
      index = { everywhere: new Group(), byRoom: new Map(), wordless: 0, firstCharacters: new Map() };
      this.#byType.set(type, index);
    }
    return index;
  }
}

function groupsOf(index: TypeIndex, channels: readonly string[] | undefined): Group[] {
  if (channels === undefined) return [index.everywhere];
  return [...new Set(channels)].map((channel) => {
    let group = index.byRoom.get(channel);
    if (group === undefined) {
      group = new Group();
      index.byRoom.set(channel, group);
    }
    return group;
  });
}

function countFirst(index: TypeIndex, words: readonly string[] | undefined, step: 1 | -1): void {
  for (const word of words ?? []) {
    const code = word.codePointAt(0) ?? 0;
    const count = (index.firstCharacters.get(code) ?? 0) + step;
    if (count > 0) index.firstCharacters.set(code, count);
    else index.firstCharacters.delete(code);
  }
}

function roomOf(event: ChatEvent): string {
  return 'channel' in event ? (event.channel?.login ?? '') : '';
}

/** The first word of a message in lower case; null when no command begins like it. */
function firstWord(message: ChatMessage, index: TypeIndex): string | null {
  if (index.firstCharacters.size === 0) return null;
  const { text } = message;
  const code = text.codePointAt(0) ?? 0;
  // Of a text that begins with a plain letter or sign, the command text begins with the same. An @ can be a reply.
  const isPlain = code > 0x20 && code < 0x7f && code !== 0x40;
  if (isPlain && !beginsWord(index, code, text)) return null;
  const { commandText } = message;
  const space = commandText.search(/\s/);
  return (space === -1 ? commandText : commandText.slice(0, space)).toLowerCase();
}

function beginsWord(index: TypeIndex, code: number, text: string): boolean {
  if (index.firstCharacters.has(code)) return true;
  const isCapital = code >= 0x41 && code <= 0x5a;
  return isCapital && index.firstCharacters.has(text.charAt(0).toLowerCase().codePointAt(0) ?? 0);
}
