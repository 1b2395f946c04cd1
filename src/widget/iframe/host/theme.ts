import { type IframeTheme, styleValue } from '../../../wire/iframe.ts';

/**
 * The custom properties that site owners may set (docs/site-owners.md). The properties are listed here, because
 * browsers do not enumerate custom properties.
 */
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
 * Reads the host page's styles that the widget adopts. The page's web fonts are not available in the iframe.
 *
 * @param probe element with a border that is black in light mode and another color in dark mode; the border's color
 *   reflects both the `color-scheme` property and the `color-scheme` meta element
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

/** The iframe rejects a whole theme if one value is unsafe, so unsafe values are not sent. */
const isSafeValue = (text: string): boolean => styleValue.safeParse(text).success;

/** Font size in pixels, within the limits of the protocol. */
const fontSizePx = ({ fontSize }: CSSStyleDeclaration): number =>
  Math.min(200, Math.max(4, Number.parseFloat(fontSize) || 16));

/**
 * Calls `onChange` when the theme may have changed: when an attribute of the host element or of an ancestor changes,
 * or when the preferred color scheme changes.
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
