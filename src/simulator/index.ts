import { EventEmitter } from 'node:events';
import { wallClock } from './clock';
import { createEventSubServer } from './eventsub/eventsub-server';
import { Faults } from './faults/faults';
import { HelixServer } from './helix/helix-server';
import { Front, listen, portOf } from './http/front';
import { createIrcServer } from './irc/irc-server';
import { ClientBook } from './oauth/clients';
import { Consents } from './oauth/consents';
import { OAuthServer } from './oauth/oauth-server';
import { type IssuedGrant, TokenRegistry } from './oauth/token-registry';
import { type Random, seededRandom, text } from './random';
import type { Person, Simulator, SimulatorEvents, SimulatorOptions } from './simulator';
import { followTranscript } from './transcript';
import { startViewers } from './viewers/viewers';
import { World } from './world/world';

export type {
  IssuedToken,
  Person,
  Simulator,
  SimulatorEvents,
  SimulatorOptions,
  SimulatorUrls,
  TranscriptEntry,
} from './simulator';
export { WorldRefusal } from './world/refusal';

const SECRET_ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SECRET_LENGTH = 43;

/**
 * Starts a Twitch on loopback: OAuth, Helix, chat over IRC and EventSub on one port of 127.0.0.1, with a live channel in it.
 *
 * It accepts only tokens that it issued, and cannot be steered over HTTP: `world` and `faults` are for the caller alone.
 * Rejects when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = options.clock ?? wallClock;
  const server = await listen(options.port ?? 0);
  const port = portOf(server);
  // A source each, so that what clients do in one room does not shift what happens in another.
  const source = roomSources(options.seed ?? 1);

  const clients = new ClientBook(source('clients'));
  const publicClient = clients.register('public');
  const confidentialClient = clients.register('confidential');
  const extensionClient = clients.register('confidential');
  const extension = {
    clientId: extensionClient.id,
    secret: Buffer.from(text(source('extension'), SECRET_LENGTH, SECRET_ALPHABET)).toString('base64'),
  };

  const faults = new Faults();
  const world = new World({ clock, random: source('world'), clientId: publicClient.id });
  const tokens = new TokenRegistry({
    clock,
    random: source('tokens'),
    loginOf: (userId) => world.user(userId)?.login ?? null,
  });
  const consents = new Consents({ clock, random: source('consents') });
  const oauth = new OAuthServer({
    clients,
    tokens,
    consents,
    world,
    devicePollSeconds: options.devicePollSeconds,
    now: () => clock.now(),
  });
  const urls = {
    id: `http://127.0.0.1:${port}/oauth2`,
    helix: `http://127.0.0.1:${port}/helix`,
    irc: `ws://127.0.0.1:${port}/irc`,
    eventSub: `ws://127.0.0.1:${port}/ws`,
  };
  const irc = createIrcServer({ world, tokens, clock, faults });
  const eventSub = createEventSubServer({
    world,
    tokens,
    clock,
    random: source('eventSub'),
    faults,
    url: urls.eventSub,
    patience: options.patience,
  });
  const helix = new HelixServer({ world, tokens, clock, subscriptions: eventSub.subscriptions, extension });
  const events = new EventEmitter<SimulatorEvents>();
  const front = new Front(server, {
    helix,
    oauth,
    irc,
    eventSub,
    faults,
    clock,
    onCall: (entry) => events.emit('transcript', entry),
  });
  followTranscript(world, clock, (entry) => events.emit('transcript', entry));
  const viewers = startViewers(world, {
    clock,
    random: source('viewers'),
    script: options.viewers ?? 'none',
  });

  const clientOf = (clientId: string) => {
    const client = clients.find(clientId);
    if (!client) throw new RangeError('No application with this client id is registered here.');
    return client;
  };
  const userOf = (login: string) => {
    const user = world.user(login);
    if (!user) throw new RangeError(`Nobody here is called "${login}".`);
    return user;
  };
  const on: Simulator['on'] = events.on.bind(events);
  const once: Simulator['once'] = events.once.bind(events);
  const off: Simulator['off'] = events.off.bind(events);

  return {
    port,
    urls,
    clientId: publicClient.id,
    confidential: { clientId: confidentialClient.id, clientSecret: confidentialClient.secret ?? '' },
    extension,
    users: {
      broadcaster: personOf(world.cast.broadcaster),
      moderator: personOf(world.cast.moderator),
      bot: personOf(world.cast.bot),
      subscriber: personOf(world.cast.subscriber),
      vip: personOf(world.cast.vip),
      viewers: world.cast.viewers.map(personOf),
    },
    clock,
    world,
    tokens,
    faults,
    irc,
    eventSub,
    on,
    once,
    off,
    registerClient({ type, redirectUris }) {
      const client = clients.register(type, redirectUris);
      return { clientId: client.id, clientSecret: client.secret };
    },
    issueToken({ login, scopes, clientId = publicClient.id }) {
      const user = userOf(login);
      const issued = tokens.issueUser(clientOf(clientId), user.id, scopes);
      return {
        accessToken: issued.accessToken,
        refreshToken: refreshTokenOf(issued),
        expiresIn: issued.expiresInS,
        userId: user.id,
        login: user.login,
        scopes: issued.scopes,
      };
    },
    issueAppToken({ clientId = confidentialClient.id } = {}) {
      const issued = tokens.issueApp(clientOf(clientId).id);
      return { accessToken: issued.accessToken, expiresIn: issued.expiresInS };
    },
    approveDevice(userCode, login) {
      if (!oauth.approveDevice(userCode, login)) {
        throw new RangeError('No such code waits for consent, or nobody here has that name.');
      }
    },
    revokeGrant(clientId, login) {
      tokens.revokeGrant(clientId, userOf(login).id);
    },
    async close() {
      viewers.stop();
      await front.close();
      world.close();
      tokens.removeAllListeners();
      events.removeAllListeners();
    },
  };
}

/** Sources that depend on the seed and the name of the room only. */
function roomSources(seed: number): (room: string) => Random {
  return (room) => {
    let mixed = seed;
    for (let i = 0; i < room.length; i++) mixed = Math.imul(mixed ^ room.charCodeAt(i), 0x01000193);
    return seededRandom(mixed);
  };
}

function personOf({ id, login, name }: Person): Person {
  return { id, login, name };
}

function refreshTokenOf(issued: IssuedGrant): string {
  if (issued.refreshToken === null) throw new Error('A user token always has a refresh token.');
  return issued.refreshToken;
}
