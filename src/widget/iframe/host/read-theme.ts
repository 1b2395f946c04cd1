import { type IframeTheme, styleValue } from '../../../wire/iframe.ts';
import { THEME_TOKENS } from './theme-tokens.ts';

/**
 * How the page looks where `host` stands. A font of the page's own reaches the frame by its name only.
 *
 * @param probe has an edge that is black where the page is light: a property and a `meta` may both have said which it is
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

/** What the frame would not take, it is not sent: one odd property must not cost all the others. */
const isSafeValue = (text: string) => styleValue.safeParse(text).success;

/** Pixels, as far as anybody can read them. */
const fontSizePx = ({ fontSize }: CSSStyleDeclaration) => Math.min(200, Math.max(4, Number.parseFloat(fontSize) || 16));

/**
 * Calls `onChange` when the look of the page may have changed: a class or a style of something around the host, or the reader's own
 * choice of light or dark.
 *
 * @returns stops watching
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
