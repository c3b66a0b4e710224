import type { UserNotice } from '../core/irc/chat-event';
import { lineToMessage, noticeToMessage, type MessageSource } from './chat-to-message';
import type { ChatLine } from './chat-line';
import type { EventNotification, TriggerContext } from './context';
import { eventToMessage } from './event-to-message';
import { isPlain } from './incoming';
import type { TwitchMessage } from './message';
import { noticeFromEvent } from './notice-from-event';
import { noticeFromIrc } from './notice-from-irc';
import { text } from './notice-values';
import { signedInChannel } from './own-channel';
import {
  amountOf,
  giverKey,
  supportFromCheer,
  supportFromEvent,
  supportFromNotice,
  supportMessage,
  type Support,
  type SupportKind,
} from './support/facts';
import { asBomb, GiftBombs } from './support/gift-bombs';
import { Joins, joinWaits } from './support/joins';
import { sampleSupport } from './support/sample';
import type { ChatInterest, TestFields, TestOutcome, TriggerOutput } from './trigger';
import type { WantedEvent } from './trigger-event';
import { TwoWays } from './two-ways';

export interface SubscriptionSettings {
  readonly kinds: readonly SupportKind[];
  /** Worth less is left out: bits, a sub counts 500, tier 2 1000, tier 3 2500. */
  readonly atLeast: number;
  readonly bombsAsOne: boolean;
}

export interface SubscriptionBehaviour {
  readonly interest: ChatInterest;
  /** @throws TwitchError TWITCH_SIGN_IN_NEEDED */
  wanted(): readonly WantedEvent[];
  /** Takes up what a restart interrupted. What comes before it has settled waits. */
  start(): Promise<void>;
  onEvent(notification: EventNotification): void;
  /** Without the streamer's sign-in: notices of chat. */
  onNotice(notice: UserNotice): void;
  /** Without the streamer's sign-in: bits in a line of chat. */
  onLine(line: ChatLine): void;
  test(fields: TestFields): TestOutcome<'support'>;
  stop(): void;
}

const KEPT = 'gathering';
/** Ids of notices that are remembered, against one that is delivered again under another message id. */
const SEEN = 500;
/** A gift and the notice that it was passed on belong together within this time. */
const FORWARD_MS = 60_000;

/** The node twitch-subscription. @param emit called whenever something is to leave: bombs take a while */
export function createSubscriptionBehaviour(
  settings: SubscriptionSettings,
  context: TriggerContext,
  emit: (output: TriggerOutput<'support'>) => void,
): SubscriptionBehaviour {
  return new SubscriptionTrigger(settings, context, emit);
}

class SubscriptionTrigger implements SubscriptionBehaviour {
  readonly interest: ChatInterest;
  readonly #settings: SubscriptionSettings;
  readonly #context: TriggerContext;
  readonly #emit: (output: TriggerOutput<'support'>) => void;
  readonly #source: MessageSource;
  readonly #bombs: GiftBombs;
  readonly #joins: Joins;
  /** Bits come in chat and as events while one takes the place of the other; nothing but what was said is common to both. */
  readonly #cheers: TwoWays;
  readonly #seen = new Set<string>();
  readonly #passedOn = new Map<string, { readonly kind: SupportKind; readonly until: number }>();
  /** What came before the memory was read; null afterwards. */
  #early: (() => void)[] | null = [];
  #stopped = false;
  #turn = 0;

  constructor(
    settings: SubscriptionSettings,
    context: TriggerContext,
    emit: (output: TriggerOutput<'support'>) => void,
  ) {
    this.#settings = settings;
    this.#context = context;
    this.#emit = emit;
    const { account, practice, identities, clock } = context;
    this.#source = { account, practice, identities };
    this.#cheers = new TwoWays(clock);
    this.#bombs = new GiftBombs(clock, (bomb, announced) => this.#onBomb(bomb, announced));
    this.#joins = new Joins(clock, (support) => this.#onAlone(support));
    this.interest = { kinds: settings.kinds.includes('cheer') ? ['usernotice', 'message'] : ['usernotice'] };
  }

  wanted(): readonly WantedEvent[] {
    const { id: user } = signedInChannel(this.#context);
    const condition = { broadcaster_user_id: user };
    const { kinds } = this.#settings;
    const wanted: WantedEvent[] = [];
    if (kinds.some((kind) => kind !== 'cheer')) {
      wanted.push({ type: 'channel.chat.notification', condition: { ...condition, user_id: user }, user });
      for (const type of ['channel.subscribe', 'channel.subscription.message', 'channel.subscription.gift'])
        wanted.push({ type, condition, user });
    }
    if (kinds.includes('cheer')) wanted.push({ type: 'channel.cheer', condition, user });
    return wanted;
  }

  async start(): Promise<void> {
    const kept = await this.#context.state.get(KEPT).catch(() => undefined);
    const early = this.#early ?? [];
    this.#early = null;
    if (this.#stopped) return;
    if (isPlain(kept)) {
      this.#bombs.restore(kept['bombs']);
      this.#joins.restore(kept['joins']);
    }
    for (const act of early) act();
  }

  onEvent(notification: EventNotification): void {
    this.#act(() => {
      const msg = eventToMessage(notification, this.#source);
      switch (notification.type) {
        case 'channel.chat.notification':
          this.#fromChatEvent(notification.event, msg);
          break;
        case 'channel.cheer': {
          const { bits } = msg.payload as { readonly bits: number };
          const said = isPlain(notification.event) ? text(notification.event['message']) : null;
          if (this.#cheers.isNews('event', cheerKey(bits, said))) this.#tell(supportFromCheer(bits, msg));
          break;
        }
        default:
          this.#fromSubscriptionEvent(msg);
      }
    });
  }

  onNotice(notice: UserNotice): void {
    this.#act(() => {
      if (notice.sharedFrom !== null || this.#isSeen(notice.id)) return;
      const facts = noticeFromIrc(notice.kind, notice.params);
      const support = supportFromNotice(facts, noticeToMessage(notice, this.#source));
      if (support === null) return;
      // In older notices only this id tells that a gift belongs to a bomb; lone gifts have one of their own.
      const origin = notice.params['origin-id'] ?? null;
      const older = support.kind === 'gift' && support.bomb === null && origin !== null;
      const bomb = older && this.#bombs.knows(origin) ? origin : support.bomb;
      this.#fromChat({ ...support, bomb });
    });
  }

  onLine(line: ChatLine): void {
    if (line.bits <= 0 || line.sharedFrom !== null) return;
    this.#act(() => {
      if (!this.#cheers.isNews('chat', cheerKey(line.bits, line.text))) return;
      this.#tell(supportFromCheer(line.bits, lineToMessage(line, this.#source)));
    });
  }

  test(fields: TestFields): TestOutcome<'support'> {
    const { kinds, atLeast } = this.#settings;
    const named = kinds.find((kind) => kind === fields['kind']);
    // Kinds that can be worth enough, one after the other; bits and bombs always can.
    const can = kinds.filter((kind) =>
      this.#passes(testSupport(this.#context, kind, atLeast, 0, {}, this.#source)),
    );
    const turn = this.#turn++;
    const kind = named ?? can[turn % Math.max(1, can.length)] ?? kinds[0];
    if (kind === undefined) return { stoppedBy: 'kinds' };
    const support = testSupport(this.#context, kind, atLeast, turn, fields, this.#source);
    if (support === null) return { stoppedBy: 'kinds' };
    if (!this.#passes(support)) return { stoppedBy: 'atLeast' };
    const msg = supportMessage(support);
    msg.twitch.test = true;
    return { output: 'support', msg };
  }

  stop(): void {
    this.#stopped = true;
    this.#bombs.stop();
    this.#joins.stop();
  }

  #act(what: () => void): void {
    if (this.#stopped) return;
    if (this.#early === null) what();
    else this.#early.push(() => this.#act(what));
  }

  #fromChatEvent(event: unknown, msg: TwitchMessage): void {
    if (!isPlain(event)) return;
    const type = text(event['notice_type']) ?? '';
    const source = text(event['source_broadcaster_user_id']);
    const isElsewhere = source !== null && source !== event['broadcaster_user_id'];
    if (type.startsWith('shared_chat_') || isElsewhere) return;
    if (this.#isSeen(text(event['message_id']) ?? '')) return;
    const support = supportFromNotice(noticeFromEvent(type, event), msg);
    if (support !== null) this.#fromChat(support);
  }

  /** Chat shows it, so the events that say the same are left out. */
  #fromChat(support: Support): void {
    const { kind, bomb, receiver } = support;
    const giver = `gift:${giverKey(support)}`;
    if (kind === 'giftBomb') {
      const isNew = this.#joins.shown(giver);
      if (bomb === null) {
        if (isNew) this.#tell(support);
      } else if (!isNew) this.#bombs.close(bomb);
      else if (this.#settings.bombsAsOne) this.#bombs.announce(bomb, support);
    } else if (kind === 'gift') {
      if (receiver !== null) this.#joins.shown(`received:${receiver}`);
      if (bomb === null) {
        if (this.#joins.shown(giver)) this.#tell(support);
      } else if (this.#settings.bombsAsOne) this.#bombs.gift(bomb, support);
      else if (!this.#bombs.knows(bomb)) this.#tell(support);
    } else if (kind === 'payItForward') {
      // Whoever gets it receives a gift, which events tell as one.
      if (receiver !== null) this.#joins.shown(`received:${receiver}`);
      if (this.#joins.shown(giver)) this.#tell(support);
    } else if (this.#joins.shown(`own:${giverKey(support)}`)) this.#tell(support);
    this.#keep();
  }

  /** Told only when chat does not show it: joined by person and time. */
  #fromSubscriptionEvent(msg: TwitchMessage): void {
    const support = supportFromEvent(msg);
    if (support === null) return;
    const { receiver } = support;
    if (receiver !== null) this.#joins.event(`received:${receiver}`, support, joinWaits.receivedMs);
    else {
      const what = support.kind === 'gift' || support.kind === 'giftBomb' ? 'gift' : 'own';
      this.#joins.event(`${what}:${giverKey(support)}`, support, joinWaits.chatMs);
    }
    this.#keep();
  }

  #onBomb(bomb: Support, announced: boolean): void {
    if (announced) this.#tell(bomb);
    else {
      // Only gifts came. The event of the whole bomb, if there is one, knows how many there are.
      const giver = `gift:${giverKey(bomb)}`;
      const whole = this.#joins.takeWaiting((key) => key === giver);
      if (whole !== null)
        this.#tell(asBomb(bomb, Math.max(whole.count ?? 1, bomb.count ?? 1), bomb.recipients));
      else if (this.#joins.shown(giver)) this.#tell(bomb);
    }
    this.#keep();
  }

  /**
   * An event that chat did not show. A gift takes along who received it. What somebody received is not told by itself: the
   * giver's event is there for it, and it is also what a gift that is passed on looks like.
   */
  #onAlone(support: Support): boolean {
    if (support.receiver !== null) return false;
    const isGift = support.kind === 'gift' || support.kind === 'giftBomb';
    this.#tell(isGift ? { ...support, recipients: this.#received(support.count ?? 1) } : support);
    this.#keep();
    return true;
  }

  /** Names of those who received a gift just now. */
  #received(count: number): readonly string[] {
    const names: string[] = [];
    while (names.length < count) {
      const received = this.#joins.takeWaiting((key) => key.startsWith('received:'));
      if (received === null) break;
      names.push(...received.recipients);
    }
    return names;
  }

  #tell(support: Support): void {
    if (this.#stopped || this.#isPassedOn(support) || !this.#passes(support)) return;
    this.#emit({ output: 'support', msg: supportMessage(support) });
  }

  #passes(support: Support | null): boolean {
    const { kinds, atLeast } = this.#settings;
    return support !== null && kinds.includes(support.kind) && amountOf(support) >= atLeast;
  }

  /** Whoever passes a gift on gives one: told once, whichever notice comes first. */
  #isPassedOn(support: Support): boolean {
    const { kind, receiver } = support;
    if (receiver === null || (kind !== 'gift' && kind !== 'payItForward')) return false;
    const now = this.#context.clock.now();
    for (const [key, { until }] of this.#passedOn) if (until <= now) this.#passedOn.delete(key);
    const key = `${giverKey(support)} ${receiver}`;
    const before = this.#passedOn.get(key);
    if (before !== undefined && before.kind !== kind) {
      this.#passedOn.delete(key);
      return true;
    }
    this.#passedOn.set(key, { kind, until: now + FORWARD_MS });
    return false;
  }

  #isSeen(id: string): boolean {
    if (id === '') return false;
    if (this.#seen.has(id)) return true;
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (this.#seen.size > SEEN && oldest !== undefined) this.#seen.delete(oldest);
    return false;
  }

  /** A failure to save is the store's to report: nothing waits longer than a minute. */
  #keep(): void {
    if (this.#stopped) return;
    const kept = { bombs: this.#bombs.save(), joins: this.#joins.save() };
    this.#context.state.set(KEPT, kept).catch(() => undefined);
  }
}

/** An anonymous person has another name in chat than in the event, so names do not count. */
function cheerKey(bits: number, said: string | null): string {
  return `${bits} ${said?.trim() ?? ''}`;
}

function testSupport(
  context: TriggerContext,
  kind: SupportKind,
  atLeast: number,
  turn: number,
  fields: TestFields,
  source: MessageSource,
): Support | null {
  const sample = sampleSupport(context, kind, atLeast, turn, fields);
  if (sample === null) return null;
  const { notification, recipients } = sample;
  const msg = eventToMessage(notification, source);
  const { event } = notification;
  if (!isPlain(event)) return null;
  if (kind === 'cheer') return supportFromCheer(Number(event['bits']), msg);
  const support = supportFromNotice(noticeFromEvent(text(event['notice_type']) ?? '', event), msg);
  return support && { ...support, recipients: kind === 'giftBomb' ? recipients : support.recipients };
}
