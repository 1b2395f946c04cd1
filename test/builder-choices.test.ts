import { expect, test } from 'vitest';
import { contrastNote, contrastRatio } from '../demo/builder/contrast.ts';
import { type Choices, snippet } from '../demo/builder/snippet.ts';
import { validateChoices, withoutInvalid } from '../demo/builder/validate-choices.ts';

const choices: Choices = {
  site: 'pk_test_demo',
  mode: 'inline',
  isolation: 'shadow',
  label: '',
  locale: '',
  postalCode: '',
  phone: '',
  events: '',
  accent: '',
};

test.each([
  ['site', 'pk_live_Lonestar42'],
  ['accent', '#0B6e4f'],
  ['postalCode', '75201'],
  ['phone', '(214) 555-0142'],
  ['phone', '+1 214-555-0142'],
  ['events', 'dataLayer'],
  ['label', 'Compare rates'],
])('accepts the %s %j', (name, value) => {
  expect(validateChoices({ ...choices, [name]: value })).toEqual({});
});

test.each([
  ['site', 'demo', 'Enter a key that starts with pk_test_ or pk_live_, without spaces.'],
  ['site', 'pk_test_a b', 'Enter a key that starts with pk_test_ or pk_live_, without spaces.'],
  ['accent', 'red-ish', 'Enter # and six hex digits, such as #0b6e4f.'],
  ['accent', '#fff', 'Enter # and six hex digits, such as #0b6e4f.'],
  ['accent', '#0b6e4f } body { display: none', 'Enter # and six hex digits, such as #0b6e4f.'],
  ['postalCode', '7520', 'Enter a 5-digit ZIP code, such as 75201.'],
  ['phone', 'call us', 'Enter a US phone number, such as (214) 555-0142.'],
  ['phone', '555-0142', 'Enter a US phone number, such as (214) 555-0142.'],
  ['events', 'data layer', 'Enter the name of a global variable, such as dataLayer.'],
])('rejects the %s %j and keeps it out of the snippet', (name, value, message) => {
  const input = { ...choices, [name]: value };
  const errors = validateChoices(input);
  expect(errors).toEqual({ [name]: message });
  expect(snippet(withoutInvalid(input, errors), { origin: 'https://shop.example' })).not.toContain(value);
});

test('the site key is required', () => {
  expect(validateChoices({ ...choices, site: '' })).toEqual({ site: 'Enter your publishable key.' });
});

test.each([
  ['#000000', 21],
  ['#ffffff', 1],
  ['#767676', 4.54],
])('the contrast ratio of %s and white is %d to 1', (color, ratio) => {
  expect(contrastRatio(color, '#ffffff')).toBeCloseTo(ratio, 1);
});

test.each([
  ['#0b6e4f', 'Button text is white (contrast 6.3:1). Links use a lighter shade in dark mode.'],
  [
    '#ffd400',
    'Button text is black (contrast 14.7:1). Links use a darker shade, because this color is too light on white.',
  ],
])('explains how text stays readable with the brand color %s', (color, note) => {
  expect(contrastNote(color)).toBe(note);
});
