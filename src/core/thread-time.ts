import { readFileSync } from 'node:fs';

interface WithThreads {
  /** Newer than the oldest Node we run on. */
  threadCpuUsage?(this: void): NodeJS.CpuUsage;
}

/** Computing time of this thread so far, in milliseconds; where that cannot be told of the process, V8's own threads included. */
export function threadComputedMs(): number {
  const { threadCpuUsage } = process as WithThreads;
  if (threadCpuUsage === undefined && process.platform === 'linux') {
    try {
      // Nanoseconds on a processor, then two numbers that do not matter here.
      return Number.parseInt(readFileSync('/proc/thread-self/schedstat', 'latin1'), 10) / 1e6;
    } catch {
      // Not every kernel keeps them.
    }
  }
  const { user, system } = threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1_000;
}
