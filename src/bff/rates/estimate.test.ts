import { expect, test } from 'vitest';
import { estimate, feeOverTerm, UnitMismatchError, usageIn } from './estimate.ts';

const electric = { rate: { amount: '0.0786', unit: 'kWh' as const }, monthlyFee: '0', termMonths: 24 };
const bakery = { amount: '120000', unit: 'kWh' as const };

test('a year costs usage times rate plus twelve monthly fees', () => {
  expect(estimate({ ...electric, annualUsage: bakery }).annual.amount).toBe('9432.00');
  expect(estimate({ ...electric, monthlyFee: '9.95', annualUsage: bakery }).annual.amount).toBe('9551.40');
});

test('a month is a twelfth of the year and the term as many months as it has', () => {
  const { monthly, term } = estimate({ ...electric, annualUsage: bakery });
  expect([monthly.amount, term.amount]).toEqual(['786.00', '18864.00']);
});

test('the difference to what is paid now is negative when switching costs less', () => {
  const currentRate = { amount: '0.098', unit: 'kWh' as const };
  expect(estimate({ ...electric, annualUsage: bakery, currentRate }).difference?.amount).toBe('-2328.00');
  expect(
    estimate({ ...electric, annualUsage: bakery, currentRate: { amount: '0.07', unit: 'kWh' } }).difference?.amount,
  ).toBe('1032.00');
});

test('gas usage is brought to the unit of the rate and the factor is stated', () => {
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

test('half a cent rounds up, never through a float', () => {
  const { annual } = estimate({
    rate: { amount: '0.01005', unit: 'kWh' },
    monthlyFee: '0',
    termMonths: 12,
    annualUsage: { amount: '100', unit: 'kWh' },
  });
  expect(annual.amount).toBe('1.01');
});

test('mils become dollars over the term', () => {
  expect(feeOverTerm('3.0', usageIn('kWh', bakery), 24).amount).toBe('720.00');
});

test('electricity cannot be counted in therms', () => {
  expect(() => estimate({ ...electric, annualUsage: { amount: '1', unit: 'therm' } })).toThrow(UnitMismatchError);
});
