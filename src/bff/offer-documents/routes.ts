import type { Hono } from 'hono';
import { UpstreamError } from '../../upstreams/http/errors.ts';
import { createOfferDocument } from '../../wire/share-offers.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AppContext } from '../app-context.ts';
import { chargeUpstream } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { rateLimitIp } from '../middleware/client-ip.ts';
import { createConcurrencyLimit } from '../middleware/stream-limits.ts';
import { readOfferToken, type VerifiedOffer } from '../rates/offer-token.ts';
import { sharedUtilitiesService } from '../rates/utilities-service.ts';
import { createRouter } from '../routing/route.ts';
import { writeOfferDocument } from './offer-document.ts';

/**
 * Cost in addition to the request's own point: writing a document takes about 4 ms, as much time as about 20 requests.
 */
const DOCUMENT_POINTS = 20;
const MAX_CONCURRENT_DOCUMENTS = 3;

/** Writes an offer as a PDF from its token. Nothing is stored. */
export function offerDocumentRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const concurrency = createConcurrencyLimit(MAX_CONCURRENT_DOCUMENTS);
  route(createOfferDocument, async ({ context, caller, body: { offerToken, locale, timeZone, postalCode } }) => {
    const now = appContext.now();
    const offer = readOfferToken(appContext.keys, caller.site, now, offerToken);
    const release = concurrency.acquire(caller.ipKeys);
    try {
      await rateLimitIp(appContext, context, DOCUMENT_POINTS);
      const utility = postalCode === undefined ? undefined : await findUtility(appContext, caller, offer, postalCode);
      const bytes = await writeOfferDocument({ site: caller.site, offer, utility, locale, timeZone, now });
      return context.body(bytes, 200, {
        'Content-Type': 'application/pdf',
        'Content-Disposition': 'attachment; filename="energy-offer.pdf"',
      });
    } finally {
      release();
    }
  });
  return app;
}

/**
 * Finds the offer's utility. Returns undefined if the upstream fails, because a document without the utility's name and
 * lead time is still useful.
 */
async function findUtility(
  appContext: AppContext,
  caller: Caller,
  { commodity, utility: code }: VerifiedOffer,
  postalCode: string,
): Promise<Utility | undefined> {
  await chargeUpstream(appContext, caller, 1);
  try {
    const utilities = await sharedUtilitiesService(appContext).forPostalCode(caller.access, postalCode, commodity);
    return utilities.find((utility) => utility.code === code);
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
}
