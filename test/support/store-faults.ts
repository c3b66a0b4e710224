/**
 * Loaded into a Node-RED before everything else (`--require`): makes the file system fail, or the process die as in a power cut, at a
 * named step of writing the sign-ins. What is armed stands in a file, so that a test can change it while the process runs.
 */
import fs from 'node:fs';
import net from 'node:net';
import type { FileHandle } from 'node:fs/promises';

/**
 * `request`: before a token is asked for. `open`, `write`, `rename`: of the temporary file. `renamed`: the new file stands in its place.
 * `probe`: the test whether the folder can be written to. `read`, `readKey`: of the files themselves.
 */
export type FaultStep = 'request' | 'open' | 'write' | 'rename' | 'renamed' | 'probe' | 'read' | 'readKey';

export interface ArmedFault {
  readonly steps: readonly FaultStep[];
  /** `kill`, or the error's code. */
  readonly with: string;
  /** Passes so many times first. Default 0. */
  readonly after?: number;
}

const control = process.env['TWITCH_TEST_FAULTS'];
const own = fs.readFileSync;
let armedText = '';
let passed = 0;

function armed(): ArmedFault | null {
  if (control === undefined) return null;
  let text: string;
  try {
    text = own(control, 'utf8');
  } catch {
    return null;
  }
  if (text !== armedText) {
    armedText = text;
    passed = 0;
  }
  return text === '' ? null : (JSON.parse(text) as ArmedFault);
}

/** The fault that happens at this step now. */
function faultAt(step: FaultStep): string | null {
  const fault = armed();
  if (!fault?.steps.includes(step)) return null;
  if (passed++ < (fault.after ?? 0)) return null;
  return fault.with;
}

function strike(fault: string | null): void {
  if (fault === null) return;
  if (fault === 'kill') {
    process.kill(process.pid, 'SIGKILL');
    // The signal may take a moment; nothing more must happen.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  throw Object.assign(new Error(`${fault}: made by the test`), { code: fault });
}

const nameOf = (file: unknown): string => (typeof file === 'string' ? file : '');
const isTemporary = (file: unknown): boolean =>
  /twitch-accounts\.(json|key)\.[0-9a-f]{12}\.tmp$/.test(nameOf(file));

function failingWrites(handle: FileHandle): FileHandle {
  const writeFile = handle.writeFile.bind(handle);
  handle.writeFile = async (data, options) => {
    const fault = faultAt('write');
    // Half of it is on the disk by then.
    if (fault !== null) fs.writeSync(handle.fd, String(data).slice(0, String(data).length / 2));
    strike(fault);
    await writeFile(data, options);
  };
  return handle;
}

const real = { ...fs.promises };
Object.assign(fs.promises, {
  async open(file: string, ...rest: [flags?: string, mode?: number]): Promise<FileHandle> {
    if (!isTemporary(file)) return real.open(file, ...rest);
    strike(faultAt('open'));
    return failingWrites(await real.open(file, ...rest));
  },
  async rename(from: string, to: string): Promise<void> {
    if (!isTemporary(from)) return real.rename(from, to);
    strike(faultAt('rename'));
    await real.rename(from, to);
    strike(faultAt('renamed'));
  },
  async writeFile(...args: Parameters<typeof real.writeFile>): Promise<void> {
    if (nameOf(args[0]).includes('.twitch-probe.tmp')) strike(faultAt('probe'));
    await real.writeFile(...args);
  },
  readFile(...args: Parameters<typeof real.readFile>): ReturnType<typeof real.readFile> {
    const file = nameOf(args[0]);
    try {
      if (file.endsWith('twitch-accounts.json')) strike(faultAt('read'));
      if (file.endsWith('twitch-accounts.key')) strike(faultAt('readKey'));
    } catch (error) {
      return Promise.reject(error as Error);
    }
    return real.readFile(...args);
  },
});

type Write = (this: net.Socket, ...args: unknown[]) => boolean;
const sockets = net.Socket.prototype as unknown as Record<'write', Write>;
const { write } = sockets;
sockets.write = function watched(...args) {
  if (typeof args[0] === 'string' && /^POST \S*\/token /.test(args[0])) strike(faultAt('request'));
  return write.apply(this, args);
};
