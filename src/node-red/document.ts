import { promises as fs } from 'node:fs';
import path from 'node:path';
import { errorCode, readFileIfThere, setFileAside, writeFileAtomically } from './atomic-file';
import type { RedSettings } from './red';

/** One text that outlives the process: a file, or an entry of Node-RED's settings where a service hosts it. */
export interface Document {
  /** How messages to people call it. */
  readonly name: string;
  /** null if there is none yet. */
  read(): Promise<string | null>;
  /** Replaces the whole text, or fails and leaves the old one. */
  write(text: string): Promise<void>;
  /** Keeps what cannot be read under another name and returns that name; afterwards there is no document. */
  setAside(at: number): Promise<string>;
}

/** A file in Node-RED's user directory, mode 0600, replaced atomically. */
export function fileDocument(file: string): Document {
  let cleaned = false;
  return {
    name: file,
    async read() {
      if (!cleaned) {
        cleaned = true;
        await removeLeftovers(file);
      }
      return readFileIfThere(file);
    },
    write: (text) => writeFileAtomically(file, text),
    setAside: (at) => setFileAside(file, at),
  };
}

/** An entry of Node-RED's own settings: where `settings.storageModule` is set, the user directory does not last. */
export function settingsDocument(settings: RedSettings, key: string): Document {
  const put = async (name: string, value: unknown): Promise<void> => {
    if (!settings.set) throw new Error('Node-RED offers no settings to write to');
    await settings.set(name, value);
  };
  return {
    name: `Node-RED settings, ${key}`,
    read() {
      const value = settings.get?.(key);
      return Promise.resolve(typeof value === 'string' && value !== '' ? value : null);
    },
    write: (text) => put(key, text),
    async setAside(at) {
      const aside = `${key}Unreadable${at}`;
      await put(aside, settings.get?.(key) ?? null);
      await put(key, '');
      return aside;
    },
  };
}

/** Forgets with the process. */
export function memoryDocument(): Document {
  let content: string | null = null;
  return {
    name: 'memory',
    read: () => Promise.resolve(content),
    write(text) {
      content = text;
      return Promise.resolve();
    },
    setAside() {
      content = null;
      return Promise.resolve('memory');
    },
  };
}

/**
 * Whether files can be kept in `folder`: null if so, else the system's word for the reason. Tries it, since access
 * bits say nothing about full disks and read-only mounts.
 */
export async function whyUnwritable(folder: string): Promise<string | null> {
  // Always the same name, so that what a kill leaves behind is gone at the next start.
  const probe = path.join(folder, '.twitch-probe.tmp');
  try {
    await fs.writeFile(probe, 'x', { mode: 0o600 });
    await fs.rm(probe, { force: true });
    return null;
  } catch (error) {
    await fs.rm(probe, { force: true }).catch(() => {});
    return errorCode(error) || 'unknown reason';
  }
}

/** Removes temporary files that a kill between opening and renaming left beside the document. */
async function removeLeftovers(file: string): Promise<void> {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}.`;
  let names: string[];
  try {
    names = await fs.readdir(folder);
  } catch {
    return;
  }
  for (const name of names) {
    if (!name.startsWith(prefix) || !/^[0-9a-f]{12}\.tmp$/.test(name.slice(prefix.length))) continue;
    await fs.rm(path.join(folder, name), { force: true }).catch(() => {});
  }
}
