/** Longer texts of a server are cut: they go into errors and statuses. */
const LONGEST_REASON = 300;

/**
 * What a server said, fit for an error: without the secrets that were sent to it, on one line, at most 300 characters.
 * Twitch does not repeat tokens in its answers, but other servers and proxies on the way may.
 */
export function redact(text: string, secrets: readonly (string | null | undefined)[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (!secret) continue;
    clean = clean.replaceAll(secret, '[hidden]');
    const encoded = encodeURIComponent(secret);
    if (encoded !== secret) clean = clean.replaceAll(encoded, '[hidden]');
  }
  clean = clean.replace(/\s+/g, ' ').trim();
  return clean.length > LONGEST_REASON ? `${clean.slice(0, LONGEST_REASON)}…` : clean;
}
