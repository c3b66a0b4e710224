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
