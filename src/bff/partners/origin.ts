/** Loopback hosts, with a port, any port (`*`) or none: `http://localhost:*`. */
const LOOPBACK_PATTERN = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::(\*|\d{1,5}))?$/;

/**
 * Whether a site may list this origin: an exact origin (`https://www.lonestar.example`) or, for development, a
 * loopback host with any port (`http://localhost:*`). Other wildcards are rejected, because a forgotten subdomain
 * would have access.
 */
export function isOriginEntry(entry: string): boolean {
  if (LOOPBACK_PATTERN.test(entry)) return true;
  const url = URL.parse(entry);
  // `URL` accepts `*` in a host name.
  return url?.protocol === 'https:' && url.origin === entry && !entry.includes('*');
}

/**
 * Whether the origin is on a loopback host. Only test sites may list loopback origins, and only loopback origins may
 * use plain http.
 */
export const isDevelopmentOrigin = (entry: string): boolean => LOOPBACK_PATTERN.test(entry);

/** Whether a URL uses https, or http on a loopback host. */
export function isSecureUrl(url: URL): boolean {
  return url.protocol === 'https:' || isDevelopmentOrigin(url.origin);
}

/** Whether this can be the base URL of an upstream: secure, without a trailing slash. */
export function isUpstreamUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !text.endsWith('/') && isSecureUrl(url);
}

/**
 * Rejects a loopback host in a live environment, which would send customers' contracts to a simulator.
 *
 * @throws Error with a message for the operator
 */
export function assertNotLoopback(property: string, url: string, environment: 'test' | 'live'): void {
  const host = new URL(url).hostname;
  const isLoopback = host === 'localhost' || host === '[::1]' || host.startsWith('127.');
  if (environment === 'live' && isLoopback)
    throw new Error(`${property} of the live environment cannot be on a loopback host`);
}

/** Whether a page of `origin` belongs to the site: one of its own pages, or its hosted page on our origin. */
export const isSiteOrigin = (
  site: { readonly origins: readonly string[]; readonly hosted?: unknown },
  origin: string,
  publicOrigin: string,
): boolean => isAllowedOrigin(site.origins, origin) || (site.hosted !== undefined && origin === publicOrigin);

/** @example isAllowedOrigin(['http://localhost:*'], 'http://localhost:5173') // true */
export function isAllowedOrigin(entries: readonly string[], origin: string): boolean {
  return entries.some((entry) => {
    if (entry === origin) return true;
    if (!entry.endsWith(':*')) return false;
    const host = entry.slice(0, -2);
    const port = origin.startsWith(host) ? origin.slice(host.length) : undefined;
    return port === '' || (port !== undefined && /^:\d{1,5}$/.test(port));
  });
}
