import { once } from 'node:events';
import { WebSocket } from 'ws';
import { HttpClient } from '../src/core/http';
import { HelixClient } from '../src/core/helix/helix-client';
import { helixSubscriptionApi } from '../src/core/eventsub/api';
import { EventSubClient } from '../src/core/eventsub/eventsub-client';
import type { EventSubListener } from '../src/core/eventsub/subscription';
import { systemClock, systemRandom } from '../src/core/clock';
import type { TriggerContext } from '../src/behaviour/context';
import { createEventBehaviour } from '../src/behaviour/trigger-event';
import { EventLog } from '../src/node-red/event-log';
import { benchTokens } from './tokens';
import { stopwatch, withLoadServer, type Row, type Sample, type Suite } from './harness';

const NOTIFICATIONS = 150_000;
const CONDITION = { broadcaster_user_id: '700100200', moderator_user_id: '700100200' };

function flood(
  name: string,
  kind: Row['kind'],
  open: (port: number, onEvent: () => void) => Promise<void>,
): Row {
  return {
    name,
    kind,
    run: () =>
      withLoadServer(NOTIFICATIONS, (server) => {
        const watch = stopwatch();
        let events = 0;
        return new Promise<Sample>((resolve, reject) => {
          open(server.port, () => {
            if (events === 0) watch.start();
            events += 1;
            if (events === NOTIFICATIONS) resolve(watch.stop(NOTIFICATIONS));
          }).catch(reject);
        });
      }),
  };
}

export const eventSubSuite: Suite = {
  unit: 'notification',
  note: 'Ratios of CPU time: client and server share the machine, so events per second say as much about the server.',
  rows: [
    flood('ws with JSON.parse', 'floor', async (port, onEvent) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
      socket.on('error', () => socket.terminate());
      await once(socket, 'open');
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString('utf8')) as { metadata: { message_type: string } };
        if (frame.metadata.message_type === 'notification') onEvent();
      });
      await fetch(`http://127.0.0.1:${port}/eventsub/subscriptions`, {
        method: 'POST',
        body: JSON.stringify({ type: 'channel.follow', version: '2', condition: CONDITION }),
      });
    }),
    flood('@twurple/eventsub-ws', 'peer', async (port, onEvent) => {
      process.env['TWURPLE_MOCK_API_PORT'] = String(port);
      const { ApiClient } = await import('@twurple/api');
      const { StaticAuthProvider } = await import('@twurple/auth');
      const { EventSubWsListener } = await import('@twurple/eventsub-ws');
      const authProvider = new StaticAuthProvider('bench', 'bench', ['moderator:read:followers']);
      const apiClient = new ApiClient({
        authProvider,
        logger: { minLevel: 'critical' },
      });
      const listener = new EventSubWsListener({ apiClient, logger: { minLevel: 'critical' } });
      listener.onChannelFollow('700100200', '700100200', onEvent);
      listener.start();
    }),
    flood('ours', 'ours', (port, onEvent) => {
      subscribe(port, onEvent);
      return Promise.resolve();
    }),
    // What the node twitch-event does besides: the message with payload, people and sentence, its filter, the line in the
    // sidebar, and the message object that it hands to Node-RED.
    flood('ours, to the output of a node', 'ours', (port, onEvent) => {
      const behaviour = createEventBehaviour(nodeSettings, nodeContext);
      const log = new EventLog();
      subscribe(port, (notification) => {
        const output = behaviour.onEvent(notification);
        if (output === null) return;
        const { payload, topic, twitch } = output.msg;
        const message = { payload, topic, twitch };
        log.sent('bench', message);
        send(message);
        onEvent();
      });
      return Promise.resolve();
    }),
  ],
  targets: [
    {
      measure: 'CPU time of a bare reader, of ours to the output of a node',
      value: (row) => row('ws with JSON.parse').cpuUs / row('ours, to the output of a node').cpuUs,
      atLeast: 0.8,
    },
    {
      measure: 'CPU time of @twurple/eventsub-ws to its listener, of ours to the output of a node',
      value: (row) => row('@twurple/eventsub-ws').cpuUs / row('ours, to the output of a node').cpuUs,
      atLeast: 1.25,
    },
    {
      measure: 'peak memory of ours to the output of a node, of @twurple/eventsub-ws to its listener',
      value: (row) => row('ours, to the output of a node').peakMb / row('@twurple/eventsub-ws').peakMb,
      atMost: 0.65,
    },
  ],
};

/** Stands for the wires: the last message is kept, so that making it cannot be left out. */
const wires: { last: object | null } = { last: null };
function send(message: object): void {
  wires.last = message;
}

const nodeSettings = {
  event: 'channel.follow',
  about: '',
  filter: '',
  as: 'channel',
  version: '',
  condition: {},
  sharedChat: false,
} as const;

const streamer = { id: '700100200', login: 'lumen_forge', name: 'Lumen_Forge' };

const nodeContext: TriggerContext = {
  clock: systemClock,
  random: systemRandom,
  account: 'bench',
  practice: false,
  identities: () => ({ channel: streamer, signedIn: { channel: streamer, bot: null } }),
  live: { isLive: () => null },
  isKnownBot: () => false,
  state: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
};

function subscribe(port: number, listener: EventSubListener): void {
  const tokens = benchTokens();
  const helix = new HelixClient({
    urls: { helix: `http://127.0.0.1:${port}/helix` },
    tokens,
    http: new HttpClient({}),
  });
  const events = new EventSubClient({
    url: `ws://127.0.0.1:${port}/ws`,
    tokens,
    api: helixSubscriptionApi(helix),
  });
  events.subscribe({ type: 'channel.follow', condition: CONDITION }, listener);
}
