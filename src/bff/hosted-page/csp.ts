import type { PartnerAccess } from '../enrollment/partner-access.ts';
import type { Site } from '../partners/site.ts';

/**
 * The origins whose pages may frame the site's hosted page: the site's own origins, except IPv6 addresses, which CSP
 * source lists do not support (https://www.w3.org/TR/CSP3/#framework-directive-source-list).
 */
export const siteFrameAncestors = ({ origins }: Pick<Site, 'origins'>): readonly string[] =>
  origins.filter((origin) => !origin.includes('['));

/**
 * The Content-Security-Policy of a hosted page. Scripts need the nonce (`strict-dynamic`). Connections go to this
 * server only. Iframes may contain only our own pages, DocuSign for signing on the page, and the bot check. Trusted
 * Types are enforced (https://w3c.github.io/trusted-types), except on pages with a bot check, whose script does not
 * support them.
 *
 * @param access present if contracts can be signed on the page
 */
export function contentSecurityPolicy(site: Site, nonce: string, access: PartnerAccess | undefined): string {
  const challenge = site.botCheck?.challenge;
  const frameSources = [
    ...(access ? [...access.signingOrigins, access.signingAppOrigin] : []),
    ...(challenge ? [new URL(challenge.scriptUrl).origin] : []),
  ];
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${[...new Set(["'self'", ...frameSources])].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${siteFrameAncestors(site).join(' ') || "'none'"}`,
    ...(challenge
      ? []
      : ["require-trusted-types-for 'script'", `trusted-types ${access ? 'commercial-shopper#docusign' : "'none'"}`]),
  ].join('; ');
}
