import { LRUCache } from 'lru-cache';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { AppContext } from '../app-context.ts';
import type { PartnerAccess } from '../enrollment/partner-access.ts';

/** Utilities change over years, so caching them for five minutes is safe and reduces upstream calls. */
const TTL_MS = 5 * 60_000;
const MAX_CACHED = 20_000;
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

/** Returns the server's only utilities service, so that all features share its cache. */
export function sharedUtilitiesService(appContext: Pick<AppContext, 'enrollment' | 'now'>): UtilitiesService {
  const service = sharedServices.get(appContext) ?? createUtilitiesService(appContext);
  sharedServices.set(appContext, service);
  return service;
}

/**
 * Three-digit ZIP prefixes in use, by state, as assigned by the Postal Service (USPS Publication 65 and the L002
 * labeling list), including military and island mail.
 */
const ZIP_PREFIXES: Readonly<Record<string, string>> = {
  AK: '995-999',
  AL: '350-352,354-369',
  AR: '716-729',
  AZ: '850-853,855-857,859-860,863-865',
  CA: '900-908,910-928,930-961',
  CO: '800-816',
  CT: '060-069',
  DC: '200-205,569',
  DE: '197-199',
  FL: '320-342,344,346-347,349',
  GA: '300-319,398-399',
  GU: '969',
  HI: '967-968',
  IA: '500-516,520-528',
  ID: '832-838',
  IL: '600-620,622-629',
  IN: '460-479',
  KS: '660-662,664-679',
  KY: '400-418,420-427,471',
  LA: '700-701,703-708,710-714',
  MA: '010-027,055',
  MD: '206-212,214-219',
  ME: '039-049',
  MI: '480-499',
  MN: '550-551,553-567',
  MO: '630-631,633-641,644-658',
  MS: '386-397',
  MT: '590-599',
  NC: '270-289',
  ND: '580-588',
  NE: '680-681,683-693',
  NH: '030-038',
  NJ: '070-089',
  NM: '870-871,873-875,877-884',
  NV: '889-891,893-895,897-898',
  NY: '005,100-149',
  OH: '430-459',
  OK: '730-731,734-741,743-749',
  OR: '970-979',
  PA: '150-196',
  PR: '006-007,009',
  RI: '028-029',
  SC: '290-299',
  SD: '570-577',
  TN: '370-385',
  TX: '733,750-770,772-799,885',
  UT: '840-847',
  VA: '201,220-246',
  VI: '008',
  VT: '050-054,056-059',
  WA: '980-986,988-994',
  WI: '530-532,534-535,537-549',
  WV: '247-268',
  WY: '820-831',
  military: '090-098,340,962-966',
};

/**
 * States in which no business can choose its electricity supplier, because bundled service is required by law. States
 * with partial choice, such as CA, MI, MT, NV, OR, VA and WA, are not included. There is no list for gas, because
 * businesses can choose in most states.
 */
const REGULATED_STATES: ReadonlySet<string> = new Set(
  'AK AL AR AZ CO FL GA GU HI IA ID IN KS KY LA MN MO MS NC ND NE NM OK PR SC SD TN UT VI VT WI WV WY'.split(' '),
);

const stateByPrefix = new Map<string, string>(
  Object.entries(ZIP_PREFIXES).flatMap(([state, ranges]) =>
    ranges.split(',').flatMap((range) => {
      const [first = '', last = first] = range.split('-');
      return Array.from(
        { length: Number(last) - Number(first) + 1 },
        (_, index) => [String(Number(first) + index).padStart(3, '0'), state] as const,
      );
    }),
  ),
);

/**
 * Why a ZIP code has no utilities: it does not exist (`unknown`), its state has no retail choice (`regulated`), or the
 * upstream has no prices there (`open`).
 *
 * @param postalCode five digits
 * @example retailChoiceFor('35203', 'electric') // 'regulated': Alabama
 */
export function retailChoiceFor(postalCode: string, commodity: Commodity): 'open' | 'regulated' | 'unknown' {
  const state = stateByPrefix.get(postalCode.slice(0, 3));
  if (!state) return 'unknown';
  return commodity === 'electric' && REGULATED_STATES.has(state) ? 'regulated' : 'open';
}
