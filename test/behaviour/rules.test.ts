import assert from 'node:assert/strict';
import type { FlowMessage } from '../../src/behaviour/message';
import {
  channelFor,
  lineFor,
  personFor,
  plainName,
  redemptionFor,
  replyFor,
  textToSay,
  valueFor,
  valueOrLine,
} from '../../src/behaviour/rules';
import { actionContext, commandMsg, other, streamer, viewer } from './support/world';

const source = actionContext();

function withTarget(): FlowMessage {
  const msg = commandMsg('@Tidewater', '!so');
  Object.assign(msg['twitch'] as object, { target: { login: 'tidewater', name: 'Tidewater' } });
  return msg;
}

describe('the channel rule', () => {
  it('takes the field first', async () => {
    assert.equal((await channelFor('Tidewater', commandMsg(''), source)).id, other.id);
    assert.equal((await channelFor('https://twitch.tv/tidewater', commandMsg(''), source)).id, other.id);
  });

  it('takes the channel of the message next', async () => {
    const msg = commandMsg('');
    Object.assign(msg['twitch'] as object, { channel: other });
    assert.equal((await channelFor(null, msg, source)).id, other.id);
  });

  it('takes the own channel last', async () => {
    assert.equal((await channelFor(null, {}, source)).id, streamer.id);
  });

  it('finds the id of a channel of which only the name is known', async () => {
    const msg = { twitch: { channel: { id: '', login: 'tidewater', name: 'tidewater' } } };
    assert.equal((await channelFor(null, msg, source)).id, other.id);
  });

  it('says so when nobody bears the name', async () => {
    await assert.rejects(channelFor('nobody_at_all', {}, source), { code: 'TWITCH_INPUT_INVALID' });
  });

  it('asks for a sign-in when the account has no channel', async () => {
    const nobody = actionContext({
      identities: () => ({ channel: null, signedIn: { channel: null, bot: null } }),
    });
    await assert.rejects(channelFor(null, {}, nobody), { code: 'TWITCH_SIGN_IN_NEEDED' });
  });
});

describe('the person rule', () => {
  it('takes the field, then the one who was named, then who did it', async () => {
    assert.equal((await personFor('pixel_heron', withTarget(), source)).id, viewer.id);
    assert.equal((await personFor(null, withTarget(), source)).id, other.id);
    assert.equal((await personFor(null, commandMsg(''), source)).id, viewer.id);
  });

  it('takes only who was named after a command, where it could harm', async () => {
    assert.equal((await personFor(null, withTarget(), source, { namedOnly: true })).id, other.id);
    await assert.rejects(personFor(null, commandMsg('', '!so'), source, { namedOnly: true }), {
      message: 'Nobody was named. Name someone: !so @name',
    });
  });

  it('takes who did it after an event, even where it could harm: the raider is meant', async () => {
    const raid = { twitch: { user: { ...other, roles: [], anonymous: false } } };
    assert.equal((await personFor(null, raid, source, { namedOnly: true })).id, other.id);
  });

  it('says so when it was an anonymous viewer', async () => {
    const gift = {
      twitch: { user: { id: null, login: null, name: 'Anonymous', roles: [], anonymous: true } },
    };
    await assert.rejects(personFor(null, gift, source), /anonymous/);
  });

  it('says so when nobody is there', async () => {
    await assert.rejects(personFor(null, {}, source), { code: 'TWITCH_INPUT_INVALID' });
    await assert.rejects(personFor('@nobody_at_all', {}, source), /nobody named/);
  });
});

describe('the value rule', () => {
  it('takes the field, then the words after the command, then the payload', () => {
    assert.equal(valueFor('x', commandMsg('y')), 'x');
    assert.equal(valueFor(null, commandMsg('y')), 'y');
    assert.equal(valueFor(null, { payload: ' z ' }), 'z');
    assert.equal(valueFor(null, { payload: 90 }), '90');
    assert.equal(valueFor(null, { payload: { a: 1 } }), null);
    assert.equal(valueFor(null, commandMsg('')), null);
  });

  it('never takes a line of chat unasked, but what the flow made of it', () => {
    const line = {
      payload: 'win a phone',
      twitch: { text: 'win a phone', message: { text: 'win a phone' } },
    };
    assert.equal(valueFor(null, line), null);
    assert.equal(valueFor('{text}', line), '{text}');
    assert.equal(valueFor(null, { ...line, payload: 'a phone' }), 'a phone');
    assert.equal(valueFor(null, { payload: 'psst', twitch: { text: 'psst' } }), null, 'a whisper');
  });

  it('takes what the flow has put into the payload of a redemption', () => {
    const redeemed = { payload: 'Chess', twitch: { text: 'Chess', redemption: { input: 'Chess' } } };
    assert.equal(valueFor(null, redeemed), 'Chess');
  });

  it('takes a line of chat where that does no harm: the link of a clip', () => {
    const link = 'https://clips.twitch.tv/BraveOtter';
    assert.equal(valueOrLine(null, { payload: link, twitch: { text: link, message: { text: link } } }), link);
  });
});

describe('the text rule', () => {
  it('takes the field first', () => {
    assert.equal(textToSay('hello', commandMsg('words')), 'hello');
  });

  it('takes a payload that somebody worked out', () => {
    const msg = commandMsg('words');
    msg['payload'] = 'The answer is 42.';
    assert.equal(textToSay(null, msg), 'The answer is 42.');
  });

  it('never repeats what the viewer typed', () => {
    assert.throws(() => textToSay(null, commandMsg('words')), { code: 'TWITCH_INPUT_INVALID' });
    assert.throws(() => textToSay(null, { payload: 'hi', twitch: { text: ' hi ' } }), /never repeated/);
    assert.throws(
      () => textToSay(null, { payload: 'blue', twitch: { redemption: { input: 'blue' } } }),
      /never repeated/,
    );
  });

  it('takes the sentence about what happened', () => {
    const msg = { payload: { viewers: 42 }, twitch: { summary: 'Ana raided with 42 viewers.' } };
    assert.equal(textToSay(null, msg), 'Ana raided with 42 viewers.');
    const refused = commandMsg('words');
    Object.assign(refused['twitch'] as object, { summary: 'Pixel_Heron, wait.' });
    assert.equal(textToSay(null, refused), 'Pixel_Heron, wait.');
  });

  it('says so when there is nothing to say', () => {
    assert.throws(() => textToSay(null, { payload: { a: 1 } }), /nothing to say/);
    assert.throws(() => textToSay(null, {}), /nothing to say/);
  });

  it('hands on what went wrong before, when that is nothing for chat', () => {
    const failed = commandMsg('words');
    failed['error'] = { message: 'Twitch is down.' };
    assert.throws(() => textToSay(null, failed), /nothing to say about it in chat: Twitch is down\.$/);
    Object.assign(failed['twitch'] as object, { summary: 'A poll is already running.' });
    assert.equal(textToSay(null, failed), 'A poll is already running.');
  });
});

describe('the rules of lines and redemptions', () => {
  it('reply to the line the message came from', () => {
    assert.equal(replyFor(commandMsg('')), 'line-1');
    assert.equal(replyFor({}), null);
  });

  it('do not reply to a line that a test made up', () => {
    assert.equal(replyFor({ twitch: { message: { id: 'test-0a' } } }), null);
  });

  it('pin and delete the line, or say that there is none', () => {
    assert.equal(lineFor(null, commandMsg('')), 'line-1');
    assert.equal(lineFor('other', commandMsg('')), 'other');
    assert.throws(() => lineFor(null, {}), { code: 'TWITCH_INPUT_INVALID' });
  });

  it('finish the redemption of the message, or say how to choose one', () => {
    assert.deepEqual(redemptionFor({ twitch: { redemption: { id: 'r', rewardId: 'w' } } }), {
      id: 'r',
      rewardId: 'w',
    });
    assert.throws(() => redemptionFor({}), /choose the reward/);
  });

  it('read names as people write them', () => {
    assert.equal(plainName(' @Ana_Plays '), 'ana_plays');
    assert.equal(plainName('#Ana_Plays'), 'ana_plays');
    assert.equal(plainName('https://www.twitch.tv/Ana_Plays/videos'), 'ana_plays');
  });
});
