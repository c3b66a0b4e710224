import { WebSocket } from 'ws';
import type { NodeConfig, RED, RedMessage, RuntimeNode } from '../src/node-red/red';
import { tmiClient } from './tmi';

/** Nodes that stand beside ours in a benchmark's flow. Node-RED finds them through the files that `flow-runtime` writes. */

/** Called with each message that reaches the end of the flow. */
export const sink: { onMessage: (message: RedMessage) => void } = { onMessage: () => undefined };

/** The end of the flow. */
export function benchSink(red: RED): void {
  red.nodes.registerType('bench-sink', function registered(this: RuntimeNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    this.on('input', (message, _send, done) => {
      sink.onMessage(message);
      done();
    });
  });
}

/** A chat node as people write it over tmi.js; with `paced` its socket rests as ours does, which tmi.js cannot do by itself. */
export function benchTmi(red: RED): void {
  red.nodes.registerType('bench-tmi', function registered(this: RuntimeNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    const client = tmiClient(Number(config['port']), { channels: ['blueacorn'] });
    const pace = config['paced'] === true ? pacer(() => client.ws) : () => undefined;
    client.on('message', (channel: string, userstate: object, text: string) => {
      pace();
      this.send({ payload: text, topic: channel, userstate });
    });
    void client.connect();
  });
}

/** An unpaced flood only fills Node-RED's queue: after the first line of a chunk the socket rests for a turn. */
function pacer(socketOf: () => { pause(): void; resume(): void }): () => void {
  let isResting = false;
  return () => {
    if (isResting) return;
    isResting = true;
    const socket = socketOf();
    socket.pause();
    setImmediate(() => {
      isResting = false;
      socket.resume();
    });
  };
}

/** The least that a node can do: reads the socket, cuts each line by hand, sends the message that twitch-chat sends. */
export function benchMinimal(red: RED): void {
  red.nodes.registerType('bench-minimal', function registered(this: RuntimeNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    const socket = new WebSocket(`ws://127.0.0.1:${Number(config['port'])}/`, { perMessageDeflate: false });
    const pace = pacer(() => socket);
    socket.on('error', () => socket.terminate());
    socket.on('open', () => {
      socket.send('NICK justinfan1\r\n');
      socket.send('JOIN #blueacorn\r\n');
    });
    socket.on('message', (data: Buffer) => {
      pace();
      for (const line of data.toString('utf8').split('\r\n')) {
        const message = readLine(line);
        if (message !== null) this.send(message);
      }
    });
  });
}

function readLine(line: string): RedMessage | null {
  if (!line.startsWith('@')) return null;
  const tagsEnd = line.indexOf(' ');
  const nickEnd = line.indexOf('!', tagsEnd);
  const command = line.indexOf(' PRIVMSG #', nickEnd);
  if (nickEnd === -1 || command === -1) return null;
  const textStart = line.indexOf(' :', command + 10);
  const tags: Record<string, string> = {};
  for (let at = 1; at < tagsEnd;) {
    let end = line.indexOf(';', at);
    if (end === -1 || end > tagsEnd) end = tagsEnd;
    const equals = line.indexOf('=', at);
    const value = line.slice(equals + 1, end);
    tags[line.slice(at, equals)] = value.includes('\\') ? unescaped(value) : value;
    at = end + 1;
  }
  const login = line.slice(tagsEnd + 2, nickEnd);
  const channel = line.slice(command + 10, textStart);
  const text = line.slice(textStart + 2);
  const roles: string[] = [];
  for (const badge of tags['badges']?.split(',') ?? []) {
    const set = badge.slice(0, badge.indexOf('/'));
    if (set === 'broadcaster' || set === 'moderator' || set === 'vip' || set === 'subscriber')
      roles.push(set);
  }
  const id = tags['id'] ?? '';
  const message: Record<string, unknown> = {
    id,
    text,
    replyTo: null,
    bits: Number(tags['bits'] ?? 0),
    firstEver: tags['first-msg'] === '1',
  };
  if (tags['returning-chatter'] === '1') message['returning'] = true;
  if (tags['msg-id']) message['mark'] = tags['msg-id'];
  if (tags['custom-reward-id']) message['rewardId'] = tags['custom-reward-id'];
  return {
    payload: text,
    topic: 'chat.message',
    twitch: {
      id,
      type: 'chat.message',
      at: Number(tags['tmi-sent-ts']),
      account: 'bench',
      channel: { id: tags['room-id'] ?? '', login: channel, name: channel },
      user: {
        id: tags['user-id'] ?? '',
        login,
        name: tags['display-name'] || login,
        roles,
        anonymous: false,
      },
      target: null,
      summary: null,
      event: null,
      text,
      message,
    },
  };
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.?)/g, (_, letter: string) =>
    letter === 's' ? ' ' : letter === ':' ? ';' : letter,
  );
}
