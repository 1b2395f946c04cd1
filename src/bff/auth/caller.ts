import type { PartnerAccess } from '../enrollment/partner-access.ts';
import { isAllowedOrigin } from '../partners/origin.ts';
import type { Site } from '../partners/site.ts';

/** The session of a request, its site, and the partner's upstream access. */
export interface Caller {
  readonly sessionId: string;
  /** Keyed hashes of the client's IP address and its networks: see `clientIpKeys`. */
  readonly ipKeys: readonly string[];
  readonly origin: string;
  readonly site: Site;
  readonly access: PartnerAccess;
}

/** Parses a URL to which the customer may be sent. It must be on the session's origin. */
export function parseReturnUrl({ origin }: Pick<Caller, 'origin'>, text: string | undefined): URL | undefined {
  const url = URL.parse(text ?? '');
  const isSameOrigin = url?.origin === origin && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return url && isSameOrigin ? url : undefined;
}

/**
 * Matches a path that may contain another address, such as `/out/https://elsewhere.example`. A page that redirects to
 * it would pass on the secret in the fragment of an emailed link.
 */
const CONTAINS_ADDRESS = /\/\/|[:\\]|%(?:2f|3a|5c)/i;

/** Maximum path length of a URL in an email. A longer path could contain a message from the sender. */
const MAX_EMAILED_PATH_LENGTH = 200;

/**
 * Parses the URL of the page that an email in the broker's name links to, on the session's origin. Its query and
 * fragment are dropped, its length is limited and it may not contain another address, because the sender of the email
 * chooses it. On our own origin, which all sites share, it must be the site's hosted page.
 */
export function parseEmailedUrl(caller: Pick<Caller, 'origin' | 'site'>, text: string | undefined): URL | undefined {
  const url = parseReturnUrl(caller, text);
  if (!url || url.pathname.length > MAX_EMAILED_PATH_LENGTH || CONTAINS_ADDRESS.test(url.pathname)) return undefined;
  const { hosted, key, origins } = caller.site;
  const isHostedPage = hosted !== undefined && [`/shop/${hosted.slug}`, `/shop/${key}`].includes(url.pathname);
  if (!isAllowedOrigin(origins, url.origin) && !isHostedPage) return undefined;
  url.search = '';
  url.hash = '';
  return url;
}
