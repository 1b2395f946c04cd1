import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBff, jsonResponse, offer } from '../../../test/support/fake-bff.ts';
import { goToReview } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let widget: RenderedWidget;
beforeEach(() => sessionStorage.clear());
afterEach(() => widget.unmount());

test('the review labels the supplier’s license', async () => {
  const bff = createFakeBff();
  const { supplier } = offer();
  bff.respondOnce('POST /v1/offers', () =>
    jsonResponse({
      asOf: new Date().toISOString(),
      offers: [offer({ supplier: { ...supplier, license: 'REP 00000' } })],
    }),
  );
  widget = renderWidget(bff);
  await goToReview();
  await expect.element(page.getByText('Supplier license: REP 00000', { exact: true })).toBeVisible();
});
