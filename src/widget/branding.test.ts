import { expect, test } from 'vitest';
import { accentFrom, contrast } from './branding.ts';

const rgb = (hex: string): [number, number, number] => {
  const at = (index: number) => Number.parseInt(hex.slice(index, index + 2), 16);
  return [at(1), at(3), at(5)];
};

test.each(['#0d6e4f', '#ffd400', '#ffffff', '#000000', '#e30613', '#7fb3ff'])(
  'the brand colour %s is readable as a fill and as text on both surfaces',
  (brand) => {
    const accent = accentFrom(brand);
    expect(contrast(rgb(accent.brand), rgb(accent['on-brand']))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(accent['brand-on-light']), [244, 247, 246])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(accent['brand-on-dark']), [28, 36, 33])).toBeGreaterThanOrEqual(4.5);
  },
);

test('a colour that is none gets the house’s accent', () => {
  expect(accentFrom('url(x)')).toEqual(accentFrom(undefined));
});
