/** What somebody is in a room, strongest first. A founder also subscribes, a lead moderator also moderates. */
export type ChatRole =
  'broadcaster' | 'leadModerator' | 'moderator' | 'vip' | 'artist' | 'founder' | 'subscriber' | 'staff';

/** Badge versions by set. */
export type Badges = Readonly<Record<string, string>>;

/**
 * Roles by badge set and by the tag that says the same, strongest first. Badges tell the truth where `mod` and `subscriber` do not: those are 0 for
 * a broadcaster and for a founder.
 */
const rolesBySet: readonly (readonly [set: string, flag: string | null, roles: readonly ChatRole[]])[] = [
  ['broadcaster', null, ['broadcaster']],
  ['lead_moderator', null, ['leadModerator', 'moderator']],
  ['moderator', 'mod', ['moderator']],
  ['vip', 'vip', ['vip']],
  ['artist-badge', null, ['artist']],
  ['founder', null, ['founder', 'subscriber']],
  ['subscriber', 'subscriber', ['subscriber']],
  ['staff', null, ['staff']],
  ['admin', null, ['staff']],
  ['global_mod', null, ['staff']],
];

const noRoles: readonly ChatRole[] = [];

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
 * The roles behind a line's badges. `mod=1`, `vip=1` and `subscriber=1` count too, since people may hide badges.
 *
 * @param line where these tags are read from
 */
export function rolesOf(
  badges: Badges,
  line: { tag(name: string): string | undefined },
): readonly ChatRole[] {
  const roles: ChatRole[] = [];
  for (const [set, flag, granted] of rolesBySet) {
    if (badges[set] === undefined && (flag === null || line.tag(flag) !== '1')) continue;
    for (const role of granted) if (!roles.includes(role)) roles.push(role);
  }
  return roles.length === 0 ? noRoles : roles;
}
