import { editorList } from './look-ups.js';
import type { Choice } from './shapes.js';
import { nodeText } from './texts.js';

const TYPE = 'twitch-event';

/** What has to be known of the chosen event: that it cannot come this way, that its version is gone, what else it takes. */
export function drawEventNote(host: JQuery, event: string, version: string): void {
  host.empty();
  if (event === '') return;
  editorList<Choice[]>('events').then(
    (events) => {
      const row = events.find(({ value }) => value === event);
      host.empty();
      for (const text of row ? notes(row, version.trim()) : []) {
        $('<div class="form-tips twitch-hint"></div>').text(text).appendTo(host);
      }
    },
    // The list itself says why it cannot be read.
    () => {},
  );
}

function notes({ server, versions = [], more = [] }: Choice, version: string): readonly string[] {
  const known = versions.map(Number).filter(Number.isFinite);
  const isOld = version !== '' && !versions.includes(version) && !(Number(version) > Math.max(...known));
  const put = (key: string, value: string): string => nodeText(TYPE, key).replace('__value__', value);
  return [
    ...(server ? [nodeText(TYPE, 'needsServer')] : []),
    ...(isOld && versions[0] !== undefined ? [put('withdrawn', versions[0])] : []),
    ...(more.length > 0 && !server ? [put('moreFields', more.join(', '))] : []),
  ];
}
