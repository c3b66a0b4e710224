/** Where a number comes from: Twitch's documentation, what libraries recorded, or advice for a client that behaves well. */
export type LimitSource = 'documented' | 'observed' | 'advice';

export interface LimitRow {
  readonly value: number;
  /** What is counted or measured: `messages`, `characters`, `seconds`, ... */
  readonly unit: string;
  /** The window a count is for, in seconds. */
  readonly perSeconds?: number;
  /** For whom or what it counts: an account over all its connections, a room, a client id, ... */
  readonly scope?: string;
  readonly source: LimitSource;
  readonly note: string;
}

/**
 * Limits that are not fields of an endpoint, by topic. What one field of one call may hold stands in its row of the endpoint
 * table; the few that behaviour and forms need by name (polls, predictions, ...) are repeated here, and a test compares them.
 */
export const limits = {
  chat: {
    messages: {
      value: 20,
      unit: 'messages',
      perSeconds: 30,
      scope: 'account, all rooms together',
      source: 'documented',
      note: 'Where the account has no role. Going over it silences the account for up to 30 minutes, without any notice.',
    },
    messagesWithRole: {
      value: 100,
      unit: 'messages',
      perSeconds: 30,
      scope: 'account, all rooms together',
      source: 'documented',
      note: 'In rooms where the account is broadcaster or moderator; VIPs were seen to have it too. Messages to other rooms count here as well.',
    },
    messagesVerified: {
      value: 7500,
      unit: 'messages',
      perSeconds: 30,
      scope: 'account, all rooms together',
      source: 'documented',
      note: 'Verified bots. Nobody can apply to be one at present.',
    },
    messagesPerRoom: {
      value: 1,
      unit: 'messages',
      perSeconds: 1,
      scope: 'account and room',
      source: 'observed',
      note: 'Without a role in the room; verified bots are exempt. Refused with msg_ratelimit.',
    },
    silence: {
      value: 1800,
      unit: 'seconds',
      scope: 'account',
      source: 'documented',
      note: 'How long an account that sent too much may go unheard.',
    },
    text: {
      value: 500,
      unit: 'characters',
      source: 'documented',
      note: 'Longer lines are cut or refused. Characters, not bytes.',
    },
    duplicate: {
      value: 30,
      unit: 'seconds',
      scope: 'account and room',
      source: 'observed',
      note: 'The same text again within this time is refused with msg_duplicate; spaces do not make a difference. Roles are exempt.',
    },
    join: {
      value: 20,
      unit: 'channels',
      perSeconds: 10,
      scope: 'account',
      source: 'documented',
      note: 'Channels, not lines.',
    },
    joinVerified: {
      value: 2000,
      unit: 'channels',
      perSeconds: 10,
      scope: 'account',
      source: 'documented',
      note: 'Verified bots.',
    },
    joinAnswer: {
      value: 10,
      unit: 'seconds',
      source: 'advice',
      note: 'A room that does not exist never answers: try a second time, then call it failed.',
    },
    login: {
      value: 20,
      unit: 'attempts',
      perSeconds: 10,
      scope: 'account',
      source: 'documented',
      note: 'Failed ones count.',
    },
    loginVerified: {
      value: 200,
      unit: 'attempts',
      perSeconds: 10,
      scope: 'account',
      source: 'documented',
      note: 'Verified bots.',
    },
    rooms: {
      value: 100,
      unit: 'rooms',
      scope: 'account, all connections together',
      source: 'documented',
      note: 'At once, rooms with an own role or a channel:bot grant not counted; since June 2024 for verified bots too.',
    },
    roomsPerConnection: {
      value: 100,
      unit: 'rooms',
      scope: 'connection',
      source: 'observed',
      note: 'Twitch names no maximum; with 50 to 100 a reconnect stays quick.',
    },
    joinLine: {
      value: 4000,
      unit: 'bytes',
      source: 'observed',
      note: 'A JOIN of several channels should stay below it.',
    },
    joinsPerLine: {
      value: 20,
      unit: 'channels',
      source: 'advice',
      note: 'As many as may be joined at a time.',
    },
    tagsSent: { value: 4094, unit: 'bytes', source: 'documented', note: 'Tags of a line from the client.' },
    tagsReceived: {
      value: 8191,
      unit: 'bytes',
      source: 'documented',
      note: 'Tags of a line from the server.',
    },
    serverPing: {
      value: 300,
      unit: 'seconds',
      source: 'observed',
      note: 'About the time between two PINGs of the server.',
    },
    clientPing: {
      value: 45,
      unit: 'seconds',
      source: 'advice',
      note: 'Own PINGs every 30 to 60 seconds find dead connections.',
    },
    clientPingAnswer: {
      value: 10,
      unit: 'seconds',
      source: 'advice',
      note: 'Then the connection counts as dead.',
    },
    sendAnswer: {
      value: 5,
      unit: 'seconds',
      source: 'advice',
      note: 'Over IRC a USERSTATE or a NOTICE follows a message; without either its fate is unknown.',
    },
    reconnectMax: {
      value: 60,
      unit: 'seconds',
      source: 'advice',
      note: 'The pause before a new connection doubles from 1 second up to this.',
    },
    announcement: {
      value: 500,
      unit: 'characters',
      source: 'documented',
      note: 'The rest is cut without an error.',
    },
  },
  whisper: {
    textToStranger: {
      value: 500,
      unit: 'characters',
      source: 'documented',
      note: 'To somebody who never wrote back.',
    },
    text: { value: 10_000, unit: 'characters', source: 'documented', note: 'To somebody who did.' },
    strangersPerDay: {
      value: 40,
      unit: 'new recipients',
      perSeconds: 86_400,
      scope: 'account',
      source: 'documented',
      note: 'Others do not count.',
    },
    perSecond: {
      value: 3,
      unit: 'whispers',
      perSeconds: 1,
      scope: 'account',
      source: 'documented',
      note: 'Both this and the limit per minute hold.',
    },
    perMinute: {
      value: 100,
      unit: 'whispers',
      perSeconds: 60,
      scope: 'account',
      source: 'documented',
      note: 'Both this and the limit per second hold.',
    },
  },
  helix: {
    points: {
      value: 800,
      unit: 'points',
      perSeconds: 60,
      scope: 'client id and user; app tokens: client id',
      source: 'documented',
      note: 'The usual size. The header Ratelimit-Limit of an answer has the true one.',
    },
    pointsPerCall: { value: 1, unit: 'points', source: 'documented', note: 'For most calls.' },
    pageSize: {
      value: 100,
      unit: 'elements',
      source: 'documented',
      note: 'The most usual maximum of first; the row of an endpoint knows better.',
    },
    idsPerCall: {
      value: 100,
      unit: 'ids',
      source: 'documented',
      note: 'The most usual maximum of a list; the row of an endpoint knows better.',
    },
    appTokenDays: {
      value: 60,
      unit: 'days',
      source: 'observed',
      note: 'About how long an app token lives; expires_in tells.',
    },
  },
  eventSub: {
    connections: {
      value: 3,
      unit: 'connections',
      scope: 'client id and user',
      source: 'documented',
      note: 'With a subscription on each. Above: 429.',
    },
    subscriptionsPerConnection: {
      value: 300,
      unit: 'subscriptions',
      scope: 'connection',
      source: 'documented',
      note: 'Enabled ones. Above: 429.',
    },
    totalCost: {
      value: 10,
      unit: 'cost points',
      scope: 'client id and user, all connections together',
      source: 'documented',
      note: 'What the user has authorised is free; max_total_cost in the answer has the true number.',
    },
    totalCostConduit: {
      value: 10_000,
      unit: 'cost points',
      scope: 'client id',
      source: 'observed',
      note: 'The usual max_total_cost of app tokens.',
    },
    same: {
      value: 1,
      unit: 'subscriptions',
      scope: 'transport',
      source: 'documented',
      note: 'Of the same type, version and condition. A second one: 409.',
    },
    sameOverTransports: {
      value: 3,
      unit: 'subscriptions',
      scope: 'client id and user',
      source: 'observed',
      note: 'Of the same type and condition on different transports, as it was with webhooks. Above: 429.',
    },
    usersPerSession: {
      value: 1,
      unit: 'users',
      scope: 'session',
      source: 'documented',
      note: 'A subscription of another user is refused with 400.',
    },
    chatRooms: {
      value: 100,
      unit: 'rooms',
      scope: 'reading account',
      source: 'documented',
      note: 'Chat events count as joined rooms unless the account moderates there or the broadcaster granted channel:bot.',
    },
    subscribeWindow: {
      value: 10,
      unit: 'seconds',
      scope: 'session',
      source: 'documented',
      note: 'From the welcome to the first subscription; later the socket is closed with 4003.',
    },
    reconnectWindow: {
      value: 30,
      unit: 'seconds',
      scope: 'session',
      source: 'documented',
      note: 'From session_reconnect to the close of the old socket with 4004.',
    },
    reconnectWelcome: {
      value: 25,
      unit: 'seconds',
      source: 'advice',
      note: 'Without a welcome on the new socket by then, connect afresh.',
    },
    keepaliveMin: {
      value: 10,
      unit: 'seconds',
      source: 'documented',
      note: 'Smallest keepalive_timeout_seconds, and what holds if none is asked for.',
    },
    keepaliveMax: {
      value: 600,
      unit: 'seconds',
      source: 'documented',
      note: 'Largest keepalive_timeout_seconds.',
    },
    keepaliveLeeway: {
      value: 2,
      unit: 'seconds',
      source: 'advice',
      note: 'Wait this much longer than announced, or a fifth longer if that is more.',
    },
    welcome: {
      value: 10,
      unit: 'seconds',
      source: 'advice',
      note: 'From the open socket to the welcome; then try again.',
    },
    duplicateWindow: {
      value: 600,
      unit: 'seconds',
      source: 'documented',
      note: 'Drop messages older than this.',
    },
    rememberedMessages: {
      value: 2_000,
      unit: 'message ids',
      source: 'advice',
      note: 'To recognise a message that is sent again.',
    },
    reconnectMax: {
      value: 60,
      unit: 'seconds',
      source: 'advice',
      note: 'The pause before a new connection doubles from 1 second up to this, a fifth more or less by chance.',
    },
    parallelRequests: {
      value: 5,
      unit: 'requests',
      source: 'advice',
      note: 'Subscriptions requested at the same time after a welcome.',
    },
    listedAfterEnd: {
      value: 3600,
      unit: 'seconds',
      source: 'documented',
      note: 'About how long an ended subscription is still listed. It counts nowhere.',
    },
  },
  conduit: {
    conduits: { value: 5, unit: 'conduits', scope: 'client id', source: 'documented', note: 'Above: 429.' },
    shards: { value: 20_000, unit: 'shards', scope: 'conduit', source: 'documented', note: 'At least one.' },
    shardsPerUpdate: {
      value: 100,
      unit: 'shards',
      source: 'documented',
      note: 'In one call, since June 2026.',
    },
    unused: {
      value: 259_200,
      unit: 'seconds',
      scope: 'conduit',
      source: 'documented',
      note: 'With every shard disabled for so long, the conduit is deleted.',
    },
  },
  poll: {
    title: { value: 60, unit: 'characters', source: 'documented', note: 'Of the question.' },
    choice: { value: 25, unit: 'characters', source: 'documented', note: 'Of each choice.' },
    choicesMin: { value: 2, unit: 'choices', source: 'documented', note: 'At least.' },
    choicesMax: { value: 5, unit: 'choices', source: 'documented', note: 'At most.' },
    durationMin: { value: 15, unit: 'seconds', source: 'documented', note: 'Shortest.' },
    durationMax: { value: 1800, unit: 'seconds', source: 'documented', note: 'Longest.' },
    pointsPerVoteMin: {
      value: 1,
      unit: 'channel points',
      source: 'documented',
      note: 'For each further vote.',
    },
    pointsPerVoteMax: {
      value: 1_000_000,
      unit: 'channel points',
      source: 'documented',
      note: 'For each further vote.',
    },
    running: {
      value: 1,
      unit: 'polls',
      scope: 'channel',
      source: 'documented',
      note: 'A second one is refused with 400.',
    },
    kept: { value: 90, unit: 'days', source: 'documented', note: 'Then a poll is deleted.' },
  },
  prediction: {
    title: { value: 45, unit: 'characters', source: 'documented', note: 'Of the question.' },
    outcome: { value: 25, unit: 'characters', source: 'documented', note: 'Of each outcome.' },
    outcomesMin: { value: 2, unit: 'outcomes', source: 'documented', note: 'At least.' },
    outcomesMax: { value: 10, unit: 'outcomes', source: 'documented', note: 'At most.' },
    windowMin: { value: 30, unit: 'seconds', source: 'documented', note: 'Shortest time for bets.' },
    windowMax: { value: 1800, unit: 'seconds', source: 'documented', note: 'Longest time for bets.' },
    resolveWithin: {
      value: 86_400,
      unit: 'seconds',
      source: 'documented',
      note: 'After the bets closed; then all points go back.',
    },
    running: {
      value: 1,
      unit: 'predictions',
      scope: 'channel',
      source: 'documented',
      note: 'A second one is refused with 400.',
    },
  },
  clip: {
    durationMin: { value: 5, unit: 'seconds', source: 'documented', note: 'Shortest.' },
    durationMax: { value: 60, unit: 'seconds', source: 'documented', note: 'Longest.' },
    durationDefault: { value: 30, unit: 'seconds', source: 'documented', note: 'Without a duration.' },
    appearsWithin: {
      value: 60,
      unit: 'seconds',
      source: 'documented',
      note: 'If it is not there by then it failed; older texts say 15.',
    },
    askEvery: {
      value: 2,
      unit: 'seconds',
      source: 'advice',
      note: 'Asking for the clip every one or two seconds is enough.',
    },
    editLink: {
      value: 86_400,
      unit: 'seconds',
      source: 'documented',
      note: 'How long the edit link works, if the clip is not published before.',
    },
    listed: {
      value: 1000,
      unit: 'clips',
      source: 'observed',
      note: 'About as many as all pages of a list hold together.',
    },
    downloads: {
      value: 100,
      unit: 'calls',
      perSeconds: 60,
      source: 'documented',
      note: 'For download links.',
    },
  },
  marker: {
    description: { value: 140, unit: 'characters', source: 'documented', note: 'Of a stream marker.' },
  },
  ad: {
    lengthMin: { value: 30, unit: 'seconds', source: 'documented', note: 'Shortest.' },
    lengthMax: {
      value: 180,
      unit: 'seconds',
      source: 'documented',
      note: 'Longest; more is shortened to it.',
    },
    between: {
      value: 480,
      unit: 'seconds',
      scope: 'channel',
      source: 'documented',
      note: 'From one ad to the next; retry_after has the exact rest.',
    },
    snooze: {
      value: 300,
      unit: 'seconds',
      source: 'documented',
      note: 'How far one snooze pushes the next ad back.',
    },
  },
  shoutout: {
    between: {
      value: 120,
      unit: 'seconds',
      scope: 'channel',
      source: 'documented',
      note: 'From one shoutout to the next.',
    },
    sameChannel: {
      value: 3600,
      unit: 'seconds',
      scope: 'channel and target',
      source: 'documented',
      note: 'Until the same channel can get another one.',
    },
  },
  announcement: {
    between: {
      value: 2,
      unit: 'seconds',
      scope: 'channel',
      source: 'documented',
      note: 'From one announcement to the next.',
    },
  },
  raid: {
    countdown: {
      value: 90,
      unit: 'seconds',
      source: 'documented',
      note: 'The broadcaster can shorten it or cancel.',
    },
    calls: {
      value: 10,
      unit: 'calls',
      perSeconds: 600,
      scope: 'channel',
      source: 'documented',
      note: 'Starting and cancelling.',
    },
  },
  role: {
    changes: {
      value: 10,
      unit: 'calls',
      perSeconds: 10,
      scope: 'channel',
      source: 'documented',
      note: 'Adding or removing moderators, and the same for VIPs.',
    },
  },
  moderation: {
    timeoutMin: { value: 1, unit: 'seconds', source: 'documented', note: 'Shortest.' },
    timeoutMax: { value: 1_209_600, unit: 'seconds', source: 'documented', note: 'Two weeks.' },
    reason: {
      value: 500,
      unit: 'characters',
      source: 'documented',
      note: 'Of bans, timeouts, warnings and answers to unban requests.',
    },
    deletableFor: {
      value: 21_600,
      unit: 'seconds',
      source: 'documented',
      note: 'Older messages cannot be deleted.',
    },
    blockedTermMin: { value: 2, unit: 'characters', source: 'documented', note: 'Of a blocked word.' },
    blockedTermMax: { value: 500, unit: 'characters', source: 'documented', note: 'Of a blocked word.' },
    autoModLevelMax: { value: 4, unit: 'level', source: 'documented', note: 'From 0, which is off.' },
  },
  autoModCheck: {
    perMinute: {
      value: 5,
      unit: 'calls',
      perSeconds: 60,
      scope: 'channel',
      source: 'documented',
      note: 'Affiliates 10, partners 30.',
    },
    perHour: {
      value: 50,
      unit: 'calls',
      perSeconds: 3600,
      scope: 'channel',
      source: 'documented',
      note: 'Affiliates 100, partners 300.',
    },
    perMinuteAffiliate: {
      value: 10,
      unit: 'calls',
      perSeconds: 60,
      scope: 'channel',
      source: 'documented',
      note: 'Affiliates.',
    },
    perHourAffiliate: {
      value: 100,
      unit: 'calls',
      perSeconds: 3600,
      scope: 'channel',
      source: 'documented',
      note: 'Affiliates.',
    },
    perMinutePartner: {
      value: 30,
      unit: 'calls',
      perSeconds: 60,
      scope: 'channel',
      source: 'documented',
      note: 'Partners.',
    },
    perHourPartner: {
      value: 300,
      unit: 'calls',
      perSeconds: 3600,
      scope: 'channel',
      source: 'documented',
      note: 'Partners.',
    },
    texts: { value: 100, unit: 'texts', source: 'documented', note: 'In one call.' },
  },
  chatMode: {
    slowMin: { value: 3, unit: 'seconds', source: 'documented', note: 'Between two messages of a viewer.' },
    slowMax: { value: 120, unit: 'seconds', source: 'documented', note: 'Between two messages of a viewer.' },
    slowDefault: { value: 30, unit: 'seconds', source: 'documented', note: 'If no wait is given.' },
    followersMin: { value: 0, unit: 'minutes', source: 'documented', note: '0: every follower can chat.' },
    followersMax: { value: 129_600, unit: 'minutes', source: 'documented', note: '90 days.' },
  },
  pin: {
    durationMin: {
      value: 30,
      unit: 'seconds',
      source: 'documented',
      note: 'Shortest; without a duration until the stream ends.',
    },
    durationMax: { value: 1800, unit: 'seconds', source: 'documented', note: 'Longest.' },
    sentPinned: {
      value: 1200,
      unit: 'seconds',
      source: 'documented',
      note: 'A message that is sent with pin stays so long.',
    },
    pinned: {
      value: 1,
      unit: 'messages',
      scope: 'channel',
      source: 'documented',
      note: 'A new one replaces it.',
    },
  },
  channel: {
    tags: { value: 10, unit: 'tags', source: 'documented', note: 'At most.' },
    tag: {
      value: 25,
      unit: 'characters',
      source: 'documented',
      note: 'Of each tag, letters and digits only.',
    },
    delay: { value: 900, unit: 'seconds', source: 'documented', note: 'Partners only.' },
    description: { value: 300, unit: 'characters', source: 'documented', note: 'On the channel page.' },
  },
  reward: {
    rewards: {
      value: 50,
      unit: 'rewards',
      scope: 'channel',
      source: 'documented',
      note: 'Switched-off ones counted.',
    },
    title: {
      value: 45,
      unit: 'characters',
      source: 'documented',
      note: 'Not used by another reward of the channel.',
    },
    prompt: { value: 200, unit: 'characters', source: 'documented', note: 'What viewers read.' },
    costMin: { value: 1, unit: 'channel points', source: 'documented', note: 'Cheapest.' },
    cooldownMin: { value: 1, unit: 'seconds', source: 'documented', note: 'Shortest.' },
    cooldownMax: { value: 604_800, unit: 'seconds', source: 'documented', note: 'A week.' },
    powerUps: {
      value: 50,
      unit: 'custom Power-ups',
      scope: 'channel',
      source: 'documented',
      note: 'Switched-off ones counted.',
    },
  },
  schedule: {
    title: { value: 140, unit: 'characters', source: 'documented', note: 'Of a planned stream.' },
    durationMin: { value: 30, unit: 'minutes', source: 'documented', note: 'Shortest.' },
    durationMax: { value: 1380, unit: 'minutes', source: 'documented', note: 'Longest, 23 hours.' },
  },
  videos: {
    deleted: { value: 5, unit: 'videos', source: 'documented', note: 'In one call, all of them or none.' },
    listedByCategory: { value: 500, unit: 'videos', source: 'documented', note: 'All pages together.' },
  },
  extension: {
    configurationCalls: {
      value: 20,
      unit: 'calls',
      perSeconds: 60,
      scope: 'segment',
      source: 'documented',
      note: 'Reading, and the same for writing.',
    },
    segment: {
      value: 5,
      unit: 'kilobytes',
      source: 'documented',
      note: 'Of a configuration segment or a message to viewers.',
    },
    messages: {
      value: 100,
      unit: 'messages',
      perSeconds: 60,
      scope: 'extension and channel',
      source: 'documented',
      note: 'To viewers of the extension.',
    },
    chatMessages: {
      value: 12,
      unit: 'messages',
      perSeconds: 60,
      scope: 'channel',
      source: 'documented',
      note: 'In chat.',
    },
    chatText: { value: 280, unit: 'characters', source: 'documented', note: 'Of a chat message.' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, LimitRow>>>>;

export type LimitTopic = keyof typeof limits;

/** `poll.title` and so on: for tables that refer to a limit by name. */
export type LimitName = {
  [T in LimitTopic]: `${T}.${keyof (typeof limits)[T] & string}`;
}[LimitTopic];

/** The row of a limit by its name, such as `poll.title`. */
export function limit(name: LimitName): LimitRow {
  const [topic, key] = name.split('.') as [LimitTopic, string];
  const row = (limits[topic] as Readonly<Record<string, LimitRow>>)[key];
  if (row === undefined) throw new RangeError(`There is no limit "${name}".`);
  return row;
}
