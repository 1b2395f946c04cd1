/**
 * Which pages a site may stand on: exact origins (`https://www.lonestar.example`), and, for development only, a loopback
 * host with any port (`http://localhost:*`). Nothing else has a wildcard: a forgotten sub-domain is a way in.
 */
const LOOPBACK_PATTERN = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::(\*|\d{1,5}))?$/;

/** True for an entry a site may list. Plain http is for loopback only. */
export function isOriginEntry(entry: string): boolean {
  if (LOOPBACK_PATTERN.test(entry)) return true;
  const url = URL.parse(entry);
  // URL takes a * in a host name as a letter like any other.
  return url?.protocol === 'https:' && url.origin === entry && !entry.includes('*');
}

/** True for entries that only a test site may have. */
export const isDevelopmentOrigin = (entry: string): boolean => LOOPBACK_PATTERN.test(entry);

/** Whether a page of `origin` may stand for the site: one of its own, or of ours where the site has a page there. */
export const isSiteOrigin = (
  site: { readonly origins: readonly string[]; readonly hosted?: unknown },
  origin: string,
  publicOrigin: string,
): boolean => isAllowedOrigin(site.origins, origin) || (site.hosted !== undefined && origin === publicOrigin);

/** @example isAllowedOrigin(['http://localhost:*'], 'http://localhost:5173') // true */
export const isAllowedOrigin = (entries: readonly string[], origin: string): boolean =>
  entries.some((entry) => {
    if (entry === origin) return true;
    if (!entry.endsWith(':*')) return false;
    const host = entry.slice(0, -2);
    const port = origin.startsWith(host) ? origin.slice(host.length) : undefined;
    return port === '' || (port !== undefined && /^:\d{1,5}$/.test(port));
  });
