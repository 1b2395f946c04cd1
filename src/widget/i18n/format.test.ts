import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const dollars = (amount: string) => ({ amount, currency: 'USD' as const });

test('for es-US, formats dates in Spanish, but numbers as they appear on US bills', () => {
  const format = createFormat('es-US');
  expect(format.dollars(dollars('9432.50'))).toBe('$9,433');
  expect(format.fee(dollars('9432.50'))).toBe('$9,432.50');
  expect(format.fee(dollars('15.00'))).toBe('$15');
  expect(format.rateText({ amount: '0.0786', unit: 'kWh' })).toBe('7.86 ¢/kWh');
  expect(format.rateText({ amount: '0.612', unit: 'therm' })).toBe('$0.612/therm');
  expect(format.number('120000')).toBe('120,000');
  expect(format.percent(20)).toBe('20%');
  expect(format.month('2027-01')).toBe('enero de 2027');
  expect(format.month('2027-01', 'short')).toBe('ene 2027');
  expect(format.list(['siete', 'ocho'], 'disjunction')).toBe('siete u ocho');
});

test.each(['es-ES', 'es-CO', 'fr-US', 'fr-FR', 'en-IN'])(
  'formats numbers as on US bills in the locale %s',
  (locale) => {
    const format = createFormat(locale);
    expect(format.fee(dollars('9432.50'))).toBe('$9,432.50');
    expect(format.rateText({ amount: '0.07645', unit: 'kWh' })).toBe('7.645 ¢/kWh');
    expect(format.number('1200000.5')).toBe('1,200,000.5');
    expect(format.percent(12.5)).toBe('12.5%');
  },
);

test('formats US dollars with a plain dollar sign in Mexican Spanish', () => {
  expect(createFormat('es-MX').fee(dollars('9432.50'))).toBe('$9,432.50');
});
