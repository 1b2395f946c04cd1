import type { EnergyUnit } from '../../wire/decimal.ts';
import type { UsageAssumption } from '../../wire/usage-estimate.ts';

interface EstimateSource extends UsageAssumption {
  readonly unit: EnergyUnit;
  readonly state: string;
}

/**
 * Encodes how a usage was estimated, for storage in sessionStorage. The text is formatted later, in the current
 * language (see `usage-source-note.tsx`).
 *
 * @example
 * encodeEstimateSource({ kind: 'own_rate', amount: '0.0882', unit: 'kWh', state: 'TX' })
 * // 'own_rate|0.0882|kWh|TX|'
 */
export const encodeEstimateSource = ({ kind, amount, unit, state, source = '' }: EstimateSource): string =>
  [kind, amount, unit, state, source].join('|');

/** @example encodeLocationsSource(3) // 'locations|3' */
export const encodeLocationsSource = (count: number): string => `locations|${count}`;
