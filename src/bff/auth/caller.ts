import type { PartnerAccess } from '../enrollment/partner-access.ts';
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
