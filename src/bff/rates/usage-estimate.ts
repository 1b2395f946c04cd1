import Big from 'big.js';
import type { Energy } from '../../wire/primitives.ts';
import type { Activity, EstimateUsageRequest, UsageAssumption } from '../../wire/usage-estimate.ts';
import { usageIn } from './estimate.ts';

/** Average price of electricity for commercial customers, in cents per kWh: EIA, Electric Power Annual, 2023 data. */
const CENTS_PER_KWH: Record<string, string> = {
  CT: '19.99',
  DE: '11.83',
  IL: '11.24',
  MA: '19.62',
  MD: '12.77',
  MI: '13.40',
  NJ: '14.0',
  NY: '18.01',
  OH: '10.75',
  PA: '11.26',
  TX: '8.82',
};
const PRICE_SOURCE = 'EIA, Electric Power Annual, 2023';

/**
 * Assumed price of delivered gas for businesses, in dollars per therm. This is our own assumption, without a source.
 */
const ASSUMED_DOLLARS_PER_THERM = '1.10';
/** Assumed price of electricity in states that are not in the table, in dollars per kWh. */
const ASSUMED_DOLLARS_PER_KWH = '0.13';

/** kWh per square foot per year: EIA, CBECS 2012, table C14 (offices: CBECS 2003, table E4, 58.9 thousand Btu). */
const KWH_PER_SQUARE_FOOT: Record<Activity, string> = {
  restaurant: '44.9',
  grocery: '48.7',
  shop: '15.2',
  office: '17.3',
  school: '11.0',
  clinic: '18.7',
  hotel: '15.3',
  other: '14.6',
};
/**
 * Cubic feet of gas per square foot per year, in buildings that use gas: EIA, CBECS 2012, table C32, all years of
 * construction.
 */
const CUBIC_FEET_PER_SQUARE_FOOT: Record<Activity, string> = {
  restaurant: '159.3',
  grocery: '63.7',
  shop: '21.7',
  office: '26.8',
  school: '29.8',
  clinic: '38.2',
  hotel: '43.7',
  other: '37.3',
};
const INTENSITY_SOURCE = 'EIA, Commercial Buildings Energy Consumption Survey';

export interface UsageEstimate {
  readonly annualUsage: Energy;
  readonly assumption: UsageAssumption;
}

/**
 * Estimates annual usage from a monthly bill (twelve bills ÷ unit price) or from floor area (square feet × usage per
 * square foot). The estimate is rounded to hundreds, because it is not more precise than that.
 *
 * @throws UnitMismatchError if the customer's own rate has a unit of the other commodity
 * @example estimateAnnualUsage({ commodity: 'electric', state: 'TX', basis: { kind: 'monthly_bill', amount: '882' } })
 *   // { annualUsage: { amount: '120000', unit: 'kWh' }, assumption: { kind: 'state_average', amount: '0.0882', … } }
 */
export function estimateAnnualUsage({ commodity, state, basis }: EstimateUsageRequest): UsageEstimate {
  const unit = commodity === 'electric' ? 'kWh' : 'therm';
  if (basis.kind === 'premises') {
    const squareFeet = new Big(basis.squareFeet);
    const intensity =
      commodity === 'electric'
        ? new Big(KWH_PER_SQUARE_FOOT[basis.activity])
        : usageIn('therm', { amount: CUBIC_FEET_PER_SQUARE_FOOT[basis.activity], unit: 'ccf' }).div(100).round(3);
    return {
      annualUsage: { amount: roundToHundred(squareFeet.times(intensity)), unit },
      assumption: { kind: 'intensity', amount: intensity.toFixed(), source: INTENSITY_SOURCE },
    };
  }
  const bills = new Big(basis.amount).times(12);
  if (basis.rate) {
    const usage = usageIn(unit, { amount: bills.div(basis.rate.amount).toFixed(), unit: basis.rate.unit });
    return {
      annualUsage: { amount: roundToHundred(usage), unit },
      assumption: { kind: 'own_rate', amount: basis.rate.amount },
    };
  }
  const cents = commodity === 'electric' ? CENTS_PER_KWH[state] : undefined;
  const price = cents
    ? new Big(cents).div(100)
    : new Big(commodity === 'electric' ? ASSUMED_DOLLARS_PER_KWH : ASSUMED_DOLLARS_PER_THERM);
  return {
    annualUsage: { amount: roundToHundred(bills.div(price)), unit },
    assumption: cents
      ? { kind: 'state_average', amount: price.toFixed(), source: PRICE_SOURCE }
      : { kind: 'assumed_price', amount: price.toFixed() },
  };
}

function roundToHundred(amount: Big): string {
  const rounded = amount.div(100).round(0).times(100);
  return (rounded.gt(0) ? rounded : new Big(100)).toFixed();
}
