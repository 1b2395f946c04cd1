import { expect, test } from 'vitest';
import { phone, taxId } from '../wire/primitives.ts';
import { toStateCode } from './customer/optional-fields.tsx';
import {
  normalizeEmail,
  normalizeNumber,
  normalizePhone,
  normalizePostalCode,
  normalizeTaxId,
  normalizeText,
} from './normalize-input.ts';

test.each([
  ['2145550142', '+12145550142'],
  ['(214) 555-0142', '+12145550142'],
  ['(214) 555-0142 ext. 22', '+12145550142'],
  ['214-555-0142 x22', '+12145550142'],
  ['214.555.0142 #22', '+12145550142'],
  ['214 555 0142, extension 1234', '+12145550142'],
  ['1 214 555 0142', '+12145550142'],
  ['+1 (214) 555-0142', '+12145550142'],
  ['tel:+1-214-555-0142', '+12145550142'],
  ['0012145550142', '+12145550142'],
  ['011 44 20 7946 0123', '+442079460123'],
  ['+44 20 7946 0123', '+442079460123'],
  ['\u202a(214) 555‑0142\u202c', '+12145550142'],
  ['（２１４）５５５－０１４２', '+12145550142'],
])('normalizes the phone number %s to %s', (input, expected) => {
  expect(normalizePhone(input)).toBe(expected);
  expect(phone.safeParse(expected).success).toBe(true);
});

test.each([
  '555-0142',
  '(214) 555-014',
  '(214) 555-01424',
  '214555014222',
  '123-456-7890',
  '214 155 0142',
  '+1 214 555 014',
  '000',
])('does not normalize the invalid phone number %s to a valid number', (input) => {
  expect(phone.safeParse(normalizePhone(input)).success).toBe(false);
});

test.each([
  ['dana@bakery.example\u200b', 'dana@bakery.example'],
  [' dana@bakery.example, ', 'dana@bakery.example'],
  ['dana@bakery.example.', 'dana@bakery.example'],
  ['mailto:dana@bakery.example', 'dana@bakery.example'],
  ['MAILTO:dana@bakery.example?subject=Bill', 'dana@bakery.example'],
  ['Dana Example <dana@bakery.example>', 'dana@bakery.example'],
  ['"Example, Dana" <dana@bakery.example>;', 'dana@bakery.example'],
  ['dana＠bakery.example', 'dana@bakery.example'],
  ['dana+bills@bakery.example', 'dana+bills@bakery.example'],
])('normalizes the email address %j to %s', (input, expected) => {
  expect(normalizeEmail(input)).toBe(expected);
});

test.each([
  ['10443720001234567\u200b', '10443720001234567'],
  ['\u202d10443720001234567\u202c', '10443720001234567'],
  ['1044372‑0001‑234567', '10443720001234567'],
  ["'10443720001234567", '10443720001234567'],
  ['# 1044 3720 0012 34567', '10443720001234567'],
  ['１０４４３７２０００１２３４５６７', '10443720001234567'],
  ['ESI ID: 10443720001234567', '10443720001234567'],
  ['Número de cuenta：1044 3720 0012 34567', '10443720001234567'],
  ['Acct no. 1044 3720 0012 34567', '10443720001234567'],
  ['ESI ID 10443720001234567', '10443720001234567'],
  ['NO123', 'NO123'],
  ['ab-12', 'AB12'],
])('reads the account number %j as %s', (input, expected) => {
  expect(normalizeNumber(input)).toBe(expected);
});

test.each([
  '12-3456789',
  '12–3456789',
  '12‑3456789',
  '12 3456789\u200b',
  '１２－３４５６７８９',
  'EIN 12-3456789',
  '   12-3456789',
  'FEIN: 123456789',
  'Tax ID: 12-3456789',
])('reads %j as a tax ID', (input) => {
  expect(normalizeTaxId(input)).toBe('123456789');
  expect(taxId.safeParse(normalizeTaxId(input)).success).toBe(true);
});

test.each([' 75201', '75201-1234', '752011234', '７５２０１', '75201\u200b'])(
  'reads %j as the ZIP code 75201',
  (input) => {
    expect(normalizePostalCode(input)).toBe('75201');
  },
);

test.each([
  ['Texas', 'TX'],
  [' new  york ', 'NY'],
  ['Nueva Jersey', 'NJ'],
  ['TX', 'TX'],
  ['Ontario', 'Ontario'],
])('reads the state %j as %s', (input, expected) => {
  expect(toStateCode(input)).toBe(expected);
});

test('normalizing a name removes only invisible characters and the spaces around it', () => {
  expect(normalizeText('\ufeff Joe’s №1 Diner \u200b')).toBe('Joe’s №1 Diner');
  expect(normalizeText('\u200b')).toBe('');
});
