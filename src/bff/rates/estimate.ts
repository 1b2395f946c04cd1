import Big from 'big.js';
import type { Estimate } from '../../wire/offer.ts';
import type { Energy, EnergyUnit, Money, Rate } from '../../wire/primitives.ts';

/**
 * Therms per unit of gas. 1 Dth = 10 therm by definition. 1 Ccf ≈ 1.037 therm is the average heat content of delivered
 * gas according to the US Energy Information Administration. 1 Mcf = 10 Ccf.
 */
const THERMS_PER_UNIT: Partial<Record<EnergyUnit, string>> = { therm: '1', dth: '10', ccf: '1.037', mcf: '10.37' };

/** The usage cannot be converted to the unit of the rate: for example, kWh for gas, or therms for electricity. */
export class UnitMismatchError extends Error {
  override readonly name = 'UnitMismatchError';
}

export interface EstimateInput {
  readonly rate: Rate;
  readonly monthlyFee: string;
  readonly termMonths: number;
  readonly annualUsage: Energy;
  readonly currentRate?: Rate | undefined;
}

/**
 * Estimates the cost of a rate: `annual` = usage × rate + 12 × monthly fee, in dollars, with half a cent rounded up.
 * The usage is first converted to the rate's unit. The conversion factor has six decimals and is part of the estimate.
 *
 * @throws UnitMismatchError
 * @example estimate({ rate: { amount: '0.0786', unit: 'kWh' }, monthlyFee: '0', termMonths: 24,
 *   annualUsage: { amount: '120000', unit: 'kWh' } }).annual.amount // '9432.00'
 */
export function estimate({ rate, monthlyFee, termMonths, annualUsage, currentRate }: EstimateInput): Estimate {
  const usage = usageIn(rate.unit, annualUsage);
  const annual = usage.times(rate.amount).plus(new Big(monthlyFee).times(12));
  const currentAnnual = currentRate && usageIn(currentRate.unit, annualUsage).times(currentRate.amount);
  return {
    monthly: dollars(annual.div(12)),
    annual: dollars(annual),
    term: dollars(annual.times(termMonths).div(12)),
    // Computed from the rounded amounts, so that the displayed amounts add up.
    ...(currentAnnual ? { difference: dollars(annual.round(2).minus(currentAnnual.round(2))) } : {}),
    usage: { amount: usage.round(8).toFixed(), unit: rate.unit },
    ...(annualUsage.unit === rate.unit
      ? {}
      : {
          conversion: { from: annualUsage.unit, to: rate.unit, factor: factor(annualUsage.unit, rate.unit).toFixed() },
        }),
  };
}

/** Converts usage to another unit. @throws UnitMismatchError */
export const usageIn = (unit: EnergyUnit, usage: Energy): Big => new Big(usage.amount).times(factor(usage.unit, unit));

/** The broker fee over a term, in dollars: 1 mil = $0.001 per unit. */
export const feeOverTerm = (mils: string, usage: Big, termMonths: number): Money =>
  dollars(usage.times(mils).div(1000).times(termMonths).div(12));

function factor(from: EnergyUnit, to: EnergyUnit): Big {
  if (from === to) return new Big(1);
  const [a, b] = [THERMS_PER_UNIT[from], THERMS_PER_UNIT[to]];
  if (!a || !b) throw new UnitMismatchError(`cannot convert ${from} to ${to}`);
  return new Big(a).div(b).round(6);
}

const dollars = (amount: Big): Money => ({ amount: amount.toFixed(2), currency: 'USD' });
