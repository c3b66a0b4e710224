import type { NodeType } from '../../src/definitions/definition';

/** One thing that is done in a dialog. */
export type Step =
  /** Chooses what an action does. */
  | { readonly do: string }
  /** Types into a field, in place of what stands there. */
  | { readonly field: string; readonly type: string }
  | { readonly field: string; readonly choose: string }
  | { readonly field: string; readonly tick: boolean; readonly box?: string }
  /** Types into the search of a long list, then chooses. */
  | { readonly field: string; readonly search: string; readonly choose: string };

/** A node's way from the palette to a message that a person reads in the debug sidebar. */
export interface NodeStory {
  /** What is typed into the palette's search. */
  readonly found: string;
  readonly filled: readonly Step[];
  /** The trigger whose button sets an action off; left out: an inject node. */
  readonly behind?: 'twitch-reward-redemption';
  /** Topic in the debug sidebar. */
  readonly topic: string;
  /** `msg.twitch.summary` and the payload as JSON, with a blank between them. */
  readonly says: RegExp;
}

/** Every node of the palette, in its order, as it is tried by hand in the practice world. */
export const stories: Readonly<Record<Exclude<NodeType, 'twitch-account'>, NodeStory>> = {
  'twitch-chat': {
    found: 'chat message',
    filled: [{ field: 'contains', type: 'lighthouse' }],
    topic: 'chat.message',
    says: /lighthouse/,
  },
  'twitch-command': {
    found: 'command',
    filled: [
      { field: 'command', type: 'hug' },
      { field: 'sample', type: '!hug @Ember_Ivy tightly' },
    ],
    topic: 'chat.command',
    says: /@Ember_Ivy tightly/,
  },
  'twitch-stream-online': {
    found: 'went live',
    filled: [
      { field: 'offlineAfter', type: '5' },
      { field: 'changesIn', tick: true, box: 'labels' },
    ],
    topic: 'stream.online',
    says: /HarborLight_TV is live/,
  },
  'twitch-first-chatter': {
    found: 'welcome',
    filled: [{ field: 'when', choose: 'ever' }],
    topic: 'chat.first',
    says: /Anchor_Ana is here for the first time\. Welcome!/,
  },
  'twitch-follow': {
    found: 'follower',
    filled: [{ field: 'waves', tick: false }],
    topic: 'channel.follow',
    says: /Anchor_Ana is now following\./,
  },
  'twitch-raid-received': {
    found: 'raid received',
    filled: [{ field: 'atLeast', type: '25' }],
    topic: 'channel.raid',
    says: /raided with \d+ viewers/,
  },
  'twitch-subscription': {
    found: 'gift',
    filled: [{ field: 'atLeast', type: '5' }],
    topic: 'support.sub',
    says: /Anchor_Ana subscribed\./,
  },
  'twitch-reward-redemption': {
    found: 'channel points',
    filled: [{ field: 'reward', choose: 'Lamp colour (500)' }],
    topic: 'channel.channel_points_custom_reward_redemption.add',
    says: /Anchor_Ana redeemed Lamp colour\./,
  },
  'twitch-hype-train': {
    found: 'hype',
    filled: [{ field: 'fromLevel', type: '2' }],
    topic: 'channel.hype_train.begin',
    says: /A hype train has started at level 2\./,
  },
  'twitch-ads': {
    found: 'ad break',
    filled: [{ field: 'warnBefore', type: '2' }],
    topic: 'channel.ad_break.coming',
    says: /An ad break of 90 seconds starts in 2 minutes\./,
  },
  'twitch-timer': {
    found: 'timed',
    filled: [
      { field: 'lines', type: 'Drink some water.' },
      { field: 'every', type: '20' },
    ],
    topic: 'timer.line',
    says: /Drink some water\./,
  },
  'twitch-event': {
    found: 'goal',
    filled: [{ field: 'event', search: 'goal begin', choose: 'channel.goal.begin' }],
    topic: 'channel.goal.begin',
    says: /New goal: /,
  },
  'twitch-connection-status': {
    found: 'connection',
    filled: [{ field: 'after', type: '45' }],
    topic: 'connection.trouble',
    says: /Twitch chat has been gone for 45 seconds/,
  },
  'twitch-send-message': {
    found: 'send',
    filled: [{ field: 'text', type: 'Good evening, {channel}!' }],
    topic: 'message.sent',
    says: /"text":"Good eveni/,
  },
  'twitch-poll': {
    found: 'poll',
    filled: [
      { do: 'run' },
      { field: 'question', type: 'Best snack?' },
      { field: 'for', type: '15' },
      { field: 'choices', type: 'Chips\nFruit' },
    ],
    topic: 'poll.ended',
    says: /Nobody voted: Best snack\?/,
  },
  'twitch-prediction': {
    found: 'predict',
    filled: [
      { do: 'open' },
      { field: 'question', type: 'Do we win?' },
      { field: 'outcomes', type: 'Yes\nNo' },
    ],
    topic: 'prediction.opened',
    says: /Prediction: Do we win\? Yes or No\./,
  },
  'twitch-clip': {
    found: 'clip',
    filled: [{ field: 'title', type: 'What a catch' }],
    topic: 'clip.ready',
    says: /Here is the clip: https:\/\/clips\.twitch\.tv\//,
  },
  'twitch-shoutout': {
    found: 'shoutout',
    filled: [{ field: 'whom', type: 'driftwood_den' }],
    topic: 'shoutout.given',
    says: /Go and see Driftwood_Den/,
  },
  'twitch-raid-start': {
    found: 'start raid',
    filled: [{ do: 'start' }, { field: 'whom', type: 'moss_and_moor' }],
    topic: 'raid.started',
    says: /We raid Moss_And_Moor/,
  },
  'twitch-redemption-finish': {
    found: 'fulfill',
    filled: [{ do: 'fulfill' }],
    behind: 'twitch-reward-redemption',
    topic: 'channel.channel_points_custom_reward_redemption.add',
    says: /is done\./,
  },
  'twitch-points-reward': {
    found: 'create',
    filled: [{ do: 'create' }, { field: 'title', type: 'Sing a song' }, { field: 'cost', type: '350' }],
    topic: 'reward.created',
    says: /A new reward: Sing a song for 350 points\./,
  },
  'twitch-moderation': {
    found: 'timeout',
    filled: [{ do: 'timeout' }, { field: 'whom', type: 'kelp_kraken' }, { field: 'for', type: '60' }],
    topic: 'moderation.timedOut',
    says: /Kelp_Kraken cannot write for 1 minute/,
  },
  'twitch-chat-mode': {
    found: 'slow',
    filled: [{ do: 'slow' }, { field: 'seconds', type: '10' }],
    topic: 'chat.mode',
    says: /Slow mode is on: one message every 10 seconds\./,
  },
  'twitch-stream-info': {
    found: 'title',
    filled: [{ do: 'title' }, { field: 'title', type: 'Lighthouse night' }],
    topic: 'stream.title',
    says: /The title was changed\. .*"title":"Lighthouse night"/,
  },
  'twitch-moderator-role': {
    found: 'vip',
    filled: [{ do: 'vip' }, { field: 'whom', type: 'lumen_lou' }],
    topic: 'role.given',
    says: /Lumen_Lou is now a VIP\./,
  },
  'twitch-commercial': {
    found: 'commercial',
    filled: [{ do: 'run' }, { field: 'length', type: '30' }],
    topic: 'ad.started',
    says: /An ad break of 30 seconds has begun\./,
  },
  'twitch-user': {
    found: 'followage',
    filled: [{ do: 'about' }, { field: 'whom', type: 'mira_bakes' }],
    topic: 'user',
    says: /Mira_Bakes has followed/,
  },
  'twitch-condition': {
    found: 'only if',
    filled: [{ do: 'cooldown' }, { field: 'wait', type: '10' }],
    topic: 'condition.yes',
    says: /^"null \d{13}"$/,
  },
  'twitch-api': {
    found: 'call',
    filled: [{ field: 'call', search: 'channel information', choose: 'get-channel-information' }],
    topic: 'api.answer',
    says: /harborlight_tv/,
  },
};
