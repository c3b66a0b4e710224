import { DirectAnswer, type HandlerMap } from '../call';

/** EventSub subscriptions: the EventSub server's business; token and parameters were looked at before. */
export const subscriptionHandlers = {
  'create-eventsub-subscription': (call) => {
    const { type, version, condition, transport } = call.body;
    return new DirectAnswer(
      call.subscriptions.create({
        clientId: call.clientId,
        userId: call.token?.userId ?? null,
        scopes: call.token?.scopes ?? [],
        type,
        version,
        condition,
        transport,
      }),
    );
  },
  'get-eventsub-subscriptions': (call) => {
    const filters = Object.fromEntries(
      Object.entries(call.query).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    );
    return new DirectAnswer(
      call.subscriptions.list({ clientId: call.clientId, userId: call.token?.userId ?? null, filters }),
    );
  },
  'delete-eventsub-subscription': (call) =>
    new DirectAnswer(
      call.subscriptions.remove({
        clientId: call.clientId,
        userId: call.token?.userId ?? null,
        id: call.query.id,
      }),
    ),
} satisfies HandlerMap;
