import type { PartnerAccess } from '../enrollment/partner-access.ts';
import type { Site } from '../partners/site.ts';
import type { PolicyNeeds } from './check-policy.ts';

/** The name of the widget's Trusted Types policy for the signing script. */
const TRUSTED_TYPES_POLICY = 'commercial-shopper#docusign';

/** What the page must allow so that customers can sign in it; undefined if they sign elsewhere. */
export function signingNeeds(
  site: Pick<Site, 'signingMethod' | 'presentations'>,
  access: Pick<PartnerAccess, 'docusign' | 'signingAppOrigin'> | undefined,
): PolicyNeeds['signing'] {
  if (!access?.docusign || site.signingMethod !== 'session' || !site.presentations.includes('focused'))
    return undefined;
  return {
    scriptUrl: access.docusign.bundle,
    appOrigin: access.signingAppOrigin,
    trustedTypesPolicy: TRUSTED_TYPES_POLICY,
  };
}
