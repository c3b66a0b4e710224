import assert from 'node:assert/strict';
import { dig } from '../support/dig';
import { played, probed } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);
  describe('Poll and clip from chat', () => {
    // Slow enough that a poll never ends by itself while a busy machine still types.
    const recipe = played('1 - First steps/Poll and clip from chat', () => ({ speed: 2 }));
    const opened = /^POST \/polls → 200$/;

    async function open(line: string): Promise<number> {
      const after = await recipe().mark();
      await recipe().say('moderator', line);
      await recipe().called(opened, after);
      return after;
    }

    it('runs the poll of a command and says who won', async () => {
      const { viewers } = await recipe().cast();
      await open('!poll Best snack? | Chips | Fruit | Cake');
      for (const { login } of viewers.slice(0, 3))
        await recipe().world('votePoll', { login, choice: 'Fruit' });
      await recipe().world('endPoll');
      assert.match(await recipe().said(/won/), /Fruit won with 3 of 3 votes/);
    });

    it('says that it is a tie', async () => {
      const { viewers } = await recipe().cast();
      const after = await open('!poll Left or right? | Left | Right');
      for (const [index, { login }] of viewers.slice(0, 4).entries())
        await recipe().world('votePoll', { login, choice: index < 2 ? 'Left' : 'Right' });
      await recipe().world('endPoll');
      assert.match(await recipe().said(/tie/, after), /It is a tie: Left and Right with 2 votes each/);
    });

    it('says that nobody voted, and meanwhile that a poll runs already', async () => {
      const after = await open('!poll Two? | A | B');
      await recipe().say('me', '!poll Three? | A | B');
      await recipe().said(/already running: Two\?/, after);
      await recipe().world('endPoll');
      await recipe().said(/Nobody voted: Two\?/, after);
    });

    it('says how it is done when there are too few or too many choices', async () => {
      const after = await recipe().mark();
      await recipe().say('moderator', '!poll One? | A');
      await recipe().said(/2 to 5 choices, and there is 1\..* !poll/, after);
      await recipe().say('moderator', '!poll Six? | A | B | C | D | E | F');
      await recipe().said(/2 to 5 choices, and there are 6\./, after);
      await recipe().say('moderator', '!poll');
      await recipe().said(/no question/, after);
      assert.equal(await recipe().count('called', /^POST \/polls/, after), 0);
    });

    it('opens no poll for viewers, nor for a moderator of a room that shares its chat', async () => {
      const after = await recipe().mark();
      await recipe().sayElsewhere('!poll Mine? | A | B');
      await recipe().say('viewer', '!poll Mine? | A | B');
      await recipe().said(/!poll is for moderators/, after);
      assert.equal(await recipe().count('called', /^POST \/polls/, after), 0);
    });

    it('says that polls are only for affiliates', async () => {
      const { broadcaster } = await recipe().cast();
      await recipe().world('becomes', broadcaster.id, { broadcasterType: '' });
      await recipe().say('moderator', '!poll Now? | A | B');
      await recipe().said(/Polls are only for affiliates and partners/);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('viewer', '!clip');
      assert.match(await recipe().said(/clips\.twitch\.tv/), /https:\/\/clips\.twitch\.tv\/\S+/);
      await recipe().world('stopStream');
      await recipe().say('me', '!clip');
      await recipe().said(/is not live/);
      assert.equal(await recipe().count('said', /clips\.twitch\.tv/), 1);
    });
  });

  describe('Prediction from chat', () => {
    const recipe = played('1 - First steps/Prediction from chat', () => ({ speed: 2 }));
    const ended = /^PATCH \/predictions.* → 200$/;

    async function open(line: string): Promise<number> {
      const after = await recipe().mark();
      await recipe().say('moderator', line);
      await recipe().said(/Prediction: .+ Bets are open for 2 minutes/, after);
      return after;
    }

    it('opens, closes the bets and pays out', async () => {
      const after = await open('!predict Will I win? | Yes | No');
      const { viewers } = await recipe().cast();
      await recipe().world('predict', { login: viewers[0]?.login, outcome: 'Yes', points: 100 });
      await recipe().say('moderator', '!lock');
      await recipe().said(/Bets are closed/, after);
      await recipe().say('moderator', '!lock');
      await recipe().said(/Bets are closed already/, after);
      await recipe().say('moderator', '!win yes');
      assert.match(await recipe().said(/right/, after), /Yes was right: 1 of 1 viewer gets 100 points/);
      assert.equal(await recipe().count('called', ended, after), 2);
    });

    it('takes the number of the winner, also when the bets were closed by time', async () => {
      const after = await open('!predict Alone? | Yes | No');
      await recipe().world('endPrediction', { status: 'LOCKED' });
      await recipe().say('moderator', '!win 3');
      await recipe().said(/no outcome|1 to 2|2 outcomes/i, after);
      await recipe().say('moderator', '!win 2');
      await recipe().said(/No was right\. Nobody had bet\./, after);
      assert.equal(await recipe().count('called', ended, after), 1);
    });

    it('gives the points back, once', async () => {
      const after = await open('!predict Rain? | Yes | No | Later');
      await recipe().say('me', '!predict Another? | A | B');
      await recipe().said(/already/, after);
      await recipe().say('moderator', '!cancel');
      await recipe().said(/everybody gets the points back/, after);
      await recipe().say('moderator', '!cancel');
      await recipe().said(/[Nn]o prediction is running/, after);
      assert.equal(await recipe().count('called', ended, after), 1);
    });

    it('is for moderators of this room', async () => {
      const after = await recipe().mark();
      await recipe().sayElsewhere('!predict Mine? | A | B');
      await recipe().say('viewer', '!predict Mine? | A | B');
      await recipe().said(/!predict is for moderators/, after);
      assert.equal(await recipe().count('called', /^POST \/predictions/, after), 0);
    });

    it('says that predictions are only for affiliates', async () => {
      const { broadcaster } = await recipe().cast();
      await recipe().world('becomes', broadcaster.id, { broadcasterType: '' });
      await recipe().say('moderator', '!predict Now? | A | B');
      await recipe().said(/Predictions are only for affiliates and partners/);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('moderator', '!lock');
      await recipe().said(/[Nn]o prediction is running/);
      await open('!predict Once more? | Yes | No');
      await recipe().say('moderator', '!win 1');
      await recipe().said(/Yes was right/);
    });
  });

  describe('Any Twitch call', () => {
    const recipe = played('1 - First steps/Any Twitch call', () => ({ edit: probed }));

    it('shows what Twitch answers', async () => {
      await recipe().button('chatting');
      const [answer] = await recipe().reached('answer', 1);
      assert.equal(dig(answer, 'payload.0.name'), 'Just Chatting');
    });

    it('shows nothing that failed, and goes on after a power cut', async () => {
      await recipe().refuse('search-categories', 400);
      await recipe().button('chatting');
      await recipe().called(/^GET \/search\/categories.* → 400$/);
      await recipe().restart();
      await recipe().button('chatting');
      await recipe().reached('answer', 2);
      assert.equal(await recipe().count('called', /^GET \/search\/categories.* → 200$/), 1);
    });
  });

  describe('See who chats and what happens', () => {
    const recipe = played('1 - First steps/See who chats and what happens', () => ({ edit: probed }));

    it('shows lines and new followers, those of its buttons too, also after a power cut', async () => {
      await recipe().say('viewer', 'hello all');
      const [line] = await recipe().reached('chat', 1);
      assert.equal(line?.['payload'], 'hello all');
      await recipe().world('addUser', { id: '410000999', login: 'newcomer_nel', name: 'Newcomer_Nel' });
      await recipe().world('follow', { login: 'newcomer_nel' });
      const summary = async (count: number): Promise<string> =>
        String(dig((await recipe().reached('followers', count))[count - 1], 'twitch.summary'));
      assert.match(await summary(1), /Newcomer_Nel/);
      await recipe().press('twitch-event');
      await summary(2);
      await recipe().press('twitch-chat');
      await recipe().reached('chat', 2);
      await recipe().restart();
      await recipe().sayElsewhere('not of this room');
      await recipe().say('viewer', 'still here');
      assert.equal((await recipe().reached('chat', 3))[2]?.['payload'], 'still here');
    });
  });
});
