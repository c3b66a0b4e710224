// A scripted Twitch for benchmarks: answers as little as the clients need, then sends as fast as the socket takes it.
// It shares nothing with the simulator, whose checks would cost more than what is measured.
import http from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { benchLines } from './lines';

const units = Number(process.argv[2]);
/** How many different chat lines go round. */
const distinctLines = Number(process.argv[3] ?? 256);
/** The flood waits until the measuring process says that it is ready. */
const released =
  process.argv[4] === '1'
    ? new Promise<void>((resolve) => process.once('message', () => resolve()))
    : Promise.resolve();
const USER = {
  id: '700100200',
  login: 'lumen_forge',
  display_name: 'Lumen_Forge',
  type: '',
  broadcaster_type: 'affiliate',
  description: 'Builds small lamps.',
  profile_image_url: '',
  offline_image_url: '',
  view_count: 0,
  created_at: '2020-01-01T00:00:00Z',
};
const SUBSCRIPTION_ID = 'f1c2a387-161a-49f9-a165-0f21d7a4e1c4';
const SESSION_ID = 'AgoQbenchSession';
/** The same in every notification, as it is at Twitch. */
const SUBSCRIBED_AT = new Date().toISOString();
/** Bytes that may wait in a socket before the sender pauses. */
const HIGH_WATER = 1_000_000;

async function flood(socket: WebSocket, frame: (index: number) => string): Promise<void> {
  for (let index = 0; index < units; index += 1) {
    socket.send(frame(index));
    if (socket.bufferedAmount > HIGH_WATER) await drained(socket);
  }
}

function drained(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (socket.bufferedAmount < HIGH_WATER / 4 || socket.readyState !== socket.OPEN) resolve();
      else setImmediate(look);
    };
    look();
  });
}

function subscriptionAnswer(body: string): object {
  const wanted = JSON.parse(body) as { type: string; version: string; condition: object };
  return {
    data: [
      {
        id: SUBSCRIPTION_ID,
        status: 'enabled',
        type: wanted.type,
        version: wanted.version,
        condition: wanted.condition,
        created_at: new Date().toISOString(),
        transport: { method: 'websocket', session_id: SESSION_ID, connected_at: new Date().toISOString() },
        cost: 0,
      },
    ],
    total: 1,
    total_cost: 0,
    max_total_cost: 10,
  };
}

function validateAnswer(): object {
  return {
    client_id: 'bench',
    login: USER.login,
    user_id: USER.id,
    scopes: ['chat:read', 'moderator:read:followers'],
    expires_in: 14_000,
  };
}

let eventSocket: WebSocket | undefined;

function notification(index: number): string {
  const id = `b${index.toString(16).padStart(7, '0')}-0000-4000-8000-000000000000`;
  const at = new Date().toISOString();
  return `{"metadata":{"message_id":"${id}","message_type":"notification","message_timestamp":"${at}","subscription_type":"channel.follow","subscription_version":"2"},"payload":{"subscription":{"id":"${SUBSCRIPTION_ID}","status":"enabled","type":"channel.follow","version":"2","cost":0,"condition":{"broadcaster_user_id":"${USER.id}","moderator_user_id":"${USER.id}"},"transport":{"method":"websocket","session_id":"${SESSION_ID}"},"created_at":"${SUBSCRIBED_AT}"},"event":{"user_id":"1337${index}","user_login":"awesome_user","user_name":"Awesome_User","broadcaster_user_id":"${USER.id}","broadcaster_user_login":"lumen_forge","broadcaster_user_name":"Lumen_Forge","followed_at":"${at}"}}}`;
}

const server = http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text: string) => (body += text));
  request.on('end', () => {
    const url = request.url ?? '';
    const subscribing = url.includes('/eventsub/subscriptions') && request.method === 'POST';
    let answer: object = { data: [USER] };
    if (url.includes('/validate')) answer = validateAnswer();
    else if (subscribing) answer = subscriptionAnswer(body);
    const text = JSON.stringify(answer);
    response.writeHead(subscribing ? 202 : 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'ratelimit-limit': '1000000000',
      'ratelimit-remaining': '999999999',
      'ratelimit-reset': String(Math.floor(Date.now() / 1000) + 60),
    });
    response.end(text);
    if (subscribing) {
      setImmediate(() => {
        if (eventSocket) void flood(eventSocket, notification);
      });
    }
  });
});

const chatLines = (): string[] => benchLines(distinctLines);

/** What one gets who comes into a room; the USERSTATE only where somebody is logged in. */
function welcome(nick: string, room: string): string {
  const state =
    nick.startsWith('justinfan') ||
    `@badge-info=;badges=moderator/1;color=#1E90FF;display-name=${nick};emote-sets=0;mod=1;subscriber=0;user-type=mod :tmi.twitch.tv USERSTATE ${room}\r\n`;
  return (
    `:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN ${room}\r\n${state === true ? '' : state}` +
    `@emote-only=0;followers-only=-1;r9k=0;room-id=90210;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE ${room}\r\n`
  );
}

/** Answers as chat does until a room is joined, then floods. */
function serveChat(socket: WebSocket): void {
  const lines = units > 0 ? chatLines() : [];
  let nick = 'justinfan1';
  const onLine = (line: string): void => {
    const [command = '', first = '', second = ''] = line.split(' ');
    if (command === 'CAP' && first === 'LS') {
      socket.send(':tmi.twitch.tv CAP * LS :twitch.tv/commands twitch.tv/tags twitch.tv/membership\r\n');
    } else if (command === 'CAP' && first === 'REQ') {
      socket.send(`:tmi.twitch.tv CAP * ACK ${line.slice(line.indexOf(second))}\r\n`);
    } else if (command === 'NICK') {
      nick = first;
      const numerics = ['001', '002', '003', '004', '375', '372', '376'];
      socket.send(
        numerics.map((code) => `:tmi.twitch.tv ${code} ${nick} :-\r\n`).join('') +
          `@display-name=${nick};emote-sets=0;user-id=700100200 :tmi.twitch.tv GLOBALUSERSTATE\r\n`,
      );
    } else if (command === 'JOIN') {
      // Each room on its own, as in the simulator.
      for (const room of first.split(',')) socket.send(welcome(nick, room));
      if (units === 0) return;
      process.send?.({ joined: first });
      void released.then(() =>
        flood(
          socket,
          (index) => `${lines[index % lines.length] ?? ''}
`,
        ),
      );
    } else if (command === 'PING') {
      socket.send(`:tmi.twitch.tv PONG tmi.twitch.tv ${line.slice(5)}\r\n`);
    }
  };
  socket.on('message', (data: Buffer) => {
    for (const line of data.toString('utf8').split('\r\n')) onLine(line);
  });
}

function serveEvents(socket: WebSocket): void {
  eventSocket = socket;
  socket.send(
    JSON.stringify({
      metadata: {
        message_id: 'welcome',
        message_type: 'session_welcome',
        message_timestamp: new Date().toISOString(),
      },
      payload: {
        session: {
          id: SESSION_ID,
          status: 'connected',
          connected_at: new Date().toISOString(),
          keepalive_timeout_seconds: 600,
          reconnect_url: null,
        },
      },
    }),
  );
}

const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket, request) => {
  socket.on('error', () => socket.terminate());
  if (request.url?.startsWith('/ws')) serveEvents(socket);
  else serveChat(socket);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as { port: number }).port });
});
process.on('disconnect', () => process.exit());
