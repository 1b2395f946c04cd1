import { expect, test } from 'vitest';
import { activity } from '../../wire/usage-estimate.ts';
import { UnitMismatchError } from './estimate.ts';
import { estimateAnnualUsage } from './usage-estimate.ts';

test('estimates electricity usage from a monthly bill at the state’s average price', () => {
  expect(
    estimateAnnualUsage({ commodity: 'electric', state: 'TX', basis: { kind: 'monthly_bill', amount: '882' } }),
  ).toEqual({
    annualUsage: { amount: '120000', unit: 'kWh' },
    assumption: { kind: 'state_average', amount: '0.0882', source: 'EIA, Electric Power Annual, 2023' },
  });
});

test('estimates usage with the customer’s own rate, if known, instead of an average price', () => {
  const basis = { kind: 'monthly_bill' as const, amount: '1000', rate: { amount: '0.1', unit: 'kWh' as const } };
  const { annualUsage, assumption } = estimateAnnualUsage({ commodity: 'electric', state: 'TX', basis });
  expect([annualUsage.amount, assumption.kind]).toEqual(['120000', 'own_rate']);
});

test('estimates gas usage from a monthly bill at an assumed price, and reports that price', () => {
  const { annualUsage, assumption } = estimateAnnualUsage({
    commodity: 'gas',
    state: 'OH',
    basis: { kind: 'monthly_bill', amount: '550' },
  });
  expect([annualUsage, assumption]).toEqual([
    { amount: '6000', unit: 'therm' },
    { kind: 'assumed_price', amount: '1.1' },
  ]);
});

test.each(activity.options)('estimates usage from floor area for both commodities: %s', (kind) => {
  const basis = { kind: 'premises' as const, activity: kind, squareFeet: '10000' };
  const electric = estimateAnnualUsage({ commodity: 'electric', state: 'NY', basis });
  const gas = estimateAnnualUsage({ commodity: 'gas', state: 'NY', basis });
  expect(Number(electric.annualUsage.amount)).toBeGreaterThanOrEqual(100_000);
  expect(Number(gas.annualUsage.amount)).toBeGreaterThanOrEqual(2_000);
  expect([electric.annualUsage.unit, gas.annualUsage.unit]).toEqual(['kWh', 'therm']);
});

test('converts a gas estimate based on floor area from cubic feet to therms', () => {
  const basis = { kind: 'premises' as const, activity: 'restaurant' as const, squareFeet: '10000' };
  // 159.3 cubic feet are 1.593 Ccf, at 1.037 therms each.
  expect(estimateAnnualUsage({ commodity: 'gas', state: 'PA', basis }).annualUsage.amount).toBe('16500');
});

test('rejects a rate per therm for electricity', () => {
  const basis = { kind: 'monthly_bill' as const, amount: '1000', rate: { amount: '1', unit: 'therm' as const } };
  expect(() => estimateAnnualUsage({ commodity: 'electric', state: 'TX', basis })).toThrow(UnitMismatchError);
});
