import type { MessageSource } from '../chat-to-message';
import type { TriggerContext } from '../context';
import type { TwitchMessage } from '../message';
import { sampleEvent } from '../sample-event';
import type { TestFields } from '../trigger';
import { shownByUpdate, streamOf } from './stream-facts';
import { streamMessage, type StreamOutput } from './stream-messages';

/** The stream of a test has run for so long when it ends. */
const STREAM_MS = 2 * 60 * 60 * 1000;

/** A test of that moment. @param fields of channel.update: `title`, `category_name`, ... */
export function sampleStreamMessage(
  output: StreamOutput,
  context: TriggerContext,
  source: MessageSource,
  fields: TestFields,
): TwitchMessage | null {
  const now = context.clock.now();
  const update = sampleEvent(context, 'channel.update', undefined, fields, []);
  const online = sampleEvent(context, 'stream.online', undefined, {}, []);
  const stream = streamOf(online?.event);
  if (update === null || online === null || stream === null) return null;
  const shown = shownByUpdate(update.event);
  const isChange = output === 'changed';
  return streamMessage(
    {
      output,
      session: { ...stream, startedAt: output === 'live' ? now : now - STREAM_MS, told: true },
      shown,
      before: isChange ? { ...shown, title: 'Getting ready' } : null,
      changed: isChange ? ['title'] : [],
      endedAt: output === 'offline' ? now : null,
      notification: isChange ? update : online,
      recovered: false,
    },
    now,
    source,
  );
}
