import { expect, test } from 'vitest';
import { offer } from '../../../test/support/fake-bff.ts';
import { createFormat } from '../i18n/format.ts';
import { bestOffer, calculateSavings, getFilterOptions, sortOffers } from './selectors.ts';

const format = createFormat('en-US');
const savingsOf = (amount: string, termMonths = 24) =>
  calculateSavings({ termMonths, estimate: { difference: { amount, currency: 'USD' } } }, format);

test.each([
  ['-2328.00', 'less', '$2,328'],
  ['240.00', 'more', '$240'],
  ['1.00', 'more', '$1'],
  ['-0.99', 'same', '$1'],
  ['0.40', 'same', '$0'],
])('an annual difference of $%s is shown as "%s"', (amount, direction, dollars) => {
  expect(savingsOf(amount)).toEqual({ direction, amount: dollars, months: undefined });
});

test('calculates the savings over the whole term if the term is shorter than a year', () => {
  expect(savingsOf('-2727.00', 9)).toEqual({ direction: 'less', amount: '$2,045', months: 9 });
  expect(savingsOf('-2727.00', 12)).toEqual({ direction: 'less', amount: '$2,727', months: undefined });
});

test('recommends an all-inclusive offer for a year or longer, even if other offers look cheaper', () => {
  const passThrough = offer({ product: { name: 'Pass', kind: 'fixed_pass_through' }, termMonths: 36 });
  const short = offer({ termMonths: 6 });
  const long = offer({ termMonths: 12 });
  expect(bestOffer([passThrough, short, long])).toBe(long);
  expect(bestOffer([passThrough, short])).toBe(short);
  expect(bestOffer([passThrough])).toBe(passThrough);
});

test.each(['cost', 'rate'] as const)(
  'when offers are sorted by %s, products that exclude some charges come after all-inclusive products',
  (key) => {
    const index = offer({ product: { name: 'Index', kind: 'index' }, rate: { amount: '0.05', unit: 'kWh' } });
    const fixed = offer({ rate: { amount: '0.09', unit: 'kWh' } });
    expect(sortOffers([index, fixed], key, { best: fixed, suppliers: [] })).toEqual([fixed, index]);
  },
);

test('calculates no savings without a current rate', () => {
  expect(calculateSavings({ termMonths: 24, estimate: { difference: undefined } }, format)).toBeUndefined();
});

const from = (name: string, termMonths: number) => offer({ supplier: { id: name, name }, termMonths });
/** In order of annual cost, as in the API's response. */
const offers = [from('Zinnia', 12), from('aster 10', 12), from('Éclair', 12), from('Aster 9', 12), from('Zinnia', 24)];
const { suppliers } = getFilterOptions(offers, 'en-US');

test("sorts suppliers in the locale's alphabetical order, and keeps the order of offers from the same supplier", () => {
  const sorted = sortOffers(offers, 'supplier', { best: offers[0], suppliers });
  expect(sorted.map(({ supplier, termMonths }) => `${supplier.name}, ${termMonths}`)).toEqual([
    'Aster 9, 12',
    'aster 10, 12',
    'Éclair, 12',
    'Zinnia, 12',
    'Zinnia, 24',
  ]);
});

test('when sorting by cost, puts the best offer first and keeps the order of the other offers', () => {
  const [first, second, best] = offers;
  expect(sortOffers(offers, 'cost', { best, suppliers }).slice(0, 3)).toEqual([best, first, second]);
});
