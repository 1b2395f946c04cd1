import axe from 'axe-core';

/** For tests: what axe finds wrong inside an element, one line each. */
export async function axeFaults(host: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(host);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
