import { lineToMessage, type MessageSource } from '../src/behaviour/chat-to-message';
import { systemClock } from '../src/core/clock';
import { IrcChatMessage } from '../src/core/irc/chat-message';
import { parseIrcMessage } from '../src/core/irc/parse';
import { stopwatch, type Row, type Suite } from './harness';
import { benchLines } from './lines';
import { tmiClient, tmiParse } from './tmi';

const CLONES = 300_000;
const WARM_UP = 50_000;

const source: MessageSource = {
  account: 'bench',
  practice: false,
  identities: () => ({
    channel: { id: '90210', login: 'blueacorn', name: 'BlueAcorn' },
    signedIn: { channel: null, bot: null },
  }),
};

/** What Node-RED does with a message for each wire but the last. */
function clones(name: string, kind: Row['kind'], make: (line: string) => object): Row {
  return {
    name,
    kind,
    run() {
      const { util } = require('@node-red/util') as {
        util: { cloneMessage(message: object): { _msgid?: string } };
      };
      const messages = benchLines().map((line, index) => ({ ...make(line), _msgid: `m${index}` }));
      let letters = 0;
      const clone = (times: number): void => {
        for (let index = 0; index < times; index += 1) {
          const message = messages[index % messages.length];
          if (message) letters += util.cloneMessage(message)._msgid?.length ?? 0;
        }
      };
      clone(WARM_UP);
      const watch = stopwatch();
      watch.start();
      clone(CLONES);
      const sample = watch.stop(CLONES);
      if (letters === 0) throw new Error('nothing was cloned');
      return Promise.resolve(sample);
    },
  };
}

export const ircMessageSuite: Suite = {
  unit: 'clone',
  rows: [
    clones('tmi.js, text and userstate', 'peer', (line) => {
      const client = tmiClient(0);
      let made: object = {};
      client.on('message', (channel: string, userstate: object, text: string) => {
        made = { payload: text, topic: channel, userstate };
      });
      client.handleMessage(tmiParse(line));
      return made;
    }),
    clones('ours, default chat message', 'ours', (line) => {
      const message = parseIrcMessage(line);
      return message ? lineToMessage(new IrcChatMessage(message, systemClock), source) : {};
    }),
  ],
  targets: [
    {
      measure: 'CPU time of cloning the default chat message, of tmi.js’s userstate',
      value: (row) => row('ours, default chat message').cpuUs / row('tmi.js, text and userstate').cpuUs,
      atMost: 0.5,
    },
  ],
};
