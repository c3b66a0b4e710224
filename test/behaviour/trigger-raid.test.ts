import assert from 'node:assert/strict';
import type { EventNotification } from '../../src/behaviour/context';
import { sampleNotice } from '../../src/behaviour/sample-chat';
import { createRaidBehaviour, type RaidSettings } from '../../src/behaviour/trigger-raid';
import { other, streamer, triggerContext, viewer } from './support/world';

const context = triggerContext();

function raid(settings: Partial<RaidSettings> = {}, own = context) {
  return createRaidBehaviour({ atLeast: 1, outgoing: false, ...settings }, own);
}

function event(viewers: number, from = other, to = streamer): EventNotification {
  return {
    id: 'e1',
    type: 'channel.raid',
    version: '1',
    at: '2026-11-23T12:00:00.123456789Z',
    event: {
      from_broadcaster_user_id: from.id,
      from_broadcaster_user_login: from.login,
      from_broadcaster_user_name: from.name,
      to_broadcaster_user_id: to.id,
      to_broadcaster_user_login: to.login,
      to_broadcaster_user_name: to.name,
      viewers,
    },
  };
}

describe('twitch-raid-received', () => {
  it('wants raids on the own channel, and those that go out by a subscription of their own', () => {
    const incoming = { to_broadcaster_user_id: streamer.id };
    assert.deepEqual(raid().wanted(), [{ type: 'channel.raid', condition: incoming, user: streamer.id }]);
    const conditions = raid({ outgoing: true })
      .wanted()
      .map(({ condition }) => condition);
    assert.deepEqual(conditions, [incoming, { from_broadcaster_user_id: streamer.id }]);
  });

  it('says that nobody is signed in', () => {
    const nobody = triggerContext({
      identities: () => ({ channel: streamer, signedIn: { channel: null, bot: null } }),
    });
    assert.throws(() => raid({}, nobody).wanted(), { code: 'TWITCH_SIGN_IN_NEEDED' });
  });

  it('tells who raids, with how many, in a sentence for chat', () => {
    const told = raid().onEvent(event(42));
    assert.deepEqual(told?.msg.payload, { from: 'Tidewater', to: 'Ana_Plays', viewers: 42, outgoing: false });
    assert.equal(told?.msg.topic, 'channel.raid');
    assert.equal(told?.msg.twitch.user?.login, 'tidewater');
    assert.equal(told?.msg.twitch.target, null);
    assert.equal(told?.msg.twitch.summary, 'Tidewater raided with 42 viewers.');
  });

  it('leaves out raids that are too small, but none that goes out', () => {
    const behaviour = raid({ atLeast: 10, outgoing: true });
    assert.equal(behaviour.onEvent(event(9)), null);
    assert.notEqual(behaviour.onEvent(event(10)), null);
    const out = behaviour.onEvent(event(2, streamer, viewer));
    assert.deepEqual(out?.msg.twitch.target?.login, viewer.login);
    assert.equal(out?.msg.twitch.summary, 'We raided Pixel_Heron with 2 viewers.');
  });

  it('says nothing of a raid that goes out unless it was asked to', () => {
    assert.equal(raid().onEvent(event(2, streamer, viewer)), null);
  });

  it('hears the notice in chat where nobody is signed in, in the same shape', () => {
    const told = raid().onNotice(sampleNotice(context, { viewerCount: '42', user: 'Tidewater' }, 'raid'));
    assert.deepEqual(told?.msg.payload, { from: 'Tidewater', to: 'Ana_Plays', viewers: 42, outgoing: false });
    assert.equal(told?.msg.topic, 'channel.raid');
    assert.equal(told?.msg.twitch.summary, 'Tidewater raided with 42 viewers.');
    assert.equal(raid({ atLeast: 50 }).onNotice(sampleNotice(context, {}, 'raid')), null);
  });

  it('leaves out raids on another channel of a shared chat, and other notices', () => {
    const shared = { ...sampleNotice(context, {}, 'raid'), sharedFrom: '999' };
    assert.equal(raid().onNotice(shared), null);
    assert.equal(raid().onNotice(sampleNotice(context, {}, 'unraid')), null);
  });

  it('tells a raid once that is heard in chat and as an event', async () => {
    const own = triggerContext();
    const behaviour = raid({}, own);
    assert.notEqual(behaviour.onNotice(sampleNotice(own, { user: 'Tidewater' }, 'raid')), null);
    assert.equal(behaviour.onEvent(event(42)), null);
    assert.notEqual(behaviour.onEvent(event(42, viewer)), null, 'somebody else');
    await own.clock.tick(60_000);
    assert.notEqual(behaviour.onEvent(event(42)), null, 'another time');
  });

  it('tells two raids once each whose notices and events come mixed', () => {
    const behaviour = raid({}, triggerContext());
    assert.notEqual(behaviour.onNotice(sampleNotice(context, { user: 'Tidewater' }, 'raid')), null);
    assert.notEqual(behaviour.onNotice(sampleNotice(context, { user: viewer.name }, 'raid')), null);
    assert.equal(behaviour.onEvent(event(42)), null);
    assert.equal(behaviour.onEvent(event(42, viewer)), null);
  });

  it('makes tests that pass its filter, a new one each press, both directions where both are told', () => {
    const behaviour = raid({ atLeast: 500, outgoing: true });
    const ids = new Set<string>();
    const directions: unknown[] = [];
    for (let press = 0; press < 4; press++) {
      const outcome = behaviour.test({});
      assert.ok('output' in outcome);
      const { payload, twitch } = outcome.msg;
      ids.add(twitch.id);
      directions.push((payload as { outgoing: boolean }).outgoing);
      assert.ok((payload as { viewers: number }).viewers >= 500);
      assert.equal(twitch.test, true);
    }
    assert.equal(ids.size, 4);
    assert.deepEqual(directions, [false, true, false, true]);
    assert.deepEqual(behaviour.test({ viewers: 3 }), { stoppedBy: 'atLeast' });
  });
});
