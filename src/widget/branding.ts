/** The accent a site without its own gets. */
const house = '#0d6e4f';

/**
 * One brand colour made usable: filled with readable text on it, and as text on the light and the dark surface. The names
 * are those of the style sheet's properties.
 */
export type Accent = Readonly<Record<'brand' | 'on-brand' | 'brand-on-light' | 'brand-on-dark', string>>;

type Colour = readonly [number, number, number];
const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
const dark: Colour = [28, 36, 33];
/** The panels behind text are a little darker than white. */
const light: Colour = [240, 244, 243];

/**
 * Keeps to WCAG 2.2, 1.4.3: 4.5 to 1 for text. What falls short is mixed towards black or white until it does.
 *
 * @example accentFrom('#ffd400')['on-brand'] // '#000000'
 */
export function accentFrom(hex: string | undefined): Accent {
  const brand = parse(hex) ?? parse(house) ?? black;
  const onBrand = contrast(brand, white) >= 4.5 ? white : black;
  return {
    brand: print(brand),
    'on-brand': print(onBrand),
    'brand-on-light': print(until(brand, black, light)),
    'brand-on-dark': print(until(brand, white, dark)),
  };
}

function until(colour: Colour, towards: Colour, surface: Colour): Colour {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, towards, share);
    if (contrast(mixed, surface) >= 4.5) return mixed;
  }
  return towards;
}

function parse(hex: string | undefined): Colour | undefined {
  const [, r, g, b] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex ?? '') ?? [];
  return r && g && b ? [Number.parseInt(r, 16), Number.parseInt(g, 16), Number.parseInt(b, 16)] : undefined;
}

const print = (colour: Colour) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const mix = (from: Colour, to: Colour, share: number): Colour => {
  const at = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
  return [at(0), at(1), at(2)];
};

/** Relative luminance and contrast ratio as WCAG defines them. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => {
    const s = part / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}
