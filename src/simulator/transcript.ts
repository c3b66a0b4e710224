import type { Clock } from './clock';
import type { TranscriptEntry } from './simulator';
import type { WorldNotification } from './world/lines';
import type { World } from './world/world';

/** Types of which an older version comes along with the newer one. */
const IN_TWO_VERSIONS: ReadonlySet<string> = new Set([
  'automod.message.hold',
  'automod.message.update',
  'channel.moderate',
]);

/** Tells what is said and what happens in the world, each thing once. */
export function followTranscript(world: World, clock: Clock, tell: (entry: TranscriptEntry) => void): void {
  world.on('irc', (line) => {
    if (line.kind !== 'privmsg') return;
    const { id, from, text, at } = line.line;
    tell({
      kind: 'chat',
      at,
      channel: line.channel.owner.login,
      login: from.login,
      name: from.name,
      text,
      messageId: id,
    });
  });
  world.on('notification', (notification) => {
    if (isToldOtherwise(notification)) return;
    tell({ kind: 'event', at: clock.now(), type: notification.type, event: notification.event });
  });
}

function isToldOtherwise({ type, version }: WorldNotification): boolean {
  return type === 'channel.chat.message' || (version === '1' && IN_TWO_VERSIONS.has(type));
}
