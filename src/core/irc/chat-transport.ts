/** One line on its way out. Its text fits and holds no line breaks. */
export interface OutgoingLine {
  /** User id of the room; empty when only its name is known, which is enough for IRC. */
  readonly channelId: string;
  readonly channelLogin: string;
  readonly text: string;
  /** Send as `/me`. */
  readonly isAction: boolean;
  /** Id of the line it answers, null for none. */
  readonly replyTo: string | null;
  /** Marks the line, where the transport can, so that its echo is recognised. */
  readonly nonce: string;
  readonly signal: AbortSignal | null;
}

/** Why Twitch did not show a line. */
export interface DropReason {
  /** Twitch's code, see `src/tables/drop-reasons.ts`; `no_answer` when it said nothing. */
  readonly code: string;
  readonly message: string;
}

export interface TransportAnswer {
  readonly sent: boolean;
  /** Null when it was not sent, or when the transport does not tell. */
  readonly messageId: string | null;
  readonly dropReason: DropReason | null;
}

/** Sends single lines, as soon as it is asked to: pacing is not its business. */
export interface ChatTransport {
  readonly name: 'helix' | 'irc';
  /** @throws {TwitchError} when it could not be tried, or when nobody knows what became of it */
  send(line: OutgoingLine): Promise<TransportAnswer>;
}
