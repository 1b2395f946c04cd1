import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Utility } from '../../wire/utility.ts';
import { TO_BASE_UNIT } from '../usage/parse-usage.ts';
import type { ImportedLocation } from './parse-rows.ts';

/**
 * Locations served by the same utility. If there are several utilities, the ZIP code alone does not determine which
 * one delivers.
 */
export interface LocationGroup {
  readonly utilities: readonly Utility[];
  readonly locations: readonly ImportedLocation[];
  /** Total annual usage of all locations, in `unit`: kWh or therms. */
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** ZIP code of the location with the highest usage. */
  readonly postalCode: string;
}

/** Groups locations by utility, in descending order of usage. `unserved` contains the locations without a utility. */
export function groupByUtility(
  locations: readonly ImportedLocation[],
  utilitiesByPostalCode: ReadonlyMap<string, readonly Utility[]>,
): { readonly groups: readonly LocationGroup[]; readonly unserved: readonly ImportedLocation[] } {
  const utilitiesOf = (location: ImportedLocation) => utilitiesByPostalCode.get(location.postalCode) ?? [];
  const byUtilities = Map.groupBy(locations, (location) =>
    utilitiesOf(location)
      .map(({ code }) => code)
      .sort()
      .join('|'),
  );
  const unserved = byUtilities.get('') ?? [];
  byUtilities.delete('');
  const groups = [...byUtilities.values()].flatMap((members) => {
    const [largest] = members.toSorted((a, b) => toBaseUnit(b) - toBaseUnit(a));
    if (!largest) return [];
    const total = members.reduce((sum, location) => sum + toBaseUnit(location), 0);
    return {
      utilities: utilitiesOf(largest),
      locations: members,
      usage: String(Math.round(total * 100) / 100),
      unit: largest.unit === 'kWh' ? ('kWh' as const) : ('therm' as const),
      postalCode: largest.postalCode,
    };
  });
  return { groups: groups.sort((a, b) => Number(b.usage) - Number(a.usage)), unserved };
}

const toBaseUnit = ({ usage, unit }: ImportedLocation) => Number(usage) * TO_BASE_UNIT[unit];
