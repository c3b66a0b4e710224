import type { NodeType } from '../../src/definitions/definition';

/**
 * What happens when a trigger is wired to an action and nothing is set. test/node/wire-and-go.test.ts plays every pair
 * in a real Node-RED; docs/wire-and-go.md is made from these rows.
 */

/** What the message of a trigger's test button carries, as far as actions rest on it. */
export type Carried =
  /** A chat line that can be answered, pinned, deleted. */
  | 'line'
  /** A command without words behind it. */
  | 'command'
  /** Words that can be a title, a category, a tag, ... */
  | 'words'
  /** Somebody who did it and is not the streamer. */
  | 'person'
  /** The streamer. */
  | 'streamer'
  | 'redemption'
  /** One sentence that can be said in chat. */
  | 'summary';

export interface TriggerRow {
  /** What must be chosen before it can fire; nothing else is set. */
  readonly chosen?: Readonly<Record<string, unknown>>;
  readonly carries: readonly Carried[];
}

export interface Outcome {
  /** Behind a trigger that carries this, or behind one of these triggers; the first row that fits counts. */
  readonly behind: Carried | 'anything' | readonly NodeType[];
  /** The output it leaves by; left out: it goes to Catch. */
  readonly output?: string;
  /**
   * `msg.twitch.summary` afterwards. `{user}` and `{channel}` are names, `…` is what differs from time to time.
   * null: what the trigger said.
   */
  readonly says: string | null;
  /** Part of the error's message, where the summary is not enough. */
  readonly error?: string;
  /** In words for the docs, where `says` does not tell it. */
  readonly does?: string;
}

type Rows = readonly Outcome[];

/** The triggers, in the order of the palette. */
export const triggerRows: Readonly<Partial<Record<NodeType, TriggerRow>>> = {
  'twitch-chat': { carries: ['line', 'words', 'person'] },
  'twitch-command': { chosen: { command: 'hug' }, carries: ['line', 'command', 'person'] },
  'twitch-first-chatter': { carries: ['line', 'words', 'person', 'summary'] },
  'twitch-stream-online': { carries: ['streamer', 'summary'] },
  'twitch-follow': { carries: ['person', 'summary'] },
  'twitch-raid-received': { carries: ['person', 'summary'] },
  'twitch-subscription': { carries: ['person', 'summary'] },
  'twitch-reward-redemption': { carries: ['person', 'redemption', 'summary'] },
  'twitch-hype-train': { carries: ['summary'] },
  'twitch-ads': { carries: ['summary'] },
  'twitch-timer': { chosen: { lines: 'Drink some water.' }, carries: ['words', 'summary'] },
  'twitch-event': { chosen: { event: 'channel.goal.begin' }, carries: ['summary'] },
  'twitch-connection-status': { carries: ['summary'] },
};

const nameSomeone: Outcome = { behind: 'command', says: 'Name someone: !hug @name' };
const nobodyNamed: Outcome = { behind: 'anything', says: 'Nobody was named.' };

/** What is done to a person: after a command only to somebody who is named. */
function toPerson(streamer: Omit<Outcome, 'behind'>, person: Omit<Outcome, 'behind'>): Rows {
  return [nameSomeone, { behind: 'streamer', ...streamer }, { behind: 'person', ...person }, nobodyNamed];
}

function always(output: string, says: string | null, does?: string): Rows {
  return [{ behind: 'anything', output, says, ...(does === undefined ? {} : { does }) }];
}

function neverYet(says: string): Rows {
  return [{ behind: 'anything', says }];
}

/** A field without a rule to fall back on, by its label: the editor marks the node, the runtime refuses. */
function mustFill(field: string): Rows {
  return [
    { behind: 'anything', says: null, error: `The field "${field}" is empty. Open the node and fill it in.` },
  ];
}

function say(output: string): Rows {
  return [
    { behind: 'summary', output, says: null, does: 'says the sentence of the trigger' },
    { behind: 'command', says: 'There is nothing to say.', error: 'brings no text and no summary' },
    {
      behind: 'words',
      says: 'There is nothing to say.',
      error: "a viewer's words are never repeated unasked",
    },
  ];
}

/** Words of the flow itself; those that a viewer typed are taken behind a command only. */
const ownWords: Outcome['behind'] = ['twitch-timer'];

function question(kind: 'poll' | 'prediction', few: string): Rows {
  return [
    { behind: 'command', says: `There is no question for the ${kind}. Type: !hug Question | A | B` },
    { behind: ownWords, says: few },
    { behind: 'anything', says: `There is no question for the ${kind}.` },
  ];
}

function setTo(name: string, words: Omit<Outcome, 'behind'>): Rows {
  return [
    { behind: ownWords, ...words },
    {
      behind: ['twitch-chat', 'twitch-first-chatter'],
      says: `Name a ${name}.`,
      error: "a viewer's words are never taken unasked",
    },
    { behind: 'anything', says: `Name a ${name}.`, error: 'the message brings no words' },
  ];
}

/** Finishing needs the redemption that the message is about. */
function finish(says: string): Rows {
  return [
    { behind: 'redemption', output: 'result', says },
    { behind: 'anything', says: 'There is no redemption to finish.' },
  ];
}

const ofReward: Rows = [
  {
    behind: 'redemption',
    says: 'There is no such reward.',
    error: 'has no reward "Posture check"',
    does: 'does it to the reward; that of a test event does not exist',
  },
  { behind: 'anything', says: 'No reward is named.' },
];

const adLength: Outcome = {
  behind: ownWords,
  says: 'An ad break lasts 30, 60, 90, 120, 150 or 180 seconds.',
};
const notDue = 'No ad is due: the next one comes in … minutes.';

/** Asks about whoever did it. */
function asks(no: string): Rows {
  return [
    {
      behind: ['twitch-raid-received'],
      output: 'no',
      says: `{user}, this is for ${no}.`,
      does: 'asks about who did it',
    },
    { behind: 'person', output: 'yes', says: null, does: 'asks about who did it' },
    { behind: 'streamer', output: 'yes', says: null },
    { behind: 'anything', says: 'Nobody did this.' },
  ];
}

const through = (does: string): Rows => always('yes', null, does);

/** Per action and operation what happens; the words are those that stand in chat, in the status or at Catch. */
export const actionRows: Readonly<Partial<Record<NodeType, Readonly<Record<string, Rows>>>>> = {
  'twitch-send-message': {
    send: say('sent'),
    announce: say('sent'),
    pin: [
      { behind: 'line', output: 'sent', says: null, does: 'pins the line' },
      { behind: 'anything', says: 'There is no chat line to do this to.' },
    ],
    unpin: neverYet('Nothing is pinned.'),
    whisper: [
      { behind: 'command', says: 'There is nothing to say.', error: 'brings no text and no summary' },
      {
        behind: ['twitch-chat'],
        says: 'There is nothing to say.',
        error: "a viewer's words are never repeated unasked",
      },
      {
        behind: 'person',
        output: 'sent',
        says: null,
        does: 'whispers the sentence of the trigger to who did it',
      },
      {
        behind: 'streamer',
        output: 'sent',
        says: null,
        does: 'whispers the sentence of the trigger to the streamer',
      },
      nobodyNamed,
    ],
  },
  'twitch-poll': {
    run: question('poll', 'A poll takes 2 to 5 choices, and there are 0.'),
    open: question('poll', 'A poll takes 2 to 5 choices, and there are 0.'),
    end: neverYet('No poll is running.'),
    lookUp: always('result', 'There was no poll in the last 90 days.'),
  },
  'twitch-prediction': {
    open: question('prediction', 'A prediction takes 2 to 10 outcomes, and there are 0.'),
    openAndWait: question('prediction', 'A prediction takes 2 to 10 outcomes, and there are 0.'),
    lock: neverYet('No prediction is running.'),
    resolve: neverYet('No prediction is running.'),
    cancel: neverYet('No prediction is running.'),
    lookUp: always('result', 'There was no prediction yet.'),
  },
  'twitch-clip': {
    clip: always('ready', 'Here is the clip: https://clips.twitch.tv/…'),
    marker: always('ready', 'Marker set at …'),
    fromVideo: mustFill('Ends at'),
    lookUp: always('notYet', 'There is no such clip.'),
  },
  'twitch-shoutout': {
    shoutout: toPerson(
      { says: 'Nobody can give themselves a shoutout.' },
      { output: 'given', says: 'Go and see {user}: https://www.twitch.tv/…' },
    ),
  },
  'twitch-raid-start': {
    start: [nameSomeone, nobodyNamed],
    cancel: neverYet('No raid is being prepared.'),
  },
  'twitch-redemption-finish': {
    auto: finish('… of {user} is done.'),
    fulfill: finish('… of {user} is done.'),
    refund: finish('{user} got the points for … back.'),
  },
  'twitch-points-reward': {
    create: mustFill('Title'),
    change: neverYet('There is nothing to change.'),
    show: ofReward,
    hide: ofReward,
    pause: ofReward,
    resume: ofReward,
    delete: ofReward,
    lookUp: always('reward', '{channel} has 2 rewards: Hydrate! and Lamp colour.'),
  },
  'twitch-moderation': {
    timeout: toPerson(
      { says: '{channel} is the streamer.' },
      { output: 'done', says: '{user} cannot write for 10 minutes.' },
    ),
    ban: toPerson({ says: '{channel} is the streamer.' }, { output: 'done', says: '{user} was banned.' }),
    unban: toPerson({ says: '{channel} is the streamer.' }, { says: '{user} is not banned.' }),
    warn: mustFill('Warning'),
    delete: [
      { behind: 'line', output: 'done', says: 'The message was deleted.' },
      { behind: 'anything', says: 'There is no chat line to do this to.' },
    ],
    approve: toPerson(
      { says: '{channel} has no open unban request.' },
      { says: '{user} has no open unban request.' },
    ),
    deny: toPerson(
      { says: '{channel} has no open unban request.' },
      { says: '{user} has no open unban request.' },
    ),
  },
  'twitch-chat-mode': {
    slow: always('mode', 'Slow mode is on: one message every 30 seconds.'),
    followersOnly: always('mode', 'Only followers can write now.'),
    emoteOnly: always('mode', 'Only emotes can be written now.'),
    subOnly: always('mode', 'Only subscribers can write now.'),
    unique: always('mode', 'Every message has to be a new one now.'),
    shield: always('mode', 'Shield mode is on.'),
    clear: always('mode', 'The chat was cleared.'),
    putBack: always('mode', 'Nothing had to be put back.'),
  },
  'twitch-stream-info': {
    lookUp: always('stream', '{channel} is live with …'),
    title: setTo('title', { output: 'stream', says: 'The title was changed.' }),
    category: setTo('category', { says: 'There is no such category.' }),
    tags: setTo('tag', { says: 'A tag holds letters and digits only.' }),
    language: setTo('language', { says: 'There is no such language.' }),
    label: always('stream', 'The label "gambling" is on.'),
  },
  'twitch-commercial': {
    snooze: neverYet(notDue),
    run: [adLength, { behind: 'anything', output: 'ad', says: 'An ad break of 1 minute has begun.' }],
    runIfDue: [adLength, { behind: 'anything', says: notDue }],
    lookUp: always('ad', 'The next ad comes in … minutes and lasts 90 seconds.'),
  },
  'twitch-moderator-role': {
    moderator: toPerson(
      { says: '{channel} is the streamer and needs no role.' },
      { output: 'person', says: '{user} is now a moderator.' },
    ),
    removeModerator: toPerson({ says: '{channel} is no moderator.' }, { says: '{user} is no moderator.' }),
    vip: toPerson(
      { says: '{channel} is the streamer and needs no role.' },
      { output: 'person', says: '{user} is now a VIP.' },
    ),
    removeVip: toPerson({ says: '{channel} is no VIP.' }, { says: '{user} is no VIP.' }),
  },
  'twitch-user': {
    about: [
      { behind: ['twitch-raid-received'], output: 'person', says: '{user} does not follow {channel}.' },
      { behind: 'person', output: 'person', says: '{user} has followed {channel} for …' },
      { behind: 'streamer', output: 'person', says: '{channel} is the streamer here.' },
      nobodyNamed,
    ],
    randomChatter: always('person', '… was picked from … viewers in chat.'),
    followers: always('person', '{channel} has … followers.'),
    subscribers: always('person', '{channel} has … subscribers.'),
    chatters: always('person', '… people are in chat.'),
    moderators: always('person', '{channel} has … moderators.'),
    vips: always('person', '{channel} has … VIP.'),
  },
  'twitch-condition': {
    live: through('passes the message on while the stream is live, else to "no"'),
    category: mustFill('Category'),
    viewers: through('passes the message on with 10 viewers or more, else to "no"'),
    role: [
      {
        behind: 'line',
        output: 'no',
        says: '{user}, this is for subscribers.',
        does: 'looks at the badges of who wrote',
      },
      { behind: ['twitch-stream-online', 'twitch-subscription'], output: 'yes', says: null },
      { behind: 'person', says: 'It is not known what this person is here.' },
      { behind: 'anything', says: 'Nobody did this.' },
    ],
    follower: asks('followers'),
    subscriber: asks('subscribers'),
    cooldown: through('passes the first message on, and then none for 30 seconds'),
  },
  'twitch-api': { call: mustFill('Call') },
};

/** Calls that nobody may make unasked: no operation that is set from the start makes one. */
export const harmfulCalls: readonly string[] = [
  'ban-user',
  'unban-user',
  'warn-chat-user',
  'delete-chat-messages',
  'start-a-raid',
  'cancel-a-raid',
  'add-channel-moderator',
  'remove-channel-moderator',
  'add-channel-vip',
  'remove-channel-vip',
  'update-chat-settings',
  'update-shield-mode-status',
  'delete-custom-reward',
  'update-custom-reward',
  'start-commercial',
  'modify-channel-information',
  'delete-videos',
  'block-user',
];

/** Whether the row of an action counts behind this trigger. */
export function fits(outcome: Outcome, trigger: NodeType, row: TriggerRow): boolean {
  const { behind } = outcome;
  if (typeof behind !== 'string') return behind.includes(trigger);
  return behind === 'anything' || row.carries.includes(behind);
}

/** What happens behind a trigger. */
export function outcomeOf(trigger: NodeType, action: NodeType, operation: string): Outcome | undefined {
  const row = triggerRows[trigger];
  return row && actionRows[action]?.[operation]?.find((outcome) => fits(outcome, trigger, row));
}
