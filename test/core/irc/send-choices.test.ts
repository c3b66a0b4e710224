import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { ChatSender } from '../../../src/core/irc/chat-sender';
import type { ChatTransport } from '../../../src/core/irc/chat-transport';
import { FakeClock, settle } from '../../support/fake-clock';

describe('one queue that several set up differently', () => {
  let clock: FakeClock;
  let sent: string[];
  let sender: ChatSender;

  const way = (name: 'helix' | 'irc'): ChatTransport => ({
    name,
    send: ({ text }) => {
      sent.push(`${name}: ${text}`);
      return Promise.resolve({ sent: true, messageId: `id-${sent.length}`, dropReason: null });
    },
  });
  const channel = (number: number) => ({ id: `${number}`, login: `room_${number}`, name: `Room ${number}` });

  beforeEach(() => {
    clock = new FakeClock();
    sent = [];
    const helix = way('helix');
    sender = new ChatSender({
      clock,
      transport: helix,
      transports: [helix, way('irc')],
      speaker: () => 'bot',
      role: (_channel, verified) => (verified ? 'verified' : 'viewer'),
      mostUnderWay: 100,
    });
  });

  it('sends each text the way that the text names, else the usual one', async () => {
    await sender.send({ channel: channel(1), text: 'a', over: 'irc' });
    await sender.send({ channel: channel(2), text: 'b' });
    await sender.send({ channel: channel(3), text: 'c', over: 'helix' });
    assert.deepEqual(sent, ['irc: a', 'helix: b', 'helix: c']);
  });

  it('counts a text by the limits of a verified bot only where the text says so', async () => {
    const all = Array.from({ length: 60 }, (_, room) =>
      sender.send({ channel: channel(room), text: 'x', verified: room % 2 === 0 }),
    );
    await settle();
    // Twitch lets somebody who is nothing in a room say 20 lines in 30 seconds, a verified bot thousands.
    assert.equal(sent.length, 30 + 20);
    for (let half = 0; half < 4; half++) await clock.tick(31_000);
    assert.equal(sent.length, 60);
    await Promise.all(all);
    await sender.close();
  });
});
