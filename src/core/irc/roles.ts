/** What somebody is in a room, strongest first. A founder also subscribes, a lead moderator also moderates. */
export type ChatRole =
  'broadcaster' | 'leadModerator' | 'moderator' | 'vip' | 'artist' | 'founder' | 'subscriber' | 'staff';

/** Badge versions by set. */
export type Badges = Readonly<Record<string, string>>;

/** Strongest first. The place of a role is its bit in a set of roles. */
const strength: readonly ChatRole[] = [
  'broadcaster',
  'leadModerator',
  'moderator',
  'vip',
  'artist',
  'founder',
  'subscriber',
  'staff',
];

/**
 * Sets of roles by badge set. Badges tell the truth where the tags `mod` and `subscriber` do not: those are 0 for a
 * broadcaster and for a founder.
 */
const bitsBySet: ReadonlyMap<string, number> = new Map([
  ['broadcaster', bitsOf('broadcaster')],
  ['lead_moderator', bitsOf('leadModerator', 'moderator')],
  ['moderator', bitsOf('moderator')],
  ['vip', bitsOf('vip')],
  ['artist-badge', bitsOf('artist')],
  ['founder', bitsOf('founder', 'subscriber')],
  ['subscriber', bitsOf('subscriber')],
  ['staff', bitsOf('staff')],
  ['admin', bitsOf('staff')],
  ['global_mod', bitsOf('staff')],
]);

/** The tags that say the same as a badge, for people who hide it. */
const flags: readonly (readonly [tag: string, bits: number])[] = [
  ['mod', bitsOf('moderator')],
  ['vip', bitsOf('vip')],
  ['subscriber', bitsOf('subscriber')],
];

/** Lists that were made, by their set: there are few, and nearly every line has one of the same. */
const listBySet = new Map<number, readonly ChatRole[]>();

/**
 * Reads a `badges` or `badge-info` tag: `set/version` by comma. Split at the first slash only, because the title of
 * a prediction's outcome may hold more.
 */
export function parseBadges(tag: string | undefined): Badges {
  const badges: Record<string, string> = Object.create(null) as Record<string, string>;
  if (tag === undefined || tag === '') return badges;
  for (let from = 0; from < tag.length;) {
    let end = tag.indexOf(',', from);
    if (end === -1) end = tag.length;
    const slash = tag.indexOf('/', from);
    if (slash > from && slash < end) badges[tag.slice(from, slash)] = tag.slice(slash + 1, end);
    else if (end > from && slash !== from) badges[tag.slice(from, end)] = '';
    from = end + 1;
  }
  return badges;
}

/**
 * The roles behind a line's badges, strongest first. `mod=1`, `vip=1` and `subscriber=1` count too, since people may hide
 * badges. The same list for lines with the same roles: copy it before you hand it out.
 *
 * @param line where the tags are read from
 */
export function rolesOf(line: { tag(name: string): string | undefined }): readonly ChatRole[] {
  let bits = badgeBits(line.tag('badges') ?? '');
  for (const [tag, granted] of flags) {
    if ((bits & granted) !== granted && line.tag(tag) === '1') bits |= granted;
  }
  let list = listBySet.get(bits);
  if (list === undefined) {
    list = strength.filter((role) => (bits & bitsOf(role)) !== 0);
    listBySet.set(bits, list);
  }
  return list;
}

/** Reads only the names of the badges: which ones there are is all that roles rest on. */
function badgeBits(tag: string): number {
  let bits = 0;
  for (let from = 0; from < tag.length;) {
    let end = tag.indexOf(',', from);
    if (end === -1) end = tag.length;
    const slash = tag.indexOf('/', from);
    bits |= bitsBySet.get(tag.slice(from, slash === -1 || slash > end ? end : slash)) ?? 0;
    from = end + 1;
  }
  return bits;
}

function bitsOf(...roles: readonly ChatRole[]): number {
  return roles.reduce((bits, role) => bits | (1 << strength.indexOf(role)), 0);
}
