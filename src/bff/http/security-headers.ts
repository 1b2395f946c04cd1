import type { MiddlewareHandler } from 'hono';

/**
 * What every answer says to a browser, unless its route says otherwise: it is what it says it is, nothing in it runs or loads
 * anything, nobody frames it, and no address of ours is passed on. Over TLS also that there is no other way to us for a year
 * (RFC 6797; OWASP ASVS 5, chapter 3.4). Set before the answer is made: a header added to a finished one costs a copy of it.
 *
 * @param publicOrigin `http://` only in development, where there is no TLS to insist on
 */
export const securityHeaders = (publicOrigin: string): MiddlewareHandler => {
  const isSecure = publicOrigin.startsWith('https:');
  return (context, next) => {
    context.header('X-Content-Type-Options', 'nosniff');
    context.header('Referrer-Policy', 'no-referrer');
    context.header(
      'Content-Security-Policy',
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    if (isSecure) context.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    return next();
  };
};
