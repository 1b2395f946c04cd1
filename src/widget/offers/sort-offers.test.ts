import { expect, test } from 'vitest';
import { offer } from '../../../test/support/fake-bff.ts';
import { getFilterOptions } from './offer-filters.ts';
import { sortOffers } from './sort-offers.ts';

const from = (name: string, termMonths: number) => offer({ supplier: { id: name, name }, termMonths });
/** As they come: cheapest first. */
const offers = [from('Zinnia', 12), from('aster 10', 12), from('Éclair', 12), from('Aster 9', 12), from('Zinnia', 24)];
const { suppliers } = getFilterOptions(offers, 'en-US');

test('suppliers stand in the order of the language, one’s offers as they came', () => {
  const sorted = sortOffers(offers, 'supplier', { best: offers[0], suppliers });
  expect(sorted.map(({ supplier, termMonths }) => `${supplier.name}, ${termMonths}`)).toEqual([
    'Aster 9, 12',
    'aster 10, 12',
    'Éclair, 12',
    'Zinnia, 12',
    'Zinnia, 24',
  ]);
});

test('by cost the best stands on top, and the rest as it came', () => {
  const [first, second, best] = offers;
  expect(sortOffers(offers, 'cost', { best, suppliers }).slice(0, 3)).toEqual([best, first, second]);
});
