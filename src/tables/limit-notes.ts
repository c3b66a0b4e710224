import type { limits } from './limits';

/** Where a number comes from: Twitch's documentation, what libraries recorded, or advice for a client that behaves well. */
export type LimitSource = 'documented' | 'observed' | 'advice';

export interface LimitNote {
  /** For whom or what it counts: an account over all its connections, a room, a client id, ... */
  readonly scope?: string;
  readonly source: LimitSource;
  readonly note: string;
}

type Notes = {
  readonly [Topic in keyof typeof limits]: { readonly [Name in keyof (typeof limits)[Topic]]: LimitNote };
};

/** What is known of each limit besides its number: for whoever changes one, and for the tests. */
export const limitNotes = {
  chat: {
    messages: {
      scope: 'account, all rooms together',
      source: 'documented',
      note: 'Where the account has no role. Going over it silences the account for up to 30 minutes, without any notice.',
    },
    messagesWithRole: {
      scope: 'account, all rooms together',
      source: 'documented',
      note: 'In rooms where the account is broadcaster or moderator; VIPs were seen to have it too. Messages to other rooms count here as well.',
    },
    messagesVerified: {
      scope: 'account, all rooms together',
      source: 'documented',
      note: 'Verified bots. Nobody can apply to be one at present.',
    },
    messagesPerRoom: {
      scope: 'account and room',
      source: 'observed',
      note: 'Without a role in the room; verified bots are exempt. Refused with msg_ratelimit.',
    },
    silence: {
      scope: 'account',
      source: 'documented',
      note: 'How long an account that sent too much may go unheard.',
    },
    text: { source: 'documented', note: 'Longer lines are cut or refused. Characters, not bytes.' },
    duplicate: {
      scope: 'account and room',
      source: 'observed',
      note: 'The same text again within this time is refused with msg_duplicate; spaces do not make a difference. Roles are exempt.',
    },
    join: { scope: 'account', source: 'documented', note: 'Channels, not lines.' },
    joinVerified: { scope: 'account', source: 'documented', note: 'Verified bots.' },
    joinAnswer: {
      source: 'advice',
      note: 'A room that does not exist never answers: try a second time, then call it failed.',
    },
    login: { scope: 'account', source: 'documented', note: 'Failed ones count.' },
    loginVerified: { scope: 'account', source: 'documented', note: 'Verified bots.' },
    rooms: {
      scope: 'account, all connections together',
      source: 'documented',
      note: 'At once, rooms with an own role or a channel:bot grant not counted; since June 2024 for verified bots too.',
    },
    roomsPerConnection: {
      scope: 'connection',
      source: 'observed',
      note: 'Twitch names no maximum; with 50 to 100 a reconnect stays quick.',
    },
    joinLine: { source: 'observed', note: 'A JOIN of several channels should stay below it.' },
    joinsPerLine: { source: 'advice', note: 'As many as may be joined at a time.' },
    tagsSent: { source: 'documented', note: 'Tags of a line from the client.' },
    tagsReceived: { source: 'documented', note: 'Tags of a line from the server.' },
    serverPing: { source: 'observed', note: 'About the time between two PINGs of the server.' },
    clientPing: { source: 'advice', note: 'Own PINGs every 30 to 60 seconds find dead connections.' },
    clientPingAnswer: { source: 'advice', note: 'Then the connection counts as dead.' },
    sendAnswer: {
      source: 'advice',
      note: 'Over IRC a USERSTATE or a NOTICE follows a message; without either its fate is unknown.',
    },
    reconnectMax: {
      source: 'advice',
      note: 'The pause before a new connection doubles from 1 second up to this.',
    },
    announcement: { source: 'documented', note: 'The rest is cut without an error.' },
  },
  whisper: {
    textToStranger: { source: 'documented', note: 'To somebody who never wrote back.' },
    text: { source: 'documented', note: 'To somebody who did.' },
    strangersPerDay: { scope: 'account', source: 'documented', note: 'Others do not count.' },
    perSecond: { scope: 'account', source: 'documented', note: 'Both this and the limit per minute hold.' },
    perMinute: { scope: 'account', source: 'documented', note: 'Both this and the limit per second hold.' },
  },
  helix: {
    points: {
      scope: 'client id and user; app tokens: client id',
      source: 'documented',
      note: 'The usual size. The header Ratelimit-Limit of an answer has the true one.',
    },
    pointsPerCall: { source: 'documented', note: 'For most calls.' },
    pageSize: {
      source: 'documented',
      note: 'The most usual maximum of first; the row of an endpoint knows better.',
    },
    idsPerCall: {
      source: 'documented',
      note: 'The most usual maximum of a list; the row of an endpoint knows better.',
    },
    appTokenDays: { source: 'observed', note: 'About how long an app token lives; expires_in tells.' },
  },
  eventSub: {
    connections: {
      scope: 'client id and user',
      source: 'documented',
      note: 'With a subscription on each. Above: 429.',
    },
    subscriptionsPerConnection: {
      scope: 'connection',
      source: 'documented',
      note: 'Enabled ones. Above: 429.',
    },
    totalCost: {
      scope: 'client id and user, all connections together',
      source: 'documented',
      note: 'What the user has authorised is free; max_total_cost in the answer has the true number.',
    },
    totalCostConduit: {
      scope: 'client id',
      source: 'observed',
      note: 'The usual max_total_cost of app tokens.',
    },
    same: {
      scope: 'transport',
      source: 'documented',
      note: 'Of the same type, version and condition. A second one: 409.',
    },
    sameOverTransports: {
      scope: 'client id and user',
      source: 'observed',
      note: 'Of the same type and condition on different transports, as it was with webhooks. Above: 429.',
    },
    usersPerSession: {
      scope: 'session',
      source: 'documented',
      note: 'A subscription of another user is refused with 400.',
    },
    chatRooms: {
      scope: 'reading account',
      source: 'documented',
      note: 'Chat events count as joined rooms unless the account moderates there or the broadcaster granted channel:bot.',
    },
    subscribeWindow: {
      scope: 'session',
      source: 'documented',
      note: 'From the welcome to the first subscription; later the socket is closed with 4003.',
    },
    reconnectWindow: {
      scope: 'session',
      source: 'documented',
      note: 'From session_reconnect to the close of the old socket with 4004.',
    },
    reconnectWelcome: {
      source: 'advice',
      note: 'Without a welcome on the new socket by then, connect afresh.',
    },
    keepaliveMin: {
      source: 'documented',
      note: 'Smallest keepalive_timeout_seconds, and what holds if none is asked for.',
    },
    keepaliveMax: { source: 'documented', note: 'Largest keepalive_timeout_seconds.' },
    keepaliveLeeway: {
      source: 'advice',
      note: 'Wait this much longer than announced, or a fifth longer if that is more.',
    },
    welcome: { source: 'advice', note: 'From the open socket to the welcome; then try again.' },
    duplicateWindow: { source: 'documented', note: 'Drop messages older than this.' },
    rememberedMessages: { source: 'advice', note: 'To recognise a message that is sent again.' },
    reconnectMax: {
      source: 'advice',
      note: 'The pause before a new connection doubles from 1 second up to this, a fifth more or less by chance.',
    },
    parallelRequests: { source: 'advice', note: 'Subscriptions requested at the same time after a welcome.' },
    listedAfterEnd: {
      source: 'documented',
      note: 'About how long an ended subscription is still listed. It counts nowhere.',
    },
  },
  conduit: {
    conduits: { scope: 'client id', source: 'documented', note: 'Above: 429.' },
    shards: { scope: 'conduit', source: 'documented', note: 'At least one.' },
    shardsPerUpdate: { source: 'documented', note: 'In one call, since June 2026.' },
    unused: {
      scope: 'conduit',
      source: 'documented',
      note: 'With every shard disabled for so long, the conduit is deleted.',
    },
  },
  poll: {
    title: { source: 'documented', note: 'Of the question.' },
    choice: { source: 'documented', note: 'Of each choice.' },
    choicesMin: { source: 'documented', note: 'At least.' },
    choicesMax: { source: 'documented', note: 'At most.' },
    durationMin: { source: 'documented', note: 'Shortest.' },
    durationMax: { source: 'documented', note: 'Longest.' },
    pointsPerVoteMin: { source: 'documented', note: 'For each further vote.' },
    pointsPerVoteMax: { source: 'documented', note: 'For each further vote.' },
    running: { scope: 'channel', source: 'documented', note: 'A second one is refused with 400.' },
    kept: { source: 'documented', note: 'Then a poll is deleted.' },
  },
  prediction: {
    title: { source: 'documented', note: 'Of the question.' },
    outcome: { source: 'documented', note: 'Of each outcome.' },
    outcomesMin: { source: 'documented', note: 'At least.' },
    outcomesMax: { source: 'documented', note: 'At most.' },
    windowMin: { source: 'documented', note: 'Shortest time for bets.' },
    windowMax: { source: 'documented', note: 'Longest time for bets.' },
    resolveWithin: { source: 'documented', note: 'After the bets closed; then all points go back.' },
    running: { scope: 'channel', source: 'documented', note: 'A second one is refused with 400.' },
  },
  clip: {
    durationMin: { source: 'documented', note: 'Shortest.' },
    durationMax: { source: 'documented', note: 'Longest.' },
    durationDefault: { source: 'documented', note: 'Without a duration.' },
    appearsWithin: {
      source: 'documented',
      note: 'If it is not there by then it failed; older texts say 15.',
    },
    askEvery: { source: 'advice', note: 'Asking for the clip every one or two seconds is enough.' },
    editLink: {
      source: 'documented',
      note: 'How long the edit link works, if the clip is not published before.',
    },
    listed: { source: 'observed', note: 'About as many as all pages of a list hold together.' },
    downloads: { source: 'documented', note: 'For download links.' },
  },
  marker: {
    description: { source: 'documented', note: 'Of a stream marker.' },
  },
  ad: {
    lengthMin: { source: 'documented', note: 'Shortest.' },
    lengthMax: { source: 'documented', note: 'Longest; more is shortened to it.' },
    between: {
      scope: 'channel',
      source: 'documented',
      note: 'From one ad to the next; retry_after has the exact rest.',
    },
    snooze: { source: 'documented', note: 'How far one snooze pushes the next ad back.' },
  },
  shoutout: {
    between: { scope: 'channel', source: 'documented', note: 'From one shoutout to the next.' },
    sameChannel: {
      scope: 'channel and target',
      source: 'documented',
      note: 'Until the same channel can get another one.',
    },
  },
  announcement: {
    between: { scope: 'channel', source: 'documented', note: 'From one announcement to the next.' },
  },
  raid: {
    countdown: { source: 'documented', note: 'The broadcaster can shorten it or cancel.' },
    calls: { scope: 'channel', source: 'documented', note: 'Starting and cancelling.' },
  },
  role: {
    changes: {
      scope: 'channel',
      source: 'documented',
      note: 'Adding or removing moderators, and the same for VIPs.',
    },
  },
  moderation: {
    timeoutMin: { source: 'documented', note: 'Shortest.' },
    timeoutMax: { source: 'documented', note: 'Two weeks.' },
    reason: { source: 'documented', note: 'Of bans, timeouts, warnings and answers to unban requests.' },
    deletableFor: { source: 'documented', note: 'Older messages cannot be deleted.' },
    blockedTermMin: { source: 'documented', note: 'Of a blocked word.' },
    blockedTermMax: { source: 'documented', note: 'Of a blocked word.' },
    autoModLevelMax: { source: 'documented', note: 'From 0, which is off.' },
  },
  autoModCheck: {
    perMinute: { scope: 'channel', source: 'documented', note: 'Affiliates 10, partners 30.' },
    perHour: { scope: 'channel', source: 'documented', note: 'Affiliates 100, partners 300.' },
    perMinuteAffiliate: { scope: 'channel', source: 'documented', note: 'Affiliates.' },
    perHourAffiliate: { scope: 'channel', source: 'documented', note: 'Affiliates.' },
    perMinutePartner: { scope: 'channel', source: 'documented', note: 'Partners.' },
    perHourPartner: { scope: 'channel', source: 'documented', note: 'Partners.' },
    texts: { source: 'documented', note: 'In one call.' },
  },
  chatMode: {
    slowMin: { source: 'documented', note: 'Between two messages of a viewer.' },
    slowMax: { source: 'documented', note: 'Between two messages of a viewer.' },
    slowDefault: { source: 'documented', note: 'If no wait is given.' },
    followersMin: { source: 'documented', note: '0: every follower can chat.' },
    followersMax: { source: 'documented', note: '90 days.' },
  },
  pin: {
    durationMin: { source: 'documented', note: 'Shortest; without a duration until the stream ends.' },
    durationMax: { source: 'documented', note: 'Longest.' },
    sentPinned: { source: 'documented', note: 'A message that is sent with pin stays so long.' },
    pinned: { scope: 'channel', source: 'documented', note: 'A new one replaces it.' },
  },
  channel: {
    tags: { source: 'documented', note: 'At most.' },
    tag: { source: 'documented', note: 'Of each tag, letters and digits only.' },
    delay: { source: 'documented', note: 'Partners only.' },
    description: { source: 'documented', note: 'On the channel page.' },
  },
  reward: {
    rewards: { scope: 'channel', source: 'documented', note: 'Switched-off ones counted.' },
    title: { source: 'documented', note: 'Not used by another reward of the channel.' },
    prompt: { source: 'documented', note: 'What viewers read.' },
    costMin: { source: 'documented', note: 'Cheapest.' },
    cooldownMin: { source: 'documented', note: 'Shortest.' },
    cooldownMax: { source: 'documented', note: 'A week.' },
    powerUps: { scope: 'channel', source: 'documented', note: 'Switched-off ones counted.' },
  },
  schedule: {
    title: { source: 'documented', note: 'Of a planned stream.' },
    durationMin: { source: 'documented', note: 'Shortest.' },
    durationMax: { source: 'documented', note: 'Longest, 23 hours.' },
  },
  videos: {
    deleted: { source: 'documented', note: 'In one call, all of them or none.' },
    listedByCategory: { source: 'documented', note: 'All pages together.' },
  },
  extension: {
    configurationCalls: {
      scope: 'segment',
      source: 'documented',
      note: 'Reading, and the same for writing.',
    },
    segment: { source: 'documented', note: 'Of a configuration segment or a message to viewers.' },
    messages: { scope: 'extension and channel', source: 'documented', note: 'To viewers of the extension.' },
    chatMessages: { scope: 'channel', source: 'documented', note: 'In chat.' },
    chatText: { source: 'documented', note: 'Of a chat message.' },
  },
} as const satisfies Notes;
