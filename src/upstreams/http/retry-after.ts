/** The longest wait that we pass on, even if the upstream requests a longer one. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * Parses a `Retry-After` header, a number of seconds or a date, into seconds (RFC 9110 section 10.2.3).
 *
 * @returns undefined for any other value, and for a date in the past
 */
export function parseRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}
