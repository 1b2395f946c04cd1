import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';

/** The units a bill may count in. */
export const USAGE_UNITS: Record<Commodity, readonly EnergyUnit[]> = {
  electric: ['kWh'],
  gas: ['therm', 'ccf', 'mcf', 'dth'],
};

/** The unit, if bills of this energy count in it; else the usual one. */
export const unitOrDefault = (commodity: Commodity, unit?: string): EnergyUnit =>
  USAGE_UNITS[commodity].find((candidate) => candidate === unit) ?? (commodity === 'gas' ? 'therm' : 'kWh');
