import { DirectAnswer, type HandlerMap } from '../call';

/** Conduits: the EventSub server's business; token and parameters were looked at before. */
export const conduitHandlers = {
  'get-conduits': (call) => new DirectAnswer(call.subscriptions.conduits.list(call.clientId)),
  'create-conduits': (call) =>
    new DirectAnswer(
      call.subscriptions.conduits.create({ clientId: call.clientId, shardCount: call.body.shard_count }),
    ),
  'update-conduits': (call) =>
    new DirectAnswer(
      call.subscriptions.conduits.resize({
        clientId: call.clientId,
        id: call.body.id,
        shardCount: call.body.shard_count,
      }),
    ),
  'delete-conduit': (call) =>
    new DirectAnswer(call.subscriptions.conduits.remove({ clientId: call.clientId, id: call.query.id })),
  'get-conduit-shards': (call) =>
    new DirectAnswer(
      call.subscriptions.conduits.shards({
        clientId: call.clientId,
        conduitId: call.query.conduit_id,
        status: call.query.status,
        after: call.query.after,
      }),
    ),
  'update-conduit-shards': (call) =>
    new DirectAnswer(
      call.subscriptions.conduits.attach({
        clientId: call.clientId,
        conduitId: call.body.conduit_id,
        shards: call.body.shards.map(({ id, transport }) => ({
          id,
          transport: { method: transport.method ?? '', session_id: transport.session_id },
        })),
      }),
    ),
} satisfies HandlerMap;
