import type { EnergyUnit } from '../../wire/decimal.ts';
import type { UsageAssumption } from '../../wire/usage-estimate.ts';
import type { UsageSourceMessages } from '../i18n/en/usage-sources.ts';
import type { Format } from '../i18n/format.ts';
import { USAGE_UNITS } from './usage-units.ts';

interface EstimateSource extends UsageAssumption {
  readonly unit: EnergyUnit;
  readonly state: string;
}

/**
 * Encodes how a usage was estimated, for storage in sessionStorage. The text is formatted later, in the current
 * language.
 *
 * @example
 * encodeEstimateSource({ kind: 'own_rate', amount: '0.0882', unit: 'kWh', state: 'TX' })
 * // 'own_rate|0.0882|kWh|TX|'
 */
export const encodeEstimateSource = ({ kind, amount, unit, state, source = '' }: EstimateSource): string =>
  [kind, amount, unit, state, source].join('|');

/** @example encodeLocationsSource(3) // 'locations|3' */
export const encodeLocationsSource = (count: number): string => `locations|${count}`;

/**
 * Formats an encoded source as one sentence. Undefined when `encoded` is malformed.
 *
 * @example
 * // 'Estimate based on the TX commercial average of 8.82 ¢/kWh (EIA, Electric Power Annual, 2023).'
 */
export function formatUsageSource(messages: UsageSourceMessages, format: Format, encoded: string): string | undefined {
  const [kind, amount = '', unitName, state = '', source = ''] = encoded.split('|');
  if (kind === 'locations') return messages.locations(Number(amount));
  const unit = [...USAGE_UNITS.electric, ...USAGE_UNITS.gas].find((candidate) => candidate === unitName);
  if (!unit) return undefined;
  const price = format.rateText({ amount, unit });
  switch (kind) {
    case 'state_average':
      return messages.state_average(price, state, source);
    case 'intensity':
      return messages.intensity(format.number(amount), format.unit(unit), source);
    case 'assumed_price':
    case 'own_rate':
      return messages[kind](price);
    default:
      return undefined;
  }
}
