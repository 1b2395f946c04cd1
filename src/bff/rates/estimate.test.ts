import { expect, test } from 'vitest';
import type { EnergyUnit } from '../../wire/primitives.ts';
import { estimate, feeOverTerm, UnitMismatchError, usageIn } from './estimate.ts';

const electric = { rate: { amount: '0.0786', unit: 'kWh' as const }, monthlyFee: '0', termMonths: 24 };
const bakery = { amount: '120000', unit: 'kWh' as const };

test('annual cost is usage times rate plus twelve monthly fees', () => {
  expect(estimate({ ...electric, annualUsage: bakery }).annual.amount).toBe('9432.00');
  expect(estimate({ ...electric, monthlyFee: '9.95', annualUsage: bakery }).annual.amount).toBe('9551.40');
});

test('monthly cost is a twelfth of annual cost, and term cost covers all months', () => {
  const { monthly, term } = estimate({ ...electric, annualUsage: bakery });
  expect([monthly.amount, term.amount]).toEqual(['786.00', '18864.00']);
});

test('the difference from the current cost is negative if switching costs less', () => {
  const currentRate = { amount: '0.098', unit: 'kWh' as const };
  expect(estimate({ ...electric, annualUsage: bakery, currentRate }).difference?.amount).toBe('-2328.00');
  expect(
    estimate({ ...electric, annualUsage: bakery, currentRate: { amount: '0.07', unit: 'kWh' } }).difference?.amount,
  ).toBe('1032.00');
});

test('converts gas usage to the unit of the rate and states the factor', () => {
  const inTherms = estimate({
    rate: { amount: '0.5', unit: 'therm' },
    monthlyFee: '0',
    termMonths: 12,
    annualUsage: { amount: '1000', unit: 'mcf' },
  });
  expect(inTherms.annual.amount).toBe('5185.00');
  expect(inTherms.usage).toEqual({ amount: '10370', unit: 'therm' });
  expect(inTherms.conversion).toEqual({ from: 'mcf', to: 'therm', factor: '10.37' });
});

test('rounds half a cent up, without floating-point error', () => {
  const { annual } = estimate({
    rate: { amount: '0.01005', unit: 'kWh' },
    monthlyFee: '0',
    termMonths: 12,
    annualUsage: { amount: '100', unit: 'kWh' },
  });
  expect(annual.amount).toBe('1.01');
});

test('converts mils to dollars over the term', () => {
  expect(feeOverTerm('3.0', usageIn('kWh', bakery), 24).amount).toBe('720.00');
});

test('rejects electricity usage in therms', () => {
  expect(() => estimate({ ...electric, annualUsage: { amount: '1', unit: 'therm' } })).toThrow(UnitMismatchError);
});

/**
 * Formats a fraction of cents as dollars in integer arithmetic, without a decimal library. Half a cent is rounded away
 * from zero.
 */
function cents(numerator: bigint, denominator: bigint): string {
  const negative = numerator < 0n;
  const positive = negative ? -numerator : numerator;
  const rounded = (positive * 2n + denominator) / (denominator * 2n);
  const text = rounded.toString().padStart(3, '0');
  return `${negative && rounded > 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
/** Converts a decimal to an integer number of millionths. @example millionths('12.345') // 12345000n */
function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(6, '0').slice(0, 6));
}

function generated() {
  let seed = 20_261_121;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const pick = <T>(from: readonly [T, ...T[]]): T => from[next(from.length)] ?? from[0];
  const decimal = (below: number, places: number): string =>
    `${next(below)}.${String(next(10 ** places)).padStart(places, '0')}`;
  // Therms per unit, in millionths. kWh are not converted.
  const therms: Record<'therm' | 'ccf' | 'mcf' | 'dth', bigint> = {
    therm: 1_000_000n,
    ccf: 1_037_000n,
    mcf: 10_370_000n,
    dth: 10_000_000n,
  };
  return Array.from({ length: 300 }, (_, index) => {
    const electric = index % 3 === 0;
    const usageUnit: EnergyUnit = electric ? 'kWh' : pick(['therm', 'ccf', 'mcf', 'dth']);
    const rateUnit: EnergyUnit = electric ? 'kWh' : pick(['therm', 'ccf', 'mcf']);
    const paidUnit: EnergyUnit = electric ? 'kWh' : pick(['therm', 'ccf', 'mcf', 'dth']);
    const factor = (from: EnergyUnit, to: EnergyUnit): bigint => {
      if (from === to || from === 'kWh' || to === 'kWh') return 1_000_000n;
      // Six decimals, rounding half away from zero.
      return (therms[from] * 2_000_000n + therms[to]) / (therms[to] * 2n);
    };
    return {
      usage: { amount: `${1 + next(5_000_000)}${pick(['', '.5', '.125'])}`, unit: usageUnit },
      rate: { amount: decimal(electric ? 1 : 5, 5), unit: rateUnit },
      paid: { amount: decimal(electric ? 1 : 5, 4), unit: paidUnit },
      fee: decimal(40, 2),
      months: 6 + next(55),
      rateFactor: factor(usageUnit, rateUnit),
      paidFactor: factor(usageUnit, paidUnit),
    };
  });
}

test.each(generated())(
  'matches integer arithmetic to the cent: $usage.amount $usage.unit at $rate.amount per $rate.unit for $months months',
  (sample) => {
    const { usage, rate, paid, fee, months, rateFactor, paidFactor } = sample;
    const { annual, monthly, term, difference } = estimate({
      rate,
      monthlyFee: fee,
      termMonths: months,
      annualUsage: usage,
      currentRate: paid,
    });
    const unit = 10n ** 18n;
    const year = millionths(usage.amount) * rateFactor * millionths(rate.amount) + 12n * millionths(fee) * 10n ** 12n;
    const now = millionths(usage.amount) * paidFactor * millionths(paid.amount);
    const inCents = (text: string): bigint => BigInt(text.replace('.', ''));
    expect(annual.amount).toBe(cents(year * 100n, unit));
    expect(monthly.amount).toBe(cents(year * 100n, unit * 12n));
    expect(term.amount).toBe(cents(year * 100n * BigInt(months), unit * 12n));
    expect(difference?.amount).toBe(
      cents((inCents(cents(year * 100n, unit)) - inCents(cents(now * 100n, unit))) * 1n, 1n),
    );
  },
);
