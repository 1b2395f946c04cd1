import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';

/**
 * Units that utility bills use. Separate from `parse-usage.ts`, because the first paint needs the units but not the
 * parser.
 */
export const USAGE_UNITS: Record<Commodity, readonly EnergyUnit[]> = {
  electric: ['kWh'],
  gas: ['therm', 'ccf', 'mcf', 'dth'],
};

/** Returns `unit` if bills of this commodity use it; otherwise the most common unit. */
export const unitOrDefault = (commodity: Commodity, unit?: string): EnergyUnit =>
  USAGE_UNITS[commodity].find((candidate) => candidate === unit) ?? (commodity === 'gas' ? 'therm' : 'kWh');
