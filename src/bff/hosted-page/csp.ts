import type { MscAccess } from '../config/load-partners.ts';
import type { Site } from '../config/site.ts';

/**
 * Where a site may show a page of ours in a frame: its own origins, as a policy can write them: without an IPv6 address
 * (https://www.w3.org/TR/CSP3/#framework-directive-source-list). An address in brackets is none there.
 */
export const siteFrameAncestors = ({ origins }: Pick<Site, 'origins'>): readonly string[] =>
  origins.filter((origin) => !origin.includes('['));

/**
 * The policy of a page of ours: what has its nonce runs, and what that brings in; the shop speaks with us alone; a contract, and
 * where it may be, DocuSign's view are framed; nothing becomes script by being a text (https://w3c.github.io/trusted-types).
 *
 * @param access there: DocuSign signs in the page
 */
export function contentSecurityPolicy(site: Site, nonce: string, access: MscAccess | undefined): string {
  const frameSources = access ? [...new Set([...access.signingOrigins, access.signingAppOrigin])] : [];
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${["'self'", ...frameSources].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${siteFrameAncestors(site).join(' ') || "'none'"}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${access ? 'commercial-shopper#docusign' : "'none'"}`,
  ].join('; ');
}
