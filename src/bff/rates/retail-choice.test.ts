import { expect, test } from 'vitest';
import { utilities } from '../../simulator/pricing/utilities.ts';
import { retailChoiceFor } from './utilities-service.ts';

test.each([
  ['35203', 'electric', 'regulated'],
  ['35203', 'gas', 'open'],
  ['99501', 'electric', 'regulated'],
  ['78701', 'electric', 'open'],
  ['02108', 'electric', 'open'],
  ['00000', 'electric', 'unknown'],
  ['00001', 'gas', 'unknown'],
  ['77100', 'electric', 'unknown'],
] as const)('ZIP code %s, %s: retail choice is %s', (postalCode, commodity, choice) => {
  expect(retailChoiceFor(postalCode, commodity)).toBe(choice);
});

test('no ZIP code that the simulator has prices for is classified as regulated', () => {
  const closed = utilities.flatMap(({ prefixes, commodity }) =>
    [...prefixes].filter((prefix) => retailChoiceFor(`${prefix}01`, commodity) === 'regulated'),
  );
  expect(closed).toEqual([]);
});
