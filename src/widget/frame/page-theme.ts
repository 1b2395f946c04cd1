import { type FrameTheme, styleValue } from '../../wire/frame.ts';
import { tokens } from './tokens.ts';

/**
 * How the page looks where `host` stands. A font of the page's own reaches the frame by its name only.
 *
 * @param probe has an edge that is black where the page is light: a property and a `meta` may both have said which it is
 */
export function readTheme(host: Element, probe: Element): FrameTheme {
  const style = getComputedStyle(host);
  const set = tokens
    .map((name) => ({ name, value: style.getPropertyValue(name).trim() }))
    .filter(({ value }) => value && isValue(value));
  return {
    tokens: set,
    fontFamily: isValue(style.fontFamily) ? style.fontFamily : 'inherit',
    fontSize: sizeOf(style),
    rootFontSize: sizeOf(getComputedStyle(document.documentElement)),
    colorScheme: getComputedStyle(probe).borderTopColor === 'rgb(0, 0, 0)' ? 'light' : 'dark',
    direction: style.direction === 'rtl' ? 'rtl' : 'ltr',
  };
}

/** What the frame would not take, it is not sent: one odd property must not cost all the others. */
const isValue = (text: string) => styleValue.safeParse(text).success;

/** Pixels, as far as anybody can read them. */
const sizeOf = ({ fontSize }: CSSStyleDeclaration) => Math.min(200, Math.max(4, Number.parseFloat(fontSize) || 16));

/**
 * Calls `onChange` when the look of the page may have changed: a class or a style of something around the host, or the reader's own
 * choice of light or dark.
 *
 * @returns stops watching
 */
export function watchTheme(host: Element, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  for (let around: Element | null = host; around; around = parentOf(around))
    observer.observe(around, { attributes: true });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', onChange);
  };
}

function parentOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
