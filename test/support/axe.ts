import axe from 'axe-core';

/** Accessibility violations in an element, one line each. */
export async function a11yViolations(host: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(host);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
