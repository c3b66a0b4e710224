import type { NewUser, WorldCore } from './core';
import type { UserState } from './state';

/** The people that every world has. All invented. */
export interface Cast {
  readonly broadcaster: UserState;
  readonly moderator: UserState;
  /** A moderator too, as bots are. */
  readonly bot: UserState;
  readonly subscriber: UserState;
  readonly vip: UserState;
  readonly viewers: readonly UserState[];
  /** Other streamers: the first is live, the second is not. */
  readonly streamers: readonly UserState[];
}

const BROADCASTER = {
  id: '410000100',
  login: 'harborlight_tv',
  name: 'HarborLight_TV',
  color: '#1E90FF',
  description: 'Cosy games by the sea. Practice channel.',
  turbo: true,
} as const satisfies NewUser;

const MODERATOR = { id: '410000201', login: 'pine_marten', name: 'Pine_Marten', color: '#2E8B57' } as const;
const BOT = { id: '410000202', login: 'lanternbot', name: 'LanternBot', color: '#DAA520' } as const;
const SUBSCRIBER = { id: '410000203', login: 'mira_bakes', name: 'Mira_Bakes', color: '#FF69B4' } as const;
const VIP = { id: '410000204', login: 'tofu_knight', name: 'Tofu_Knight', color: '#8A2BE2' } as const;

/** Login, display name, colour. One never chose a colour, one writes the name in another script. */
const VIEWERS = [
  ['anchor_ana', 'Anchor_Ana', '#FF7F50'],
  ['bento_boris', 'Bento_Boris', '#5F9EA0'],
  ['cloudberry_', 'Cloudberry_', '#B22222'],
  ['dockside_dan', 'Dockside_Dan', '#008000'],
  ['ember_ivy', 'Ember_Ivy', '#FF4500'],
  ['fernweh88', 'Fernweh88', '#9ACD32'],
  ['gullwatcher', 'GullWatcher', '#5F9EA0'],
  ['hazel_nootka', 'Hazel_Nootka', '#D2691E'],
  ['inkwell_joe', 'Inkwell_Joe', '#0000FF'],
  ['jellybeacon', 'JellyBeacon', '#FF69B4'],
  ['kelp_kraken', 'Kelp_Kraken', '#2E8B57'],
  ['lumen_lou', 'Lumen_Lou', '#DAA520'],
  ['moth_mechanic', 'Moth_Mechanic', '#8A2BE2'],
  ['nori_notes', 'Nori_Notes', '#00FF7F'],
  ['otter_oslo', 'Otter_Oslo', '#1E90FF'],
  ['pixelpilchard', 'PixelPilchard', '#FF0000'],
  ['quokka_quill', 'Quokka_Quill', '#CC7755'],
  ['rainy_rune', 'Rainy_Rune', ''],
  ['yuki_no_mori', '雪の森', '#7A5CD6'],
  ['saltlamp_sue', 'SaltLamp_Sue', '#B22222'],
] as const;

const STREAMERS = [
  { id: '410000901', login: 'driftwood_den', name: 'Driftwood_Den', color: '#D2691E' },
  { id: '410000902', login: 'moss_and_moor', name: 'Moss_And_Moor', color: '#008000' },
] as const;

/** Stands in for anonymous givers on IRC (irc-notes §8). */
const ANONYMOUS_GIFTER = { id: '274598607', login: 'ananonymousgifter', name: 'AnAnonymousGifter' } as const;

export function createCast(core: WorldCore): Cast {
  core.addUser(ANONYMOUS_GIFTER);
  return {
    broadcaster: core.addUser(BROADCASTER),
    moderator: core.addUser(MODERATOR),
    bot: core.addUser(BOT),
    subscriber: core.addUser(SUBSCRIBER),
    vip: core.addUser(VIP),
    viewers: VIEWERS.map(([login, name, color], index) =>
      core.addUser({ id: String(410_000_301 + index), login, name, color }),
    ),
    streamers: STREAMERS.map((streamer) => core.addUser(streamer)),
  };
}
