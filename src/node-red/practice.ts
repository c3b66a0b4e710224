import { createClock, seededRandom, type Clock, type Random } from '../core/clock';
import { TwitchInputError } from '../core/errors';
import type { Person } from '../behaviour/context';
import type { Simulator, SimulatorOptions } from '../simulator/simulator';
import { memoryDocument } from './document';
import { isRecord } from './json';
import type { RedSettings } from './red';
import { DocumentStateStore } from './state-store';
import { Transcript, type TranscriptLine } from './transcript';

/** `twitchAccountPractice` of settings.js. */
export interface PracticeSettings {
  /** Makes the same world and the same viewers each time. */
  readonly seed: number;
  /** How much faster than the wall clock the practice world runs, clients and nodes of its accounts included. */
  readonly speed: number;
  readonly script: NonNullable<SimulatorOptions['viewers']>;
  /** Told every line of the transcript as it happens. */
  readonly onTranscript: ((line: TranscriptLine) => void) | undefined;
}

const defaults: PracticeSettings = { seed: 1, speed: 1, script: 'demo', onTranscript: undefined };

const MOST_SPEED = 100;

/** As whom a person at the sidebar can speak. */
export const puppets = ['viewer', 'subscriber', 'vip', 'moderator', 'me'] as const;
export type Puppet = (typeof puppets)[number];

export function practiceSettings(settings: RedSettings): PracticeSettings {
  const given = settings['twitchAccountPractice'];
  if (!isRecord(given)) return defaults;
  const { seed, speed, script, onTranscript } = given;
  return {
    seed: typeof seed === 'number' && Number.isFinite(seed) ? seed : defaults.seed,
    speed: typeof speed === 'number' && speed > 0 ? Math.min(speed, MOST_SPEED) : defaults.speed,
    script: script === 'chatter' || script === 'none' ? script : defaults.script,
    onTranscript: typeof onTranscript === 'function' ? (line) => void onTranscript(line) : undefined,
  };
}

function patienceOf({ speed }: PracticeSettings): number {
  return Math.max(1, speed);
}

/** A whole Twitch on loopback: one per process, shared by all practice accounts. */
export class PracticeWorld {
  readonly simulator: Simulator;
  readonly transcript: Transcript;
  /** Runs at the world's speed; handed to clients and behaviours of practice accounts as well. */
  readonly clock: Clock;
  readonly random: Random;
  /**
   * How many times as long as with Twitch deadlines of connections are: they measure sockets and programs, which do not get faster
   * with the world. Without it a pause of a few milliseconds would pass for a lost connection.
   */
  readonly patience: number;
  /** What nodes remember of this world: it is forgotten with it, since its polls and people are. */
  readonly state = new DocumentStateStore({ document: memoryDocument() });
  #speaking = false;

  /** Who plays a part while nobody has signed in by hand. */
  usual(slot: 'channel' | 'bot'): Person {
    const { broadcaster, bot } = this.simulator.users;
    return slot === 'channel' ? broadcaster : bot;
  }

  private constructor(simulator: Simulator, clock: Clock, settings: PracticeSettings) {
    this.simulator = simulator;
    this.clock = clock;
    this.random = seededRandom(settings.seed);
    this.patience = patienceOf(settings);
    this.transcript = new Transcript({ onLine: settings.onTranscript });
    simulator.on('transcript', (entry) => {
      const { bot, broadcaster } = simulator.users;
      const ours = entry.kind === 'chat' && (entry.login === bot.login || entry.login === broadcaster.login);
      this.transcript.add(entry, ours && !this.#speaking);
    });
  }

  /** Loads the simulator (only now) and starts it. */
  static async start(settings: PracticeSettings): Promise<PracticeWorld> {
    const { startSimulator } = await import('../simulator/index.js');
    const clock = createClock(settings.speed);
    const { seed, script: viewers } = settings;
    const simulator = await startSimulator({ seed, clock, viewers, patience: patienceOf(settings) });
    return new PracticeWorld(simulator, clock, settings);
  }

  /** Who speaks when somebody speaks as a viewer, ... */
  puppet(as: Puppet): Person {
    const { users } = this.simulator;
    const cast: Record<Puppet, Person> = {
      viewer: users.viewers[0] ?? users.subscriber,
      subscriber: users.subscriber,
      vip: users.vip,
      moderator: users.moderator,
      me: users.broadcaster,
    };
    return cast[as];
  }

  /**
   * Says a line in the practice channel.
   * @throws {TwitchInputError} when the channel's chat does not take it (slow mode, a double, ...)
   */
  say(as: Puppet, text: string): void {
    const { world, users } = this.simulator;
    this.#speaking = true;
    try {
      world.say({ login: this.puppet(as).login, channel: users.broadcaster.login, text });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TwitchInputError(`The practice chat did not take the line: ${reason}`, { reason });
    } finally {
      this.#speaking = false;
    }
  }

  async close(): Promise<void> {
    await this.state.flush();
    await this.simulator.close();
  }
}
