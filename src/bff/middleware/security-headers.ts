import type { ResponseHeaders } from '../http/response-headers.ts';

/**
 * What every answer says to a browser, unless its route says otherwise: it is what it says it is, nothing in it runs or loads
 * anything, nobody frames it, and no address of ours is passed on. Over TLS also that there is no other way to us for a year
 * (RFC 6797; OWASP ASVS 5, chapter 3.4).
 *
 * @param publicOrigin `http://` only in development, where there is no TLS to insist on
 */
export const securityHeaders = (publicOrigin: string): ResponseHeaders => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ...(publicOrigin.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
});
