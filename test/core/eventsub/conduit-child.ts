// One of several processes that share a conduit: tells its parent what it hears, ends with it.
import { TwitchClient } from '../../../src/core/client';
import type { Urls } from '../../../src/core/urls';

interface Task {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly urls: Urls;
  readonly shard: number;
  readonly channel: string;
}

const { clientId, clientSecret, urls, shard, channel } = JSON.parse(process.argv[2] ?? '{}') as Task;
const client = new TwitchClient({
  clientId,
  clientSecret,
  urls,
  chat: false,
  eventSub: { conduit: { shardCount: 2, shards: [shard] } },
});
const subscription = client.eventSub.subscribe(
  { type: 'channel.update', condition: { broadcaster_user_id: channel } },
  ({ event }) => void process.send?.({ title: event.title }),
);
void subscription.ready.then(() => process.send?.({ live: true }));
process.once('disconnect', () => void client.close());
