import type { FlowNode } from './node-red-process';
import { node } from './twitch-flow';

type Fields = Readonly<Record<string, unknown>>;

/** What tells that something happened, as a streamer's flow has it: many commands, some of everything else. */
const triggers: readonly (readonly [type: string, times: number, fields: Fields])[] = [
  ['twitch-command', 55, {}],
  ['twitch-chat', 10, {}],
  ['twitch-reward-redemption', 8, {}],
  ['twitch-timer', 5, { every: 30 }],
  ['twitch-stream-online', 4, {}],
  ['twitch-follow', 3, {}],
  ['twitch-subscription', 3, {}],
  ['twitch-raid-received', 3, {}],
  ['twitch-first-chatter', 2, {}],
  ['twitch-hype-train', 2, {}],
  ['twitch-ads', 2, {}],
  ['twitch-event', 2, { event: 'channel.update' }],
  ['twitch-connection-status', 1, {}],
];

/** What is done about it, in turn. */
const actions: readonly string[] = [
  'twitch-send-message',
  'twitch-send-message',
  'twitch-condition',
  'twitch-send-message',
  'twitch-poll',
  'twitch-clip',
  'twitch-shoutout',
  'twitch-user',
  'twitch-moderation',
  'twitch-prediction',
  'twitch-stream-info',
  'twitch-redemption-finish',
  'twitch-chat-mode',
];

export interface EveningFlow {
  readonly nodes: readonly FlowNode[];
  /** Nodes that listen to Twitch. */
  readonly triggers: readonly string[];
}

/** 200 nodes on the account `acc`: 100 triggers, an action behind each. */
export function eveningFlow(): EveningFlow {
  const nodes: FlowNode[] = [];
  const ids: string[] = [];
  for (const [type, times, fields] of triggers) {
    for (let index = 0; index < times; index += 1) {
      const number = ids.length;
      const own = type === 'twitch-command' ? { command: `word${number}` } : fields;
      const id = `trigger${number}`;
      nodes.push(node(id, type, { fields: own, wires: [[`action${number}`]] }));
      const action = actions[number % actions.length] ?? '';
      nodes.push(node(`action${number}`, action, { wires: [] }));
      ids.push(id);
    }
  }
  return { nodes, triggers: ids };
}

/** The same flow made of nodes that Node-RED brings: something that starts each wire, something that does work at its end. */
export function coreFlow(): readonly FlowNode[] {
  return eveningFlow().nodes.map(({ id, z, x, y, wires }, index) => ({
    id: `core-${id}`,
    z,
    x,
    y,
    name: '',
    ...(index % 2 === 0 ? starts : ends[(index >> 1) % ends.length]),
    wires: (wires as string[][]).map((targets) => targets.map((target) => `core-${target}`)),
  })) as FlowNode[];
}

const starts = {
  type: 'inject',
  props: [{ p: 'payload' }],
  repeat: '',
  crontab: '',
  once: false,
  topic: '',
  payload: '',
  payloadType: 'date',
};

const ends: readonly Fields[] = [
  {
    type: 'function',
    func: 'msg.payload = 1;\nreturn msg;',
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
  },
  { type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'text', tot: 'str' }] },
  {
    type: 'switch',
    property: 'payload',
    propertyType: 'msg',
    rules: [{ t: 'eq', v: '!vote', vt: 'str' }],
    checkall: 'true',
    repair: false,
    outputs: 1,
  },
  {
    type: 'template',
    field: 'payload',
    fieldType: 'msg',
    format: 'handlebars',
    syntax: 'mustache',
    template: 'Hello {{payload}}',
    output: 'str',
  },
];
