import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Simulator } from '../../../src/simulator/index';
import type { TwurpleNews, TwurpleTask } from './twurple-child';
import { within } from './waiting';

const SCOPES = ['chat:read', 'chat:edit', 'channel:manage:polls'];

/** twurple in a process of its own. */
export class Twurple {
  readonly #process: ChildProcess;
  readonly #news: TwurpleNews[] = [];
  #wake: () => void = () => {};

  constructor(port: number) {
    this.#process = fork(join(__dirname, 'twurple-child.js'), {
      env: { ...process.env, TWURPLE_MOCK_API_PORT: String(port) },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (news: TwurpleNews) => {
      this.#news.push(news);
      this.#wake();
    });
  }

  tell(task: TwurpleTask): void {
    this.#process.send(task);
  }

  /** What it reports next under this name; a failure of twurple's fails the test. */
  async hear(what: string): Promise<unknown> {
    return within(this.#take(what), `hear of ${what} from twurple`);
  }

  async ask(task: TwurpleTask, what: string): Promise<unknown> {
    this.tell(task);
    return this.hear(what);
  }

  /** Signs in as `login` with an expired token that has to be refreshed. */
  async signIn(simulator: Simulator, login: string): Promise<unknown> {
    const { clientId } = simulator.confidential;
    const { refreshToken } = simulator.issueToken({ login, scopes: SCOPES, clientId });
    const { port, confidential } = simulator;
    return this.ask(
      { do: 'sign-in', account: { ...confidential, port, refreshToken, scopes: SCOPES } },
      'signed-in',
    );
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    if (this.#process.connected) this.tell({ do: 'stop' });
    await within(exited, 'end').catch(() => this.#process.kill('SIGKILL'));
  }

  async #take(what: string): Promise<unknown> {
    for (;;) {
      const failure = this.#news.find((news) => news.what === 'failed');
      if (failure) throw new Error(`twurple failed: ${String(failure.data)}`);
      const index = this.#news.findIndex((news) => news.what === what);
      if (index !== -1) return this.#news.splice(index, 1)[0]?.data;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
