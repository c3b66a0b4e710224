// Signs an account in, in an installed Node-RED, and looks whether that survives a restart.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { START_LIMIT_MS, startNodeRed, until } from './tarball-node-red.mjs';

/** A Twitch that a Node-RED under test can sign in at: prints where it is, ends with its input. */
const TWITCH = (name) => `
const { startSimulator } = require('${name}/simulator');
startSimulator({ seed: 1, viewers: 'none', devicePollSeconds: 1 }).then((twitch) => {
  const { urls, clientId, users } = twitch;
  console.log(JSON.stringify({ urls, clientId, login: users.broadcaster.login }));
  process.stdin.on('end', () => twitch.close()).resume();
});
`;

/** Runs `use` with such a Twitch of the installed package. */
async function withTwitch({ node, userDir, name }, use) {
  const child = spawn(node, ['-e', TWITCH(name)], { cwd: userDir, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    let printed = '';
    child.stdout.on('data', (text) => (printed += text));
    await until(() => printed.includes('\n'), START_LIMIT_MS, 'the simulated Twitch starts');
    return await use(JSON.parse(printed));
  } finally {
    child.stdin.end();
    await ended;
  }
}

/** An account that is used as a real one is, at that Twitch, with a node that needs it. */
function accountFlow({ urls, clientId }) {
  return [
    {
      id: 'check-account',
      type: 'twitch-account',
      name: 'Check',
      version: 1,
      use: 'channel',
      clientId,
      server: 'custom',
      idUrl: urls.id,
      helixUrl: urls.helix,
      ircUrl: urls.irc,
      eventSubUrl: urls.eventSub,
    },
    { id: 'check-tab', type: 'tab', label: 'Check' },
    {
      id: 'check-event',
      type: 'twitch-event',
      z: 'check-tab',
      x: 100,
      y: 100,
      name: '',
      account: 'check-account',
      version: 1,
      params: { event: { v: 'channel.raid', t: 'str' } },
      wires: [[]],
    },
  ];
}

function post(address, body, type = 'application/json') {
  return fetch(address, { method: 'POST', headers: { 'content-type': type }, body });
}

/** What a streamer does in the account's dialog, up to Allow on Twitch's page. */
async function signIn(base, { urls, clientId, login }) {
  const started = await post(
    `${base}/twitch/accounts/check-account/sign-in`,
    JSON.stringify({
      slot: 'channel',
      use: 'channel',
      clientId,
      server: 'custom',
      idUrl: urls.id,
      helixUrl: urls.helix,
      ircUrl: urls.irc,
      eventSubUrl: urls.eventSub,
      scopes: [],
    }),
  );
  const { session, userCode } = await started.json();
  const allow = new URLSearchParams({ code: userCode, login }).toString();
  await post(`${urls.id}/activate`, allow, 'application/x-www-form-urlencoded');
  return await until(
    async () => {
      const view = await (await fetch(`${base}/twitch/sign-in/${session}`)).json();
      return view.state === 'pending' ? false : view;
    },
    START_LIMIT_MS,
    'the sign-in',
  );
}

/**
 * Signs in by device code as a streamer does, and restarts. Returns everything that Node-RED printed.
 * @param options.name the package
 * @throws when somebody is not signed in who should be
 */
export async function checkSignIn(options) {
  return await withTwitch(options, async (twitch) => {
    writeFileSync(path.join(options.userDir, 'flows.json'), JSON.stringify(accountFlow(twitch)));
    let log = '';
    for (const isFirst of [true, false]) {
      const nodeRed = startNodeRed(options);
      try {
        const base = await nodeRed.started();
        if (isFirst) {
          const view = await signIn(base, twitch);
          if (view.state !== 'done') throw new Error(JSON.stringify(view));
        }
        const look = async () => (await fetch(`${base}/twitch/accounts/check-account`)).json();
        await until(
          async () => (await look()).state === 'connected',
          START_LIMIT_MS,
          'the account is signed in',
        );
        const { channel } = await look();
        if (channel.login !== twitch.login) throw new Error(`${channel.login} is signed in`);
      } finally {
        await nodeRed.stop();
        log += nodeRed.log;
      }
    }
    return log;
  });
}
