import { LRUCache } from 'lru-cache';
import type { MscUtility } from '../../upstreams/msc/pricing-schema.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Deps } from '../deps.ts';
import type { MscAccess } from '../partners/load-partners.ts';

/** Which utility serves a street changes by the year: five minutes cost nothing and spare the upstream. */
const freshMilliseconds = 5 * 60_000;
const mostPostalCodes = 20_000;
/** Questions to the upstream at a time, for one list of sites. */
const atATime = 8;

/** Utilities by postal code, an empty list where nobody serves. Kept apart by partner and environment (invariant D). */
export interface UtilitiesSource {
  at(access: MscAccess, postalCode: string, commodity: Commodity): Promise<readonly Utility[]>;
  /** The same for many, in the order asked. */
  atEach(
    access: MscAccess,
    postalCodes: readonly string[],
    commodity: Commodity,
  ): Promise<readonly (readonly Utility[])[]>;
}

export const createUtilitiesSource = (deps: Deps): UtilitiesSource => {
  interface Question {
    readonly access: MscAccess;
    readonly postalCode: string;
    readonly commodity: Commodity;
  }
  const cache = new LRUCache<string, readonly Utility[], Question>({
    max: mostPostalCodes,
    ttl: freshMilliseconds,
    ttlResolution: 0,
    perf: { now: () => deps.now().getTime() },
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context: { access, postalCode, commodity } }) =>
      (await deps.msc(access).pricing.utilities(postalCode, commodity)).map(utilityFromMsc),
  });
  const at = (access: MscAccess, postalCode: string, commodity: Commodity): Promise<readonly Utility[]> =>
    cache.forceFetch(JSON.stringify([access.environment, access.partner, commodity, postalCode]), {
      context: { access, postalCode, commodity },
    });
  return {
    at,
    async atEach(access, postalCodes, commodity) {
      const found = new Map<string, readonly Utility[]>();
      const open = [...new Set(postalCodes)];
      const work = async (): Promise<void> => {
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
          found.set(next, await at(access, next, commodity));
        }
      };
      await Promise.all(Array.from({ length: atATime }, work));
      return postalCodes.map((postalCode) => found.get(postalCode) ?? []);
    },
  };
};

/** The upstream's utility in our words. */
const utilityFromMsc = ({ accountIdentifier, accountNeeds = [], ...utility }: MscUtility): Utility => ({
  ...utility,
  identifier: accountIdentifier,
  needs: accountNeeds,
});
