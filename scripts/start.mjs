// npm start: Node-RED on loopback, in practice mode, with the demo flow.
//   npm start                  keeps its flows in .practice inside the checkout
//   npm start -- --once        no browser: runs until a chat-made poll's winner and a clip link were both said in
//                              chat, prints the transcript, exits 0; or 1 with the reason after 60 s
//   npm start -- --port 1899   another port; 0 takes any free one (default 1880, the next free one if taken)
import http from 'node:http';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { require, root } from './tools.mjs';

const DEMO_FLOW = path.join(root, 'examples', '1 - First steps', 'Poll and clip from chat.json');
const DEFAULT_PORT = 1880;
const PORTS_TO_TRY = 50;
/** The last answer has left the practice world when its line is printed; the node that waits for it needs a moment more. */
const LAST_ANSWER_MS = 300;
const ONCE_LIMIT_MS = 60_000;
/** How much faster than the wall clock the practice world runs with --once: the demo's 60-second poll takes 10 s. */
const ONCE_SPEED = 6;

function readArguments() {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  }
  return { ...values, port, fixedPort: values.port !== undefined && port !== 0 };
}

/** A Node-RED user directory in which this checkout is installed, with the demo flow if it has no flows yet. */
function prepareUserDir(userDir) {
  const scope = path.join(userDir, 'node_modules', '@streamwire');
  const link = path.join(scope, 'node-red-twitch');
  mkdirSync(scope, { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link, { recursive: true, force: true });
  // A junction needs no special rights on Windows; elsewhere the type is ignored.
  symlinkSync(root, link, 'junction');
  const flows = path.join(userDir, 'flows.json');
  if (!existsSync(flows)) cpSync(DEMO_FLOW, flows);
}

function listen(server, port, triesLeft) {
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      server.removeListener('listening', onListening);
      if (error.code !== 'EADDRINUSE') {
        reject(error);
      } else if (triesLeft > 0) {
        resolve(listen(server, port + 1, triesLeft - 1));
      } else {
        reject(
          new Error(
            `Port ${port} is taken: end the program that uses it, or choose another with --port (0 takes any free one).`,
          ),
        );
      }
    };
    const onListening = () => {
      server.removeListener('error', onError);
      resolve(server.address().port);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen(port, '127.0.0.1');
  });
}

function describe(entry) {
  const seconds = `${((entry.at - describe.startedAt) / 1000).toFixed(1).padStart(6)} s`;
  return `${seconds}  ${entry.kind.padEnd(5)}  ${entry.text}`;
}
describe.startedAt = 0;

/** Watches the transcript for the two lines that the demo is about. */
function watchDemo(onDone) {
  let winnerSaid = false;
  let clipSaid = false;
  return (entry) => {
    describe.startedAt ||= entry.at;
    console.log(describe(entry));
    if (entry.kind === 'chat' && entry.own) {
      winnerSaid ||= /\bwon\b/i.test(entry.text);
      clipSaid ||= /https:\/\/clips\.twitch\.tv\/\S+/.test(entry.text);
    }
    // The line is in chat before its call is answered: without that answer the send node would be cut off.
    if (winnerSaid && clipSaid && entry.kind === 'call' && entry.text.includes('/chat/messages')) onDone();
  };
}

async function main() {
  const options = readArguments();
  if (options.help) {
    console.log('npm start [-- [--once] [--port N]]   see README.md');
    return 0;
  }
  build({ ifStale: true });

  const userDir = options.once
    ? mkdtempSync(path.join(os.tmpdir(), 'node-red-twitch-'))
    : path.join(root, '.practice');
  try {
    return await run(options, userDir);
  } finally {
    if (options.once) rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function run(options, userDir) {
  mkdirSync(userDir, { recursive: true });
  prepareUserDir(userDir);

  const RED = require('node-red');
  const server = http.createServer((request, response) => {
    RED.httpAdmin(request, response, () => RED.httpNode(request, response));
  });
  const port = await listen(
    server,
    options.once && !options.fixedPort ? 0 : options.port,
    options.fixedPort || options.port === 0 ? 0 : PORTS_TO_TRY,
  );

  let finish;
  const finished = new Promise((resolve) => {
    finish = resolve;
  });
  RED.init(server, {
    userDir,
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    httpAdminRoot: '/',
    httpNodeRoot: '/',
    credentialSecret: 'practice',
    telemetry: { enabled: false },
    editorTheme: { tours: false, page: { title: 'Twitch practice' }, projects: { enabled: false } },
    logging: { console: { level: options.once ? 'error' : 'info', metrics: false, audit: false } },
    twitchAccountPractice: {
      script: 'demo',
      ...(options.once
        ? {
            seed: 1,
            speed: ONCE_SPEED,
            onTranscript: watchDemo(() => setTimeout(() => finish(0), LAST_ANSWER_MS)),
          }
        : {}),
    },
  });
  await RED.start();

  let timer;
  if (options.once) {
    timer = setTimeout(() => {
      console.error(
        `Not finished after ${ONCE_LIMIT_MS / 1000} s: the winner of the poll and a clip link were not both said in chat.`,
      );
      finish(1);
    }, ONCE_LIMIT_MS);
  } else {
    console.log(`\nTwitch practice is ready: http://127.0.0.1:${port}/   (Ctrl+C ends it)\n`);
    process.once('SIGINT', () => finish(0));
    process.once('SIGTERM', () => finish(0));
  }
  const code = await finished;
  clearTimeout(timer);
  await RED.stop();
  server.closeAllConnections();
  server.close();
  return code;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
