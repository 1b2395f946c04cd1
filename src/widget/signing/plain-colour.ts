/**
 * A colour of the style sheet as other people's scripts read one. Black or white on an accent is worked out there as amounts of
 * light (CSS Color 4, `srgb-linear`), of which none and all are none and all in sRGB too.
 *
 * @example plainColour(section, '--on-accent') // 'rgb(255, 255, 255)'
 */
export function plainColour(within: Element, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const [, ...light] = /^color\(srgb-linear (\S+) (\S+) (\S+)\)$/.exec(color) ?? [];
  return light.length ? `rgb(${light.map((share) => Math.round(Number(share) * 255)).join(', ')})` : color;
}
