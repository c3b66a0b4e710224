import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';

/** What virus scanners and indexers on Windows cause while they hold the target open; it passes. */
const PASSING_RENAME_ERRORS: ReadonlySet<string> = new Set(['EPERM', 'EBUSY', 'EACCES']);

const RENAME_ATTEMPTS = 8;
const FIRST_RENAME_PAUSE_MS = 15;

/** Readable and writable for the owner alone (on Windows the mode means nothing). */
const OWNER_ONLY = 0o600;

/**
 * Replaces a file as a whole or not at all, whenever the process is killed: temporary file beside it, flushed, renamed
 * over it, folder flushed. Readers see the old content or the new one.
 *
 * @throws the error of the file system; the old file is then untouched and the temporary one removed
 */
export async function writeFileAtomically(file: string, content: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await fs.open(temporary, 'wx', OWNER_ONLY);
    try {
      await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renamePatiently(temporary, file);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(ignore);
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Moves a file out of the way without ever deleting it; returns its new path. */
export async function setFileAside(file: string, at: number): Promise<string> {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const aside = `${file}.${stamp}-${randomBytes(2).toString('hex')}.unreadable`;
  await renamePatiently(file, aside);
  return aside;
}

/** The content of a file, null if there is none. */
export async function readFileIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The system's word for a file error (`ENOSPC`, `EROFS`, ...), empty if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (attempt >= RENAME_ATTEMPTS || !PASSING_RENAME_ERRORS.has(errorCode(error))) throw error;
      // The wall clock on purpose: it is another program's file lock that is waited for, not simulated time.
      await new Promise((resolve) => {
        setTimeout(resolve, FIRST_RENAME_PAUSE_MS * 2 ** (attempt - 1));
      });
    }
  }
}

/** Makes the rename itself durable. Windows cannot open folders, and some file systems refuse: then it is as it is. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Nothing that could be done, and the content itself is on the disk.
  }
}

function ignore(): void {}
