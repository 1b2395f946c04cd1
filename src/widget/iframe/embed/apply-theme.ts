import type { IframeTheme } from '../../../wire/iframe.ts';

/** Takes on the look of the page around: values of properties, never a text of a style sheet. */
export function applyTheme(host: HTMLElement, theme: IframeTheme, previous: IframeTheme | undefined): void {
  const root = document.documentElement;
  root.style.colorScheme = theme.colorScheme;
  root.style.fontSize = `${theme.rootFontSize}px`;
  root.dir = theme.direction;
  host.style.fontFamily = theme.fontFamily;
  host.style.fontSize = `${theme.fontSize}px`;
  for (const { name } of previous?.tokens ?? []) host.style.removeProperty(name);
  for (const { name, value } of theme.tokens) host.style.setProperty(name, value);
}
