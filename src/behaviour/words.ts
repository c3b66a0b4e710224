/** Small sentences and numbers as people read them. English: what Twitch's own chat speaks (translations are texts of the flow). */

/** `A`, `A or B`, `A, B or C`. */
export function listed(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`;
}

/** `1 vote`, `2 votes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `45 seconds`, `2 minutes`, `1 hour`: the largest unit that says it exactly, else seconds or minutes rounded. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole === 0 || whole % 60 !== 0)
    return whole < 600 ? counted(whole, 'second') : counted(Math.round(whole / 60), 'minute');
  if (whole % 86_400 === 0) return counted(whole / 86_400, 'day');
  if (whole % 3600 === 0) return counted(whole / 3600, 'hour');
  return counted(whole / 60, 'minute');
}

/** `2 days 3 hours`, `2 hours 5 minutes`, `12 minutes`, `8 seconds`: the two largest units, rounded down. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 86_400), 'day'],
    [Math.floor(whole / 3600) % 24, 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const largest = parts.findIndex(([count]) => count > 0);
  if (largest === -1) return counted(0, 'second');
  // Seconds beside minutes are more than anybody wants to hear.
  const shown = parts.slice(largest, largest === 2 ? 3 : largest + 2);
  return shown
    .filter(([count]) => count > 0)
    .map(([count, unit]) => counted(count, unit))
    .join(' ');
}

/**
 * How long ago by the calendar, in the two largest units: `1 year 2 months`, `3 days`, `5 hours`.
 *
 * @param since RFC 3339
 * @param now milliseconds since 1970
 * @returns null for no time at all
 */
export function age(since: string | null, now: number): string | null {
  const from = since === null ? Number.NaN : Date.parse(since);
  if (Number.isNaN(from)) return null;
  const start = new Date(from);
  const end = new Date(now);
  let months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  if (monthsLater(start, months) > now) months -= 1;
  if (months < 1) {
    const seconds = Math.max(0, (now - from) / 1000);
    return span(seconds - (seconds >= 86_400 ? seconds % 86_400 : 0));
  }
  const years = Math.floor(months / 12);
  const days = Math.floor((now - monthsLater(start, months)) / 86_400_000);
  const parts: readonly (readonly [number, string])[] =
    years > 0
      ? [
          [years, 'year'],
          [months % 12, 'month'],
        ]
      : [
          [months, 'month'],
          [days, 'day'],
        ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => counted(count, unit))
    .join(' ');
}

/** The same day and time some months later; the last of a month that has no such day. */
function monthsLater(start: Date, months: number): number {
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(start.getUTCDate(), lastDay));
  return midnight + (start.getTime() % 86_400_000);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `1:02:03`, `2:03`. */
export function position(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * Seconds out of `90`, `1:30`, `1:02:03`, `1h2m3s` or `2m`; null for anything else.
 */
export function readPosition(text: string): number | null {
  const plain = text.trim().toLowerCase();
  if (/^\d+$/.test(plain)) return Number(plain);
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(plain);
  if (clock !== null) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(plain);
  if (plain === '' || units === null) return null;
  return Number(units[1] ?? 0) * 3600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0);
}

/** Characters as people count them. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Money as Twitch gives it: `10.50 EUR`. */
export function money(value: number, decimals: number, currency: string): string {
  return `${(value / 10 ** decimals).toFixed(decimals)} ${currency}`.trim();
}

/** Percent, rounded; 0 of nothing is 0. */
export function percent(count: number, total: number): number {
  return total === 0 ? 0 : Math.round((count / total) * 100);
}

/** `channel_points_voting` → `channelPointsVoting` */
export function camelCase(name: string): string {
  return name.replace(/[_-]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}

/** `send_highlighted_message` → `send highlighted message` */
export function spaced(name: string): string {
  return name.replaceAll(/[_-]+/g, ' ').trim();
}

/** A first letter in upper case. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Subscription tiers as numbers: `1000` → 1; Prime counts as 1; null if it is none. */
export function tierNumber(plan: unknown): number | null {
  if (plan === 'Prime') return 1;
  const tier = Number(plan) / 1000;
  return Number.isInteger(tier) && tier >= 1 && tier <= 3 ? tier : null;
}
