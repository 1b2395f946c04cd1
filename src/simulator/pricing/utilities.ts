import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { commodity, type MscCommodity, mscUtility } from '../../upstreams/msc/pricing-schema.ts';

interface LoadZone {
  readonly code: string;
  readonly name: string;
  readonly zip3: string;
}

const massachusetts: readonly LoadZone[] = [
  { code: 'NEMA', name: 'Northeast Massachusetts and Boston', zip3: '017-022' },
  { code: 'SEMA', name: 'Southeast Massachusetts', zip3: '020,023-027' },
  { code: 'WCMA', name: 'West and Central Massachusetts', zip3: '010-016' },
];

/**
 * Load zones by utility, main zone first, with the postal prefixes of each zone. The prefixes are approximate, because
 * zone borders follow the grid and not postal codes. Utilities in markets without zonal prices are not listed.
 */
export const loadZones: Readonly<Record<string, readonly LoadZone[]>> = {
  ONCOR: [
    { code: 'LZ_NORTH', name: 'North', zip3: '750-768' },
    { code: 'LZ_WEST', name: 'West', zip3: '768-769' },
  ],
  CNP: [{ code: 'LZ_HOUSTON', name: 'Houston', zip3: '770-775' }],
  AEPTC: [{ code: 'LZ_SOUTH', name: 'South', zip3: '779-785' }],
  AEPTN: [{ code: 'LZ_WEST', name: 'West', zip3: '795-796' }],
  TNMP: [
    { code: 'LZ_NORTH', name: 'North', zip3: '755,760' },
    { code: 'LZ_HOUSTON', name: 'Houston', zip3: '773,775' },
  ],
  CONED: [
    { code: 'J', name: 'New York City', zip3: '100-104,110-116' },
    { code: 'I', name: 'Dunwoodie', zip3: '105-108' },
    { code: 'H', name: 'Millwood', zip3: '105' },
  ],
  NGNY: [
    { code: 'F', name: 'Capital', zip3: '120-129' },
    { code: 'E', name: 'Mohawk Valley', zip3: '133-136' },
    { code: 'C', name: 'Central', zip3: '130-132,137-139' },
    { code: 'B', name: 'Genesee', zip3: '144-146' },
    { code: 'A', name: 'West', zip3: '140-143,147-149' },
  ],
  NYSEG: [
    { code: 'C', name: 'Central', zip3: '130-132,137-139,148-149' },
    { code: 'E', name: 'Mohawk Valley', zip3: '133-136' },
    { code: 'B', name: 'Genesee', zip3: '144-146' },
    { code: 'A', name: 'West', zip3: '140-143,147' },
  ],
  RGE: [{ code: 'B', name: 'Genesee', zip3: '144-146' }],
  CHUD: [{ code: 'G', name: 'Hudson Valley', zip3: '124-126' }],
  ORU: [{ code: 'G', name: 'Hudson Valley', zip3: '109' }],
  EVCT: [{ code: 'CT', name: 'Connecticut', zip3: '060-069' }],
  UI: [{ code: 'CT', name: 'Connecticut', zip3: '064-066' }],
  EVMA: massachusetts,
  NGMA: massachusetts,
};

/**
 * Lead time of an electric switch, in days. In Texas, supply starts within days of the request. Elsewhere, supply
 * starts with a meter read that requires notice. The values are rounded assumptions, similar to the requirements of
 * tariffs.
 */
const ELECTRIC_DAYS: Readonly<Record<string, number>> = { TX: 7, PA: 16, MD: 17, NJ: 20, OH: 17, IL: 17, NY: 20 };

/**
 * Lead time of a gas switch. Gas supply starts at the beginning of a month, and suppliers nominate the volumes for a
 * month in advance.
 */
const GAS_DAYS = 35;
const DEFAULT_DAYS = 30;

/**
 * Calendar days from the enrollment to the earliest day of supply.
 *
 * @example leadTimeDays('TX', 'electric') // 7
 */
export const leadTimeDays = (state: string, commodity: MscCommodity): number =>
  commodity === 'gas' ? GAS_DAYS : (ELECTRIC_DAYS[state] ?? DEFAULT_DAYS);

export type RequiredAccountField = 'meterNumber' | 'nameKey';

/**
 * Assumptions from suppliers' enrollment forms. Eversource's name key is the first four letters of the name on the
 * bill. The two gas utilities require the meter number.
 */
const REQUIRED_FIELDS: Readonly<Record<string, readonly RequiredAccountField[]>> = {
  EVCT: ['nameKey'],
  EVMA: ['nameKey'],
  WGL: ['meterNumber'],
  NJNG: ['meterNumber'],
};

/** @example accountNeeds('EVCT') // ['nameKey'] */
export const accountNeeds = (code: string): readonly RequiredAccountField[] => REQUIRED_FIELDS[code] ?? [];

/**
 * Parses a list of three-digit postal prefixes. Ranges are inclusive.
 *
 * @example postalPrefixes('755,760-762') // Set { '755', '760', '761', '762' }
 */
export function postalPrefixes(list: string): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const part of list.split(',')) {
    const [from, to = from] = part.trim().split('-');
    for (let prefix = Number(from); prefix <= Number(to); prefix++) prefixes.add(String(prefix).padStart(3, '0'));
  }
  return prefixes;
}

/** Cities of some postal codes. The real platform may provide more cities, or none. */
const CITIES: Readonly<Record<string, string>> = {
  '02108': 'Boston',
  '10001': 'New York',
  '19103': 'Philadelphia',
  '60601': 'Chicago',
  '75201': 'Dallas',
  '77002': 'Houston',
};

/** Returns the city of a postal code, or undefined if the city is unknown. @example cityAt('75201') // 'Dallas' */
export const cityAt = (postalCode: string): string | undefined => CITIES[postalCode];

export interface Zone {
  readonly code: string;
  readonly name: string;
}

/** A utility, with facts about the real company and the three-digit postal prefixes that it serves. */
export interface Utility {
  readonly code: string;
  readonly name: string;
  readonly state: string;
  readonly commodity: MscCommodity;
  /** The load zones, main zone first. Empty in markets without zonal prices. */
  readonly zones: readonly (Zone & { readonly prefixes: ReadonlySet<string> })[];
  /** See `leadTimeDays`. */
  readonly leadTimeDays: number;
  readonly accountIdentifier: z.infer<typeof mscUtility>['accountIdentifier'];
  readonly accountNeeds: readonly RequiredAccountField[];
  readonly prefixes: ReadonlySet<string>;
}

const row = z.tuple([
  z.string(),
  z.string(),
  z.string().length(2),
  commodity,
  z.string(),
  z.string(),
  mscUtility.shape.accountIdentifier.shape.certainty,
  z.string(),
]);

const [, ...lines] = readFileSync(new URL('utilities.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** All utilities in the simulator, in the order of `utilities.tsv`. */
export const utilities: readonly Utility[] = lines.map((line) => {
  const [code, name, state, commodityName, identifier, rule, certainty, zip3] = row.parse(line.split('\t'));
  return {
    code,
    name,
    state,
    commodity: commodityName,
    zones: (loadZones[code] ?? []).map((zone) => ({ ...zone, prefixes: postalPrefixes(zone.zip3) })),
    leadTimeDays: leadTimeDays(state, commodityName),
    accountIdentifier: { name: identifier, rule, certainty },
    accountNeeds: accountNeeds(code),
    prefixes: postalPrefixes(zip3),
  };
});

const byCode = new Map(utilities.map((utility) => [utility.code, utility]));

/** @example utilityByCode('ONCOR')?.state // 'TX' */
export const utilityByCode = (code: string): Utility | undefined => byCode.get(code);

export function utilitiesAt(postalCode: string, commodityName: MscCommodity): Utility[] {
  const prefix = postalCode.slice(0, 3);
  return utilities.filter((utility) => utility.commodity === commodityName && utility.prefixes.has(prefix));
}

/**
 * Returns the utility's zones that include a postal code. The result is nearly always a single zone, so the customer
 * rarely has to choose.
 */
export function zonesAt(utility: Utility, postalCode: string): Zone[] {
  const prefix = postalCode.slice(0, 3);
  return utility.zones.filter((zone) => zone.prefixes.has(prefix)).map(({ code, name }) => ({ code, name }));
}
