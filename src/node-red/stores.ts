import path from 'node:path';
import type { Clock } from '../core/clock';
import { fileDocument, memoryDocument, settingsDocument, whyUnwritable, type Document } from './document';
import { SealedGrantStore, type StoreProblem } from './grant-store';
import { textSetting, type RedSettings } from './red';
import { DocumentStateStore } from './state-store';

export interface Stores {
  readonly grants: SealedGrantStore;
  readonly state: DocumentStateStore;
}

/**
 * The two stores of an installation: files in the user directory; entries of Node-RED's settings where a service hosts it;
 * memory where neither is there. Touches nothing before the first question.
 *
 * @param warn told what people should know, for the log
 * @param recovered told when sign-ins that could not be written are written
 */
export function openStores(
  settings: RedSettings,
  warn: (problem: Pick<StoreProblem, 'text'>) => void,
  options: { readonly recovered?: () => void; readonly clock?: Clock } = {},
): Stores {
  const { userDir } = settings;
  // Node-RED leaves `storageModule` unset for its own file storage.
  const hosted = settings.storageModule !== undefined && settings.set !== undefined;
  const place = (file: string, key: string): Document => {
    if (hosted) return settingsDocument(settings, key);
    return userDir === undefined ? memoryDocument() : fileDocument(path.join(userDir, file));
  };
  const unwritable = async (): Promise<string | null> => {
    if (settings.readOnly === true) return 'readOnly is set in settings.js';
    if (hosted) return null;
    return userDir === undefined ? 'Node-RED has no user directory' : whyUnwritable(userDir);
  };
  return {
    grants: new SealedGrantStore({
      document: place('twitch-accounts.json', 'twitchAccountGrants'),
      keyDocument: place('twitch-accounts.key', 'twitchAccountGrantsKey'),
      passphrase: textSetting(settings, 'twitchAccountStoreKey'),
      unwritable,
      onProblem: warn,
      onRecovered: () => options.recovered?.(),
      ...(options.clock && { clock: options.clock }),
    }),
    state: new DocumentStateStore({
      document:
        settings.readOnly === true ? memoryDocument() : place('twitch-state.json', 'twitchAccountState'),
      onProblem: (text) => warn({ text }),
    }),
  };
}
