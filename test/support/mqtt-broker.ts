import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Aedes, type AuthorizeForwardHandler, type AuthorizeSubscribeHandler } from 'aedes';

const SHARED = /^\$share\/[^/]+\/(.+)$/;
const WAIT_MS = 15_000;

export interface MqttBroker {
  readonly port: number;
  /** How many messages each worker was given, by the name of its client. */
  readonly given: ReadonlyMap<string, number>;
  /** Waits until so many clients share the work. */
  workers(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A broker on loopback that knows one group of shared subscriptions, which aedes lacks: each message goes to one of the group. */
export async function startMqttBroker(): Promise<MqttBroker> {
  const group: string[] = [];
  const given = new Map<string, number>();
  const chosen = new Map<number, string | undefined>();
  let turn = 0;
  const authorizeSubscribe: AuthorizeSubscribeHandler = (client, subscription, done) => {
    const [, topic] = SHARED.exec(subscription.topic) ?? [];
    if (topic === undefined || !client) return done(null, subscription);
    if (!group.includes(client.id)) group.push(client.id);
    done(null, { ...subscription, topic });
  };
  const authorizeForward: AuthorizeForwardHandler = (client, packet) => {
    const number = (packet as unknown as { brokerCounter: number }).brokerCounter;
    if (!chosen.has(number)) chosen.set(number, group[turn++ % group.length]);
    if (chosen.get(number) !== client.id) return null;
    given.set(client.id, (given.get(client.id) ?? 0) + 1);
    return packet;
  };
  const broker = await Aedes.createBroker({ authorizeSubscribe, authorizeForward });
  broker.on('clientDisconnect', ({ id }) => {
    const index = group.indexOf(id);
    if (index !== -1) group.splice(index, 1);
  });
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    broker.handle(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    given,
    async workers(count) {
      const deadline = Date.now() + WAIT_MS;
      while (group.length !== count) {
        if (Date.now() > deadline) throw new Error(`${group.length} workers`);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    },
    async close() {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      server.close();
    },
  };
}
