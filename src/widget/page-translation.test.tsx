import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff, type FakeBff, jsonResponse, offer } from '../../test/support/fake-bff.ts';
import { button, field, waitFor } from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';
import type { Offer } from '../wire/offer.ts';

let bff: FakeBff;
let widget: RenderedWidget;
let stopTranslating = () => {};
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
});
afterEach(() => {
  stopTranslating();
  widget.unmount();
});

/** Like Chrome's translator, replaces text nodes, including those added later, with elements that contain the text. */
function translate(root: ShadowRoot): void {
  const replaceTexts = (node: Node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts: Node[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const { parentElement: parent } = text;
      if (!parent || !text.textContent?.trim() || parent.closest('font, style, option')) continue;
      const outer = document.createElement('font');
      const inner = document.createElement('font');
      inner.textContent = text.textContent;
      outer.append(inner);
      parent.replaceChild(outer, text);
    }
  };
  replaceTexts(root);
  const observer = new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations) for (const node of addedNodes) replaceTexts(node);
  });
  observer.observe(root, { childList: true, subtree: true });
  stopTranslating = () => observer.disconnect();
}

const respondWith = (id: string, name: string, annual: number) => {
  const estimate: Offer['estimate'] = {
    ...offer().estimate,
    annual: { amount: `${annual}.00`, currency: 'USD' },
    monthly: { amount: `${annual / 12}`, currency: 'USD' },
  };
  bff.respondOnce('POST /v1/offers', () =>
    jsonResponse({
      asOf: new Date().toISOString(),
      offers: [offer({ id, supplier: { ...offer().supplier, name }, estimate })],
    }),
  );
};
const getText = () => widget.queryAll('.shopper')[0]?.textContent ?? '';

test('on a page that the browser translates, new rates replace the old ones in the headline, the chart and the list', async () => {
  respondWith('a', 'Aster', 9_000);
  await field(/ZIP code/).fill('75201');
  await field(/Annual usage/).fill('120,000');
  await button(/See rates/).click();
  await waitFor(() => expect(getText()).toContain('$9,000'));
  if (!widget.host.shadowRoot) throw new Error('no root');
  translate(widget.host.shadowRoot);
  respondWith('a', 'Aster', 64_800);
  await field(/Annual usage/).fill('900,000');
  await button(/See rates/).click();
  await waitFor(() => expect(getText()).toContain('$64,800'));
  await waitFor(() => expect(getText()).not.toMatch(/\$9,000|\$750/));
  expect(getText()).toContain('$5,400/month');
});

test('on a page that the browser translates, the message of a corrected error disappears', async () => {
  if (!widget.host.shadowRoot) throw new Error('no root');
  translate(widget.host.shadowRoot);
  await field(/ZIP code/).fill('752');
  await button(/See rates/).click();
  await waitFor(() => expect(getText()).toContain('Enter a 5-digit ZIP code.'));
  await field(/ZIP code/).fill('75201');
  await waitFor(() => expect(getText()).not.toContain('Enter a 5-digit ZIP code.'));
});
