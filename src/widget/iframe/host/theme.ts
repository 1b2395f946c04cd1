import { type IframeTheme, styleValue } from '../../../wire/iframe.ts';

/** The custom properties that site owners may set (docs/site-owners.md). Listed, because a browser does not enumerate them. */
export const THEME_TOKENS = [
  'accent',
  'accent-text',
  'backdrop',
  'border-width',
  'card-radius',
  'control-height',
  'dialog-width',
  'edge',
  'error',
  'field',
  'focus',
  'font',
  'font-size',
  'heading-font',
  'heading-size',
  'heading-weight',
  'line',
  'line-height',
  'muted',
  'on-accent',
  'panel',
  'radius',
  'space',
  'surface',
  'text',
  'warn',
].map((name) => `--shopper-${name}`);

/**
 * Reads the styles of the host page that the widget adopts. Web fonts of the page are not available in the iframe.
 *
 * @param probe element whose border is black in light mode and another color in dark mode; this covers both the
 *   `color-scheme` property and the `color-scheme` meta element
 */
export function readTheme(host: Element, probe: Element): IframeTheme {
  const style = getComputedStyle(host);
  const tokens = THEME_TOKENS.map((name) => ({ name, value: style.getPropertyValue(name).trim() })).filter(
    ({ value }) => value && isSafeValue(value),
  );
  return {
    tokens,
    fontFamily: isSafeValue(style.fontFamily) ? style.fontFamily : 'inherit',
    fontSize: fontSizePx(style),
    rootFontSize: fontSizePx(getComputedStyle(document.documentElement)),
    colorScheme: getComputedStyle(probe).borderTopColor === 'rgb(0, 0, 0)' ? 'light' : 'dark',
    direction: style.direction === 'rtl' ? 'rtl' : 'ltr',
  };
}

/** The iframe rejects a theme with an unsafe value as a whole, so unsafe values are not sent. */
const isSafeValue = (text: string): boolean => styleValue.safeParse(text).success;

/** Font size in pixels, within the limits of the protocol. */
const fontSizePx = ({ fontSize }: CSSStyleDeclaration): number =>
  Math.min(200, Math.max(4, Number.parseFloat(fontSize) || 16));

/**
 * Calls `onChange` when the theme may have changed: when an attribute of the host or of an ancestor changes, or the preferred
 * color scheme.
 *
 * @returns a function that stops watching
 */
export function watchTheme(host: Element, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  for (let ancestor: Element | null = host; ancestor; ancestor = parentAcrossShadow(ancestor))
    observer.observe(ancestor, { attributes: true });
  const darkScheme = matchMedia('(prefers-color-scheme: dark)');
  darkScheme.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    darkScheme.removeEventListener('change', onChange);
  };
}

function parentAcrossShadow(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
