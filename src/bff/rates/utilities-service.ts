import { LRUCache } from 'lru-cache';
import type { MscUtility } from '../../upstreams/msc/pricing-schema.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';

/** Which utility serves a street changes by the year: five minutes cost nothing and spare the upstream. */
const TTL_MS = 5 * 60_000;
const MAX_CACHED = 20_000;
/** Questions to the upstream at a time, for one list of sites. */
const MAX_CONCURRENT = 8;

/** Utilities by postal code, an empty list where nobody serves. Kept apart by partner and environment (invariant D). */
export interface UtilitiesService {
  forPostalCode(access: MscAccess, postalCode: string, commodity: Commodity): Promise<readonly Utility[]>;
  /** The same for many, in the order asked. */
  forPostalCodes(
    access: MscAccess,
    postalCodes: readonly string[],
    commodity: Commodity,
  ): Promise<readonly (readonly Utility[])[]>;
}

export function createUtilitiesService(appContext: AppContext): UtilitiesService {
  interface UtilityQuery {
    readonly access: MscAccess;
    readonly postalCode: string;
    readonly commodity: Commodity;
  }
  const cache = new LRUCache<string, readonly Utility[], UtilityQuery>({
    max: MAX_CACHED,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => appContext.now().getTime() },
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context: { access, postalCode, commodity } }) =>
      (await appContext.mscClient(access).pricing.utilities(postalCode, commodity)).map(utilityFromMsc),
  });
  const forPostalCode = (access: MscAccess, postalCode: string, commodity: Commodity): Promise<readonly Utility[]> =>
    cache.forceFetch(JSON.stringify([access.environment, access.partner, commodity, postalCode]), {
      context: { access, postalCode, commodity },
    });
  return {
    forPostalCode,
    async forPostalCodes(access, postalCodes, commodity) {
      const found = new Map<string, readonly Utility[]>();
      const remaining = [...new Set(postalCodes)];
      const worker = async (): Promise<void> => {
        for (let next = remaining.pop(); next !== undefined; next = remaining.pop()) {
          found.set(next, await forPostalCode(access, next, commodity));
        }
      };
      await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
      return postalCodes.map((postalCode) => found.get(postalCode) ?? []);
    },
  };
}

/** The upstream's utility in our words. */
const utilityFromMsc = ({ accountIdentifier, accountNeeds = [], ...utility }: MscUtility): Utility => ({
  ...utility,
  identifier: {
    name: accountIdentifier.name,
    pattern: accountIdentifier.rule,
    confidence: accountIdentifier.certainty,
  },
  requiredFields: accountNeeds,
});
