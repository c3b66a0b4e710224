import assert from 'node:assert/strict';
import { played } from '../support/recipe';

describe('the recipe', function () {
  this.timeout(60_000);

  describe('Moderate from chat', () => {
    const recipe = played('6 - Moderation/Moderate from chat');
    /** The first viewer writes the lines of this test. */
    const other = async (): Promise<{ id: string; name: string }> => {
      const [, , , , somebody] = (await recipe().cast()).viewers;
      return somebody ?? assert.fail();
    };

    it('acts on who was named, and only for moderators of this room', async () => {
      const { name } = await other();
      await recipe().sayElsewhere(`!timeout @${name}`);
      await recipe().say('viewer', `!timeout @${name}`);
      await recipe().said(/!timeout is for moderators/);
      await recipe().say('moderator', `!timeout @${name}`);
      await recipe().said(/cannot write for 5 minutes/);
      await recipe().say('moderator', `!warn @${name}`);
      await recipe().said(/was warned/);
      assert.equal(await recipe().count('called', /^POST \/moderation\/bans/), 1);
    });

    it('names what is missing, and whom nobody can moderate', async () => {
      await recipe().say('moderator', '!warn');
      await recipe().said(/Name someone: !warn @name/);
      await recipe().say('moderator', '!timeout @HarborLight_TV');
      await recipe().said(/HarborLight_TV is the streamer/);
      await recipe().say('moderator', '!timeout @nobody_of_that_name');
      await recipe().said(/nobody named nobody_of_that_name/);
    });

    it('deletes the lines of viewers, those of moderators not', async () => {
      const deleted = /^DELETE \/moderation\/chat\?/;
      await recipe().say('moderator', 'never buy followers');
      await recipe().say('viewer', 'you can buy followers here');
      await recipe().called(deleted);
      assert.equal(await recipe().count('called', deleted), 1);
    });

    it('approves the unban request of who is named, once', async () => {
      const { broadcaster } = await recipe().cast();
      const { id, name } = await other();
      await recipe().say('moderator', `!approve @${name}`);
      await recipe().said(/no open unban request/);
      await recipe().world('moderation.ban', { channel: broadcaster.id, user: id });
      await recipe().world('review.requestUnban', broadcaster.id, id, 'please');
      await recipe().say('me', `!approve @${name}`);
      await recipe().said(/was approved/);
      const after = await recipe().mark();
      await recipe().say('me', `!approve @${name}`);
      await recipe().said(/no open unban request/, after);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('moderator', `!timeout @${(await other()).name}`);
      await recipe().said(/cannot write for 5 minutes/);
    });
  });

  describe('VIP for a day', () => {
    const recipe = played('6 - Moderation/VIP for a day');
    const given = /^POST \/channels\/vips\?.* → 204$/;
    const taken = /^DELETE \/channels\/vips\?.* → 204$/;

    it('makes somebody a VIP for a day, for moderators', async () => {
      await recipe().say('viewer', '!vip @Bento_Boris');
      await recipe().said(/!vip is for moderators/);
      await recipe().say('moderator', '!vip @Fernweh88');
      await recipe().said(/Fernweh88 is now a VIP for 1 day/);
      assert.equal(await recipe().count('called', given), 1);
    });

    it('takes it back at once with !unvip, and then not again', async () => {
      const after = await recipe().mark();
      await recipe().say('moderator', '!vip @Ember_Ivy');
      await recipe().called(given, after);
      await recipe().say('moderator', '!unvip @Ember_Ivy');
      await recipe().said(/Ember_Ivy is no longer a VIP/, after);
      await recipe().say('moderator', '!unvip @Ember_Ivy');
      await recipe().said(/Ember_Ivy is no VIP/, after);
      assert.equal(await recipe().count('called', taken, after), 1);
    });

    it('says who cannot be one: nobody named, a moderator, when all places are taken', async () => {
      await recipe().say('moderator', '!vip');
      await recipe().said(/Name someone: !vip @name/);
      await recipe().say('me', '!vip @Pine_Marten');
      await recipe().said(/Pine_Marten is a VIP or a moderator already/);
      await recipe().refuse('add-channel-vip', 409);
      await recipe().say('moderator', '!vip @Cloudberry_');
      await recipe().said(/All VIP places of the channel are taken/);
      await recipe().refuse('add-channel-vip', 425);
      await recipe().say('moderator', '!vip @Cloudberry_');
      await recipe().said(/cannot have VIPs yet/);
    });

    it('goes on after a power cut', async () => {
      await recipe().restart();
      await recipe().say('moderator', '!vip @Ember_Ivy');
      await recipe().said(/Ember_Ivy is now a VIP/);
    });
  });
});
