import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Site } from './site-rows.ts';
import { inBase } from './usage.ts';

/** Sites that one utility delivers to. More than one utility: the ZIP code does not tell which. */
export interface SiteGroup {
  readonly utilities: readonly Utility[];
  readonly sites: readonly Site[];
  /** A year's usage of all, in `unit`: kWh or therms. */
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** Where most of it is used. */
  readonly postalCode: string;
}

/** Sites by who delivers there, most usage first; `unserved` are those nobody delivers to. */
export function groupSites(
  sites: readonly Site[],
  utilitiesAt: ReadonlyMap<string, readonly Utility[]>,
): { readonly groups: readonly SiteGroup[]; readonly unserved: readonly Site[] } {
  const served = (site: Site) => utilitiesAt.get(site.postalCode) ?? [];
  const byUtilities = Map.groupBy(sites, (site) =>
    served(site)
      .map(({ code }) => code)
      .sort()
      .join('|'),
  );
  const unserved = byUtilities.get('') ?? [];
  byUtilities.delete('');
  const groups = [...byUtilities.values()].flatMap((same) => {
    const [largest] = same.toSorted((a, b) => base(b) - base(a));
    if (!largest) return [];
    const total = same.reduce((sum, site) => sum + base(site), 0);
    return {
      utilities: served(largest),
      sites: same,
      usage: String(Math.round(total * 100) / 100),
      unit: largest.unit === 'kWh' ? ('kWh' as const) : ('therm' as const),
      postalCode: largest.postalCode,
    };
  });
  return { groups: groups.sort((a, b) => Number(b.usage) - Number(a.usage)), unserved };
}

const base = ({ usage, unit }: Site) => Number(usage) * inBase[unit];
