import type { MessageSource } from './chat-to-message';
import type { EventNotification, TriggerContext } from './context';
import { eventToMessage } from './event-to-message';
import { FollowersKnown } from './follow/followers-known';
import { FollowWaves, waveRules, type Held } from './follow/waves';
import type { TwitchMessage } from './message';
import { signedInChannel } from './own-channel';
import { samplePeople } from './sample-chat';
import { sampleEvent } from './sample-event';
import { viewerAt } from './sample-people';
import type { TestFields, TestOutcome, TriggerOutput } from './trigger';
import type { WantedEvent } from './trigger-event';

export interface FollowSettings {
  /** Nobody is told twice, however often they leave and come back. */
  readonly once: boolean;
  /** Many at once are one message. */
  readonly waves: boolean;
}

export interface FollowBehaviour {
  /** @throws TwitchError TWITCH_SIGN_IN_NEEDED */
  wanted(): readonly WantedEvent[];
  /** Reads who is known. Whoever follows before it has settled waits. */
  start(): Promise<void>;
  onEvent(notification: EventNotification): void;
  test(fields: TestFields): TestOutcome<'follow'>;
  stop(): void;
}

const HELD = 'held';
/** Follows that are remembered against one that is delivered again, where people may be told twice. */
const SEEN = 200;

/** The node twitch-follow. @param emit called whenever something is to leave */
export function createFollowBehaviour(
  settings: FollowSettings,
  context: TriggerContext,
  emit: (output: TriggerOutput<'follow'>) => void,
): FollowBehaviour {
  return new FollowTrigger(settings, context, emit);
}

class FollowTrigger implements FollowBehaviour {
  readonly #settings: FollowSettings;
  readonly #context: TriggerContext;
  readonly #emit: (output: TriggerOutput<'follow'>) => void;
  readonly #source: MessageSource;
  readonly #known: FollowersKnown;
  readonly #waves: FollowWaves;
  readonly #seen = new Set<string>();
  /** Who came before the memory was read; null afterwards. */
  #early: TwitchMessage[] | null = [];
  #stopped = false;
  #turn = 0;

  constructor(
    settings: FollowSettings,
    context: TriggerContext,
    emit: (output: TriggerOutput<'follow'>) => void,
  ) {
    this.#settings = settings;
    this.#context = context;
    this.#emit = emit;
    const { account, practice, identities, clock, state } = context;
    this.#source = { account, practice, identities };
    this.#known = new FollowersKnown(state);
    this.#waves = new FollowWaves(
      clock,
      (held) => this.#release(held),
      // A failure is the store's to report.
      (held) => void state.set(HELD, held ?? undefined).catch(() => undefined),
    );
  }

  wanted(): readonly WantedEvent[] {
    const { id: user } = signedInChannel(this.#context);
    const condition = { broadcaster_user_id: user, moderator_user_id: user };
    return [{ type: 'channel.follow', condition, user }];
  }

  async start(): Promise<void> {
    if (this.#settings.once) await this.#known.load();
    const held = await this.#context.state.get(HELD).catch(() => undefined);
    const early = this.#early ?? [];
    this.#early = null;
    if (this.#stopped) return;
    this.#waves.restore(held);
    for (const msg of early) this.#take(msg);
  }

  onEvent(notification: EventNotification): void {
    if (this.#stopped) return;
    const msg = eventToMessage(notification, this.#source);
    if (this.#early === null) this.#take(msg);
    else this.#early.push(msg);
  }

  test(fields: TestFields): TestOutcome<'follow'> {
    const people = samplePeople(this.#context);
    const given = { user: viewerAt(people, this.#turn++).name, ...fields };
    const notification = sampleEvent(this.#context, 'channel.follow', undefined, given, []);
    if (notification === null) return { stoppedBy: 'event' };
    const msg = eventToMessage(notification, this.#source);
    const count = Math.round(Number(fields['count'] ?? 1));
    const names = people.viewers.slice(0, waveRules.names).map(({ name }) => name);
    const told = count > 1 && this.#settings.waves ? asWave(msg, count, names) : asOne(msg);
    told.twitch.test = true;
    return { output: 'follow', msg: told };
  }

  stop(): void {
    this.#stopped = true;
    this.#waves.stop();
  }

  #take(msg: TwitchMessage): void {
    const { user } = msg.twitch;
    const id = user?.id ?? user?.login;
    if (user === null || id === null || id === undefined || this.#isRepeated(id, msg)) return;
    if (this.#settings.waves) this.#waves.add(msg, user.name);
    else this.#tell(asOne(msg));
  }

  #isRepeated(id: string, { payload }: TwitchMessage): boolean {
    if (this.#settings.once) return !this.#known.add(id);
    const key = `${id} ${followedAt(payload) ?? ''}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    const [oldest] = this.#seen;
    if (this.#seen.size > SEEN && oldest !== undefined) this.#seen.delete(oldest);
    return false;
  }

  #release({ isWave, last, count, names, messages }: Held): void {
    if (isWave) this.#tell(asWave(last, count, names));
    else for (const msg of messages) this.#tell(asOne(msg));
  }

  #tell(msg: TwitchMessage): void {
    if (!this.#stopped) this.#emit({ output: 'follow', msg });
  }
}

function asOne(msg: TwitchMessage): TwitchMessage {
  const name = msg.twitch.user?.name ?? null;
  msg.payload = {
    user: name,
    followedAt: followedAt(msg.payload),
    count: 1,
    names: name === null ? [] : [name],
    wave: false,
  };
  return msg;
}

/** One message for many. Its sentence names nobody: names of follow bots do not belong in chat. */
function asWave(last: TwitchMessage, count: number, names: readonly string[]): TwitchMessage {
  last.payload = { user: null, followedAt: followedAt(last.payload), count, names: [...names], wave: true };
  last.twitch.user = null;
  last.twitch.event = null;
  last.twitch.summary = `${count} people followed at once.`;
  return last;
}

function followedAt(payload: unknown): string | null {
  const { followedAt: at } = payload as { readonly followedAt?: unknown };
  return typeof at === 'string' ? at : null;
}
