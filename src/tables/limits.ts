/** What a limit counts or measures, and how much of it. Where it comes from stands in `limit-notes.ts`, which no running program needs. */
export interface LimitRow {
  readonly value: number;
  /** What is counted or measured: `messages`, `characters`, `seconds`, ... */
  readonly unit: string;
  /** The window a count is for, in seconds. */
  readonly perSeconds?: number;
}

/**
 * Limits that are not fields of an endpoint, by topic. What one field of one call may hold stands in its row of the endpoint
 * table; the few that behaviour and forms need by name (polls, predictions, ...) are repeated here, and a test compares them.
 */
export const limits = {
  chat: {
    messages: { value: 20, unit: 'messages', perSeconds: 30 },
    messagesWithRole: { value: 100, unit: 'messages', perSeconds: 30 },
    messagesVerified: { value: 7500, unit: 'messages', perSeconds: 30 },
    messagesPerRoom: { value: 1, unit: 'messages', perSeconds: 1 },
    silence: { value: 1800, unit: 'seconds' },
    text: { value: 500, unit: 'characters' },
    duplicate: { value: 30, unit: 'seconds' },
    join: { value: 20, unit: 'channels', perSeconds: 10 },
    joinVerified: { value: 2000, unit: 'channels', perSeconds: 10 },
    joinAnswer: { value: 10, unit: 'seconds' },
    login: { value: 20, unit: 'attempts', perSeconds: 10 },
    loginVerified: { value: 200, unit: 'attempts', perSeconds: 10 },
    rooms: { value: 100, unit: 'rooms' },
    roomsPerConnection: { value: 100, unit: 'rooms' },
    joinLine: { value: 4000, unit: 'bytes' },
    joinsPerLine: { value: 20, unit: 'channels' },
    tagsSent: { value: 4094, unit: 'bytes' },
    tagsReceived: { value: 8191, unit: 'bytes' },
    serverPing: { value: 300, unit: 'seconds' },
    clientPing: { value: 45, unit: 'seconds' },
    clientPingAnswer: { value: 10, unit: 'seconds' },
    sendAnswer: { value: 5, unit: 'seconds' },
    reconnectMax: { value: 60, unit: 'seconds' },
    announcement: { value: 500, unit: 'characters' },
  },
  whisper: {
    textToStranger: { value: 500, unit: 'characters' },
    text: { value: 10000, unit: 'characters' },
    strangersPerDay: { value: 40, unit: 'new recipients', perSeconds: 86400 },
    perSecond: { value: 3, unit: 'whispers', perSeconds: 1 },
    perMinute: { value: 100, unit: 'whispers', perSeconds: 60 },
  },
  helix: {
    points: { value: 800, unit: 'points', perSeconds: 60 },
    pointsPerCall: { value: 1, unit: 'points' },
    pageSize: { value: 100, unit: 'elements' },
    idsPerCall: { value: 100, unit: 'ids' },
    appTokenDays: { value: 60, unit: 'days' },
  },
  eventSub: {
    connections: { value: 3, unit: 'connections' },
    subscriptionsPerConnection: { value: 300, unit: 'subscriptions' },
    totalCost: { value: 10, unit: 'cost points' },
    totalCostConduit: { value: 10000, unit: 'cost points' },
    same: { value: 1, unit: 'subscriptions' },
    sameOverTransports: { value: 3, unit: 'subscriptions' },
    usersPerSession: { value: 1, unit: 'users' },
    chatRooms: { value: 100, unit: 'rooms' },
    subscribeWindow: { value: 10, unit: 'seconds' },
    reconnectWindow: { value: 30, unit: 'seconds' },
    reconnectWelcome: { value: 25, unit: 'seconds' },
    keepaliveMin: { value: 10, unit: 'seconds' },
    keepaliveMax: { value: 600, unit: 'seconds' },
    keepaliveLeeway: { value: 2, unit: 'seconds' },
    welcome: { value: 10, unit: 'seconds' },
    duplicateWindow: { value: 600, unit: 'seconds' },
    rememberedMessages: { value: 2000, unit: 'message ids' },
    reconnectMax: { value: 60, unit: 'seconds' },
    parallelRequests: { value: 5, unit: 'requests' },
    listedAfterEnd: { value: 3600, unit: 'seconds' },
  },
  conduit: {
    conduits: { value: 5, unit: 'conduits' },
    shards: { value: 20000, unit: 'shards' },
    shardsPerUpdate: { value: 100, unit: 'shards' },
    unused: { value: 259200, unit: 'seconds' },
  },
  poll: {
    title: { value: 60, unit: 'characters' },
    choice: { value: 25, unit: 'characters' },
    choicesMin: { value: 2, unit: 'choices' },
    choicesMax: { value: 5, unit: 'choices' },
    durationMin: { value: 15, unit: 'seconds' },
    durationMax: { value: 1800, unit: 'seconds' },
    pointsPerVoteMin: { value: 1, unit: 'channel points' },
    pointsPerVoteMax: { value: 1000000, unit: 'channel points' },
    running: { value: 1, unit: 'polls' },
    kept: { value: 90, unit: 'days' },
  },
  prediction: {
    title: { value: 45, unit: 'characters' },
    outcome: { value: 25, unit: 'characters' },
    outcomesMin: { value: 2, unit: 'outcomes' },
    outcomesMax: { value: 10, unit: 'outcomes' },
    windowMin: { value: 30, unit: 'seconds' },
    windowMax: { value: 1800, unit: 'seconds' },
    resolveWithin: { value: 86400, unit: 'seconds' },
    running: { value: 1, unit: 'predictions' },
  },
  clip: {
    durationMin: { value: 5, unit: 'seconds' },
    durationMax: { value: 60, unit: 'seconds' },
    durationDefault: { value: 30, unit: 'seconds' },
    appearsWithin: { value: 60, unit: 'seconds' },
    askEvery: { value: 2, unit: 'seconds' },
    editLink: { value: 86400, unit: 'seconds' },
    listed: { value: 1000, unit: 'clips' },
    downloads: { value: 100, unit: 'calls', perSeconds: 60 },
  },
  marker: {
    description: { value: 140, unit: 'characters' },
  },
  ad: {
    lengthMin: { value: 30, unit: 'seconds' },
    lengthMax: { value: 180, unit: 'seconds' },
    between: { value: 480, unit: 'seconds' },
    snooze: { value: 300, unit: 'seconds' },
  },
  shoutout: {
    between: { value: 120, unit: 'seconds' },
    sameChannel: { value: 3600, unit: 'seconds' },
  },
  announcement: {
    between: { value: 2, unit: 'seconds' },
  },
  raid: {
    countdown: { value: 90, unit: 'seconds' },
    calls: { value: 10, unit: 'calls', perSeconds: 600 },
  },
  role: {
    changes: { value: 10, unit: 'calls', perSeconds: 10 },
  },
  moderation: {
    timeoutMin: { value: 1, unit: 'seconds' },
    timeoutMax: { value: 1209600, unit: 'seconds' },
    reason: { value: 500, unit: 'characters' },
    deletableFor: { value: 21600, unit: 'seconds' },
    blockedTermMin: { value: 2, unit: 'characters' },
    blockedTermMax: { value: 500, unit: 'characters' },
    autoModLevelMax: { value: 4, unit: 'level' },
  },
  autoModCheck: {
    perMinute: { value: 5, unit: 'calls', perSeconds: 60 },
    perHour: { value: 50, unit: 'calls', perSeconds: 3600 },
    perMinuteAffiliate: { value: 10, unit: 'calls', perSeconds: 60 },
    perHourAffiliate: { value: 100, unit: 'calls', perSeconds: 3600 },
    perMinutePartner: { value: 30, unit: 'calls', perSeconds: 60 },
    perHourPartner: { value: 300, unit: 'calls', perSeconds: 3600 },
    texts: { value: 100, unit: 'texts' },
  },
  chatMode: {
    slowMin: { value: 3, unit: 'seconds' },
    slowMax: { value: 120, unit: 'seconds' },
    slowDefault: { value: 30, unit: 'seconds' },
    followersMin: { value: 0, unit: 'minutes' },
    followersMax: { value: 129600, unit: 'minutes' },
  },
  pin: {
    durationMin: { value: 30, unit: 'seconds' },
    durationMax: { value: 1800, unit: 'seconds' },
    sentPinned: { value: 1200, unit: 'seconds' },
    pinned: { value: 1, unit: 'messages' },
  },
  channel: {
    tags: { value: 10, unit: 'tags' },
    tag: { value: 25, unit: 'characters' },
    delay: { value: 900, unit: 'seconds' },
    description: { value: 300, unit: 'characters' },
  },
  reward: {
    rewards: { value: 50, unit: 'rewards' },
    title: { value: 45, unit: 'characters' },
    prompt: { value: 200, unit: 'characters' },
    costMin: { value: 1, unit: 'channel points' },
    cooldownMin: { value: 1, unit: 'seconds' },
    cooldownMax: { value: 604800, unit: 'seconds' },
    powerUps: { value: 50, unit: 'custom Power-ups' },
  },
  schedule: {
    title: { value: 140, unit: 'characters' },
    durationMin: { value: 30, unit: 'minutes' },
    durationMax: { value: 1380, unit: 'minutes' },
  },
  videos: {
    deleted: { value: 5, unit: 'videos' },
    listedByCategory: { value: 500, unit: 'videos' },
  },
  extension: {
    configurationCalls: { value: 20, unit: 'calls', perSeconds: 60 },
    segment: { value: 5, unit: 'kilobytes' },
    messages: { value: 100, unit: 'messages', perSeconds: 60 },
    chatMessages: { value: 12, unit: 'messages', perSeconds: 60 },
    chatText: { value: 280, unit: 'characters' },
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
