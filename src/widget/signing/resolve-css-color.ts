/**
 * A colour of the style sheet as other people's scripts read one. Black or white on an accent is worked out there as amounts of
 * light (CSS Color 4, `srgb-linear`), of which none and all are none and all in sRGB too.
 *
 * @example plainColour(section, '--on-accent') // 'rgb(255, 255, 255)'
 */
export function resolveCssColor(container: Element, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  container.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const [, ...components] = /^color\(srgb-linear (\S+) (\S+) (\S+)\)$/.exec(color) ?? [];
  return components.length
    ? `rgb(${components.map((component) => Math.round(Number(component) * 255)).join(', ')})`
    : color;
}
