/** Relative luminance of `#rrggbb` (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colors (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
export function contrastRatio(first: string, second: string): number {
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const MIN_TEXT_CONTRAST = 4.5;
const DARK_SURFACE = '#131917';

/** Explains how the widget keeps text readable on a brand color and in that color. */
export function contrastNote(accent: string): string {
  const [onWhite, onBlack] = [contrastRatio(accent, '#ffffff'), contrastRatio(accent, '#000000')];
  const buttons = `Button text is ${onWhite > onBlack ? 'white' : 'black'} (contrast ${Math.max(onWhite, onBlack).toFixed(1)}:1).`;
  if (onWhite < MIN_TEXT_CONTRAST)
    return `${buttons} Links use a darker shade, because this color is too light on white.`;
  if (contrastRatio(accent, DARK_SURFACE) < MIN_TEXT_CONTRAST)
    return `${buttons} Links use a lighter shade in dark mode.`;
  return buttons;
}
