import axe from 'axe-core';

/**
 * Accessibility violations in an element, with what axe measured.
 *
 * Offer rows outside the viewport have no layout (`content-visibility: auto`), so axe would measure their text against
 * the wrong background. They are laid out while axe runs.
 */
export async function a11yViolations(host: Element): Promise<readonly string[]> {
  const layOutAll = new CSSStyleSheet();
  layOutAll.replaceSync('* { content-visibility: visible !important; }');
  const sheets = host.shadowRoot?.adoptedStyleSheets ?? [];
  sheets.push(layOutAll);
  try {
    const { violations } = await axe.run(host);
    return violations.map(({ id, nodes }) =>
      [id, ...nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)].join(' '),
    );
  } finally {
    sheets.splice(sheets.indexOf(layOutAll), 1);
  }
}
