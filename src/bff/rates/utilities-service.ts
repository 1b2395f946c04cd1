import { LRUCache } from 'lru-cache';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AppContext } from '../app-context.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';

/** Utilities change over years, so caching them for five minutes is safe and reduces upstream calls. */
const TTL_MS = 5 * 60_000;
const MAX_CACHED = 20_000;
/** Concurrent upstream calls per location import. */
const MAX_CONCURRENT = 8;

/**
 * Utilities by postal code; empty if no utility is known. Cached separately by partner and environment (invariant D).
 */
export interface UtilitiesService {
  forPostalCode(access: PartnerAccess, postalCode: string, commodity: Commodity): Promise<readonly Utility[]>;
  /** Utilities for several postal codes, in the same order. */
  forPostalCodes(
    access: PartnerAccess,
    postalCodes: readonly string[],
    commodity: Commodity,
  ): Promise<readonly (readonly Utility[])[]>;
}

/** Creates a service with its own cache. Concurrent identical requests share one upstream call. */
function createUtilitiesService(appContext: Pick<AppContext, 'enrollment' | 'now'>): UtilitiesService {
  interface UtilityQuery {
    readonly access: PartnerAccess;
    readonly postalCode: string;
    readonly commodity: Commodity;
  }
  const cache = new LRUCache<string, readonly Utility[], UtilityQuery>({
    max: MAX_CACHED,
    ttl: TTL_MS,
    ttlResolution: 0,
    perf: { now: () => appContext.now().getTime() },
    ignoreFetchAbort: true,
    fetchMethod: (_key, _stale, { context: { access, postalCode, commodity } }) =>
      appContext.enrollment(access).utilities(postalCode, commodity),
  });
  const forPostalCode = (
    access: PartnerAccess,
    postalCode: string,
    commodity: Commodity,
  ): Promise<readonly Utility[]> =>
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

const sharedServices = new WeakMap<object, UtilitiesService>();

/** The one service of a server, so that its features share the cache. */
export function sharedUtilitiesService(appContext: Pick<AppContext, 'enrollment' | 'now'>): UtilitiesService {
  const service = sharedServices.get(appContext) ?? createUtilitiesService(appContext);
  sharedServices.set(appContext, service);
  return service;
}
