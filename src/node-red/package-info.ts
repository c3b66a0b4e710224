import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord, textOf } from './json';

/** What this package's own package.json says. */
export interface PackageInfo {
  readonly name: string;
  readonly version: string;
  /** The publisher's client id, '' until one is registered. */
  readonly clientId: string;
}

let info: PackageInfo | undefined;

/** Reads package.json on first use; the compiled file may lie at different depths below it. */
export function packageInfo(): PackageInfo {
  info ??= readPackageInfo(__dirname);
  return info;
}

function readPackageInfo(from: string): PackageInfo {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) {
      const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
      if (isRecord(manifest) && textOf(manifest['name']) !== '') {
        const twitch = manifest['twitch'];
        return {
          name: textOf(manifest['name']),
          version: textOf(manifest['version']),
          clientId: isRecord(twitch) ? textOf(twitch['clientId']) : '',
        };
      }
    }
    if (path.dirname(folder) === folder) return { name: '', version: '', clientId: '' };
  }
}
