import { expect, test } from 'vitest';
import { offer } from '../../../test/support/fake-bff.ts';
import type { EnergyUnit } from '../../wire/primitives.ts';
import { usageOutsideBand } from './imported-accounts.tsx';

const band = (from: string, to: string, unit: EnergyUnit = 'kWh') => offer({ usageBand: { from, to, unit } });
const accounts = (...amounts: string[]) => amounts.map((amount) => ({ annualUsage: { amount, unit: 'kWh' as const } }));

test.each([
  [['60000', '60000'], undefined],
  [['100000'], undefined],
  [['149999.999'], undefined],
  [['150000'], '150000'],
  [['99999'], '99999'],
  [['33333.1', '33333.2', '33333.7'], undefined],
  [['60000'], '60000'],
] as const)(
  'for accounts that use %j kWh and a band from 100,000 to under 150,000 kWh, returns the usage outside the band: %s',
  (amounts, expected) => {
    expect(usageOutsideBand(accounts(...amounts), band('100000', '150000'))?.amount).toBe(expected);
  },
);

test('does not check the total usage if the usage of an account or the usage band is unknown', () => {
  expect(usageOutsideBand([...accounts('1'), {}], band('100000', '150000'))).toBeUndefined();
  expect(usageOutsideBand(accounts('1'), offer())).toBeUndefined();
});

test('adds up gas usage across units, but never adds gas to electricity', () => {
  const gas = [
    { annualUsage: { amount: '100', unit: 'dth' as const } },
    { annualUsage: { amount: '500', unit: 'therm' as const } },
  ];
  expect(usageOutsideBand(gas, band('1000', '2000', 'therm'))).toBeUndefined();
  expect(usageOutsideBand(gas, band('2000', '5000', 'therm'))).toEqual({ amount: '1500', unit: 'therm' });
  expect(usageOutsideBand(gas, band('2000', '5000', 'kWh'))).toBeUndefined();
});
