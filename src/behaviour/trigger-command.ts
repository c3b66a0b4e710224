import { TwitchInputError } from '../core/errors';
import type { ChatLine } from './chat-line';
import { lineToMessage, type MessageSource } from './chat-to-message';
import {
  commandSpec,
  firstWords,
  matchCommand,
  type CommandCall,
  type CommandMatch,
  type CommandSpec,
} from './command-match';
import type { TriggerContext } from './context';
import { admits, audience, keptBack, type HearingSettings } from './hearing';
import type { FlowMessage, RefusalReason, TwitchMessage } from './message';
import { PeopleWindow } from './people-window';
import { fillPlaceholders } from './placeholders';
import { leastRole, whoWords, type Who } from './roles';
import {
  MemoryState,
  type ChatInterest,
  type TestFields,
  type TestOutcome,
  type TriggerNote,
  type TriggerOutput,
} from './trigger';
import { readSavedWaits, Waits } from './waits';
import { duration } from './words';

export interface CommandSettings extends HearingSettings {
  /** The word, or the pattern. */
  readonly command: string;
  readonly match: CommandMatch;
  readonly prefix: string;
  readonly aliases: string;
  /** `<user> <amount:number> [reason...]` */
  readonly arguments: string;
  readonly who: Who;
  readonly alsoPeople: string;
  readonly notPeople: string;
  /** Seconds for everybody. */
  readonly wait: number;
  /** Seconds for each person. */
  readonly waitPerUser: number;
  readonly onlyLive: boolean;
  /** How many different people must use it before it runs; 1: each alone. */
  readonly needs: number;
  /** Seconds in which they must do so. */
  readonly within: number;
  /** What is said to somebody who uses it wrongly, with placeholders; blank: how it is used. */
  readonly usage: string;
  /** The line that a test sends; blank: one is made up. */
  readonly sample: string;
}

export type CommandOutput = 'ran' | 'refused';

export interface CommandBehaviour {
  readonly interest: ChatInterest;
  /** Reads the use counter and the waits of before a restart. Lines may come before it has settled. */
  start(): Promise<void>;
  onChat(line: ChatLine): TriggerOutput<CommandOutput> | TriggerNote | null;
  /** The line as a message, if it is this command and heard at all: for what has to be asked before it counts. */
  glance(line: ChatLine): TwitchMessage | null;
  test(fields: TestFields): TestOutcome<CommandOutput>;
}

/** Shortest time in which a person is told the same refusal again, where no wait says it. */
const QUIET_MS = 30_000;

/** Waits that end sooner are not worth writing to the disk: the restart takes as long. */
const WORTH_KEEPING_MS = 15_000;

/**
 * The node twitch-command: `ran` with the words as payload, `refused` with the reason, told once per person and wait.
 *
 * @throws ArgumentsProblem when the list of arguments cannot be read, SyntaxError for a pattern that cannot be read,
 *   TwitchInputError without a command
 */
export function createCommandBehaviour(settings: CommandSettings, context: TriggerContext): CommandBehaviour {
  const command = new Command(settings, context);
  const words = firstWords(command.spec);
  return {
    interest: { kinds: ['message'], ...(words && { words }) },
    start: () => command.start(),
    onChat: (line) => command.onChat(line),
    glance: (line) => command.glance(line),
    test: (fields) => testCommand(settings, context, fields),
  };
}

class Command {
  readonly spec: CommandSpec;
  readonly #settings: CommandSettings;
  readonly #context: TriggerContext;
  readonly #audience: ReturnType<typeof audience>;
  readonly #waits: Waits;
  readonly #people: PeopleWindow;
  readonly #source: MessageSource;
  #uses = 0;

  constructor(settings: CommandSettings, context: TriggerContext) {
    if (settings.command.trim() === '')
      throw new TwitchInputError('There is no command. Fill in its name.', { parameter: 'command' });
    this.#settings = settings;
    this.#context = context;
    this.spec = commandSpec(settings, finder(settings, context));
    this.#audience = audience(settings.who, settings.alsoPeople, settings.notPeople);
    this.#waits = new Waits({ allMs: settings.wait * 1000, userMs: settings.waitPerUser * 1000 });
    this.#people = new PeopleWindow(settings.needs, settings.within * 1000);
    this.#source = {
      account: context.account,
      practice: context.practice,
      identities: context.identities,
      details: settings.details,
    };
  }

  async start(): Promise<void> {
    const { state } = this.#context;
    const uses = await state.get('uses');
    if (typeof uses === 'number') this.#uses += uses;
    const waits = readSavedWaits(await state.get('waits'));
    if (waits !== null) this.#waits.restore(waits);
  }

  onChat(line: ChatLine): TriggerOutput<CommandOutput> | TriggerNote | null {
    const call = matchCommand(this.spec, line.commandText);
    if (call === null || keptBack(line, this.#settings, this.#context) !== null) return null;
    return this.#decide(line, call);
  }

  glance(line: ChatLine): TwitchMessage | null {
    const call = matchCommand(this.spec, line.commandText);
    if (call === null || keptBack(line, this.#settings, this.#context) !== null) return null;
    return this.#message(line, call);
  }

  /** The field that keeps a test line back, null if none does. */
  stoppedBy(line: ChatLine): string | null {
    if (matchCommand(this.spec, line.commandText) === null) return 'command';
    return keptBack(line, this.#settings, this.#context);
  }

  #decide(line: ChatLine, call: CommandCall): TriggerOutput<CommandOutput> | TriggerNote | null {
    const { who, onlyLive } = this.#settings;
    const now = this.#context.clock.now();
    const { saidName } = this.spec;
    if (!admits(this.#audience, line.user.login, line.roles)) {
      return this.#refuseOnce(line, call, 'not-allowed', `${saidName} is for ${whoWords[who]}.`);
    }
    if (onlyLive) {
      const live = this.#context.live.isLive(line.channel.id);
      if (live === null) return { note: 'live-unknown' };
      if (!live) {
        return this.#refuseOnce(line, call, 'not-live', `${saidName} works only while the stream is live.`);
      }
    }
    const waiting = line.roles.includes('broadcaster') ? null : this.#waits.check(line.user.id, now);
    if (waiting !== null) {
      const sentence = `${saidName} can be used again in ${duration(waiting.seconds)}.`;
      return waiting.tell ? this.#refuse(line, call, 'wait', sentence, waiting.seconds) : null;
    }
    if (call.usage !== null) {
      return this.#refuseOnce(line, call, 'wrong-use', `use it like this: ${call.usage}`);
    }
    if (!this.#people.ask(line.user.id, now)) return null;
    return this.#run(line, call, now);
  }

  #run(line: ChatLine, call: CommandCall, now: number): TriggerOutput<CommandOutput> {
    this.#uses += 1;
    this.#waits.start(line.user.id, now);
    this.#keep(now);
    return { output: 'ran', msg: this.#message(line, call) };
  }

  /** For refusals that are no wait: somebody who tries again and again is told now and then. */
  #refuseOnce(
    line: ChatLine,
    call: CommandCall,
    reason: RefusalReason,
    sentence: string,
  ): TriggerOutput<CommandOutput> | null {
    const quietMs = Math.max(QUIET_MS, this.#settings.wait * 1000, this.#settings.waitPerUser * 1000);
    // Wrong use is answered each time it happens anew: the person is trying.
    const told = reason === 'wrong-use' ? 1000 : quietMs;
    if (!this.#waits.tellOnce(line.user.id, told, this.#context.clock.now())) return null;
    return this.#refuse(line, call, reason, sentence, null);
  }

  #refuse(
    line: ChatLine,
    call: CommandCall,
    reason: RefusalReason,
    sentence: string,
    seconds: number | null,
  ): TriggerOutput<CommandOutput> {
    const msg = this.#message(line, call);
    msg.twitch.refused = { reason, seconds };
    msg.twitch.summary = `${line.user.name}, ${sentence}`;
    const own = this.#settings.usage.trim();
    if (reason === 'wrong-use' && own !== '') {
      // A message is a flow's message to whom it is handed; its parts are those that placeholders speak of.
      const asFlow: FlowMessage = { ...msg };
      msg.twitch.summary = fillPlaceholders(own, asFlow).text;
    }
    return { output: 'refused', msg };
  }

  #message(line: ChatLine, call: CommandCall): TwitchMessage {
    const msg = lineToMessage(line, this.#source);
    msg.payload = call.text;
    msg.topic = 'chat.command';
    msg.twitch.type = 'chat.command';
    msg.twitch.target = call.target;
    msg.twitch.command = {
      name: this.spec.shownName,
      args: { ...call.args },
      list: [...call.list],
      text: call.text,
      uses: this.#uses,
    };
    return msg;
  }

  /** A failure to save is the store's to report: the command works without. */
  #keep(now: number): void {
    const { state } = this.#context;
    state.set('uses', this.#uses).catch(() => undefined);
    const { wait, waitPerUser } = this.#settings;
    if (Math.max(wait, waitPerUser) * 1000 < WORTH_KEEPING_MS) return;
    state.set('waits', this.#waits.save(now) ?? undefined).catch(() => undefined);
  }
}

/** A second command with the same settings and a memory of its own, as if the stream were live. */
function testCommand(
  settings: CommandSettings,
  context: TriggerContext,
  fields: TestFields,
): TestOutcome<CommandOutput> {
  // Loaded here: only the test button needs samples.
  const { sampleCommandLine } = require('./command-sample') as typeof import('./command-sample');
  const { sampleLine, samplePeople } = require('./sample-chat') as typeof import('./sample-chat');
  const { viewerAt } = require('./sample-people') as typeof import('./sample-people');
  // Nobody can press the button as several people.
  const alone = { ...settings, needs: 1 };
  const command = new Command(alone, {
    ...context,
    state: new MemoryState(),
    live: { isLive: () => true },
  });
  const text =
    settings.sample.trim() === ''
      ? sampleCommandLine(command.spec, viewerAt(samplePeople(context), 1).name)
      : settings.sample;
  const line = sampleLine(context, fields, text, leastRole[settings.who]);
  const stopped = command.stoppedBy(line);
  if (stopped !== null) return { stoppedBy: stopped };
  const result = command.onChat(line);
  if (result === null || 'note' in result) return { stoppedBy: 'command' };
  result.msg.twitch.test = true;
  return result;
}

function finder(
  settings: CommandSettings,
  context: TriggerContext,
): (text: string) => RegExpExecArray | null {
  if (settings.match !== 'pattern') return () => null;
  // Loaded here: most commands are words.
  const { GuardedPattern } = require('./guarded-pattern') as typeof import('./guarded-pattern');
  const pattern = new GuardedPattern(settings.command, context.clock, () => context.onSlowPattern?.());
  return (text) => pattern.exec(text);
}
