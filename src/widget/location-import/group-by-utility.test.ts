import { expect, test } from 'vitest';
import { utility } from '../../../test/support/fake-bff.ts';
import { groupByUtility } from './import-locations.ts';
import type { ImportedLocation } from './parse-rows.ts';

const location = (overrides: Partial<ImportedLocation>): ImportedLocation => ({
  line: 2,
  name: 'North',
  postalCode: '75201',
  usage: '1000',
  accountNumber: '',
  street: '',
  city: '',
  unit: 'kWh',
  ...overrides,
});

test('adds up the usage by utility, in descending order, and returns the ZIP code of the largest location', () => {
  const [oncor, other] = [utility(), utility({ code: 'CENTERPOINT', name: 'CenterPoint' })];
  const { groups, unserved } = groupByUtility(
    [
      location({ usage: '1000' }),
      location({ postalCode: '75202', usage: '2500.5' }),
      location({ postalCode: '77001', usage: '9000' }),
      location({ postalCode: '99999' }),
    ],
    new Map([
      ['75201', [oncor]],
      ['75202', [oncor]],
      ['77001', [other]],
    ]),
  );
  expect(groups).toMatchObject([
    { utilities: [{ code: 'CENTERPOINT' }], usage: '9000' },
    { utilities: [{ code: 'ONCOR' }], usage: '3500.5', postalCode: '75202' },
  ]);
  expect(unserved).toMatchObject([{ postalCode: '99999' }]);
});

test('converts gas usage in several units to therms before adding it up', () => {
  const nicor = utility({ code: 'NICOR', commodity: 'gas' });
  const { groups } = groupByUtility(
    [
      location({ usage: '10', unit: 'dth' }),
      location({ usage: '100', unit: 'ccf' }),
      location({ usage: '1', unit: 'therm' }),
    ],
    new Map([['75201', [nicor]]]),
  );
  expect(groups).toMatchObject([{ usage: '204.7', unit: 'therm' }]);
});

test('locations in a ZIP code that several utilities serve form a separate group', () => {
  const both = [utility(), utility({ code: 'CENTERPOINT' })];
  const { groups } = groupByUtility(
    [location({}), location({ postalCode: '75202' })],
    new Map([
      ['75201', both],
      ['75202', [utility()]],
    ]),
  );
  expect(groups.map(({ utilities }) => utilities.length).sort()).toEqual([1, 2]);
});
